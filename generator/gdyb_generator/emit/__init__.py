"""Resolved package → texts by path; pure functions, nothing is written here."""
