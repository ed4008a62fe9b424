"""An uploaded file against the ledger, row by row and in a single pass over each."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence

from gdyb.codes.stmt_rslt import StmtRslt
from gdyb.layouts import RECONCILIATION_RESULT, RECONCILIATION_UPLOAD
from gdyb_sandbox._centre.ledger import Scope, Totals
from gdyb_sandbox._month.settled import Settled, SettledMonth

_WIDTH = len(RECONCILIATION_UPLOAD.columns)
_NULL = RECONCILIATION_RESULT.empty
_AMOUNT = re.compile(r"(-?)([0-9]{1,14})(?:\.([0-9]{1,2}))?")
_LINES_A_PIECE = 10_000


class Comparison:
    """Compares the rows of an institution's file with the settlements of a scope."""

    def __init__(self, scope: Scope, months: Sequence[SettledMonth], called: Sequence[Settled]) -> None:
        self._scope = scope
        self._months = months
        self._called = {row.setl_id: row for row in called}
        self._seen = [bytearray(month.last + 1) for month in months]
        self._seen_called: set[str] = set()
        self.ours = Totals()
        """The sums of the file; complete when all lines were taken."""

    def lines(self, text: Iterable[bytes]) -> Iterator[bytes]:
        """The result file, piece by piece; ValueError says what is wrong with a row of the uploaded one."""
        piece: list[str] = []
        for line in self._result(text):
            piece.append(line)
            if len(piece) == _LINES_A_PIECE:
                yield "".join(piece).encode()
                piece.clear()
        yield "".join(piece).encode()

    def _result(self, text: Iterable[bytes]) -> Iterator[str]:
        count = medfee = fund = account = 0
        for number, line in enumerate(_split(text), 1):
            cells = _cells(number, line)
            setl_id, mdtrt_id, psn_no = cells[:3]
            ours = (_cents(number, 4, cells[3]), _cents(number, 5, cells[4]), _cents(number, 6, cells[5]))
            count, medfee, fund, account = count + 1, medfee + ours[0], fund + ours[1], account + ours[2]
            row = self._match(setl_id)
            if row is None:
                result = StmtRslt.INSTITUTION_HAS_MORE
                yield _line((psn_no, mdtrt_id, setl_id, _NULL), result, _NULL, "", (_NULL, _NULL, _NULL))
            elif ours == (row.medfee, row.fund, row.account) and (mdtrt_id, psn_no) == (row.mdtrt_id, row.psn_no):
                yield _centre_line(row, StmtRslt.BALANCED)
            else:
                yield _centre_line(row, StmtRslt.DATA_DIFFER)
        self.ours = Totals(count, medfee, fund, account)
        for row in self._left():
            yield _centre_line(row, StmtRslt.PLATFORM_HAS_MORE)

    def _match(self, setl_id: str) -> Settled | None:
        """The settlement with this number, once and when it lies in the scope."""
        row = self._called.get(setl_id)
        if row is not None:
            if setl_id in self._seen_called:
                return None
            self._seen_called.add(setl_id)
            return row
        for month, seen in zip(self._months, self._seen, strict=True):
            if place := month.number_of(setl_id):
                row = None if seen[place] else month.centre_row(place)
                if row is not None and row.setl_id == setl_id and self._scope.holds(row):
                    seen[place] = 1
                    return row
        return None

    def _left(self) -> Iterator[Settled]:
        for month, seen in zip(self._months, self._seen, strict=True):
            for place in range(1, month.last + 1):
                row = None if seen[place] else month.centre_row(place)
                if row is not None and self._scope.holds(row):
                    yield row
        yield from (row for setl_id, row in self._called.items() if setl_id not in self._seen_called)


def _split(text: Iterable[bytes]) -> Iterator[str]:
    """The lines of a file, also of one that begins with a BOM, has CRLF, or no end after its last line."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    rest = ""
    try:
        for piece in text:
            *lines, rest = (rest + decoder.decode(piece)).split("\n")
            yield from (line.removesuffix("\r") for line in lines)
        rest += decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise ValueError("不是 UTF-8 编码") from None
    if rest:
        yield rest.removesuffix("\r")


def _cells(number: int, line: str) -> list[str]:
    cells = line.split("\t")
    # One vendor ends every row with a TAB.
    if len(cells) == _WIDTH + 1 and not cells[-1]:
        cells.pop()
    if len(cells) != _WIDTH:
        raise ValueError(f"第 {number} 行有 {len(cells)} 列，应为 {_WIDTH} 列，以 Tab 分隔，没有标题行")
    for column, cell in zip(RECONCILIATION_UPLOAD.columns, cells, strict=True):
        if column.required and cell in ("", _NULL):
            raise ValueError(f"第 {number} 行的 {column.name} {column.label}：必填")
    return cells


def _cents(number: int, place: int, cell: str) -> int:
    match = _AMOUNT.fullmatch(cell)
    if match is None:
        column = RECONCILIATION_UPLOAD.columns[place - 1]
        raise ValueError(f"第 {number} 行的 {column.name} {column.label}：应为最多两位小数的金额")
    amount = int(match[2]) * 100 + int((match[3] or "").ljust(2, "0"))
    return -amount if match[1] else amount


def _centre_line(row: Settled, result: StmtRslt) -> str:
    amounts = (_text(row.medfee), _text(row.fund), _text(row.account))
    return _line((row.psn_no, row.mdtrt_id, row.setl_id, row.msgid), result, row.refd_setl_flag, row.insutype, amounts)


def _line(names: tuple[str, ...], result: StmtRslt, flag: str, insutype: str, amounts: tuple[str, ...]) -> str:
    # The remark ends with the type of insurance, as one city's does.
    return "\t".join((*names, result.value, flag, f"{result.label}{insutype}", *amounts)) + "\n"


def _text(cents: int) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"
