"""Whether this machine is ready: for calls, and for cards."""
