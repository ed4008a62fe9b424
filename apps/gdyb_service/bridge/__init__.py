"""The bridge between a browser's page and the card reader of this machine: HTTP on 127.0.0.1, for pages that are named.

Who may call is decided by `guard`, before anything else runs; what is answered stands in `replies`.
"""
