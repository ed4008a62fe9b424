"""Commands about single interfaces: call, describe, codes."""
