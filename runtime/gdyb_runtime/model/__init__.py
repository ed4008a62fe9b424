"""The tables as Python: scalar types, request and reply models, rules, operations, and the protocol as data."""
