"""The settlements of a month, generated."""
