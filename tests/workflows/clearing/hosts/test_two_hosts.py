"""Two processes with slots of their own on one PostgreSQL and one platform."""

from gdyb_sandbox._http.moments import Event
from support.clearing.fleet import Fleet, check_exactness

AT_ONCE = 5


def test_two_hosts_share_the_work_and_confirm_each_row_once(fleet: Fleet) -> None:
    text = fleet.file.read_text(encoding="utf-8")
    fleet.file.write_text(text.replace("[defaults]", f"[run]\nat_once = {AT_ONCE}\n[defaults]"), encoding="utf-8")
    under_way = list[int]()

    def count(event: Event) -> None:
        current = fleet.platform.in_flight.current
        under_way.append(len({institution for institution, infno in current if not infno}))

    for infno in ("3260", "3261"):
        fleet.platform.on("arrived", infno, count)
    fleet.worker("host-b-1")
    done = fleet.run("run", "--month", "2020-12", "--approve", "--by", "0001", "--durable", "--executor", "host-a-1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "办完 12 个机构" in done.stdout
    check_exactness(fleet)
    assert fleet.confirmed_rows() == 12 * 250
    assert 1 < max(under_way) <= AT_ONCE
    senders = {one.sent_by for found in fleet.overviews().values() for batch in found.batches for one in batch.attempts}
    assert len(senders) == 2, "both took part"
