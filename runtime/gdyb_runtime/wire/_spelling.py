"""Keys that are written otherwise than in the table."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ._decode import JsonValue


def respelled(row: Mapping[str, JsonValue], names: Collection[str]) -> tuple[dict[str, JsonValue], list[str]]:
    """A row under the names of its table where they are written in another case or without underscores, and which were.

    Only what can be read in one way: a name that is there as printed, or that two keys may stand for, stays as it is.
    """
    unknown = [key for key in row if key not in names]
    plain = [key.replace("_", "").lower() for key in unknown]
    absent = {name.replace("_", "").lower(): name for name in names if name not in row}
    meant = {
        key: absent[bare] for key, bare in zip(unknown, plain, strict=True) if bare in absent and plain.count(bare) == 1
    }
    return {meant.get(key, key): value for key, value in row.items()}, list(meant)
