/*
 * bcryptprimitives.dll for wine before 9, which has none: Windows programs written in Rust, pydantic-core among them,
 * take their random numbers from a function of it.
 */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T length)
{
    return RtlGenRandom(data, (ULONG)length);
}
