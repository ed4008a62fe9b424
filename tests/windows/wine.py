"""A Windows of our own: a wine prefix below build/windows, and programs that run in it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from libraries import OVERRIDES, add_complex_numbers, add_random_numbers

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "windows"
_LOCALES = CACHE / "locales"
_LOCALE = "zh_CN.UTF-8"
CODE_PAGE = "gbk"
"""What programs print in there, unless they say otherwise."""


def say(text: str) -> None:
    print(f"test-windows: {text}", flush=True)


def on_windows(path: Path) -> str:
    """A path as programs under wine see it: Z: is the root of this machine."""
    return "Z:" + str(path).replace("/", "\\")


def install(commands: dict[str, tuple[str, ...]]) -> str:
    """Installs Debian's packages of the commands that are missing; gives what to do by hand where it may not."""
    missing = [package for command, packages in commands.items() if not shutil.which(command) for package in packages]
    if not missing:
        return ""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return f"on Debian, as root: {' '.join(command)}"
    say(f"installing {' '.join(missing)}")
    for step in (["apt-get", "update"], command):
        subprocess.run(step, check=True, stdout=subprocess.DEVNULL)
    return ""


@dataclass(frozen=True)
class Wine:
    """One prefix; ``inside`` stands before every command, to run it in another root folder."""

    prefix: Path
    inside: tuple[str, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment with a Chinese code page, and without what sets Python's own ways aside.

        It has no offers to download what nobody needs here.
        """
        names = {"WINEPREFIX": str(self.prefix), "WINEARCH": "win64", "WINEDEBUG": "-all", "LANG": _LOCALE}
        names["LOCPATH"] = str(_LOCALES)
        environment = os.environ | names | {"WINEDLLOVERRIDES": f"mscoree,mshtml=;{OVERRIDES}"}
        # There is no browser, npm or git in there: what wants one is skipped.
        away = {"DISPLAY", "LC_ALL", "NOTHING_SKIPPED"}
        for name in [name for name in environment if name in away or name.startswith("PYTHON")]:
            del environment[name]
        return environment

    def set_up(self) -> None:
        """Creates the prefix the first time."""
        if (self.prefix / "ready").exists():
            return
        say("setting up wine")
        _LOCALES.mkdir(exist_ok=True)
        # Without a locale of this machine wine writes no Chinese file names, whatever the code page.
        subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8", _LOCALES / _LOCALE], check=True)
        shutil.rmtree(self.prefix, ignore_errors=True)
        self._quietly("wineboot", "-i")
        self._quietly("wine", "winecfg", "-v", "win10")
        self._quietly("wineserver", "-w")
        system = self.prefix / "drive_c" / "windows" / "system32"
        add_random_numbers(system)
        add_complex_numbers(system)
        (self.prefix / "ready").touch()

    def run(self, variables: dict[str, str], program: Path, *arguments: str) -> int:
        """Runs a program in the repository and shows what it prints; wine wants a pipe in place of a terminal."""
        command = [*self.inside, "env", f"--chdir={ROOT}", "wine", str(program), *arguments]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        try:
            with subprocess.Popen(command, env=self.environment | variables, **pipes) as process:
                assert process.stdout is not None
                for line in process.stdout:
                    sys.stdout.write(line.decode(CODE_PAGE, "replace").replace("\r\n", "\n"))
                    sys.stdout.flush()
            return process.returncode
        finally:
            self._quietly("wineserver", "-k", check=False)

    def _quietly(self, *command: str, check: bool = True) -> None:
        nothing = subprocess.DEVNULL
        subprocess.run(
            [*self.inside, *command],
            env=self.environment, check=check, timeout=300, stdin=nothing, stdout=nothing, stderr=nothing,
        )  # fmt: skip
