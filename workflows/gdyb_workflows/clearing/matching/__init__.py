"""A month compared with the institution's own records: what agrees, what differs, what a person decides."""
