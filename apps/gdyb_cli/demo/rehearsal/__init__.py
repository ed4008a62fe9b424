"""The procedures of chapters 4 to 7, played from end to end against a sandbox."""
