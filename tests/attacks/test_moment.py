"""The moment: does the time at which something happens, or is told, tell whose it is or what?

The attacker holds all seats but the two that are compared, and the facilitator's. Chance is one of
as many as there are secrets in the case.
"""

from collections.abc import Callable, Sequence
from typing import Final

import pytest

from tests.attacks.insider import MOST, Heard, all_but, gain, heard
from tests.support.past import past
from tests.support.table import Table
from turnabout_client.view.people import waited
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.deck import VOTE as DOTS
from turnabout_protocol.activities.deck import Deck, PutDots, WriteCard
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.lingo import Lingo, MatchTerms
from turnabout_protocol.activities.plan import VOTE, WRITE, Plan, PlanState
from turnabout_protocol.activities.poll import Answer, Poll, Question
from turnabout_protocol.activities.rank import LockOrder, Ordering, Rank
from turnabout_protocol.activities.ratings import TurnRated
from turnabout_protocol.activities.recall import Recall
from turnabout_protocol.activities.review import MarkPromise, Review
from turnabout_protocol.activities.scene import Missing, Rate, Said, SceneState, Speak, TagMissing
from turnabout_protocol.activities.turns import TurnEnded
from turnabout_protocol.agenda import Agenda, AnyStep
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import Next, Ready, Start
from turnabout_protocol.course import SeatReady, SeatsReady
from turnabout_protocol.room import SECOND, Earlier, HouseRules, State

pytestmark = pytest.mark.unhurried

A_SIDE: Final = (2, 3, 4, 5, 6)

# Ratings ------------------------------------------------------------------------------------------

Verdict = tuple[int | None, Missing | None]
VERDICTS: Final[tuple[Verdict, ...]] = (
    (None, None), (1, None), (2, None), (3, None), (4, None), (1, "tone"), (2, "fact"),
)  # fmt: skip


def scene(players: int) -> Table:
    """Return a table where the first turn has just ended."""
    table = Table(players=players, facilitators=1, house=HouseRules(opened_on=""))
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(table.boss[0], Next(step="brief", sure=True))
    table.wait(SECOND)
    speak(table)
    return table


def speak(table: Table) -> None:
    turn = table.turn
    table.do(turn.seat, Speak(step="scene", turn=turn.number, said=Said(say="We worry.")))


def rate(table: Table, seat: int, verdict: Verdict, turn: int = 1) -> None:
    """Rate as the stock client does: the ring at once, the tag two seconds later."""
    ring, missing = verdict
    table.do(seat, Rate(step="scene", turn=turn, ring=ring))
    if missing is not None:
        table.wait(2 * SECOND)
        table.do(seat, TagMissing(step="scene", turn=turn, missing=missing))


def on_to_the_end(table: Table) -> None:
    """Let the scene go on until it is over; everybody is silent."""
    while table.step == "scene":
        table.bell()


@pytest.mark.parametrize("players", [2 * n for n in A_SIDE])
def test_a_rating_and_its_tag_look_like_any_other(players: int) -> None:
    plays: list[tuple[Verdict, Heard]] = []
    for verdict in VERDICTS:
        table = scene(players)
        victim, *others = table.owners(table.state(SceneState).turns[0])
        table.wait(1500)
        rate(table, victim, verdict)
        table.wait(3500 - (2000 if verdict[1] else 0))
        for seat in others:
            rate(table, seat, (3, None))
        on_to_the_end(table)
        plays.append((verdict, heard(table, all_but(table, victim))))
    assert gain(plays) <= MOST


@pytest.mark.parametrize("players", [2 * n for n in A_SIDE])
def test_the_end_of_a_scene_is_the_same_after_any_last_rating(players: int) -> None:
    plays: list[tuple[Verdict, Heard]] = []
    for verdict in VERDICTS:
        table = scene(players)
        while table.state(SceneState).phase != "rating":
            if table.state(SceneState).phase == "turn":
                table.draft(table.turn.seat, say="Yes.")
            table.bell()
        last = table.state(SceneState).last
        assert last is not None
        *others, victim = table.owners(last)
        for seat in others:
            rate(table, seat, (4, None), last.number)
        table.wait(1000)
        rate(table, victim, verdict, last.number)
        on_to_the_end(table)
        plays.append((verdict, heard(table, all_but(table, victim))))
    assert gain(plays) <= MOST


@pytest.mark.parametrize("players", [2 * n for n in A_SIDE[1:]])
def test_who_rated_first_is_never_told(players: int) -> None:
    plays: list[tuple[int, Heard]] = []
    for turned in (False, True):
        table = scene(players)
        owners = table.owners(table.state(SceneState).turns[0])
        one, two = reversed(owners[:2]) if turned else owners[:2]
        for seat in (one, two, *owners[2:]):
            table.wait(1000)
            rate(table, seat, (3, None))
        on_to_the_end(table)
        plays.append((one, heard(table, all_but(table, one, two))))
    assert gain(plays) <= MOST


@pytest.mark.parametrize("players", [2 * n for n in A_SIDE])
def test_who_has_not_rated_is_told_only_when_nobody_can_any_more(players: int) -> None:
    plays: list[tuple[int, Heard]] = []
    for absent in (0, 1):
        table = scene(players)
        owners = table.owners(table.state(SceneState).turns[0])
        table.wait(1000)
        for seat in owners[:absent] + owners[absent + 1 :]:
            rate(table, seat, (2, "tone"))
        while TurnRated not in (kinds := [type(entry.event) for entry in table.log]):
            table.wait(20 * SECOND)
            if table.state(SceneState).live is not None:
                speak(table)
        batch = kinds.index(TurnRated)
        ended = [place for place, kind in enumerate(kinds) if kind is TurnEnded]
        # With the end of the turn after the last in which it could be given, and at its moment.
        assert batch > ended[3]
        assert table.log[batch].at == table.log[ended[3]].at
        plays.append((absent, heard(table, all_but(table, *owners[:2]), until=batch)))
    assert gain(plays) <= MOST


# Answers, orders, votes ---------------------------------------------------------------------------

Doing = Callable[[Table, int], Sequence[Command]]
"""What a seat does in the stage, one after the other; the last of it makes it ready."""

FEEL: Final = Question(id="feel", text="How?", options=("calm", "tired"))
FELT: Final = Question(id="felt", text="They understand us.", options="scale7", measure="felt")
EARLIER: Final = Earlier(
    number=1, when="W", then="T", owner="Player 0", partner="Player 1", by="2026-02-01", sign="S"
)


def ready(table: Table, _seat: int) -> Sequence[Command]:
    return [Ready(step=table.step, stage=table.state(State).stage)]


def mark(table: Table, seat: int) -> Sequence[Command]:
    return [MarkPromise(step="one", number=1, mark="done", obstacle=""), *ready(table, seat)]


def answer(table: Table, _seat: int) -> Sequence[Command]:
    return [Answer(step="one", picks={"feel": ("calm",), "felt": ("2",)})]


def measure(table: Table, _seat: int) -> Sequence[Command]:
    return [Answer(step="one", picks={"felt": ("2",)})]


def lock(table: Table, seat: int) -> Sequence[Command]:
    step, home = table.public.step, table.public.seats[seat].home
    assert isinstance(step, Ordering)
    assert home is not None
    return [LockOrder(step=step.id, order=tuple(c.id for c in step.cards(table.room, home)))]


def match(table: Table, _seat: int) -> Sequence[Command]:
    return [MatchTerms(step="one", pairs={0: 1})]


def write(table: Table, seat: int) -> Sequence[Command]:
    # The text is that of the moment, not that of the writer.
    number = len(table.state(PlanState).ideas)
    return [Propose(step="one", when=f"when {number}", then="then"), *ready(table, seat)]


def vote(_table: Table, _seat: int) -> Sequence[Command]:
    return [Vote(step="one", dots={1: 1})]


def dots(_table: Table, _seat: int) -> Sequence[Command]:
    return [PutDots(step="one", dots={})]


OWN: Final = Rank(id="own", title="Ours", minutes=2, whose="own")
PLAN: Final = Plan(id="one", title="Plan", minutes=6, merge=0)
DECK: Final = Deck(id="one", title="Deck", minutes=6)
STAGES: Final[dict[str, tuple[tuple[AnyStep, ...], int, Doing]]] = {
    "answer": ((Poll(id="one", title="Q", minutes=2, questions=(FEEL, FELT)),), 0, answer),
    "measure": ((Poll(id="one", title="Q", minutes=2, questions=(FELT,)),), 0, measure),
    "order": ((Rank(id="one", title="Ours", minutes=2, whose="own"),), 0, lock),
    "guess": ((OWN, Rank(id="one", title="Theirs", minutes=2, whose="other")), 0, lock),
    "recall": ((Recall(id="one", title="Last time", minutes=2),), 0, lock),
    "match": ((Lingo(id="one", title="Words", minutes=2),), 0, match),
    "mark": ((Review(id="one", title="Last time", minutes=2),), 0, mark),
    "write": ((PLAN,), WRITE, write),
    "vote": ((PLAN,), VOTE, vote),
    "cards": ((DECK,), 0, ready),
    "dots": ((DECK,), DOTS, dots),
}


def at_stage(name: str, players: int) -> Table:
    """Return a table where that stage of its last but one step is on."""
    steps, stage, _ = STAGES[name]
    agenda = Agenda(id="a", title="A", steps=(*steps, Close(id="close", title="C", minutes=1)))
    table = Table(players=players, facilitators=1, agenda=agenda, earlier=[EARLIER], past=past())
    table.do(table.boss[0], Start())
    table.reach("one")
    while table.state(State).stage != stage:
        if isinstance(table.public.step, Plan):
            for number in (1, 2):
                idea = Propose(step="one", when=f"a {number}", then="b")
                table.do(table.players[0], idea)
        if isinstance(table.public.step, Deck) and table.state(State).stage == 0:
            for seat in table.players[-2:]:
                for number in (1, 2, 3):
                    text = f"Card {number} of {seat}."
                    table.do(seat, WriteCard(step="one", number=number, kind="worry", text=text))
        table.bell()
    return table


def act(table: Table, name: str, order: Sequence[int]) -> None:
    """Let the seats do what the stage asks, one after the other."""
    for seat in order:
        table.wait(700)
        for command in STAGES[name][2](table, seat):
            table.do(seat, command)


@pytest.mark.parametrize("players", [4, 6, 12])
@pytest.mark.parametrize("name", STAGES)
def test_who_was_first_or_last_is_never_told(name: str, players: int) -> None:
    plays: list[tuple[int, Heard]] = []
    for turned in (False, True):
        table = at_stage(name, players)
        # Two of one side: cards and words are the same for both.
        one, two = table.players[0], table.players[2]
        first, last = (two, one) if turned else (one, two)
        act(table, name, [first, *(s for s in table.players if s not in (one, two)), last])
        plays.append((first, heard(table, all_but(table, one, two))))
    assert gain(plays) <= MOST


@pytest.mark.parametrize("name", STAGES)
def test_who_is_missing_is_told_only_when_the_stage_is_over(name: str) -> None:
    plays: list[tuple[int, Heard]] = []
    for missing in (0, 2):
        table = at_stage(name, 6)
        since = len(table.log)
        one, two = table.players[0], table.players[2]
        absent, comes = (one, two) if missing == 0 else (two, one)
        act(table, name, [comes, *(s for s in table.players if s not in (one, two))])
        stage, step = table.state(State), table.step
        assert step == "one"
        assert (stage.ready, stage.counted) == ((), 5)
        # Nor is the facilitator told for whom the table waits.
        assert waited(table.public) == frozenset()
        told = heard(table, all_but(table, one, two), since)
        plays.append((absent, told))
        before = len(table.log)
        table.bell()
        new = [entry.event for entry in table.log[before:]]
        batch = next(event for event in new if isinstance(event, SeatsReady))
        assert batch.seats == tuple(seat for seat in table.players if seat != absent)
    assert gain(plays) <= MOST
    assert not [e for e in table.log if isinstance(e.event, SeatReady)]


@pytest.mark.parametrize("name", STAGES)
def test_the_count_says_nothing_of_who_drops(name: str) -> None:
    for drops in (0, 2):
        table = at_stage(name, 6)
        act(table, name, table.players[:2])
        before = table.state(State).counted
        table.drop(table.players[drops])
        assert table.state(State).counted == before == 2
