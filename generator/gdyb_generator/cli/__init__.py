"""The command line `gdyb-generator`: arguments, what is printed, exit codes."""
