# Written by gdyb-generator from spec/; change the spec and regenerate.
"""JSON Schema 2020-12 of every interface and of the envelope, as package data."""
