"""A month shown to people: tables, files, one page."""
