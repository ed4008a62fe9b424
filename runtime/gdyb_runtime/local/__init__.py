"""What stays on this machine: small databases, secrets of an installation, message ids."""
