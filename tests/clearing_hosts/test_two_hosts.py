"""Two processes with slots of their own on one PostgreSQL and one platform."""

from hosts import Fleet, check_exactness


def test_two_hosts_share_the_work_and_confirm_each_row_once(fleet: Fleet) -> None:
    fleet.worker("host-b-1")
    done = fleet.run("run", "--month", "2020-12", "--approve", "--by", "0001", "--durable", "--executor", "host-a-1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "办完 12 个机构" in done.stdout
    check_exactness(fleet)
    assert fleet.confirmed_rows() == 12 * 250
