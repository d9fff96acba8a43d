"""Who may knock at the ssh door, and how fast they may send."""

from hypothesis import given
from hypothesis import strategies as st

from turnabout_client.ssh.gate import CROWDED, FULL, Gate, Limits, Pace, network

LIMITS = Limits(most=4, share=2, knocking=6, knocking_share=3, burst=5, rate=1.0)


def test_one_address_has_its_share_of_those_who_knock() -> None:
    gate = Gate(LIMITS)
    assert [gate.knock("1.1.1.1", 0) for _ in range(4)] == [True, True, True, False]
    assert [gate.knock("2.2.2.2", 0) for _ in range(4)] == [True, True, True, False]
    assert not gate.knock("3.3.3.3", 0), "so many have not said who they are"
    gate.gone("1.1.1.1")
    assert gate.knock("3.3.3.3", 0)


def test_one_address_has_its_share_of_the_seats_and_the_door_is_full_at_last() -> None:
    gate = Gate(LIMITS)
    for address in ("1.1.1.1", "1.1.1.1", "2.2.2.2", "2.2.2.2"):
        assert gate.knock(address, 0)
        assert gate.through(address) == ""
    assert gate.inside == 4
    assert gate.knock("3.3.3.3", 0)
    assert gate.through("3.3.3.3") == FULL
    gate.left("2.2.2.2")
    assert gate.knock("1.1.1.1", 0)
    assert gate.through("1.1.1.1") == CROWDED


def test_connections_of_one_address_come_no_faster_than_they_may() -> None:
    gate = Gate(Limits(burst=3, rate=1.0, knocking_share=100, knocking=100))
    assert [gate.knock("1.1.1.1", 0) for _ in range(4)] == [True, True, True, False]
    assert gate.knock("2.2.2.2", 0)
    assert not gate.knock("1.1.1.1", 0.5)
    assert gate.knock("1.1.1.1", 2.0)


def test_a_customer_of_ipv6_is_one_address() -> None:
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:10.0.0.1") == network("10.0.0.1") == "10.0.0.1"


@given(st.lists(st.tuples(st.integers(0, 5000), st.floats(0, 3)), max_size=60))
def test_nobody_sends_more_than_the_pace_over_time(sent: list[tuple[int, float]]) -> None:
    """Whoever waits as long as they are told to is never let through faster."""
    rate, burst = 1000.0, 4000.0
    pace, now, total = Pace(0.0, rate=rate, burst=burst), 0.0, 0
    for size, rest in sent:
        now += rest
        now += pace.spend(size, now)
        total += size
        assert total <= burst + rate * now + 1e-6 * (1 + total)
