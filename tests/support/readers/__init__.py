"""The stand-in for the vendor's reader library."""
