"""The reveal: in chapters, each sent when it is its turn and not before."""

import msgspec
import pytest

from tests.support.measured import measuring
from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.activities.rank import LockOrder
from turnabout_protocol.activities.reveal import (
    AccuracyShown,
    BlindSpotsNamed,
    PlaceRevealed,
    ResultsSealed,
    RevealBegun,
    Revealed,
    RevealState,
    UnderstoodShown,
)
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import Event
from turnabout_protocol.commands import MoreTime, Next, Ready, Start
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import SECOND, HouseRules
from turnabout_protocol.scenario import SIDES
from turnabout_server.after import publish
from turnabout_server.rules.activities.reveal import PLACE

STEP = "scores"


def revealing(
    agenda: Agenda | None = None, players: int = 6, *, quiet: bool = False, alignment: bool = False
) -> Table:
    """Return a table whose reveal has just begun. Not `quiet`: all ranked, guessed and answered."""
    table = Table(
        players=players,
        facilitators=1,
        agenda=agenda or measuring(),
        house=HouseRules(opened_on="2026-03-02", alignment=alignment),
    )
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    while table.step != STEP:
        step = table.step
        for seat in () if quiet else table.players:
            if table.step == step:
                answer(table, seat, step)
        if table.step == step:
            table.do(table.boss[0], Next(step=step))
    return table


def answer(table: Table, seat: int, step: str) -> None:
    """Let `seat` do what a measuring step asks."""
    home = table.room.home(table.public.seats[seat].home or "it")
    match step:
        case "own":
            table.do(seat, LockOrder(step=step, order=tuple(c.id for c in home.deck)))
        case "guess" | "guess-again":
            cards = sorted(card.id for card in home.theirs)
            order = cards if step == "guess-again" else cards[::-1]
            table.do(seat, LockOrder(step=step, order=tuple(order)))
        case "check":
            table.do(seat, Answer(step=step, picks={"felt": ("3",), "claimed": ("6",)}))
        case "check-again":
            picks: dict[str, tuple[str, ...]] = {"felt": ("5",), "claimed": ("6",), "then": ("4",)}
            table.do(seat, Answer(step=step, picks=picks))


def told(table: Table, kind: type[Event]) -> list[Event]:
    return [entry.event for entry in table.log if isinstance(entry.event, kind)]


def ready(table: Table) -> None:
    for seat in table.players:
        table.do(seat, Ready(step=STEP, stage=table.state(RevealState).stage))


def come(table: Table) -> None:
    """Let all cards come."""
    while table.state(RevealState).coming:
        table.bell()


def test_places_come_from_the_bottom_both_sides_at_once_and_each_only_then() -> None:
    table = revealing()
    assert table.state(RevealState).coming == (7, 6, 5, 4, 3, 2, 1)
    assert not told(table, PlaceRevealed)
    begun = table.now
    for place in range(7, 0, -1):
        (event,) = table.bell()
        assert isinstance(event, PlaceRevealed)
        assert event.place == place
        assert set(event.cards) == set(SIDES)
        known = msgspec.json.encode(table.public.steps[STEP]).decode()
        for side in SIDES:
            for fate in publish.results(table.room).board[side]:
                assert (fate.card.text in known) == ((fate.place or 0) >= place)
    assert table.now - begun <= 7 * PLACE
    fates = table.state(RevealState).orders["it"]
    assert [(f.place, f.guessed) for f in fates] == [(i, None) for i in range(1, 8)]
    thirds = [1, 1, 2, 2, 2, 3, 3]  # three owners
    assert [(f.third, f.guessed_third) for f in fates] == [(n, n) for n in thirds]


def test_nothing_is_sent_before_its_chapter_and_the_score_comes_last() -> None:
    table = revealing()
    state = table.state(RevealState)
    assert state.chapters == ("orders", "blind", "accuracy", "understood", "score")
    kinds: list[type[Event]] = [BlindSpotsNamed, AccuracyShown, UnderstoodShown, Revealed]
    come(table)
    for stage, kind in enumerate(kinds, 1):
        assert not told(table, kind)
        ready(table)
        assert table.state(RevealState).stage == stage
        assert len(told(table, kind)) == 1
        assert (table.state(RevealState).results is None) == (kind is not Revealed)
    ready(table)
    assert table.step != STEP


def test_what_is_sealed_at_the_beginning_is_what_is_shown() -> None:
    table = revealing()
    (sealed,) = told(table, ResultsSealed)
    assert isinstance(sealed, ResultsSealed)
    assert not any(may_know(seat, sealed) for seat in table.public.seats.values())
    come(table)
    for _ in range(4):
        ready(table)
    results = sealed.results
    state = table.state(RevealState)
    assert (state.accuracy, state.understood) == (results.accuracy, results.understood)
    assert (dict(state.blind_spots or {}), state.results) == (results.blind_spots, results)
    assert {s: tuple(fates) for s, fates in state.orders.items()} == results.board
    assert publish.results(table.room) is table.room.vault.steps[STEP].results  # type: ignore[attr-defined]


def test_there_is_no_sum_unless_the_house_wants_one() -> None:
    assert publish.results(revealing().room).alignment is None


def test_the_figures_of_a_room_that_learnt() -> None:
    table = revealing(alignment=True)
    results = publish.results(table.room)
    assert results.accuracy is not None
    assert results.understood is not None
    for side in SIDES:
        arrow = results.accuracy.sides[side]
        assert (arrow.before and arrow.before.value, arrow.after and arrow.after.value) == (0, 100)
        assert (arrow.change, arrow.clear) == (100, True)
        gap = results.understood.gap[side]
        assert (gap.before and gap.before.value, gap.after and gap.after.value) == (50, 17)
    felt = results.understood.felt
    assert felt is not None
    assert (felt.room.change, felt.room.clear) == (33, True)
    back = results.understood.looking_back
    assert back is not None
    assert back.room.after is not None
    assert back.room.after.value == 33
    assert results.alignment is not None
    assert results.alignment.figure.value is None  # nobody rated
    assert results.alignment.accuracy.value == 100


def test_nobody_hurries_the_cards_and_time_runs_out_for_all() -> None:
    table = revealing()
    table.drop(*table.boss)  # nobody is here who would hold it
    assert table.refused(table.players[0], Ready(step=STEP, stage=0)) == "not_yet"
    for _ in range(30):
        if table.step != STEP:
            break
        table.bell()
    assert table.step == "plan"
    assert len(told(table, Revealed)) == 1
    assert table.public.spent[STEP] == pytest.approx(120 * SECOND, abs=SECOND)


def test_a_minute_is_enough_and_more_time_does_not_slow_the_cards() -> None:
    table = revealing(measuring(minutes=1))
    first = table.state(RevealState).next_at
    table.do(table.boss[0], MoreTime(step=STEP, seconds=60))
    assert table.state(RevealState).next_at == first
    come(table)
    assert not table.state(RevealState).coming


def test_the_taster_shows_its_score_at_once() -> None:
    table = revealing(measuring(ranks=False, polls=False, minutes=1))
    assert table.state(RevealState).chapters == ("score",)
    assert table.state(RevealState).ends is None
    results = table.state(RevealState).results
    assert results is not None
    assert (results.accuracy, results.understood, results.alignment) == (None, None, None)
    assert table.left() == 60 * SECOND
    ready(table)
    assert table.step == "plan"


@pytest.mark.parametrize(
    ("ranks", "polls", "chapters"),
    [
        (True, False, ("orders", "blind", "accuracy", "score")),
        (False, True, ("understood", "score")),
    ],
)
def test_what_was_not_asked_is_left_out(
    ranks: bool, polls: bool, chapters: tuple[str, ...]
) -> None:
    table = revealing(measuring(ranks=ranks, polls=polls))
    assert table.state(RevealState).chapters == chapters
    assert publish.results(table.room).alignment is None


def test_what_nobody_answered_is_told_as_hidden() -> None:
    table = revealing(quiet=True)
    (begun,) = told(table, RevealBegun)
    assert isinstance(begun, RevealBegun)
    assert (begun.places, begun.next_at) == (0, None)
    results = publish.results(table.room)
    assert results.accuracy is not None
    assert all(a.after is not None and a.after.hidden for a in results.accuracy.sides.values())
    assert all(spot.hidden for spot in results.blind_spots.values())
    ready(table)
    assert table.state(RevealState).chapter == "blind"


def test_a_facilitator_may_go_on_in_the_middle() -> None:
    table = revealing()
    table.bell()
    table.do(table.boss[0], Next(step=STEP))
    assert table.step == "plan"
    assert publish.results(table.room).accuracy is not None
