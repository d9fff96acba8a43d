"""Two scenes in one session: new hands, each twist once, and an order that is fair over both."""

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import (
    BringTwist,
    Scene,
    SceneState,
)
from turnabout_protocol.activities.talk import Round, Talk
from turnabout_protocol.activities.turns import (
    TwistCame,
)
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Next, Start
from turnabout_protocol.room import HouseRules
from turnabout_server.authoring.scenarios import find_agenda


def two_scenes() -> Agenda:
    """Return the taster with a breather and a second scene."""
    found = find_agenda("taster")
    (scene,) = (step for step in found.steps if isinstance(step, Scene))
    breather = Talk(
        id="breather",
        title="Breather",
        minutes=1,
        in_role=True,
        rounds=(Round(speakers="everyone", prompts=("One thing we heard:",)),),
    )
    steps = []
    for step in found.steps:
        steps.append(step)
        if step is scene:
            steps += [breather, replace(scene, id="scene2", title="Scene 2")]
    return replace(found, steps=tuple(steps))


def seated(players: int = 4, *, seed: int = 7, spoken: bool = False) -> Table:
    """Return a table at the beginning of the first of two scenes."""
    table = Table(
        players=players,
        facilitators=1,
        agenda=two_scenes(),
        house=HouseRules(spoken=spoken),
        seed=seed,
    )
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(table.boss[0], Next(step="brief"))
    return table


def play(table: Table) -> None:
    """Play the scene that is on to its end; everybody plays the first card of the hand."""
    here = table.step
    while table.step == here:
        state = table.state(SceneState)
        if state.live is None:
            table.bell()
            continue
        hand = table.hand(state.live.seat)
        table.draft(state.live.seat, say="So it is.", card=hand[0] if hand else "")
        table.bell()


def test_cards_played_before_come_back_and_those_nobody_heard_come_first() -> None:
    table = seated()
    play(table)
    played = table.public.state(SceneState, "scene").played
    table.reach("scene2")
    scenario = table.room.vault.scenario
    assert scenario is not None
    for seat in table.public.players():
        assert seat.played is not None
        hand = table.hand(seat.id)
        deck = [card.id for card in scenario.sides[seat.played].key_points]
        unheard = [card for card in deck if card not in played]
        assert len(hand) == 3
        assert set(hand) <= set(deck)
        assert len([card for card in hand if card not in played]) == min(3, len(unheard))


def test_the_breather_is_in_role() -> None:
    table = seated()
    play(table)
    assert table.step == "breather"
    assert table.public.in_role
    assert table.public.face(table.players[0]) == table.public.seats[table.players[0]].persona


def test_each_twist_comes_once_also_when_it_is_called() -> None:
    table = seated()
    table.do(table.boss[0], BringTwist(step="scene"))
    play(table)
    table.reach("scene2")
    scenario = table.room.vault.scenario
    assert scenario is not None
    assert len(scenario.twists) == 2
    table.do(table.boss[0], BringTwist(step="scene2"))
    play(table)
    told = [entry.event.twist.id for entry in table.log if isinstance(entry.event, TwistCame)]
    assert told == [twist.id for twist in scenario.twists]


def test_with_no_twist_left_the_time_goes_to_turns() -> None:
    table = seated()
    table.do(table.boss[0], BringTwist(step="scene"))
    while len(table.state(SceneState).twists) < 2:
        state = table.state(SceneState)
        if state.live is None:
            table.do(table.boss[0], BringTwist(step="scene"))
            table.bell()
        else:
            table.draft(state.live.seat, say="Yes.")
            table.bell()
    table.reach("scene2")
    assert table.refused(table.boss[0], BringTwist(step="scene2")) == "no_twist"
    play(table)
    assert table.public.state(SceneState, "scene2").twists == ()


@settings(max_examples=25)
@given(st.integers(2, 12), st.integers(0, 2**32))
def test_over_both_scenes_turns_are_shared_as_fairly_as_they_can_be(
    players: int, seed: int
) -> None:
    table = seated(players, seed=seed)
    while table.step != "derole":
        table.bell()
    scenes = [table.public.state(SceneState, name) for name in ("scene", "scene2")]
    first, second = (state.turns for state in scenes)
    assert first[0].side != second[0].side
    assert all(a.side != b.side for turns in (first, second) for a, b in pairwise(turns))
    for seats in (table.public.players("business"), table.public.players("it")):
        turns = Counter(turn.seat for state in scenes for turn in state.turns)
        counts = [turns[seat.id] for seat in seats]
        assert max(counts) - min(counts) <= 1
