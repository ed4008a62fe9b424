"""`python -m gdyb_sandbox`: the same as `gdyb sandbox`."""

from gdyb_sandbox.cli import app

if __name__ == "__main__":
    app(prog_name="gdyb_sandbox")
