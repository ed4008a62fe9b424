"""Local services for other programs: the reader bridge."""
