"""Spec files to records with marks: every problem of syntax or form becomes a Finding, none a traceback."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml
from pydantic import BaseModel, ValidationError

from gdyb_generator import spec_format as form
from gdyb_generator.findings import Finding

Plain: TypeAlias = "str | int | float | bool | None | list[Plain] | dict[str, Plain]"
Path_: TypeAlias = tuple[str | int, ...]

SINGLE_FILES: dict[str, type[form.SpecModel]] = {
    "document.yaml": form.DocumentFile,
    "errata.yaml": form.ErrataFile,
    "formats.yaml": form.FormatsFile,
    "messages.yaml": form.MessagesFile,
    "environments.yaml": form.EnvironmentsFile,
    "gateway.yaml": form.GatewayFile,
    "envelope.yaml": form.EnvelopeFile,
    "interface_list.yaml": form.InterfaceListFile,
}
FOLDERS: dict[str, type[form.SpecModel]] = {
    "interfaces": form.InterfaceFile,
    "dictionaries": form.DictionaryFile,
}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEAN_LOOKING = re.compile(r"^[yYnN]$")


@dataclass(slots=True)
class SpecFile:
    """One YAML file: its name below spec/, its node tree (for marks) and, when well formed, its record."""

    name: str
    root: yaml.Node | None
    record: form.SpecModel | None = None

    def mark(self, path: Path_) -> tuple[int, int]:
        """Line and column, from 1, of the value at `path`, or of the nearest thing above it that exists."""
        node: yaml.Node | None = self.root
        place = node
        for step in path:
            node = _child(node, step)
            if node is None:
                break
            place = node
        return _position(place)

    def finding(self, path: Path_, rule: str, message: str, hint: str = "") -> Finding:
        """A finding at the value at `path`."""
        line, column = self.mark(path)
        return Finding(file=self.name, line=line, column=column, rule=rule, message=message, hint=hint)


@dataclass(slots=True)
class Spec:
    """All files of spec/, in name order; a record is missing where its file has findings."""

    files: dict[str, SpecFile]
    findings: list[Finding] = field(default_factory=list)

    def single(self, name: str) -> form.SpecModel | None:
        """The record of a file at the top of spec/."""
        found = self.files.get(name)
        return found.record if found else None

    def interfaces(self) -> Iterator[tuple[SpecFile, form.InterfaceFile]]:
        """Interface files in name order."""
        for file in self.files.values():
            if isinstance(file.record, form.InterfaceFile):
                yield file, file.record

    def dictionaries(self) -> Iterator[tuple[SpecFile, form.DictionaryFile]]:
        """Dictionary files in name order."""
        for file in self.files.values():
            if isinstance(file.record, form.DictionaryFile):
                yield file, file.record


def spec_paths(root: Path) -> dict[str, Path]:
    """Every YAML file below spec/, by its name with forward slashes, in name order."""
    found = (p for p in root.rglob("*") if p.suffix in {".yaml", ".yml"} and p.is_file())
    return dict(sorted((p.relative_to(root).as_posix(), p) for p in found))


def load(root: Path) -> Spec:
    """Reads the whole spec below `root`."""
    spec = Spec(files={})
    paths = spec_paths(root)
    for name, path in paths.items():
        spec.files[name] = _read(name, path, spec.findings)
    for name in SINGLE_FILES:
        if name not in paths:
            spec.findings.append(Finding(file=name, line=1, column=1, rule="SPEC_FILE_MISSING", message=f"缺少 {name}"))
    return spec


def _read(name: str, path: Path, findings: list[Finding]) -> SpecFile:
    record_type = SINGLE_FILES.get(name) or _folder_type(name)
    if record_type is None:
        findings.append(
            Finding(file=name, line=1, column=1, rule="SPEC_FILE_UNKNOWN", message="spec/ 中没有这种文件的位置",
                    hint=f"顶层文件：{'、'.join(SINGLE_FILES)}；其余放在 {'、'.join(FOLDERS)} 下，扩展名 .yaml")
        )  # fmt: skip
        return SpecFile(name, None)
    root = _compose(name, path, findings)
    file = SpecFile(name, root)
    if root is None:
        return file
    before = len(findings)
    data = _plain(file, root, (), findings, ())
    try:
        record = record_type.model_validate(data)
    except ValidationError as error:
        findings.extend(_translate(file, record_type, error))
    else:
        file.record = record if len(findings) == before else None
    return file


def _folder_type(name: str) -> type[form.SpecModel] | None:
    folder, slash, rest = name.partition("/")
    return FOLDERS.get(folder) if slash and "/" not in rest and rest.endswith(".yaml") else None


def _compose(name: str, path: Path, findings: list[Finding]) -> yaml.Node | None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        findings.append(
            Finding(file=name, line=1, column=1, rule="YAML_ENCODING",
                    message=f"不是 UTF-8：第 {error.start + 1} 字节", hint="另存为 UTF-8")
        )  # fmt: skip
        return None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = getattr(error, "problem", None) or str(error) or type(error).__name__
        findings.append(
            Finding(file=name, line=line, column=column, rule="YAML_SYNTAX", message=f"YAML 语法错误：{problem}",
                    hint="检查缩进、冒号后的空格与引号")
        )  # fmt: skip
        return None
    if root is None:
        findings.append(Finding(file=name, line=1, column=1, rule="YAML_SYNTAX", message="文件是空的"))
    return root


def _plain(file: SpecFile, node: yaml.Node, path: Path_, findings: list[Finding], above: tuple[int, ...]) -> Plain:
    if id(node) in above:
        findings.append(file.finding(path, "YAML_SYNTAX", "锚点引用了自身"))
        return None
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(file, node, path, findings, (*above, id(node)))
    if isinstance(node, yaml.SequenceNode):
        inner = (*above, id(node))
        return [_plain(file, item, (*path, i), findings, inner) for i, item in enumerate(node.value)]
    return _plain_scalar(file, node, path, findings)


def _plain_mapping(
    file: SpecFile, node: yaml.MappingNode, path: Path_, findings: list[Finding], above: tuple[int, ...]
) -> dict[str, Plain]:
    result: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        if key in result:
            line, column = _position(key_node)
            findings.append(
                Finding(file=file.name, line=line, column=column, rule="YAML_DUPLICATE_KEY",
                        message=f"键 {key} 重复", hint="同一层的键只能写一次")
            )  # fmt: skip
            continue
        result[key] = _plain(file, value_node, (*path, key), findings, above)
    return result


def _plain_scalar(file: SpecFile, node: yaml.Node, path: Path_, findings: list[Finding]) -> Plain:
    text: str = node.value
    kind = node.tag.rpartition(":")[2]
    if kind == "int" and re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        return int(text)
    if kind == "bool" and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if kind == "null":
        return None
    unquoted = getattr(node, "style", None) not in {"'", '"', "|", ">"}
    if kind != "str" or (unquoted and _BOOLEAN_LOOKING.match(text)):
        line, column = _position(node)
        findings.append(
            Finding(file=file.name, line=line, column=column, rule="YAML_SCALAR",
                    message=f"{'.'.join(map(str, path))} 的值 {text} 没有引号，YAML 会把它读成别的类型",
                    hint=f'写成 "{text}"')
        )  # fmt: skip
    return text


def _translate(file: SpecFile, record: type[BaseModel], error: ValidationError) -> Iterator[Finding]:
    for problem in error.errors(include_url=False):
        path: Path_ = tuple(problem["loc"])
        name = ".".join(map(str, path))
        given = problem["input"]
        match problem["type"]:
            case "extra_forbidden":
                line, column = _key_position(file.root, path)
                hint = _did_you_mean(record, path)
                yield Finding(file=file.name, line=line, column=column, rule="SPEC_KEY_UNKNOWN",
                              message=f"没有 {path[-1]} 这个键", hint=hint)  # fmt: skip
            case "missing":
                yield file.finding(path, "SPEC_KEY_MISSING", f"缺少 {path[-1]}（{name}）")
            case "string_type" if isinstance(given, (int, bool)):
                text = _scalar_text(file.root, path)
                yield file.finding(path, "YAML_SCALAR", f"{name} 的值 {text} 没有引号，应为文本", f'写成 "{text}"')
            case "literal_error":
                expected = problem.get("ctx", {}).get("expected", "")
                yield file.finding(path, "SPEC_VALUE", f"{name} 的值不在允许之列", f"可用：{expected}")
            case _:
                yield file.finding(path, "SPEC_VALUE", f"{name} 的值不对：{problem['msg']}")


def _did_you_mean(record: type[BaseModel], path: Path_) -> str:
    names = sorted(_fields_at(record, path[:-1]))
    close = difflib.get_close_matches(str(path[-1]), names, n=1)
    return f"是否想写 {close[0]}？" if close else f"可用的键：{'、'.join(names)}"


def _fields_at(record: type[BaseModel], path: Path_) -> set[str]:
    current: type[BaseModel] | None = record
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        annotation = current.model_fields[step].annotation if step in current.model_fields else None
        current = _model_in(annotation)
    return set(current.model_fields) if current else set()


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _model_in(inner):
            return found
    return None


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value  # type: ignore[no-any-return]
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None


def _key_position(root: yaml.Node | None, path: Path_) -> tuple[int, int]:
    parent = root
    for step in path[:-1]:
        parent = _child(parent, step)
    if isinstance(parent, yaml.MappingNode):
        for key, _ in parent.value:
            if key.value == path[-1]:
                return _position(key)
    return _position(parent)


def _scalar_text(root: yaml.Node | None, path: Path_) -> str:
    node = root
    for step in path:
        node = _child(node, step)
    return str(node.value) if node is not None else ""


def _position(node: yaml.Node | None) -> tuple[int, int]:
    if node is None or node.start_mark is None:
        return 1, 1
    return node.start_mark.line + 1, node.start_mark.column + 1
