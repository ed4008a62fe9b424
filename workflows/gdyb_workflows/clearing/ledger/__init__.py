"""What stands behind every month: its tables, states and keys, and its lease."""
