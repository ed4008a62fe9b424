"""The README's commands for Windows, run by a Windows Python in the checkout that stands on its command line.

Each writes to a file, as when a person redirects it. In place of `py -m venv` the Python itself takes the package, for
the embeddable builds have no venv; what the package needs is there already.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(sys.argv[1])
SCRIPTS = Path(sys.executable).parent / "Scripts"
STEPS = (
    ([sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-build-isolation", "-e", "."], ""),
    ([SCRIPTS / "gdyb-generator.exe", "generate"], ""),
    ([SCRIPTS / "gdyb-generator.exe", "check"], "generated/ 与 spec/ 一致"),
    ([SCRIPTS / "gdyb.exe", "codes", "clr_type"], "清算"),
    ([SCRIPTS / "gdyb.exe", "demo"], ""),
)


def main() -> int:
    assert "PYTHONUTF8" not in os.environ
    assert not sys.flags.utf8_mode
    for command, text in STEPS:
        start = time.monotonic()
        output = CHECKOUT.parent / "输出.txt"
        with output.open("wb") as stream:
            step = subprocess.run(
                command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT
            )
        printed = output.read_bytes().decode("utf-8", "replace")
        name = " ".join(Path(word).name for word in map(str, command))
        print(f"{name}: exit code {step.returncode} after {time.monotonic() - start:.0f} s", flush=True)
        if step.returncode or text not in printed:
            print(printed[-3000:])
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
