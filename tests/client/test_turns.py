"""How many turns everybody will have: what lobby and console say before the session begins."""

import pytest
from msgspec.structs import replace

from tests.client.tui_table import library
from turnabout_client.view.turns import each, forecast, most
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.scenario import SIDES, other, story_of


def room(turns: int, business: int, it: int) -> Public:
    """Return a lobby with time for so many turns, and so many people who play either side."""
    scene = Scene(id="scene", title="Scene", minutes=1)
    while scene.turns < turns:
        scene = replace(scene, minutes=scene.minutes + 0.25)
    agenda = (Brief(id="brief", title="Brief", minutes=1), scene)
    seats = [
        Seat(id=i, name=f"P{i}", role="player", home=other(side), played=side)
        for i, side in enumerate([SIDES[0]] * business + [SIDES[1]] * it, 1)
    ]
    story = story_of(library("asset-valve"))
    return Public(agenda=agenda, story=story, seats={seat.id: seat for seat in seats})


@pytest.mark.parametrize(
    ("turns", "business", "it", "said"),
    [
        (9, 3, 3, "With 6 players everybody has 1 to 2 turns."),
        (5, 2, 2, "With 4 players everybody has 1 to 2 turns."),
        (9, 2, 2, "With 4 players everybody has 2 to 3 turns."),
        (12, 3, 3, "With 6 players everybody has 2 turns."),
        (12, 5, 5, "With 10 players everybody has 1 to 2 turns."),
        (9, 0, 3, "This plan is best for 4 to 8 players."),
        (5, 0, 0, "This plan is best for 4 to 6 players."),
        (18, 0, 0, "This plan is best for 4 to 12 players."),
    ],
)
def test_the_lobby_says_how_many_turns_everybody_has(
    turns: int, business: int, it: int, said: str
) -> None:
    assert forecast(room(turns, business, it)) == [said]


def test_of_too_many_people_it_is_said_what_to_do() -> None:
    _turns, advice = forecast(room(9, 5, 4))
    assert "9 players are many for this plan, it is best for up to 8" in advice
    assert "The facilitator can let two share a turn, or open another table." in advice
    _turns, advice = forecast(room(9, 5, 4), steers=True)
    assert "& lets two share a turn, 2 opens another table." in advice


def test_where_somebody_gets_no_turn_the_key_that_helps_is_said() -> None:
    turns, advice = forecast(room(5, 3, 3), steers=True)
    assert turns == "With 6 players there are 5 turns: not everybody gets one."
    assert advice == "& lets two share a turn, 2 opens another table."


def test_a_full_table_says_so() -> None:
    turns, advice = forecast(room(12, 6, 6), steers=True)
    assert turns == "With 12 players everybody has 1 turn."
    assert advice.startswith("All 12 places are taken. & lets two share a turn")


@pytest.mark.parametrize(
    ("turns", "business", "it", "said"),
    [
        (5, 5, 5, "Two share a turn: with 10 players every pair has 1 to 2 turns."),
        (8, 4, 4, "Two share a turn: with 8 players every pair has 2 turns."),
        (12, 8, 8, "Two share a turn: with 16 players every pair has 1 to 2 turns."),
        (5, 8, 8, "Two share a turn. For 16 players there are 5 turns: not every pair gets one."),
    ],
)
def test_of_shared_turns_it_is_said_what_a_pair_has(
    turns: int, business: int, it: int, said: str
) -> None:
    public = replace(room(turns, business, it), shared=True)
    assert forecast(public, steers=True)[0] == said
    assert "share a turn, 2" not in " ".join(forecast(public, steers=True)[1:])


@pytest.mark.parametrize(("turns", "people"), [(5, 6), (9, 8), (12, 12), (18, 12)])
def test_each_plan_is_good_for_so_many(turns: int, people: int) -> None:
    assert most(room(turns, 0, 0)) == people


@pytest.mark.parametrize("turns", range(2, 20))
@pytest.mark.parametrize(("business", "it"), [(1, 1), (2, 3), (4, 2), (6, 6)])
def test_nobody_has_more_or_fewer_turns_than_was_said(turns: int, business: int, it: int) -> None:
    found = each(room(turns, business, it))
    assert found is not None
    had: dict[tuple[int, int], int] = {}
    for turn in range(turns):
        side, people = turn % 2, (business, it)[turn % 2]
        who = (side, turn // 2 % people)
        had[who] = had.get(who, 0) + 1
    least = 0 if len(had) < business + it else min(had.values())
    assert found.few <= least
    assert max(had.values()) <= found.many


def test_without_a_scene_nothing_is_said_of_turns() -> None:
    public = replace(room(5, 2, 2), agenda=(Brief(id="brief", title="Brief", minutes=1),))
    assert forecast(public) == []
