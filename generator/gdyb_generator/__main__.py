"""`python -m gdyb_generator` and the command `gdyb-generator`."""

import sys


def main() -> None:
    """Runs the command line; says what to install when the build-time libraries are missing."""
    try:
        from gdyb_generator.cli.app import main as run
    except ModuleNotFoundError as error:
        print(f'gdyb-generator 缺少 {error.name}，请安装：pip install "gdyb[generator]"', file=sys.stderr)
        raise SystemExit(2) from None
    run()


if __name__ == "__main__":
    main()
