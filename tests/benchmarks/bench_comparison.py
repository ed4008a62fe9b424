"""A million settlements compared with the centre's result, beside plain polars joins of the same two files.

The base does the least that any comparison must: full join by number, amounts subtracted, differing rows collected. The
comparison also tells refunds, repeated rows and silence apart, sums exactly, and keeps within bounded memory.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from gdyb_workflows.reconciliation.columns import MONEY
from gdyb_workflows.reconciliation.compare import AMOUNT, compare

ROWS, DIFFERENCES, ROUNDS = 1_000_000, 1_000, 3


def ours() -> pl.DataFrame:
    """Our records as they lie on disk, in the order of their numbers."""
    number = pl.int_range(ROWS)
    cents = (number * 7919 % 9_999_991 + 100).cast(AMOUNT)
    return pl.select(
        (number + 1).cast(pl.UInt32).alias("row"),
        *(pl.format(f"{start}{{}}", number + 10**15).alias(name) for name, start in IDS.items()),
        pl.lit("0").alias("refd_setl_flag"),
        pl.lit("310").alias("insutype"),
        (pl.date(2026, 1, 1) + pl.duration(days=number % 31)).alias("day"),
        *((cents / divisor).cast(AMOUNT).alias(name) for name, divisor in zip(MONEY, (1, 2, 4), strict=True)),
    )


IDS = {"setl_id": "S", "mdtrt_id": "M", "psn_no": "P", "msgid": "H4401000000120260101"}


def theirs(frame: pl.DataFrame) -> pl.DataFrame:
    """The centre's, in another order, every thousandth with another amount."""
    differs = pl.col("row") % (ROWS // DIFFERENCES) == 0
    return (
        frame.with_columns(
            pl.when(differs).then(pl.col(MONEY[0]) + pl.lit(1).cast(AMOUNT)).otherwise(MONEY[0]).alias(MONEY[0]),
            pl.when(differs).then(pl.lit("3")).otherwise(pl.lit("0")).alias("stmt_rslt"),
            pl.lit("对账一致").alias("memo"),
        )
        .drop("insutype", "day")
        .sample(fraction=1, shuffle=True, seed=7)
        .with_columns(pl.int_range(1, ROWS + 1, dtype=pl.UInt32).alias("row"))
    )


def plain(left: pl.LazyFrame, right: pl.LazyFrame) -> int:
    """The base."""
    joined = left.join(right, on=["setl_id", "refd_setl_flag"], how="full", suffix="_centre")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_centre")) for name in MONEY)
    return joined.filter(differs).collect(engine="streaming").height


def median(work: Callable[[], int]) -> float:
    """Median seconds of some rounds, each of which must find every difference."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - begun)
        if found != DIFFERENCES:
            raise AssertionError(f"{found} differences instead of {DIFFERENCES}")
    return statistics.median(times)


def main() -> None:
    """Both sides lie in Parquet files, as in a reconciliation."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frame = ours()
        frame.write_parquet(folder / "ours.parquet")
        theirs(frame).write_parquet(folder / "theirs.parquet")
        del frame
        left, right = (pl.scan_parquet(folder / f"{side}.parquet") for side in ("ours", "theirs"))
        base = median(lambda: plain(left, right))
        print(f"{'full join of ' + format(ROWS, ',') + ' rows':44} {base:7.2f} s   x1.00")
        for share in (500_000, 4 * ROWS):
            taken = median(lambda share=share: compare(left, right, folder, share=share).differences.height)  # type: ignore[misc]
            print(f"{'comparison, ' + format(share, ',') + ' rows at a time':44} {taken:7.2f} s   x{taken / base:.2f}")


if __name__ == "__main__":
    main()
