"""`gdyb demo`: chapters 4 to 7 against a sandbox of its own."""

from gdyb_cli.demo.command import demo

__all__ = ["demo"]
