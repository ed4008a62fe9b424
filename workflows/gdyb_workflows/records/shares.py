"""Rows in shares that fit into memory: what has the same key is in the same one."""

from collections.abc import Iterator

import polars as pl

__all__ = ["shares"]


def shares(key: str, rows: int, size: int) -> Iterator[pl.Expr]:
    """Filters, one a share, for so many rows of about `size` rows a share; each row passes exactly one."""
    count = rows // size + 1
    for number in range(count):
        yield pl.col(key).hash(seed=0) % count == number
