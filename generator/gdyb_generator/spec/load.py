"""Spec files to records with marks: every problem of syntax or form becomes a Finding, none a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError

from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.format import overlay as overlay_format
from gdyb_generator.spec.format import procedures as procedure_format
from gdyb_generator.spec.format import readers as reader_format
from gdyb_generator.spec.paths import spec_paths
from gdyb_generator.spec.read import Content, Steps, dotted, read

SINGLE_FILES: dict[str, type[form.SpecModel]] = {
    "document.yaml": form.DocumentFile,
    "errata.yaml": form.ErrataFile,
    "formats.yaml": form.FormatsFile,
    "messages.yaml": form.MessagesFile,
    "environments.yaml": form.EnvironmentsFile,
    "gateway.yaml": form.GatewayFile,
    "envelope.yaml": form.EnvelopeFile,
    "interface_list.yaml": form.InterfaceListFile,
    "identification.yaml": form.IdentificationFile,
    "settlement.yaml": form.SettlementFile,
    "vocabulary.yaml": form.VocabularyFile,
    "procedures.yaml": procedure_format.ProceduresFile,
}
OPTIONAL_FILES = frozenset({"identification.yaml", "settlement.yaml", "procedures.yaml"})
FOLDERS: dict[str, type[form.SpecModel]] = {
    "interfaces": form.InterfaceFile,
    "dictionaries": form.DictionaryFile,
    "readers": reader_format.ReaderFile,
    "overlays": overlay_format.OverlayFile,
}
_EXPECTED = {
    "string_type": "应为文本",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "list_type": "应为列表",
    "model_type": "应为一组键值",
    "too_short": "不能是空的",
    "string_too_short": "不能是空的",
}


@dataclass(slots=True)
class SpecFile:
    """One YAML file: its name below spec/, its content with marks and, when well formed, its record."""

    name: str
    content: Content
    record: form.SpecModel | None = None

    def finding(self, path: Steps, rule: str, message: str, hint: str = "") -> Finding:
        """A finding at the value at `path`, or at the nearest thing above it that exists."""
        name, (line, column) = self.content.place(path)
        return Finding(file=name, line=line, column=column, rule=rule, message=message, hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change of a city and what it concerns: a table or dictionary by its name in overlays, and a field or code in it.

    `before` is what held for the province, where that is one value.
    """

    owner: str
    part: str
    change: overlay_format.Change
    before: str = ""


@dataclass(slots=True, eq=False)
class Spec:
    """All files of spec/, in name order; a record is missing where its file has findings.

    `edition` is the city whose overlay has been laid over it, `changed` what it changed and where that stands now.
    """

    files: dict[str, SpecFile]
    findings: list[Finding] = field(default_factory=list)
    edition: str = ""
    changed: tuple[Changed, ...] = ()

    def single(self, name: str) -> form.SpecModel | None:
        """The record of a file at the top of spec/."""
        file = self.files.get(name)
        return file.record if file else None

    def broken(self, folder: str) -> set[str]:
        """Names, without folder and extension, of the files of a folder whose content could not be taken."""
        return {
            file.name.removeprefix(f"{folder}/").removesuffix(".yaml")
            for file in self.files.values()
            if file.record is None and file.name.startswith(f"{folder}/")
        }

    @property
    def vocabulary(self) -> form.VocabularyFile:
        """The words of vocabulary.yaml; none where the file is missing or has findings."""
        record = self.single("vocabulary.yaml")
        return record if isinstance(record, form.VocabularyFile) else form.VocabularyFile()

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

    def readers(self) -> Iterator[tuple[SpecFile, reader_format.ReaderFile]]:
        """Files of reader libraries in name order."""
        for file in self.files.values():
            if isinstance(file.record, reader_format.ReaderFile):
                yield file, file.record

    def overlays(self) -> Iterator[tuple[SpecFile, overlay_format.OverlayFile]]:
        """Files of cities in name order."""
        for file in self.files.values():
            if isinstance(file.record, overlay_format.OverlayFile):
                yield file, file.record


def load(root: Path) -> Spec:
    """Reads the whole spec below `root`."""
    spec = Spec(files={})
    paths = spec_paths(root)
    for name, path in paths.items():
        spec.files[name] = _load_file(name, path)
        spec.findings += spec.files[name].content.findings
    for name in SINGLE_FILES:
        if name not in paths and name not in OPTIONAL_FILES:
            spec.findings.append(Finding(file=name, line=1, column=1, rule="SPEC_FILE_MISSING", message=f"缺少 {name}"))
    return spec


def _load_file(name: str, path: Path) -> SpecFile:
    if _record_type(name) is None:
        file = SpecFile(name, Content(name))
        places = f"顶层文件：{'、'.join(SINGLE_FILES)}；其余放在 {'、'.join(FOLDERS)} 下，扩展名 .yaml"
        file.content.report((1, 1), "SPEC_FILE_UNKNOWN", "spec/ 中没有这种文件的位置", places)
        return file
    return checked(SpecFile(name, read(name, path.read_bytes())))


def checked(file: SpecFile) -> SpecFile:
    """The file with its parsed record, or with findings that explain why it has none."""
    record_type = _record_type(file.name)
    if record_type is None or (file.content.findings and file.content.value is None):
        return file
    try:
        record = record_type.model_validate(file.content.value)
    except ValidationError as error:
        file.content.findings += _translate(file, record_type, error)
    else:
        file.record = None if file.content.findings else record
    return file


def take_without_unknown_keys(file: SpecFile) -> list[Steps]:
    """Parse a file of an older format without unknown keys; return the paths dropped."""
    record_type = _record_type(file.name)
    dropped: list[Steps] = []
    if record_type is None:
        return dropped
    try:
        record_type.model_validate(file.content.value)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            path: Steps = tuple(problem["loc"])
            holder: object = file.content.value
            for step in path[:-1]:
                holder = holder[step]  # type: ignore[index]
            if isinstance(holder, dict) and problem["type"] == "extra_forbidden":
                del holder[str(path[-1])]
                dropped.append(path)
    file.content.findings.clear()
    file.record = record_type.model_validate(file.content.value)
    return dropped


def _record_type(name: str) -> type[form.SpecModel] | None:
    return SINGLE_FILES.get(name) or _folder_type(name)


def _folder_type(name: str) -> type[form.SpecModel] | None:
    folder, slash, rest = name.partition("/")
    return FOLDERS.get(folder) if slash and "/" not in rest and rest.endswith(".yaml") else None


def _translate(file: SpecFile, record: type[BaseModel], error: ValidationError) -> Iterator[Finding]:
    for problem in error.errors(include_url=False):
        path: Steps = tuple(problem["loc"])
        name = dotted(path) or file.name
        match problem["type"]:
            case "default_factory_not_called":
                # The value that it would be made from has a finding of its own.
                continue
            case "extra_forbidden":
                line, column = file.content.key_mark(path)
                yield Finding(file=file.name, line=line, column=column, rule="SPEC_KEY_UNKNOWN",
                              message=f"没有 {path[-1]} 这个键", hint=_did_you_mean(record, path))  # fmt: skip
            case "missing":
                yield file.finding(path, "SPEC_KEY_MISSING", f"缺少 {path[-1]}")
            case "string_type" if isinstance(problem["input"], int):
                text = str(problem["input"]).lower()
                yield file.finding(path, "YAML_SCALAR", f"{name} 的值 {text} 没有引号，应为文本", f'写成 "{text}"')
            case "literal_error":
                expected = str(problem.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", "、")
                hint = f"可用：{expected.replace(', ', '、')}"
                yield file.finding(path, "SPEC_VALUE", f"{name} 的值不在允许之列", hint)
            case kind:
                yield file.finding(path, "SPEC_VALUE", f"{name} 的值不对：{_EXPECTED.get(kind, problem['msg'])}")


def _did_you_mean(record: type[BaseModel], path: Steps) -> str:
    names = sorted(_keys_at(record, path[:-1]))
    close = difflib.get_close_matches(str(path[-1]), names, n=1)
    return f"是否想写 {close[0]}？" if close else f"可用的键：{'、'.join(names)}"


def _keys_at(record: type[BaseModel], path: Steps) -> set[str]:
    current: type[BaseModel] | None = record
    for step in path:
        if isinstance(step, str) and current is not None:
            current = _record_in(current.model_fields[step].annotation)
    return set(current.model_fields) if current else set()


def _record_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in getattr(annotation, "__args__", ()) if (model := _record_in(inner))), None)
