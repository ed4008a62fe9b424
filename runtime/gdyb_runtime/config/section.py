"""A section of the settings: one class, one prefix of environment variables, one table of the settings file."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.local.environment import PREFIX
from gdyb_runtime.local.text_files import TextUnusable, read_assignments, read_toml
from gdyb_runtime.model._validation import problems_of
from gdyb_runtime.problems import Problem, did_you_mean

__all__ = ["Section", "read_settings_file", "resolve_beside"]

_CLIENT = "gdyb"


class Section(BaseSettings):
    """Settings. The constructor reads no environment or file; ``from_env``, ``from_file`` and ``from_env_file`` do.

    A subclass names its ``env_prefix``.

    Raises:
        SettingsInvalid: listing everything missing or wrong by the name of its environment variable.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    __table__: ClassVar[str] = ""
    """Table of the settings file; empty for the client's section, whose keys may also stand outside of any table."""
    __paths__: ClassVar[tuple[str, ...]] = ()
    """Fields that name a file; in a settings file a relative path counts from the file's folder."""
    __shared__: ClassVar[tuple[str, ...]] = ()
    """Fields that are taken from the client's section unless this one has them."""

    if not TYPE_CHECKING:

        def __init__(self, /, **values: object) -> None:
            try:
                super().__init__(**values)
            except ValidationError as error:
                raise SettingsInvalid(problems=_problems(type(self), error)) from None

    @classmethod
    def from_env(cls) -> Self:
        """Settings from the environment variables, prefix + field name; an empty variable counts as not set."""
        return cls(**cls._in_env())

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Self:
        """Settings from the section's table of a TOML file; relative paths count from the file's folder."""
        return cls(**cls._in_file(Path(path)))

    @classmethod
    def from_env_file(cls, path: str | os.PathLike[str], *, others: Collection[str] = ()) -> Self:
        """Settings from a file of KEY=VALUE lines, named and read like environment variables.

        Lines with a longer prefix of `others` belong to the sections that share the file.
        """
        return cls(**cls._in_env_file(Path(path), others))

    @classmethod
    def load(cls, *, config: Path | None = None, env_file: Path | None = None, others: Collection[str] = ()) -> Self:
        """Settings from the TOML file, else from the KEY=VALUE file, else from the environment."""
        if config is not None:
            return cls.from_file(config)
        return cls.from_env() if env_file is None else cls.from_env_file(env_file, others=others)

    @classmethod
    def table_of(cls, file: Path, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """The section's part of a settings file that was read; `file` is named in errors."""
        name = cls.__table__ or _CLIENT
        if name not in document:
            for other, value in document.items():
                # A table of any other name is somebody else's; misspelt, it would be passed over in silence.
                if isinstance(value, dict) and (hint := did_you_mean(other, (name,))):
                    raise _file_error(file, f"没有这个表 [{other}]{hint}")
            return {} if cls.__table__ else cls._outside_tables(document)
        table = document[name]
        if not isinstance(table, dict):
            raise _file_error(file, f"{name} 应为一个表 [{name}]")
        return table

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only init arguments: the constructor reads no environment or file implicitly."""
        return (init_settings,)

    @classmethod
    def _prefix(cls) -> str:
        return cls.model_config["env_prefix"]

    @classmethod
    def _in_env(cls) -> dict[str, Any]:
        client = _fields(os.environ, PREFIX) if cls.__shared__ else {}
        return cls._with_shared(EnvSettingsSource(cls, env_prefix=cls._prefix(), env_ignore_empty=True)(), client)

    @classmethod
    def _in_file(cls, file: Path) -> dict[str, Any]:
        document = read_settings_file(file, cls.__paths__)
        table = cls.table_of(file, document)
        client = document.get(_CLIENT, document)
        return cls._with_shared(
            resolve_beside(table, file.parent, cls.__paths__), client if isinstance(client, dict) else {}
        )

    @classmethod
    def _in_env_file(cls, file: Path, others: Collection[str]) -> dict[str, Any]:
        try:
            lines = read_assignments(file)
        except TextUnusable as error:
            raise _file_error(file, str(error)) from None
        longer = tuple(other for other in others if len(other) > len(cls._prefix()))
        own = _fields({name: value for name, value in lines.items() if not name.startswith(longer)}, cls._prefix())
        provided = {name: value for name, value in own.items() if value or name not in cls.model_fields}
        return cls._with_shared(provided, _fields(lines, PREFIX))

    @classmethod
    def _outside_tables(cls, document: Mapping[str, Any]) -> Mapping[str, Any]:
        return {key: value for key, value in document.items() if not isinstance(value, dict) or key in cls.model_fields}

    @classmethod
    def _with_shared(cls, own: Mapping[str, Any], client: Mapping[str, Any]) -> dict[str, Any]:
        return {**{name: client[name] for name in cls.__shared__ if client.get(name)}, **own}


def read_settings_file(file: Path, paths: Collection[str] = ()) -> dict[str, Any]:
    """A TOML file, the keys of `paths` in it name files; SettingsInvalid says what is wrong, never what it holds."""
    try:
        return read_toml(file, paths=paths)
    except TextUnusable as error:
        raise _file_error(file, str(error)) from None


def resolve_beside(table: Mapping[str, Any], folder: Path, paths: Collection[str]) -> dict[str, Any]:
    """The table with its relative paths counted from a folder; a URL in place of a path stays."""
    return {
        key: str(folder / value) if key in paths and isinstance(value, str) and value and "://" not in value else value
        for key, value in table.items()
    }


def _fields(variables: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix).lower(): value for name, value in variables.items() if name.startswith(prefix)}


def _problems(cls: type[Section], error: ValidationError) -> tuple[Problem, ...]:
    prefix = cls.model_config["env_prefix"]
    return tuple(replace(problem, path=prefix + problem.path.upper()) for problem in problems_of(cls, error))


def _file_error(file: Path, message: str) -> SettingsInvalid:
    return SettingsInvalid(problems=(Problem(path=str(file), field="", message=message, rule="settings_file"),))
