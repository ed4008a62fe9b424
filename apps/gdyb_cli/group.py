"""Groups of commands: Chinese help and errors, exit codes, commands loaded when they are used."""

import sys
import traceback
from collections import UserDict
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from inspect import isfunction
from typing import Any, ClassVar, NoReturn, cast

import typer
from typer.core import TyperCommand, TyperGroup

from gdyb_cli.options import taking
from gdyb_cli.screen import FAILED, print_json, set_up_streams
from gdyb_cli.wording import chinese_usage, print_usage_error, speak_chinese, usage_error_text
from gdyb_runtime.redaction import mask_text

__all__ = ["OPTIONS", "ChineseCommand", "ChineseGroup", "CommandGroup", "adding_to"]

OPTIONS = "[选项]"
"""What stands for the options in a usage line."""

_GROUP = "gdyb.commands"
_ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}


class ChineseCommand(TyperCommand):
    """A command whose help speaks Chinese."""

    def get_usage(self, ctx: object) -> str:
        """The usage line."""
        return chinese_usage(super().get_usage(cast("typer.Context", ctx)))

    def format_help(self, ctx: object, formatter: object) -> None:
        """Prints the whole help."""
        speak_chinese(self.get_help_option(cast("typer.Context", ctx)))
        super().format_help(cast("typer.Context", ctx), formatter)  # type: ignore[arg-type]


class ChineseGroup(TyperGroup):
    """A group of commands whose help speaks Chinese; a command is imported when it is used."""

    own: ClassVar[Mapping[str, str]] = {}
    """Where each command is, as ``module:attribute``: a function or an application; listed in this order."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands = _Commands(self._points() | dict(self.commands))

    def _points(self) -> dict[str, object]:
        return {name: EntryPoint(name, place, _GROUP) for name, place in self.own.items()}

    def list_commands(self, ctx: object) -> list[str]:
        """Names of all commands, in the order they are written."""
        return list(self.commands)

    def get_usage(self, ctx: object) -> str:
        """The usage line."""
        return chinese_usage(super().get_usage(cast("typer.Context", ctx)))

    def format_help(self, ctx: object, formatter: object) -> None:
        """Prints the whole help."""
        speak_chinese(self.get_help_option(cast("typer.Context", ctx)))
        super().format_help(cast("typer.Context", ctx), formatter)  # type: ignore[arg-type]


class CommandGroup(ChineseGroup):
    """Own commands, then those that other parts of the package register under the entry point group `gdyb.commands`."""

    def _points(self) -> dict[str, object]:
        return super()._points() | {name: point for name, point in _registered().items() if name not in self.own}

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **options: object
    ) -> NoReturn:
        """Runs the command line and ends the process: 0 done, 1 the answer is no, 2 wrong usage or failed."""
        set_up_streams()
        sys.exit(self._run(args, prog_name or "gdyb"))

    def _run(self, args: Sequence[str] | None, prog_name: str) -> int:
        try:
            code: object = super().main(args, prog_name, standalone_mode=False)
        except typer.Abort:
            print("已取消。", file=sys.stderr)
            return 1
        except ModuleNotFoundError as error:
            # A command of another part imports what its extra brings only when it runs.
            print(_missing((sys.argv[1:] if args is None else args)[0], error.name or str(error)), file=sys.stderr)
            return FAILED
        except Exception as error:
            # typer brings its own copy of click or uses the installed one; their errors share only this method.
            if not hasattr(error, "format_message"):
                print(mask_text(traceback.format_exc()), file=sys.stderr)
                return FAILED
            print_usage_error(error)
            if "--json" in (sys.argv[1:] if args is None else args):
                text = usage_error_text(error)
                print_json({"ok": False, "error": "UsageError", "outcome": "not_sent", "message": text})
            return int(getattr(error, "exit_code", FAILED))
        return code if isinstance(code, int) else 0


def adding_to(app: typer.Typer) -> Callable[[str, type], Callable[[Callable[..., None]], Callable[..., None]]]:
    """Registers commands of an application by name, each with the options that are the fields of a record."""

    def command(name: str, options: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
        def register(run: Callable[..., None]) -> Callable[..., None]:
            return app.command(name, cls=ChineseCommand, options_metavar=OPTIONS)(taking(options)(run))

        return register

    return command


def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=_GROUP)}


class _Commands(UserDict[str, Any]):
    """Commands by name; an entry point becomes the command it names when somebody asks for it."""

    def __getitem__(self, name: str) -> Any:
        command = self.data[name]
        # Where importlib_metadata was imported, as pygal does, entry points are of its class, not of the standard one.
        if hasattr(command, "load"):
            command = self.data[name] = _load(command)
        return command


def _load(point: EntryPoint) -> "TyperCommand | TyperGroup":
    try:
        loaded = point.load()
    except ImportError as error:
        return _unavailable(point.name, error.name or str(error))
    if isfunction(loaded):
        alone = typer.Typer(add_completion=False)
        alone.command(cls=ChineseCommand, options_metavar=OPTIONS)(loaded)
        loaded = alone
    command = cast("TyperGroup", typer.main.get_command(loaded) if isinstance(loaded, typer.Typer) else loaded)
    command.name = point.name
    return command


def _unavailable(name: str, missing: str) -> TyperCommand:
    text = _missing(name, missing)

    def explain() -> None:
        print(text, file=sys.stderr)
        raise typer.Exit(FAILED)

    return ChineseCommand(name, callback=explain, help=f"（{text}）", context_settings=_ANYTHING)


def _missing(command: str, module: str) -> str:
    extra = command if command in _registered() else "workflows"
    return f'gdyb {command} 缺少 {module}，请安装：pip install "gdyb[{extra}]"'
