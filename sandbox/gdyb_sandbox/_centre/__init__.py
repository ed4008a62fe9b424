"""The bureau behind the gateway: areas, ledger and what it remembers."""
