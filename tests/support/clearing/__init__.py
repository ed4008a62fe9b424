"""Months, ledgers, platforms and hosts for the tests of clearing."""
