"""Random tables, random wishes, a bad network: every room that can be reached is legal."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.chaos import Chaos
from tests.support.table import SESSION, Table, through_the_wire
from turnabout_protocol import panel
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import ConsentState, LeftOpen
from turnabout_protocol.activities.ideas import BallotSealed
from turnabout_protocol.activities.lingo import Lingo, LingoState
from turnabout_protocol.activities.plan import PlanState, PlanVault
from turnabout_protocol.activities.poll import AnswersSealed
from turnabout_protocol.activities.promises import Promised
from turnabout_protocol.activities.rank import OrderLocked, Rank, RankOwn
from turnabout_protocol.activities.ratings import RatingSealed, ReactionNoted, TurnRated, WordStruck
from turnabout_protocol.activities.scene import (
    Scene,
    SceneState,
    SceneVault,
)
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.activities.turns import TurnEnded, TurnStarted
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import Event
from turnabout_protocol.clocks import Resumed
from turnabout_protocol.course import SeatReady, StepOpened
from turnabout_protocol.fold import apply, fold
from turnabout_protocol.presence import SeatRemoved, SeatTaken
from turnabout_protocol.room import Public, Room, State, in_panel
from turnabout_protocol.scenario import SIDES
from turnabout_server import rules
from turnabout_server.after import publish
from turnabout_server.after.report import build, markdown
from turnabout_server.after.report.formats import from_json, render
from turnabout_server.after.scoring.rated import rated_turns, raters

pytestmark = pytest.mark.unhurried


@example(18309)  # nobody begins
@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_every_reachable_room_is_legal_and_every_session_ends(seed: int) -> None:
    chaos = Chaos(seed)
    table = chaos.table
    for _ in range(chaos.random.choice((0, 15))):
        chaos.act()
    chaos.willing()
    for _ in range(200):
        chaos.act()
        legal(table)
    assert fold(table.log) == table.room
    told(table)
    counted(table)
    nothing_lost(table)
    only_clocks_move(table)
    legal(table)
    report = build(table.room, SESSION)
    assert markdown(report)
    assert from_json(render(report, "json").encode()) == report
    assert render(report, "csv")
    assert render(report, "ics")


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_ranks_and_words_at_random(seed: int) -> None:
    steps = (
        Rank(id="ours", title="Ours", minutes=2, whose="own"),
        Rank(id="theirs", title="Theirs", minutes=2, whose="other"),
        Lingo(id="words", title="Words", minutes=2),
        Rank(id="again", title="Again", minutes=2, whose="other"),
        Close(id="close", title="Close", minutes=1),
    )
    chaos = Chaos(seed, Agenda(id="a", title="A", steps=steps))
    table = chaos.table
    chaos.willing()
    for _ in range(120):
        chaos.act()
        legal(table)
    assert fold(table.log) == table.room
    told(table)
    counted(table)
    nothing_lost(table)
    only_clocks_move(table)
    for step, own in ((s, own) for s in steps for own in table.room.own.values()):
        if isinstance(step, Rank) and (order := own.state(RankOwn, step.id).order):
            decks = [sorted(c.id for c in table.room.vault.deck(side)) for side in SIDES]
            assert sorted(order) in decks
    words = table.public.steps.get("words")
    assert not isinstance(words, LingoState) or words.glossary is not None


def legal(table: Table) -> None:
    """Check what holds at every moment."""
    room, public = table.room, table.public
    # A lobby with people in it may wait as long as they like.
    here = any(seat.present for seat in public.seats.values() if not seat.bot)
    if public.phase != "lobby" or not here:
        assert (rules.due(room) is None) == (public.phase == "closed")
    for state in public.steps.values():
        assert through_the_wire(state) == state
        assert len(set(state.ready)) == len(state.ready)
        if isinstance(state, SceneState):
            assert all(turn.over for turn in state.turns[:-1])
            assert [turn.number for turn in state.turns] == list(range(1, len(state.turns) + 1))
            played = [turn.card.id for turn in state.turns if turn.card]
            assert len(played) == len(set(played))
    for seat in public.seats.values():
        assert (seat.played is not None) == seat.plays
        people = public.rules.demo or not seat.bot
        counts = in_panel(public, seat.id) or seat.id in public.parts_taken
        assert not (seat.plays and people and panel.formed(public)) or counts
        assert not in_panel(public, seat.id) or (people and seat.owner)
        assert seat.home is not None or not seat.plays
        assert seat.played is None or seat.played != seat.home or public.rules.own_side_allowed
        assert not seat.covered or seat.plays
    parts = {**{s.id: s.id for s in public.players()}, **public.parts_taken}
    taken = [parts[seat.id] for seat in public.players()]
    assert len(taken) == len(set(taken)), "a part is taken by one"
    hands(table)


def nothing_lost(table: Table) -> None:
    """Check that no promise, vote, order or answer that was given is gone, however the room went.

    And that nobody played without anybody across, and no person was: whoever had said yes is made
    to watch by nobody's silence, and every seat that was not taken out is there.
    """
    room, public = table.room, table.public
    promised, ballots, orders = Counter[str](), {}, {}
    taken = set[int]()
    before = Room()
    for entry in table.log:
        match entry.event:
            case SeatTaken(seat=seat):
                taken.add(seat)
            case SeatRemoved(seat=seat):
                taken.remove(seat)
            case LeftOpen(step=step, seats=seats):
                silent = {*seats} - {*before.public.state(ConsentState, step).silent}
                assert not any(in_panel(before.public, seat) for seat in silent)
            case Promised(step=step):
                promised[step] += 1
            case BallotSealed(step=step, seat=seat, dots=dots):
                ballots[step, seat] = dots
            case OrderLocked(step=step, seat=seat, order=order):
                assert (step, seat) not in orders
                orders[step, seat] = order
            case StepOpened(index=index) if isinstance(before.public.agenda[index], Brief):
                assert all(before.public.players(side) for side in SIDES)
        before = apply(before, entry)
    assert taken == {*public.seats}
    plans = {k: state for k, state in public.steps.items() if isinstance(state, PlanState)}
    assert promised == {k: len(state.promises) for k, state in plans.items() if state.promises}
    for (step, seat), dots in ballots.items():
        assert room.vault.state(PlanVault, step).ballots[seat] == dots
    for (step, seat), order in orders.items():
        assert room.of(seat).state(RankOwn, step).order == order
    assert len(build(room, SESSION).promises) == promised.total()


def counted(table: Table) -> None:
    """Only the panel answers, and once frozen nothing changes it."""
    before: Public | None = None
    room = Room()
    for entry in table.log:
        match entry.event:
            case OrderLocked() | RatingSealed() | AnswersSealed() | BallotSealed() | WordStruck():
                assert in_panel(room.public, entry.event.seat)
        room = apply(room, entry)
        if before is not None and panel.frozen(before):
            assert room.public.panel == before.panel
        before = room.public


def hands(table: Table) -> None:
    """Check that hands hold cards of the played side, each once, and none that was played."""
    room, public = table.room, table.public
    state = public.steps.get(table.step)
    if not isinstance(state, SceneState):
        return
    size = public.step.hand if isinstance(public.step, Scene) else 0
    for seat in public.players():
        hand = table.hand(seat.id)
        assert seat.played is not None
        side = {card.id for card in room.vault.deck(seat.played)}
        assert len(hand) == len(set(hand)) <= size
        assert set(hand) <= side - state.played
        assert len(hand) == min(size, len(side - state.played))


def told(table: Table) -> None:
    """Check every event of the log against the room in which it happened."""
    room = Room()
    for entry in table.log:
        happened(room, entry.event)
        room = apply(room, entry)
        assert through_the_wire(entry) == entry


def happened(before: Room, event: Event) -> None:
    public = before.public
    match event:
        case TurnStarted():
            started(before, event)
        case TurnRated():
            turn = public.state(SceneState, event.step).turns[event.turn - 1]
            assert turn.over
            assert not turn.passed
            assert list(event.seats) == sorted(set(event.seats))
            assert not set(event.seats) & {turn.seat, *turn.rated}
        case RatingSealed():
            turn = public.state(SceneState, event.step).turns[event.turn - 1]
            rater = public.seats[event.seat]
            assert rater.home == turn.side
            assert rater.role != "facilitator"
            assert rater.id not in turn.rated
        case ReactionNoted():
            vault = before.vault.state(SceneVault, event.step)
            assert (event.seat, event.kind) not in vault.reactions.get(event.turn, ())
        case SeatReady():
            assert public.seats[event.seat].plays or own_round(public)
            assert event.seat not in public.state(State, event.step).ready
        case TurnEnded():
            assert not public.state(SceneState, event.step).turns[event.turn - 1].over
            silent = not (event.echo or event.card or event.say or event.ask)
            assert silent or not event.passed
            assert public.rules.spoken or event.passed == silent
        case Resumed():
            assert public.clock.paused


def own_round(public: Public) -> bool:
    """Whether those who watched have the word, and may say that they are done."""
    step = public.step
    if not isinstance(step, Talk):
        return False
    return step.rounds[public.state(State, step.id).stage].speakers == "observers"


def started(before: Room, event: TurnStarted) -> None:
    """Sides alternate, and nobody has two turns before everybody here on their side had one."""
    state = before.public.state(SceneState, event.step)
    speaker = before.public.seats[event.seat]
    assert all(turn.over for turn in state.turns)
    assert speaker.present
    assert speaker.played == event.side
    if event.again is not None:
        again = state.turns[event.again - 1]
        assert again.undone
        assert (again.seat, again.side) == (event.seat, event.side)
        return
    turns = state.stands
    here = [seat for seat in before.public.players() if seat.present]
    if turns and turns[-1].side == event.side:
        assert all(seat.played == event.side for seat in here)
    spoke = {turn.seat: turn.number for turn in turns}
    if speaker.id in spoke:
        waiting = [seat.id for seat in here if seat.played == event.side]
        assert all(spoke.get(seat, 0) >= spoke[speaker.id] for seat in waiting)


def only_clocks_move(table: Table) -> None:
    """Nobody does anything any more: the session still ends, soon."""
    if table.public.phase == "lobby":  # nobody has begun it: it ends when all have left
        table.drop(*(seat.id for seat in table.public.seats.values() if seat.present))
    bells = 0
    while table.public.phase != "closed":
        table.bell()
        bells += 1
        assert bells < 120


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_scores_of_any_session_are_in_range_and_name_nobody(seed: int) -> None:
    chaos = Chaos(seed)
    chaos.willing()
    while chaos.table.public.phase == "running" and chaos.table.step != "close":
        chaos.act()
    room = chaos.table.room
    for seat in room.public.seats:
        slip = publish.slip(room, seat)
        for value in (slip.rings_true.value, slip.heard, slip.their_words, slip.portrayal):
            assert value is None or 0 <= value <= 100
        if slip.rings_true.hidden:
            assert (slip.heard, slip.their_words, slip.portrayal) == (None, None, None)
            assert not slip.missing
            assert slip.rings_true.n == 0
    figure = publish.room_rings_true(room)
    assert figure.hidden or len(raters(rated_turns(room))) >= figure.need >= 4
