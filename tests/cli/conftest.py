"""The command line against a sandbox of each test's own."""

from support.command_line import client, env_file, gdyb, nothing_from_outside, sandbox, settings, spawn, write_env

__all__ = ["client", "env_file", "gdyb", "nothing_from_outside", "sandbox", "settings", "spawn", "write_env"]
