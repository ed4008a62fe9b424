"""Types of the fixtures that run the command line; no test may import a conftest, as there are several."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Gdyb = Callable[..., Result]
Spawn = Callable[..., "subprocess.CompletedProcess[str]"]
WriteEnv = Callable[..., Path]
