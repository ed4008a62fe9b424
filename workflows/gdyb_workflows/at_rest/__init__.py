"""Records at rest: the database under a ledger or journal, and what seals the personal values in it."""
