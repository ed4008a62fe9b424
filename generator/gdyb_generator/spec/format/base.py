"""What every record of the spec has in common, and words that several kinds of files use."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Sensitive = Literal["id", "name", "card", "phone", "photo", "secret", "public"]
Direction = Literal["request", "reply"]


class SpecModel(BaseModel):
    """Base of every record of the spec: unknown keys and wrong scalars are findings."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
