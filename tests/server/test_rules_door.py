"""The door: who waits there, who is let in, who was taken out; and how often one may pause."""

import pytest

from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.commands import (
    ClearSeats,
    LetIn,
    LockDoor,
    NoteAha,
    Pause,
    Remove,
    Resume,
    Start,
    TurnAway,
)
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import MINUTE, HouseRules
from turnabout_server import rules
from turnabout_server.rules import Refusal
from turnabout_server.rules.door import MOST_WAITING


def knock(table: Table, name: str) -> int:
    """Let somebody come to the door, and return their number there."""
    table.take(rules.knock(table.room, name=name, home="it", role="player", now=table.now))
    return table.room.console.waiting[-1].number


def waiting(table: Table) -> list[str]:
    return [one.name for one in table.room.console.waiting]


def test_newcomers_wait_where_the_room_asks_for_it_and_where_the_door_is_locked() -> None:
    open_room = Table(players=2, facilitators=1)
    assert not rules.must_knock(open_room.room, "Ann")
    open_room.do(open_room.boss[0], LockDoor(locked=True))
    assert rules.must_knock(open_room.room, "Ann")
    assert open_room.refused(open_room.boss[0], LockDoor(locked=True)) == "already"
    assert open_room.refused(open_room.players[0], LockDoor(locked=False)) == "not_yours"
    open_room.do(open_room.boss[0], LockDoor(locked=False))
    assert not rules.must_knock(open_room.room, "Ann")
    guarded = Table(house=HouseRules(opened_on="2026-03-02", approve=True))
    assert rules.must_knock(guarded.room, "Ann")


def test_facilitators_alone_see_who_waits_and_answer() -> None:
    table = Table(players=2, facilitators=1)
    ann, ben = knock(table, "Ann"), knock(table, "Ben")
    told = table.log[-1].event
    knows = {seat.role for seat in table.public.seats.values() if may_know(seat, told)}
    assert knows == {"facilitator"}
    assert table.refused(table.players[0], LetIn(knock=ann)) == "not_yours"
    table.do(table.boss[0], LetIn(knock=ann))
    assert waiting(table) == ["Ben"]
    assert table.refused(table.boss[0], LetIn(knock=ann)) == "moved_on"
    table.do(table.boss[0], TurnAway(knock=ben))
    assert waiting(table) == []
    assert knock(table, "Cy") == ben + 1  # numbers are not given twice


def test_a_name_waits_once_and_the_door_holds_so_many() -> None:
    table = Table(players=1, facilitators=1)
    knock(table, "Ann")
    for name, code in (("ann", "name_taken"), ("Player 0", "name_taken"), ("Host", "name_speaks")):
        with pytest.raises(Refusal) as caught:
            knock(table, name)
        assert caught.value.code == code
    for i in range(MOST_WAITING - 1):
        knock(table, f"Somebody {i}")
    with pytest.raises(Refusal) as caught:
        knock(table, "One more")
    assert caught.value.code == "full"


def test_who_was_taken_out_does_not_simply_come_in_again() -> None:
    table = Table(players=2, facilitators=1)
    table.do(table.boss[0], Remove(seat=table.players[0]))
    assert rules.must_knock(table.room, "Player 0")
    assert rules.must_knock(table.room, "pIayer O")  # it only looks the same
    assert not rules.must_knock(table.room, "Somebody else")
    assert table.public.barred == ("Player 0",)


def test_after_a_restart_nobody_waits() -> None:
    table = Table(players=2, facilitators=1)
    knock(table, "Ann")
    table.restart()
    assert waiting(table) == []


def test_seats_of_people_who_left_nothing_are_cleared_with_one_key() -> None:
    table = Table(players=12, facilitators=1)
    mine, *squatters = table.players
    bot = squatters.pop()
    table.do(table.boss[0], Remove(seat=bot))
    robot = table.sit("Robot", "it", bot=True)
    table.do(table.boss[0], Start())
    table.do(mine, Agree(step="agree", yes=True))
    table.do(squatters[0], NoteAha(text="I am real."))
    assert table.refused(mine, ClearSeats()) == "not_yours"
    table.do(table.boss[0], ClearSeats())
    assert set(table.public.seats) == {table.boss[0], mine, squatters[0], robot}
    assert table.refused(table.boss[0], ClearSeats()) == "nobody"
    # They may be honest people: the link brings them back.
    assert not rules.must_knock(table.room, "Player 5")


# Pauses -------------------------------------------------------------------------------------------


def test_a_seat_pauses_twice_in_five_minutes_and_a_facilitator_as_often_as_it_takes() -> None:
    table = Table(players=2, facilitators=1)
    table.do(table.boss[0], Start())
    one, boss = table.players[0], table.boss[0]
    for _ in range(2):
        table.do(one, Pause())
        table.do(one, Resume())
    assert table.refused(one, Pause()) == "too_often"
    for seat in (table.players[1], boss, boss, boss):
        table.do(seat, Pause())
        table.do(seat, Resume())
    assert table.refused(one, Pause()) == "too_often"
    table.do(boss, Pause())
    table.wait(5 * MINUTE)
    table.do(boss, Resume())
    table.do(one, Pause())
    assert len(table.public.pauses) == 1  # older ones are forgotten


def test_who_watches_asks_the_facilitator_for_a_pause() -> None:
    table = Table(players=2, facilitators=1)
    owl = table.sit("Owl", None, "observer")
    table.do(table.boss[0], Start())
    table.do(owl, Pause())
    assert not table.public.clock.paused
    assert table.room.console.pause_asked == owl
    assert table.refused(owl, Pause()) == "already"
    table.do(table.players[0], Pause())
    assert table.public.clock.paused
    assert table.room.console.pause_asked is None
    table.do(table.players[0], Resume())
    table.drop(table.boss[0])
    assert table.refused(owl, Pause()) == "not_yours"


def test_the_next_step_forgets_who_asked() -> None:
    table = Table(players=2, facilitators=1)
    owl = table.sit("Owl", None, "observer")
    table.do(table.boss[0], Start())
    table.do(owl, Pause())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    assert table.step == "brief"
    assert table.room.console.pause_asked is None


def test_who_finds_no_place_is_told_to_the_facilitators_once_and_nobody_floods_them() -> None:
    room = Table(facilitators=1).room
    for name in ("Mia", "mia", "Mia", *(f"Stray {n}" for n in range(40))):
        room = rules.turn_back(room, name, 0).room
    assert room.console.turned_back == ("Mia", *(f"Stray {n}" for n in range(5)))
