"""Who comes too late for the promises: nobody comes in without reading them and saying yes."""

import pytest

from tests.server.test_rules_panel import begun, felt, lobby, to
from tests.support.table import Table
from turnabout_protocol import panel
from turnabout_protocol.activities.consent import Agree, ConsentState, LateAsked
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.commands import AllowOwnSide, Back, PlayAfterAll, Reseat, Start, Watch
from turnabout_protocol.presence import Admitted
from turnabout_protocol.room import Seat, in_panel

ANSWER = Answer(step="check", picks={"felt": ("7",)})


def with_late(table: Table) -> int:
    return table.sit("Late", "it")


def asked(table: Table) -> list[int]:
    return [
        seat for seat in table.public.seats if panel.may_say_yes(table.public, seat_of(table, seat))
    ]


def seat_of(table: Table, seat: int) -> Seat:
    return table.public.seats[seat]


def test_who_comes_late_is_seen_until_a_facilitator_asks_or_the_parts_are_given() -> None:
    table = begun(4)
    late, guest = with_late(table), table.sit("Guest", None, "observer")
    assert [seat.id for seat in panel.came_late(table.public)] == [late]
    assert not asked(table)
    table.do(table.boss[0], Reseat(seat=late, role="player"))
    assert not panel.came_late(table.public)
    assert asked(table) == [late]
    assert guest not in table.public.panel
    to(table, "brief")
    table.sit("Later", "it")
    assert not panel.came_late(table.public)
    assert not asked(table)


def test_nobody_is_brought_in_without_a_yes() -> None:
    table = begun(4)
    late = with_late(table)
    table.do(table.boss[0], Reseat(seat=late, role="player"))
    assert not seat_of(table, late).plays
    assert table.refused(late, ANSWER) == "not_in_panel"
    table.do(late, PlayAfterAll())
    assert seat_of(table, late).plays
    assert late in table.public.state(ConsentState, "agree").agreed
    felt(table, late, 4)


def test_a_late_yes_counts_only_until_the_parts_are_given() -> None:
    table = begun(4)
    late = with_late(table)
    table.do(table.boss[0], Reseat(seat=late, role="player"))
    to(table, "brief")
    assert table.refused(late, PlayAfterAll()) == "too_late"
    assert not in_panel(table.public, late)


def test_who_is_asked_may_watch_and_a_facilitator_may_ask_once_more() -> None:
    table = begun(4)
    late, boss = with_late(table), table.boss[0]
    table.do(boss, Reseat(seat=late, role="player"))
    assert table.refused(boss, Reseat(seat=late, role="player")) == "already"
    table.do(late, Watch())
    assert not asked(table)
    assert not panel.came_late(table.public)
    assert table.refused(late, PlayAfterAll()) == "not_asked"
    assert table.refused(late, Watch()) == "already"
    table.do(boss, Reseat(seat=late, role="player"))
    table.do(late, PlayAfterAll())
    assert seat_of(table, late).plays


def test_a_facilitator_lets_watch_who_was_asked() -> None:
    table = begun(4)
    late, boss = with_late(table), table.boss[0]
    table.do(boss, Reseat(seat=late, role="player"))
    table.do(boss, Reseat(seat=late, role="observer"))
    assert not asked(table)
    assert not panel.came_late(table.public)


def test_a_late_one_with_a_say_reads_the_promises_too() -> None:
    table = begun(4)
    late, boss = with_late(table), table.boss[0]
    table.do(boss, Reseat(seat=late, role="observer", say=True))
    assert not in_panel(table.public, late)
    table.do(late, PlayAfterAll())
    assert in_panel(table.public, late)
    assert not seat_of(table, late).plays
    felt(table, late, 4)


def test_the_place_is_the_one_that_was_offered() -> None:
    table = begun(4)
    late, boss = with_late(table), table.boss[0]
    table.do(boss, Reseat(seat=late, role="player", home="business"))
    table.do(late, PlayAfterAll())
    assert (seat_of(table, late).home, seat_of(table, late).played) == ("business", "it")
    table = lobby(4)
    table.do(table.boss[0], AllowOwnSide(allow=True))
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    late = with_late(table)
    table.do(table.boss[0], Reseat(seat=late, role="player", played="it"))
    table.do(late, PlayAfterAll())
    assert (seat_of(table, late).home, seat_of(table, late).played) == ("it", "it")


def test_all_read_that_somebody_is_asked_and_comes_in() -> None:
    table = begun(4)
    late = with_late(table)
    events = table.do(table.boss[0], Reseat(seat=late, role="player"))
    events += table.do(late, PlayAfterAll())
    kinds = {type(event) for event in events}
    assert {LateAsked, Admitted} <= kinds


def test_a_late_yes_stands_when_agree_is_open_again() -> None:
    table = begun(4)
    late, boss = with_late(table), table.boss[0]
    table.do(boss, Reseat(seat=late, role="player"))
    table.do(late, PlayAfterAll())
    table.do(boss, Back(step="check"))
    to(table, "check")
    assert seat_of(table, late).plays
    assert in_panel(table.public, late)


@pytest.mark.parametrize("consent", [True, False])
def test_without_promises_a_late_one_sits_down_at_once(consent: bool) -> None:
    table = begun(4, consent=consent)
    late = with_late(table)
    table.do(table.boss[0], Reseat(seat=late, role="player"))
    assert seat_of(table, late).plays != consent
