"""One code, one business: over processes that race, are killed, or run on a clock that jumps."""

import os
import pickle
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from gdyb.settlement import SETTLEMENT
from gdyb_runtime.clock import Clock
from gdyb_runtime.errors import Outcome, RequestInvalid
from gdyb_sandbox._people.identity import person
from gdyb_workflows.settlement.vouchers import VoucherAlreadyUsed, VoucherGuard, VoucherGuardUnavailable
from support.waits import Process

CODE = "4400000000000000000000001234"
HOSPITAL = "H44000000001"
DAY = 86_400.0
ID = person(7, 0).certno

RACE = """
import sys
from gdyb_workflows.settlement.vouchers import VoucherAlreadyUsed, VoucherGuard
guard = VoucherGuard(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
won = 0
for number in range(50):
    try:
        guard.claim(f"44{number:026d}", "2102", institution="H44000000001", msgid=sys.argv[2])
        won += 1
    except VoucherAlreadyUsed:
        pass
print(won, flush=True)
"""

KILLED = """
import sys, time
from gdyb_workflows.settlement.vouchers import VoucherGuard
VoucherGuard(sys.argv[1]).claim(sys.argv[2], "2304", institution="H44000000001", msgid="M1")
print("claimed", flush=True)
time.sleep(600)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "数据" / "vouchers.sqlite3"


def start(code: str, *arguments: object) -> Process:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return Process(sys.executable, "-c", code, *arguments, stdin=subprocess.PIPE, env=environment)


def use(guard: VoucherGuard, code: str, infno: str, outcome: Outcome = "accepted", msgid: str = "M1") -> None:
    guard.finish(guard.claim(code, infno, institution=HOSPITAL, msgid=msgid), outcome)


def refusal(guard: VoucherGuard, code: str, infno: str) -> VoucherAlreadyUsed:
    with pytest.raises(VoucherAlreadyUsed) as checked:
        guard.check(code, infno)
    if infno == SETTLEMENT.identification:
        return checked.value
    with pytest.raises(VoucherAlreadyUsed) as caught:
        guard.claim(code, infno, institution=HOSPITAL, msgid="M2")
    assert str(caught.value) == str(checked.value)
    return caught.value


@pytest.mark.parametrize("first", ["2102", "2201", "2207", "2401", "2304"])
def test_a_code_serves_one_business_and_no_other(path: Path, first: str) -> None:
    with VoucherGuard(path) as guard:
        guard.check(CODE, "1101")
        guard.check(CODE, "1101")
        use(guard, CODE, first)
        for infno in ("1101", "2102", "2201", "2207", "2401", "2304"):
            error = refusal(guard, CODE, infno)
            assert (error.outcome, error.infno) == ("not_sent", infno)
            assert f"已用于 {first} {SETTLEMENT.use(first).label}" in str(error)
            assert "请参保人刷新电子凭证重新出码" in str(error)


def test_a_code_is_the_same_in_the_answer_of_the_local_service(path: Path) -> None:
    answer = '{"code": 0, "data": "{\\"ecToken\\": \\"' + CODE + '\\"}", "message": "成功"}'
    with VoucherGuard(path) as guard:
        use(guard, answer, "2102")
        refusal(guard, CODE, "2102")
        refusal(guard, answer, "2207")


@pytest.mark.parametrize(("before", "after"), [("2201", "2207"), ("2401", "2304")])
def test_a_settlement_after_a_registration_takes_a_new_code(path: Path, before: str, after: str) -> None:
    with VoucherGuard(path) as guard:
        use(guard, CODE, before)
        refusal(guard, CODE, after)
        use(guard, CODE[:-1] + "9", after)


def test_only_businesses_of_the_spec_take_a_code(path: Path) -> None:
    assert [use.infno for use in SETTLEMENT.voucher_uses] == ["2102", "2201", "2207", "2401", "2304"]
    with VoucherGuard(path) as guard, pytest.raises(LookupError, match="3261"):
        guard.claim(CODE, "3261", institution=HOSPITAL, msgid="M1")


def test_what_was_never_sent_uses_no_code_up(path: Path) -> None:
    with VoucherGuard(path) as guard:
        use(guard, CODE, "2201", "not_sent")
        use(guard, CODE, "2102", "accepted")
        assert refusal(guard, CODE, "2201").entry is not None


def test_after_a_refusal_the_same_business_may_be_tried_again(path: Path) -> None:
    with VoucherGuard(path) as guard:
        use(guard, CODE, "2102", "refused")
        guard.check(CODE, "1101")
        assert "只能再用于同一项业务" in str(refusal(guard, CODE, "2201"))
        use(guard, CODE, "2102", "accepted", msgid="M3")
        assert "msgid=M3" in str(refusal(guard, CODE, "2102"))


def test_a_lost_answer_blocks_the_code_and_is_listed(path: Path) -> None:
    with VoucherGuard(path) as guard:
        use(guard, CODE, "2102", "unknown", msgid="M7")
        text = str(refusal(guard, CODE, "2102"))
        assert "不知道平台是否已经处理" in text
        assert "请先核对" in text
        (entry,) = guard.unsettled()
        assert (entry.infno, entry.msgid, entry.institution, entry.state) == ("2102", "M7", HOSPITAL, "unknown")
        assert entry.at.utcoffset() == timedelta(hours=8)


def test_a_program_killed_in_the_middle_leaves_the_code_blocked(path: Path) -> None:
    with start(KILLED, path, CODE) as process:
        assert process.line() == "claimed\n"
    with VoucherGuard(path) as guard:
        assert "正在用于 2304 住院结算，或办理中途程序中断" in str(refusal(guard, CODE, "2304"))
        assert [entry.state for entry in guard.unsettled()] == ["claimed"]


def test_of_processes_that_race_for_a_code_one_wins(path: Path) -> None:
    processes = [start(RACE, path, f"M{number}") for number in range(3)]
    for process in processes:
        assert process.line() == "ready\n"
    for process in processes:
        process.write("go\n")
    ends = [process.finish() for process in processes]
    assert [end.returncode for end in ends] == [0, 0, 0]
    assert sum(int(end.stdout.removeprefix("ready\n")) for end in ends) == 50


def test_a_clock_set_back_or_forward_forgets_nothing_in_use(path: Path) -> None:
    clock = Clock()
    with VoucherGuard(path, clock=clock) as guard:
        use(guard, CODE, "2102")
        for days in (-400, 400, 0):
            clock.offset = days * DAY
            use(guard, f"44{days + 1000:026d}", "2201")
            assert refusal(guard, CODE, "2102").entry is not None


def test_old_entries_go_after_the_kept_days(path: Path) -> None:
    clock = Clock(offset=-8 * DAY)
    with VoucherGuard(path, clock=clock) as guard:
        claims = [guard.claim(f"44{n:026d}", "2102", institution=HOSPITAL, msgid="M") for n in range(1002)]
        clock.offset = 0.0
        use(guard, CODE, "2102")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT min(serial), count(*) FROM voucher").fetchone() == (3, 1001)
    connection.close()
    assert len(claims) == 1002


def test_codes_are_nowhere_to_be_read(path: Path) -> None:
    with VoucherGuard(path) as guard:
        claim = guard.claim(CODE, "2102", institution=HOSPITAL, msgid="M1")
        error = refusal(guard, CODE, "2102")
        assert all(CODE not in text for text in (repr(claim), str(error), repr(error), repr(error.entry)))
        assert CODE.encode() not in b"".join(file.read_bytes() for file in path.parent.iterdir())
        assert str(pickle.loads(pickle.dumps(error))) == str(error)
        assert guard.key_path.stat().st_size == 32
        if os.name == "posix":
            assert guard.key_path.stat().st_mode & 0o077 == 0


def test_two_installations_hash_differently(path: Path, tmp_path: Path) -> None:
    claims = []
    for file in (path, tmp_path / "other.sqlite3"):
        with VoucherGuard(file) as guard:
            claims.append(guard.claim(CODE, "2102", institution=HOSPITAL, msgid="M1"))
    assert claims[0].digest != claims[1].digest


@pytest.mark.parametrize("damage", ["lost", "short", "other"])
def test_a_lost_or_foreign_key_is_noticed(path: Path, damage: str) -> None:
    with VoucherGuard(path) as guard:
        use(guard, CODE, "2102")
    if damage == "lost":
        guard.key_path.unlink()
    else:
        guard.key_path.write_bytes(bytes(32 if damage == "other" else 5))
    with VoucherGuard(path) as guard, pytest.raises(VoucherGuardUnavailable, match="密钥文件") as caught:
        guard.claim(CODE, "2102", institution=HOSPITAL, msgid="M2")
    assert caught.value.outcome == "not_sent"


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody remove an open file")
def test_a_file_that_is_gone_lets_no_code_serve_twice(path: Path) -> None:
    with VoucherGuard(path) as guard, VoucherGuard(path) as other:
        use(guard, CODE, "2102")
        other.unsettled()
        path.unlink()
        for one in (guard, other, VoucherGuard(path)):
            with pytest.raises(VoucherGuardUnavailable, match="记录文件丢失或被清空"):
                one.claim(CODE, "2102", institution=HOSPITAL, msgid="M2")


def test_files_that_cannot_be_used_are_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    for path in (tmp_path / "file", tmp_path / "file" / "v", tmp_path, tmp_path / "nul\0"):
        with pytest.raises(VoucherGuardUnavailable, match="请求没有发出") as caught:
            VoucherGuard(path).check(CODE, "1101")
        assert str(path) in str(caught.value)


def test_a_refusal_names_the_interface(path: Path) -> None:
    with VoucherGuard(path) as guard:
        use(guard, CODE, "2102")
        assert str(refusal(guard, CODE, "1101")).startswith("1101 人员基本信息获取：")
        assert str(refusal(guard, CODE, "2207")).startswith("2207 门诊结算：")


def test_what_a_scanner_adds_makes_no_other_code(path: Path) -> None:
    with VoucherGuard(path) as guard:
        use(guard, f" {CODE}\r\n", "2102")
        refusal(guard, CODE, "2102")
        refusal(guard, f"\t{CODE}", "2102")


@pytest.mark.parametrize(
    "text", ["", " \r\n", "4400 0000", "４４００", "44\x0000", "44\ud80000", f"{CODE}|x", ID, None]
)
def test_what_cannot_be_a_code_is_refused(path: Path, text: str) -> None:
    with VoucherGuard(path) as guard:
        with pytest.raises(RequestInvalid, match="mdtrt_cert_no 就诊凭证编号") as caught:
            guard.claim(text, "2102", institution=HOSPITAL, msgid="M1")
        assert guard.unsettled() == ()
    assert not text or text not in str(caught.value)


def test_the_files_stand_in_the_users_data_folder() -> None:
    guard = VoucherGuard()
    assert guard.path.name == "vouchers.sqlite3"
    assert "gdyb" in str(guard.path)
    assert guard.key_path.name == "vouchers.sqlite3.key"


def test_entries_are_kept_for_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="one day"):
        VoucherGuard(keep_days=0)
