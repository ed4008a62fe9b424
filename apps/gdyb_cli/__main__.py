"""`python -m gdyb_cli`: the same as `gdyb`."""

from gdyb_cli import main

if __name__ == "__main__":
    main()
