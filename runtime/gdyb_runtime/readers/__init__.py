"""Card readers: the vendor's library through ctypes, in this process or in a helper process of its own.

The names live in the modules (``gdyb_runtime.readers.native``, ``gdyb_runtime.readers.client``, …); importing one loads
no other than it needs. Which functions and records a library has is a table of the generated package.
"""
