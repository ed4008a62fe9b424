"""What a spec is: its format, how it is read, every table and row with its place, names, and data types."""
