"""Reads spec/ and writes generated/: the build-time half of gdyb."""
