/*
 * C99's complex functions for wine's ucrtbase.dll, which has no more than their names: numpy ends the process when it
 * asks for one. Compiled as a DLL that hands everything else on to the real one. A long double of MSVC is a double.
 */
#include <complex.h>

#define REAL(name)                                          \
    double own_##name(double complex z) { return name(z); } \
    float own_##name##f(float complex z) { return name##f(z); } \
    double own_##name##l(double complex z) { return name(z); }
#define COMPLEX(name)                                               \
    double complex own_##name(double complex z) { return name(z); } \
    float complex own_##name##f(float complex z) { return name##f(z); } \
    double complex own_##name##l(double complex z) { return name(z); }
#define POWER(name)                                                                      \
    double complex own_##name(double complex z, double complex w) { return name(z, w); } \
    float complex own_##name##f(float complex z, float complex w) { return name##f(z, w); } \
    double complex own_##name##l(double complex z, double complex w) { return name(z, w); }

REAL(cabs) REAL(carg) REAL(cimag) REAL(creal)
COMPLEX(cacos) COMPLEX(cacosh) COMPLEX(casin) COMPLEX(casinh) COMPLEX(catan) COMPLEX(catanh)
COMPLEX(ccos) COMPLEX(ccosh) COMPLEX(csin) COMPLEX(csinh) COMPLEX(ctan) COMPLEX(ctanh)
COMPLEX(cexp) COMPLEX(clog) COMPLEX(csqrt) COMPLEX(conj) COMPLEX(cproj)
POWER(cpow)
