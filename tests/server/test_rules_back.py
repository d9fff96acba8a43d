"""Back: the step before is open once more, with all that was given in it, and the way on again."""

import copy
from collections.abc import Iterator

import pytest

from tests.server.test_rules_random import legal, only_clocks_move
from tests.server.test_rules_sessions import EARLIER
from tests.support.chaos import CHECK
from tests.support.minds import Minds
from tests.support.past import past
from tests.support.table import SESSION, Table
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import Agree, Consent
from turnabout_protocol.activities.deck import Deck, PutDots, WriteCard
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.lingo import Lingo, LingoState
from turnabout_protocol.activities.plan import COMPLETE, VOTE, Plan, PlanState
from turnabout_protocol.activities.poll import Answer, Poll, PollState, Question
from turnabout_protocol.activities.promises import Promising
from turnabout_protocol.activities.rank import LockOrder, Rank, RankOwn
from turnabout_protocol.activities.reveal import Reveal, RevealState
from turnabout_protocol.activities.scene import Rate, Said, Scene, SceneState, Speak
from turnabout_protocol.agenda import Agenda, AnyStep, ahead, gone
from turnabout_protocol.commands import (
    Back,
    MoreTime,
    Next,
    NextStage,
    PlayAfterAll,
    Ready,
    Start,
)
from turnabout_protocol.course import StepOpened, StepReopened
from turnabout_protocol.room import MINUTE, SECOND, State
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.scenarios import find_agenda

GIVEN = (
    *("stage", "ends", "ready", "counted", "since", "bell", "awaits", "again", "phase"),
    "kept_open",
)
"""What of a state has to do with its time, and not with what was given."""


def given(state: State) -> dict[str, object]:
    """Return what people gave in a step, and what was told of it."""
    names = (name for name in state.__struct_fields__ if name not in GIVEN)
    return {name: getattr(state, name) for name in names}


def fork(table: Table) -> Table:
    """Return another table that goes on from here."""
    other = copy.copy(table)
    other.log, other.drafts = [*table.log], {}
    return other


def back(table: Table) -> None:
    table.do(table.boss[0], Back(step=table.step))


def on(table: Table) -> None:
    table.do(table.boss[0], Next(step=table.step, sure=True))


def each_step(preset: str, acts: int = 0) -> Iterator[tuple[Table, str]]:
    """Yield a table in every step of a preset but the first, and the step before.

    After so many `acts` of bots and clocks in it; a step that is over sooner is left out.
    """
    agenda = find_agenda(preset)
    table = Table(players=6, facilitators=1, agenda=agenda, earlier=EARLIER, past=past())
    minds = Minds(table, expect=6)
    before = ""
    for step in table.public.agenda:
        minds.play(step.id)
        assert table.step == step.id
        for _ in range(acts):
            if table.step == step.id and table.public.phase != "closed":
                minds.once()
        if table.public.phase == "closed":
            return
        if table.step == step.id and table.state(State).bell is None and before:
            yield fork(table), before
        before = step.id


@pytest.mark.parametrize("acts", [0, 3, 12])
@pytest.mark.parametrize("preset", ["taster", "45", "60", "90"])
def test_between_every_two_steps_one_can_go_back_and_on_again(preset: str, acts: int) -> None:
    pairs = 0
    for table, before in each_step(preset, acts):
        pairs += 1
        here, room, public = table.step, table.room, table.public
        back(table)
        if table.step == here:
            table.bell()  # what stands on the screens is sent first
        assert table.step == before
        kept = given(public.state(State, before))
        assert given(table.state(State)) == kept, f"{here} back to {before}"
        if not acts:
            assert isinstance(table.log[-1].event, StepReopened) or table.state(State).since
            assert table.room.own == room.own
            assert table.room.homes == room.homes
        assert table.public.panel == public.panel
        assert table.public.current is not None
        assert table.public.current.ends - table.now >= MINUTE
        legal(table)
        table.wait(30 * SECOND)
        legal(table)
        assert table.step == before, "nobody is ready, and it has its time"
        opened = sum(isinstance(entry.event, StepOpened) for entry in table.log)
        on(table)
        assert table.step == here
        assert opened == sum(isinstance(entry.event, StepOpened) for entry in table.log)
        if not isinstance(table.public.step, Scene):  # A live turn is over, and another one is on.
            still_there(given(public.state(State, here)), given(table.state(State)))
        legal(table)
        assert markdown(build(table.room, SESSION))
        only_clocks_move(table)
    assert pairs >= (len(find_agenda(preset).steps) - 1) // (4 if acts else 1)


def still_there(before: dict[str, object], after: dict[str, object]) -> None:
    """Check that nothing is gone. What was unsent may have come, and a reveal goes on."""
    goes_on = ("coming", "next_at", "orders")
    for name, value in before.items():
        assert after[name] == value or not value or name in goes_on, name


def played(*steps: AnyStep, players: int = 6) -> Table:
    agenda = Agenda(id="back", title="Back", steps=(*steps, CLOSE))
    table = Table(players=players, facilitators=1, agenda=agenda)
    table.do(table.boss[0], Start())
    return table


CLOSE = Close(id="close", title="Close", minutes=3)
OURS = Rank(id="ours", title="Ours", minutes=2, whose="own")
THEIRS = Rank(id="theirs", title="Theirs", minutes=2, whose="other")
PLAN = next(step for step in find_agenda("taster").steps if isinstance(step, Plan))
AGREE = next(step for step in find_agenda("taster").steps if isinstance(step, Consent))


def order(table: Table, seat: int, step: Rank) -> LockOrder:
    home = table.public.seats[seat].home
    assert home is not None
    return LockOrder(step=step.id, order=tuple(c.id for c in step.cards(table.room, home)))


def test_the_first_step_has_none_before_it_and_only_a_facilitator_goes_back() -> None:
    table = played(OURS, THEIRS)
    assert table.refused(table.boss[0], Back(step="ours")) == "first_step"
    on(table)
    assert table.refused(table.players[0], Back(step="theirs")) == "not_yours"
    assert table.refused(table.boss[0], Back(step="ours")) == "moved_on"


def test_who_is_late_with_an_order_gives_it_and_a_locked_one_stays() -> None:
    table = played(OURS, THEIRS)
    early, late = table.players[:2]
    table.do(early, order(table, early, OURS))
    on(table)
    back(table)
    assert table.refused(early, order(table, early, OURS)) == "locked"
    table.do(late, order(table, late, OURS))
    table.do(early, Ready(step="ours", stage=0))
    assert table.room.of(late).state(RankOwn, "ours").order


def test_no_guess_counts_once_the_true_order_may_be_in_sight() -> None:
    reveal = Reveal(id="reveal", title="Reveal", minutes=3)
    table = played(OURS, THEIRS, reveal)
    for seat in table.players:
        table.do(seat, order(table, seat, OURS))
    for seat in table.players[:5]:
        table.do(seat, order(table, seat, THEIRS))
    on(table)
    table.wait(20 * SECOND)
    shown = table.state(RevealState)
    back(table)
    assert table.step == "theirs"
    last = table.players[5]
    assert table.refused(last, order(table, last, THEIRS)) == "shown"
    on(table)
    now = table.state(RevealState)
    assert (now.orders, now.coming, now.stage) == (shown.orders, shown.coming, shown.stage)
    table.bell()
    assert len(table.state(RevealState).coming) == len(shown.coming) - 1, "it goes on from there"


def test_a_tally_stands_and_a_measure_can_be_answered_until_the_results_are_known() -> None:
    felt = Poll(
        id="felt",
        title="Felt",
        minutes=2,
        questions=(Question(id="felt", text="Felt?", options="scale7", measure="felt"),),
    )
    reveal = Reveal(id="reveal", title="Reveal", minutes=3)
    table = played(CHECK, felt, reveal)
    seat = table.players[0]
    on(table)
    back(table)
    assert table.state(PollState).stage == 1
    assert table.refused(seat, Answer(step="check", picks={"felt": ("2",)})) == "moved_on"
    on(table)
    on(table)
    back(table)
    assert table.refused(seat, Answer(step="felt", picks={"felt": ("2",)})) == "shown"


def test_cards_can_be_settled_anew_until_somebody_has_put_them_in_order() -> None:
    deck = Deck(id="deck", title="Deck", minutes=4)
    table = played(deck, OURS)
    seat = table.players[0]
    table.do(seat, WriteCard(step="deck", number=1, kind="need", text="We need a whole day."))
    on(table)
    back(table)
    assert table.state(State).stage > 0, "what lies on the table is not written any more"
    on(table)
    table.do(seat, order(table, seat, OURS))
    decks = table.room.vault.decks
    back(table)
    assert table.refused(seat, PutDots(step="deck", dots={"b1": 1})) == "in_use"
    on(table)
    assert table.room.vault.decks == decks


def test_a_scene_goes_on_with_turns_if_it_is_given_time() -> None:
    scene = Scene(id="scene", title="Scene", minutes=4, twists=0)
    after = next(s for s in find_agenda("taster").steps if s.id == "derole")
    table = played(Brief(id="brief", title="Brief", minutes=1), scene, after)
    on(table)
    turn = table.turn
    table.do(turn.seat, Speak(step="scene", turn=1, said=Said(say="We worry.")))
    while table.step == "scene":
        table.bell()
    assert table.step == "derole"
    turns = len(table.public.state(SceneState, "scene").turns)
    back(table)
    assert table.state(SceneState).live is None
    table.wait(20 * SECOND)
    assert table.step == "scene"
    table.do(table.boss[0], MoreTime(step="scene", seconds=300))
    assert len(table.state(SceneState).turns) == turns + 1
    live = table.turn
    table.do(live.seat, Speak(step="scene", turn=live.number, said=Said(say="And more.")))
    rater = table.owners(table.state(SceneState).turns[live.number - 1])[0]
    table.do(rater, Rate(step="scene", turn=live.number, ring=3))
    only_clocks_move(table)


def test_hands_of_a_scene_that_is_open_again_hold_nothing_that_was_played_in_it() -> None:
    one = Scene(id="one", title="One", minutes=12, twists=0, hand=5)
    two = Scene(id="two", title="Two", minutes=6, twists=0, hand=5)
    table = played(Brief(id="brief", title="Brief", minutes=1), one, two)
    on(table)
    for _ in range(6):
        play_first_card(table)
    on(table)
    assert table.step == "two"
    play_first_card(table)
    back(table)
    assert table.step == "one"
    assert len(table.state(SceneState).played) == 6
    legal(table)
    on(table)
    assert table.step == "two"
    assert len(table.state(SceneState).played) == 1
    legal(table)


def play_first_card(table: Table) -> None:
    turn = table.turn
    said = Said(card=table.hand(turn.seat)[0], say="So it is.")
    table.do(turn.seat, Speak(step=table.step, turn=turn.number, said=said))


def test_a_turn_that_was_on_is_over_when_the_room_goes_back_and_the_scene_goes_on_after() -> None:
    table = Table(players=4, facilitators=1)
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    on(table)
    table.draft(table.turn.seat, say="We were just")
    back(table)
    assert table.step == "brief"
    (said,) = table.public.state(SceneState, "scene").turns
    assert said.say == "We were just"
    on(table)
    assert table.turn.number == 2


def plan(players: int = 4) -> Table:
    table = played(PLAN, players=players)
    for n, seat in enumerate(table.players):
        table.do(seat, Propose(step="plan", when=f"w{n} is here", then="we call"))
    return table


def test_promises_stay_when_the_close_goes_back_to_them() -> None:
    table = plan()
    boss = table.boss[0]
    while table.state(PlanState).stage < COMPLETE:
        table.do(boss, NextStage(step="plan", stage=table.state(PlanState).stage, sure=True))
    one, two = table.players[:2]
    table.do(one, Promising(step="plan", idea=1, partner=two, by="2026-03-20"))
    while table.step == "plan":
        on(table)
    promises = table.public.state(PlanState, "plan").promises
    assert promises
    back(table)
    assert table.state(PlanState).promises == promises
    table.wait(50 * SECOND)
    assert table.step == "plan"
    for seat in table.players:
        table.do(seat, Ready(step="plan", stage=COMPLETE))
    assert table.step == "close"


@pytest.mark.parametrize("stage", [0, 1, VOTE])
def test_a_plan_that_was_ended_too_early_goes_on_where_it_was(stage: int) -> None:
    table = plan()
    boss = table.boss[0]
    while table.state(PlanState).stage < stage:
        table.do(boss, NextStage(step="plan", stage=table.state(PlanState).stage, sure=True))
    if stage == VOTE:
        table.do(table.players[0], Vote(step="plan", dots={2: 1}))
    on(table)
    assert table.step == "close"
    assert table.public.state(PlanState, "plan").chosen == ()
    back(table)
    assert len(table.state(PlanState).ideas) == 4
    while table.state(PlanState).stage < COMPLETE:
        table.bell()
    assert len(table.state(PlanState).ideas) == 4
    assert table.state(PlanState).chosen == ((2,) if stage == VOTE else (1,))


def test_what_was_left_unfinished_goes_on_as_it_was() -> None:
    table = played(OURS, PLAN)
    on(table)
    for n, seat in enumerate(table.players[:3]):
        table.do(seat, Propose(step="plan", when=f"w{n} is here", then="we call"))
    back(table)
    assert table.public.state(PlanState, "plan").ideas == ()
    on(table)
    table.do(table.players[3], Propose(step="plan", when="w3 is here", then="we call"))
    table.do(table.boss[0], NextStage(step="plan", stage=0))
    assert len(table.state(PlanState).ideas) == 4


def test_words_that_were_told_are_looked_at_again() -> None:
    table = played(Lingo(id="words", title="Words", minutes=2), OURS)
    on(table)
    back(table)
    state = table.state(LingoState)
    assert state.stage == 1
    assert state.glossary is not None


def test_a_yes_stands_and_who_said_it_late_still_plays() -> None:
    table = played(AGREE, OURS, Brief(id="brief", title="Brief", minutes=2), players=6)
    *yes, late, never = table.players
    for seat in yes:
        table.do(seat, Agree(step="agree", yes=True))
    on(table)
    table.do(late, PlayAfterAll())
    back(table)
    assert table.step == "agree"
    assert table.public.seats[late].plays
    on(table)
    assert table.public.seats[late].plays
    assert not table.public.seats[never].plays
    table.do(never, PlayAfterAll())
    on(table)
    assert table.step == "brief"
    back(table)
    assert table.refused(never, PlayAfterAll()) == "already"


def test_what_has_run_cannot_be_planned_away_after_going_back() -> None:
    table = played(OURS, THEIRS, PLAN)
    on(table)
    on(table)
    back(table)
    back(table)
    assert [step.id for step in gone(table.public)] == ["ours", "theirs", "plan"]
    assert [step.id for step in ahead(table.public)] == ["close"]


def test_the_time_of_a_step_adds_up() -> None:
    table = played(OURS, THEIRS)
    table.wait(30 * SECOND)
    on(table)
    table.wait(10 * SECOND)
    back(table)
    assert table.public.current is not None
    assert table.public.current.ends - table.now == 90 * SECOND
    table.wait(20 * SECOND)
    on(table)
    assert table.public.spent == {"ours": 50 * SECOND, "theirs": 10 * SECOND}
    assert table.public.current.ends - table.now == 110 * SECOND


def test_a_step_with_nothing_to_do_is_passed_over() -> None:
    agenda = find_agenda("45")
    table = Table(players=4, facilitators=1, agenda=agenda)
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    assert table.step not in ("agree", "earlier", "recall")
    back(table)
    assert table.step == "agree"
    on(table)
    assert table.step not in ("agree", "earlier", "recall")
