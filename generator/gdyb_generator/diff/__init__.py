"""Two editions of the spec → what changed between them, and for whom."""
