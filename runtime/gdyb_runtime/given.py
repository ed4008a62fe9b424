"""Settings that hold what they were given and nothing else, and name all problems at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from .errors import SettingsInvalid
from .problems import Problem, problems_of


class GivenSettings(BaseSettings):
    """Settings whose constructor reads no environment and raises SettingsInvalid; the parts say from where else."""

    if not TYPE_CHECKING:

        def __init__(self, /, **values: object) -> None:
            try:
                super().__init__(**values)
            except ValidationError as error:
                raise SettingsInvalid(problems=_problems(type(self), error)) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what the caller gives: nothing is read behind his back."""
        return (init_settings,)


def _problems(cls: type[GivenSettings], error: ValidationError) -> tuple[Problem, ...]:
    prefix = cls.model_config["env_prefix"]
    return tuple(
        Problem(
            path=prefix + problem.path.upper(),
            field=problem.field,
            label=problem.label,
            message=problem.message,
            rule=problem.rule,
        )
        for problem in problems_of(cls, error)
    )
