"""A request body read and checked against the published tables."""
