"""What goes to the platform: batches frozen, sent at most once and revoked, and what became of them."""
