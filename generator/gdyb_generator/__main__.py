"""`python -m gdyb_generator` is the command `gdyb-generator`."""

from gdyb_generator.cli import main

main()
