"""Fixtures of the comparison are laid over a base by the function that does it for the lint rules."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "rules"))
