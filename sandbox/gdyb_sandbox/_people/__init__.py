"""Synthetic people: what the platform knows of them, and their voucher codes."""
