"""Tables and drawings for people, on the screen and in files."""
