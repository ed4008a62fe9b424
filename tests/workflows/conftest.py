"""A sandbox of each test's own, and the command line against it."""

from support.command_line import client, env_file, gdyb, nothing_from_outside, sandbox, settings, spawn, write_env

__all__ = ["client", "env_file", "gdyb", "nothing_from_outside", "sandbox", "settings", "spawn", "write_env"]
