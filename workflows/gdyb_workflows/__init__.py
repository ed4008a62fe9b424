"""What people do with the interfaces, over many calls, and the `gdyb` command line."""
