"""Run on a staged tree in a process of its own: all modules import, all models build, all names exist.

Usage: python verify.py PACKAGE, a folder, with a JSON list of changed files below it on standard input.
"""

import json
import os
import sys
from importlib import import_module


def main() -> None:
    """Imports every module named, builds its models and reads its public names."""
    folder, _, package = sys.argv[1].replace(os.sep, "/").rpartition("/")
    sys.path.insert(0, folder)
    from pydantic import BaseModel

    for name in json.load(sys.stdin):
        parts = [package, *name.removesuffix(".py").split("/")]
        module = import_module(".".join(p for p in parts if p != "__init__"))
        for public in getattr(module, "__all__", ()):
            getattr(module, public)
        for value in list(vars(module).values()):
            if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == module.__name__:
                value.model_rebuild()


if __name__ == "__main__":
    main()
