"""The reveal: in chapters, each sent when it is its turn and not before."""

from itertools import pairwise

import msgspec
import pytest
from msgspec.structs import replace

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
from turnabout_protocol.commands import Back, MoreTime, Next, NextStage, Ready, Start
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import SECOND, HouseRules
from turnabout_protocol.scenario import SIDES
from turnabout_server.after import publish
from turnabout_server.rules import slides as slides_rules
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


def test_nothing_is_sent_before_its_slide_and_the_score_comes_last() -> None:
    table = revealing(measuring(minutes=3))
    state = table.state(RevealState)
    assert state.slides == (
        "orders", "blind", "accuracy", "felt", "gap", "looking_back", "score",
    )  # fmt: skip
    kinds: list[tuple[type[Event], int]] = [
        (BlindSpotsNamed, 1),
        (AccuracyShown, 1),
        (UnderstoodShown, 1),
        (UnderstoodShown, 2),
        (UnderstoodShown, 3),
        (Revealed, 1),
    ]
    come(table)
    for stage, (kind, times) in enumerate(kinds, 1):
        assert len(told(table, kind)) == times - 1
        ready(table)
        assert table.state(RevealState).stage == stage
        assert len(told(table, kind)) == times
        assert (table.state(RevealState).results is None) == (kind is not Revealed)
    ready(table)
    assert table.step != STEP


def test_of_what_was_felt_no_more_is_sent_than_its_slide_shows() -> None:
    table = revealing(measuring(minutes=3))
    come(table)
    found = []
    for _ in range(5):
        ready(table)
        understood = table.state(RevealState).understood
        if understood is not None:
            back = understood.looking_back or understood.claimed or understood.then
            found.append((bool(understood.felt), bool(understood.gap), bool(back)))
    assert found == [(True, False, False), (True, True, False), (True, True, True)]


def test_what_is_sealed_at_the_beginning_is_what_is_shown() -> None:
    table = revealing(measuring(minutes=3))
    (sealed,) = told(table, ResultsSealed)
    assert isinstance(sealed, ResultsSealed)
    assert not any(may_know(seat, sealed) for seat in table.public.seats.values())
    come(table)
    for _ in range(6):
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


def test_the_taster_shows_what_came_up_and_then_how_true_it_rang() -> None:
    table = revealing(measuring(ranks=False, polls=False, minutes=1.5))
    state = table.state(RevealState)
    assert (state.slides, state.results) == (("cards", "score"), None)
    assert state.cards == publish.results(table.room).board
    ready(table)
    results = table.state(RevealState).results
    assert results is not None
    assert (results.accuracy, results.understood, results.alignment) == (None, None, None)
    ready(table)
    assert table.step == "plan"


def test_a_reveal_without_time_for_two_slides_shows_how_the_room_stands() -> None:
    table = revealing(measuring(ranks=False, polls=False, minutes=0.5))
    assert table.state(RevealState).slides == ("score",)
    assert table.state(RevealState).ends is None
    assert table.left() == 30 * SECOND


@pytest.mark.parametrize(
    ("ranks", "polls", "slides"),
    [
        (True, False, ("orders", "blind", "accuracy", "score")),
        (False, True, ("cards", "felt", "gap", "looking_back", "score")),
    ],
)
def test_what_was_not_asked_is_left_out(ranks: bool, polls: bool, slides: tuple[str, ...]) -> None:
    table = revealing(measuring(ranks=ranks, polls=polls))
    assert table.state(RevealState).slides == slides
    assert publish.results(table.room).alignment is None


@pytest.mark.parametrize(
    ("minutes", "slides"),
    [
        (1, ("orders", "blind", "score")),
        (2, ("orders", "blind", "accuracy", "felt", "gap", "score")),
        (3, ("orders", "blind", "accuracy", "felt", "gap", "looking_back", "score")),
    ],
)
def test_what_there_is_no_time_to_read_is_left_to_the_report(
    minutes: int, slides: tuple[str, ...]
) -> None:
    table = revealing(measuring(minutes=minutes))
    assert table.state(RevealState).slides == slides
    ends: list[int] = []
    while table.step == STEP:
        state = table.state(RevealState)
        if not ends or ends[-1] != state.ends:
            ends.append(state.ends or 0)
        table.bell()
    opened = ends[0] - slides_rules.least("orders", 7)
    for before, after in pairwise([opened, *ends]):
        assert after - before >= slides_rules.LEAST - SECOND
    assert table.public.spent[STEP] == pytest.approx(minutes * 60 * SECOND, abs=SECOND)


def test_old_clients_are_told_of_every_slide_in_words_they_know() -> None:
    table = revealing(measuring(minutes=3))
    (begun,) = told(table, RevealBegun)
    assert isinstance(begun, RevealBegun)
    assert len(begun.chapters) == len(begun.slides)
    older = replace(begun, slides=())
    state = older.fold(table.public, table.now).state(RevealState, STEP)
    assert state.slides[:4] == ("orders", "blind", "accuracy", "felt")


def test_a_facilitator_brings_the_next_card_and_then_the_next_slide() -> None:
    table = revealing()
    table.wait(3 * SECOND)
    for left in range(6, -1, -1):
        table.do(table.boss[0], NextStage(step=STEP, stage=0, sure=True))
        assert len(table.state(RevealState).coming) == left
    assert table.state(RevealState).slide == "orders", "all cards lie, and are looked at"
    table.do(table.boss[0], NextStage(step=STEP, stage=0, sure=True))
    assert table.state(RevealState).slide == "blind"


def test_time_that_is_left_over_is_for_the_slides_to_come_and_nobody_waits_for_who_left() -> None:
    table = revealing()
    come(table)
    away = table.players[0]
    table.drop(away)
    before = table.state(RevealState).ends
    for seat in table.players[1:]:
        table.do(seat, Ready(step=STEP, stage=0))
    state = table.state(RevealState)
    assert state.slide == "blind"
    assert (state.ends or 0) - table.now >= slides_rules.LEAST
    assert before is not None


def test_back_and_on_again_opens_the_slide_that_was_on() -> None:
    table = revealing()
    come(table)
    ready(table)
    ready(table)
    assert table.state(RevealState).slide == "accuracy"
    table.do(table.boss[0], Back(step=STEP))
    while table.step != STEP:
        table.do(table.boss[0], Next(step=table.step, sure=True))
    state, current = table.state(RevealState), table.public.current
    assert (state.slide, state.ready) == ("accuracy", ())
    assert current is not None
    assert slides_rules.LEAST <= (state.ends or 0) - table.now < current.ends - table.now


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
    assert table.state(RevealState).slide == "blind"


def test_a_facilitator_may_go_on_in_the_middle() -> None:
    table = revealing()
    table.bell()
    table.do(table.boss[0], Next(step=STEP))
    assert table.step == "plan"
    assert publish.results(table.room).accuracy is not None
