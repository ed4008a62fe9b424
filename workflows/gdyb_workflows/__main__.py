"""`python -m gdyb_workflows`: the same as `gdyb`."""

from gdyb_workflows.cli import main

if __name__ == "__main__":
    main()
