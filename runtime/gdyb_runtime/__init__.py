"""Hand-written ground floor of gdyb: it knows the protocol and no interface number.

The names live in the modules (``gdyb_runtime.client``, ``gdyb_runtime.errors``, …); importing one loads no other.
"""
