"""Clearing of out-of-town settlements (chapter 7), a month at a time."""
