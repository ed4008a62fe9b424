"""Cases of rules as edits of a base: Markdown with a section a rule, many in one file.

A section is called like its rule; a sentence may say what it shows. Fences hold the edits of a side, such as `good` and
`bad`: `diff SIDE` has hunks of files that are there (see `edits.patch`; `+++ /dev/null` deletes one), `yaml SIDE PATH` is
a whole file, in another encoding than UTF-8 if one follows. Below, indented by four spaces, stands what is printed. Files
in fences of the side `base`, above the first section, are there for all cases of a file. `RULE reverses OTHER` has the
edits of another section with its two sides exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from support.edits import patch

BASE = "base"
FENCE = re.compile(r"```(?:diff (?P<edited>\w+)|(?:yaml|text) (?P<side>\w+) (?P<path>\S+)(?: (?P<encoding>\S+))?)")
TITLE = re.compile(r"(?P<rule>[A-Z_]+)(?: reverses (?P<other>[A-Z_]+))?")
INDENT = "    "

Tree = dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fence: a whole file, or hunks of files where it has no path."""

    side: str
    path: str
    encoding: str
    lines: tuple[str, ...]

    def turned(self, sides: tuple[str, ...]) -> Block:
        """The same for the other one of two sides."""
        return replace(self, side=sides[1 - sides.index(self.side)])

    def apply(self, files: Tree) -> None:
        """Makes the edits in these files."""
        if self.path:
            files[self.path] = "".join(f"{line}\n" for line in self.lines).encode(self.encoding)
            return
        for path, lines in _by_file(self.lines):
            text = files.pop(path).decode()
            if lines != ["+++ /dev/null"]:
                files[path] = patch(text, lines).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A rule's edits and what they are expected to print."""

    rule: str
    file: Path
    blocks: tuple[Block, ...]
    expected: str

    def tree(self, base: Mapping[str, bytes], *sides: str) -> Tree:
        """The files of the base after the edits of these sides, one after the other."""
        files = dict(base)
        for side in (BASE, *sides):
            for block in self.blocks:
                if block.side == side:
                    try:
                        block.apply(files)
                    except (KeyError, ValueError) as error:
                        error.add_note(f"{self.file.name}: {self.rule}")
                        raise
        return files

    def rewrite(self, printed: str) -> None:
        """Puts another expectation into the case file."""
        head, *sections = re.split("^## ", self.file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for number, section in enumerate(sections):
            if section.partition("\n")[0].split(" ")[0] == self.rule:
                lines = section.split("\n")
                while not lines[-1] or lines[-1].startswith(INDENT):
                    lines.pop()
                lines += [f"{INDENT}{line}" for line in printed.splitlines()]
                sections[number] = "\n".join([*lines, "" if section is sections[-1] else "\n"])
        self.file.write_text("## ".join([head, *sections]), encoding="utf-8", newline="\n")


def read_tree(*folders: Path) -> Tree:
    """The files of folders laid over each other."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_tree(files: Mapping[str, bytes], folder: Path) -> Path:
    """Writes files into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def read_cases(folder: Path, *sides: str) -> dict[str, Case]:
    """The cases of all files of a folder by their rules."""
    cases: dict[str, Case] = {}
    for file in sorted(folder.glob("*.md")):
        for case in parse(file, file.read_text(encoding="utf-8"), sides):
            if case.rule in cases:
                raise ValueError(f"{file.name}: {case.rule} has a case already")
            cases[case.rule] = case
    return cases


def parse(file: Path, text: str, sides: tuple[str, ...]) -> Iterator[Case]:
    """The cases of a file; whatever has no meaning in it is an error."""
    head, *sections = re.split("^## ", text, flags=re.MULTILINE)
    shared, printed = _blocks(file, head, (BASE,))
    if printed:
        raise ValueError(f"{file.name}: no rule prints {printed}")
    edits: dict[str, list[Block]] = {}
    reverses: dict[str, str] = {}
    expected: dict[str, str] = {}
    for section in sections:
        first, _, body = section.partition("\n")
        title = TITLE.fullmatch(first)
        if title is None or title["rule"] in expected:
            raise ValueError(f"{file.name}: {first} is no title, or there twice")
        rule = title["rule"]
        reverses[rule] = title["other"] or ""
        edits[rule], expected[rule] = _blocks(file, body, sides, opened=bool(reverses[rule]))
    for rule, other in reverses.items():
        blocks = [block.turned(sides) for block in edits[other]] if other else edits[rule]
        if not blocks or (other and edits[rule]):
            raise ValueError(f"{file.name}: {rule} has no edits, or two kinds of them")
        yield Case(rule=rule, file=file, blocks=(*shared, *blocks), expected=expected[rule])


def _blocks(file: Path, text: str, sides: tuple[str, ...], *, opened: bool = False) -> tuple[list[Block], str]:
    """The fences of a section and the indented lines below them."""
    blocks: list[Block] = []
    printed: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        if line.startswith("```"):
            blocks.append(_block(file, line, lines, sides))
            opened = True
        elif opened and line.startswith(INDENT):
            printed.append(f"{line.removeprefix(INDENT)}\n")
        elif opened and line:
            raise ValueError(f"{file.name}: neither edit nor expectation: {line}")
    return blocks, "".join(printed)


def _block(file: Path, fence: str, lines: Iterator[str], sides: tuple[str, ...]) -> Block:
    seen = FENCE.fullmatch(fence)
    side = (seen["edited"] or seen["side"]) if seen else ""
    if seen is None or side not in sides:
        raise ValueError(f"{file.name}: unknown fence {fence}")
    content: list[str] = []
    for line in lines:
        if line == "```":
            return Block(side=side, path=seen["path"] or "", encoding=seen["encoding"] or "utf-8", lines=tuple(content))
        if line.startswith("```"):
            break
        content.append(line)
    raise ValueError(f"{file.name}: {fence} has no end")


def _by_file(lines: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """The hunks of each file, which its name precedes."""
    starts = [number for number, line in enumerate(lines) if line.startswith("--- ")]
    if not starts or starts[0]:
        raise ValueError(f"hunks of no file: {lines[:1]}")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start].removeprefix("--- "), list(lines[start + 1 : end])
