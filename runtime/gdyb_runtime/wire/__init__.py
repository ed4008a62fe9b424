"""A request to bytes, and bytes to a reply."""
