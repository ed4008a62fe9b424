"""Faults on demand: shapes of replies and files seen in the field, or feared."""
