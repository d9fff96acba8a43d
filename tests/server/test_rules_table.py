"""Seats: who sits where, who may steer, and the reversal that no command undoes."""

import pytest
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_language import LANGUAGES, _, speaking
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.deck import Deck, WriteCard
from turnabout_protocol.commands import (
    AddBot,
    AllowOwnSide,
    End,
    Next,
    Pause,
    Remove,
    Reseat,
    Start,
    Watch,
)
from turnabout_protocol.room import MINUTE, SECOND, HouseRules, Role
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules import Refusal, playing_open
from turnabout_server.rules.seating import GIVES_WAY, LAST_SEAT


def seat_refused(table: Table, name: str, home: Side | None = "it", role: Role = "player") -> str:
    before = table.room
    with pytest.raises(Refusal) as caught:
        table.sit(name, home, role)
    assert table.room is before
    assert caught.value.sentence.endswith(".")
    return caught.value.code


def test_everybody_plays_the_other_side() -> None:
    table = Table(players=4)
    assert [(s.home, s.played) for s in table.public.players()] == [
        ("business", "it"),
        ("it", "business"),
    ] * 2
    assert seat_refused(table, "Nowhere", None) == "no_home"


def test_own_side_only_when_allowed_and_never_taken_back_under_somebody() -> None:
    table = Table(players=3, facilitators=1)
    boss, seat = table.boss[0], table.players[0]
    own = Reseat(seat=seat, role="player", home="it", played="it")
    assert table.refused(boss, own) == "own_side"
    assert table.refused(seat, AllowOwnSide(allow=True)) == "not_yours"
    table.do(boss, AllowOwnSide(allow=True))
    table.do(boss, own)
    assert table.public.seats[seat].played == "it"
    assert table.refused(boss, AllowOwnSide(allow=False)) == "own_side"
    table.do(boss, Reseat(seat=seat, role="player"))
    assert table.public.seats[seat].played == "business"
    table.do(boss, AllowOwnSide(allow=False))
    assert table.refused(boss, own) == "own_side"


LOOK_LIKE_DANA = [
    *("Dana", "dana", "DANA", " Dana ", "Da\u200dna", "Ｄａｎａ", "D\u0430na", "\U0001d403ana"),
    *("Dana\u2800", "Da\ue000na", "Da\u0378na", "DAN\u0410", "D\u0430\u200dn\u0430"),
]


@pytest.mark.parametrize("name", LOOK_LIKE_DANA)
def test_a_name_that_looks_the_same_is_taken(name: str) -> None:
    table = Table()
    table.sit("Dana", "it")
    assert seat_refused(table, name) == "name_taken"


@pytest.mark.parametrize(
    ("here", "comes"),
    [("Iris", "lris"), ("Iris", "iris"), ("Bob", "B0b"), ("Tom", "Torn"), ("Carl", "\u03f9arl")],
)
def test_names_of_letters_that_look_alike_are_one(here: str, comes: str) -> None:
    for first, second in ((here, comes), (comes, here)):
        table = Table()
        table.sit(first, "it")
        assert seat_refused(table, second) == "name_taken"


@pytest.mark.parametrize("name", ["Anna", "Änna", "Ann", "Hannah", "Анна", "安娜", "Α", "Dan", "D"])
def test_names_that_can_be_told_apart_sit_together(name: str) -> None:
    table = Table()
    table.sit("Dana", "it")
    table.sit(name, "it")


SPEAK_FOR_THE_TABLE = [
    *(
        "Host",
        "HOST",
        "H\u043est",
        "H0st",
        "H-o-s-t",
        "The host",
        "Facilitator",
        "Ann, facilitator",
    ),
    *("Turnabout", "Server", "Moderation", "Moderatorin", "Animateur", "Hôte", "H\u00f4te"),
]


@pytest.mark.parametrize("name", SPEAK_FOR_THE_TABLE)
def test_only_a_facilitator_is_called_so(name: str) -> None:
    table = Table()
    assert seat_refused(table, name) == "name_speaks"
    assert seat_refused(table, name, None, "observer") == "name_speaks"
    table.sit(name, None, "facilitator")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_in_no_language_is_a_player_called_what_the_screens_call_a_facilitator(tag: str) -> None:
    with speaking(tag):
        assert seat_refused(Table(), _("Facilitator")) == "name_speaks"


@pytest.mark.parametrize("name", ["Hostetler", "Theo", "Lea", "Ghost", "Modesta"])
def test_a_name_that_only_begins_so_is_a_name(name: str) -> None:
    Table().sit(name, "it")


@pytest.mark.parametrize("name", ["", "   ", "...", "\u200d", "\x1b", "\u2800", "\ue000"])
def test_a_name_needs_something_to_call_people_by(name: str) -> None:
    assert seat_refused(Table(), name) == "no_name"


def test_names_are_cleaned() -> None:
    table = Table()
    seat = table.sit("\x1b]0;x\x07" + "x" * 10_000, "it")
    assert table.public.seats[seat].name == "]0;x" + "x" * 20


def looked_in(role: Role, most: int = 12) -> Table:
    """A lobby in which everybody looked in and left again, one after the other."""
    table = Table(facilitators=1)
    for n in range(most):
        seat = table.sit(f"Guest {n}", SIDES[n % 2], role)
        table.drop(seat)
        table.wait(MINUTE)
    return table


@pytest.mark.parametrize("role", ["player", "observer"])
def test_in_the_lobby_who_has_been_away_longest_gives_way(role: Role) -> None:
    table = looked_in(role)
    first, second, *_ = (s.id for s in table.public.seats.values() if s.role == role)
    table.back(first)
    table.sit("New", "it", role)
    assert second not in table.public.seats
    assert first in table.public.seats
    assert sum(s.role == role for s in table.public.seats.values()) == 12


def test_who_wrote_cards_before_the_day_gives_way_last() -> None:
    table = Table(agenda=find_agenda("60"), house=HouseRules(max_players=2))
    ann, bob = table.sit("Ann", "it"), table.sit("Bob", "business")
    card = WriteCard(step="x", number=1, kind="need", text="Somebody should have asked us.")
    step = next(s.id for s in table.public.agenda if isinstance(s, Deck))
    table.do(ann, replace(card, step=step))
    table.drop(ann)
    table.wait(MINUTE)
    table.drop(bob)
    table.wait(MINUTE)
    table.sit("Cem", "it")
    assert ann in table.public.seats
    assert bob not in table.public.seats


def test_a_lost_network_costs_no_seat() -> None:
    table = Table(players=2, house=HouseRules(max_players=2))
    table.drop(table.players[0])
    table.wait(GIVES_WAY - 1)
    assert seat_refused(table, "Third") == "full"
    table.wait(1)
    table.sit("Third", "it")


def test_players_keep_their_seats_once_it_has_begun_and_observers_give_way_always() -> None:
    table = Table(players=2, facilitators=1, house=HouseRules(max_players=2, max_observers=1))
    watcher = table.sit("Watcher", "it", "observer")
    table.do(table.boss[0], Start())
    table.drop(table.players[0], watcher)
    table.wait(GIVES_WAY)
    with pytest.raises(Refusal, match="facilitator's key") as caught:
        table.sit("Third", "it")
    assert caught.value.code == "full"
    new = table.sit("Other", "it", "observer")
    assert watcher not in table.public.seats
    assert seat_refused(table, "One more", "it", "observer") == "full"
    assert new in table.public.seats


def test_a_room_runs_out_of_seat_numbers_with_a_sentence() -> None:
    table = Table(house=HouseRules(max_observers=1))
    seat = table.sit("Somebody", "it", "observer")
    keys = {**table.room.vault.seat_keys, LAST_SEAT: "#"}
    table.room = replace(table.room, vault=replace(table.room.vault, seat_keys=keys))
    table.drop(seat)
    table.wait(MINUTE)
    assert seat_refused(table, "Other", "it", "observer") == "full"


def test_a_full_room_still_has_room_for_observers_up_to_a_limit() -> None:
    house = HouseRules(max_players=2, max_observers=1)
    table = Table(players=2, house=house)
    assert seat_refused(table, "Third") == "full"
    table.sit("Third", "it", "observer")
    assert seat_refused(table, "Fourth", "it", "observer") == "full"


def test_a_session_begins_when_both_sides_are_played() -> None:
    table = Table(facilitators=1)
    boss = table.boss[0]
    table.sit("Ida", "it")
    with pytest.raises(Refusal, match=r"Nobody plays IT yet.*Sales"):
        table.do(boss, Start())
    table.do(boss, AddBot(home="business"))
    table.sit("Robot", "business", bot=True)
    assert table.refused(table.public.players()[0].id, Start()) == "not_yours"
    table.do(boss, Start())
    assert table.refused(boss, Start()) == "already"


def test_only_facilitators_steer() -> None:
    table = Table(players=2, facilitators=1)
    watcher = table.sit("Watcher", "it", "observer")
    commands = [
        *(Start(), End(), AddBot(home="it"), AllowOwnSide(allow=True)),
        *(Remove(seat=1), Reseat(seat=2, role="observer")),
    ]
    for seat in (table.players[0], watcher):
        for command in commands:
            assert table.refused(seat, command) == "not_yours"


def test_no_command_makes_or_unmakes_a_facilitator() -> None:
    table = Table(players=2, facilitators=2)
    boss, co = table.boss
    up = Reseat(seat=table.players[0], role="facilitator")
    assert table.refused(boss, up) == "not_here"
    assert table.refused(boss, Reseat(seat=co, role="player", home="it")) == "not_here"


def test_who_does_not_agree_observes() -> None:
    table = Table(players=4, facilitators=1)
    other = table.sit("Other", "it")
    table.do(table.boss[0], Start())
    yes, no, silent, gone = table.players
    for seat in (yes, other):
        table.do(seat, Agree(step="agree", yes=True))
    assert table.refused(yes, Agree(step="agree", yes=True)) == "already"
    table.do(no, Agree(step="agree", yes=False))
    table.drop(gone)
    assert table.step == "agree"  # still waiting for the silent one
    table.wait((90 + 120) * SECOND)  # a facilitator is here, so it is held open for two minutes
    roles = {seat: table.public.seats[seat].role for seat in (yes, no, silent, gone)}
    assert roles == {yes: "player", no: "observer", silent: "observer", gone: "observer"}
    assert table.public.seats[no].home == "it"  # and rates as one of them
    assert not table.hand(no)


def test_a_yes_taken_back_is_not_brought_back_by_a_facilitator() -> None:
    table = Table(players=5, facilitators=1)
    table.do(table.boss[0], Start())
    wavering, no = table.players[:2]
    for seat in table.players[2:4]:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(wavering, Agree(step="agree", yes=True))
    for seat in (wavering, no):
        table.do(seat, Agree(step="agree", yes=False))
    assert table.refused(table.boss[0], Reseat(seat=wavering, role="player")) == "declined"
    table.do(table.boss[0], Reseat(seat=no, role="player"))  # who is then asked again
    assert table.step == "agree"
    table.wait((90 + 120) * SECOND)  # a facilitator is here, so it is held open for two minutes
    assert table.public.seats[no].role == "observer"


def test_who_comes_after_the_consent_watches() -> None:
    table = Table(players=2, facilitators=1)
    boss = table.boss[0]
    table.do(boss, Start())
    early = table.sit("Early", "it")
    assert table.public.seats[early].plays
    for seat in (*table.players, early):
        table.do(seat, Agree(step="agree", yes=True))
    assert not playing_open(table.public)
    late = table.sit("Late", "it")
    assert table.public.seats[late].role == "observer"
    back = Reseat(seat=late, role="player", home="it")
    assert table.refused(boss, back) == "too_late"
    assert table.refused(boss, AddBot(home="it")) == "too_late"
    for player in table.public.players():
        table.do(boss, Remove(seat=player.id))
    assert not playing_open(table.public)  # not even when nobody plays any more
    table.do(boss, Next(step="brief"))
    later = table.sit("Later", "it")
    assert table.public.seats[later].role == "observer"


def test_who_comes_between_the_consent_and_the_brief_watches_too() -> None:
    taster = find_agenda("taster")
    consent, brief, *rest = taster.steps
    feel = next(step for step in rest if step.id == "feel")
    steps = (consent, feel, brief, *(step for step in rest if step is not feel))
    table = Table(players=2, facilitators=1, agenda=replace(taster, steps=steps))
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    assert table.step == "feel"
    late = table.sit("Late", "it")
    assert table.public.seats[late].role == "observer"


def test_a_removed_seat_is_gone_and_its_number_never_comes_again() -> None:
    table = Table(players=2, facilitators=1)
    seat = table.players[1]
    table.do(table.boss[0], Remove(seat=seat))
    assert table.refused(seat, Pause()) == "no_such_seat"
    assert table.refused(table.boss[0], Remove(seat=seat)) == "no_such_seat"
    assert table.sit("Player 1", "it") > seat


def test_a_player_may_watch_at_any_time() -> None:
    table = Table(players=2)
    seat = table.players[0]
    table.do(seat, Watch())
    assert table.public.seats[seat].role == "observer"
    assert table.refused(seat, Watch()) == "already"


def test_there_is_nothing_to_pause_in_the_lobby() -> None:
    table = Table(players=2)
    assert table.refused(table.players[0], Pause()) == "not_running"


def test_dropping_twice_or_returning_without_having_left_is_nothing() -> None:
    table = Table(players=2)
    table.back(table.players[0])
    table.drop(table.players[0])
    length = len(table.log)
    table.drop(table.players[0], 99)
    table.back(table.players[1], 99)
    assert len(table.log) == length
