"""Hand-written ground floor of gdyb: it knows the protocol and no interface number.

`gdyb` gives what a program needs of it. Importing this package loads nothing; each folder says what is in it, and a
module whose name begins with an underscore is for this package alone.
"""
