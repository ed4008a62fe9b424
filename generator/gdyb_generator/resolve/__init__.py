"""Spec → package with everything resolved, step by step; each a pure function."""
