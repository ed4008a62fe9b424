"""Settlements and centres for the tests of reconciliation."""
