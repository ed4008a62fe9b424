"""Signatures of a call: x-tif, SM2 and SM3."""
