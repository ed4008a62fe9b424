"""Callers of the sandbox that share no code with it."""
