"""`gdyb journal`: the commands that were sent, and what is to be done about those without an answer."""
