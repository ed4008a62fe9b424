"""Options that the commands of clearing share, and what is wrong with them, all of it at once."""

from typing import Annotated, TypeAlias

import typer

from gdyb_cli.options import Source
from gdyb_workflows.clearing.period import ClearingMonth

__all__ = ["Month", "Usage", "Yes"]

Month: TypeAlias = Annotated[str, typer.Argument(metavar="月份", help="结算年月，如 2020-12。")]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", help="不再询问，直接进行。")]


class Usage:
    """Collects what is wrong with a command line, so that a person mends all of it at once."""

    def __init__(self, source: Source) -> None:
        self._found: list[tuple[str, str]] = []
        if source.config is not None and source.env_file is not None:
            self.add("--env-file", "--config 与 --env-file 只能给一个")

    def add(self, hint: str, text: str) -> None:
        """Remembers a problem of an option or argument."""
        self._found.append((hint, text))

    def require(self, is_right: bool, hint: str, text: str) -> None:
        """Remembers a problem unless this is right."""
        if not is_right:
            self.add(hint, text)

    def month(self, text: str) -> ClearingMonth:
        """The month; any month when there is none, since `check` will refuse it."""
        try:
            return ClearingMonth.parse(text)
        except ValueError as error:
            self.add("月份", str(error))
            return ClearingMonth(year="", month="")

    def check(self) -> None:
        """Raises typer.BadParameter with everything that was found."""
        if not self._found:
            return
        hints = "、".join(dict.fromkeys(hint for hint, _ in self._found))
        if len(self._found) == 1:
            raise typer.BadParameter(self._found[0][1], param_hint=hints)
        lines = [f"{number}. {hint}：{text}" for number, (hint, text) in enumerate(self._found, 1)]
        raise typer.BadParameter("\n" + "\n".join(lines), param_hint=hints)
