"""Who usually has the last word speaks second, where enough people say who that is."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.poll import Answer, Poll, Question
from turnabout_protocol.activities.talk import Talk, TalkState
from turnabout_protocol.commands import Next, Start
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_server.authoring.scenarios import find_agenda, find_scenario
from turnabout_server.rules import labelled

SAID: dict[Side, str] = {"business": "Those who sell", "it": "Those who build"}


def first_in(
    answers: Sequence[Side | None], *, first: str = "weaker", seed: int = 7, times: int = 1
) -> Side:
    """Return the side that speaks first after these answers to who has the last word."""
    found = find_agenda("taster")
    asked = Poll(
        id="power",
        title="Power",
        minutes=1,
        questions=(
            Question(id="last-word", text="Who usually has it?", options=tuple(SAID.values())),
        ),
    )
    straight = (isinstance(s, Talk) and s.id == "straight" for s in found.steps)
    steps = [
        replace(s, first=first) if here else s
        for s, here in zip(found.steps, straight, strict=True)
    ]
    polls = [replace(asked, id=f"power-{n}") for n in range(times)]
    agenda = replace(found, steps=(steps[0], *polls, *steps[1:]))
    table = Table(
        players=max(2, len(answers)), facilitators=1, agenda=agenda, house=HouseRules(), seed=seed
    )
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    for poll in polls:
        table.reach(poll.id)
        for seat, side in zip(table.players, answers, strict=False):
            if side is not None:
                table.do(seat, Answer(step=poll.id, picks={"last-word": (SAID[side],)}))
    while table.step != "straight":
        table.do(table.boss[0], Next(step=table.step))
    return table.state(TalkState).first


@pytest.mark.parametrize("seed", range(4))
def test_the_side_that_fewer_named_speaks_first(seed: int) -> None:
    mostly_it: list[Side] = ["it", "it", "business", "it", "business"]
    assert first_in(mostly_it, seed=seed) == "business"
    assert first_in([other(side) for side in mostly_it], seed=seed) == "it"


@settings(max_examples=20)
@given(
    st.lists(st.sampled_from(["business", "it", None]), max_size=8),
    st.integers(0, 1000),
)
def test_too_few_answers_or_as_many_for_either_leave_it_to_the_draw(
    answers: list[Side | None], seed: int
) -> None:
    named = [side for side in answers if side is not None]
    drawn = first_in((None,) * len(answers), seed=seed)
    assert first_in(answers, first="drawn", seed=seed) == drawn
    if len(named) < 5 or named.count("it") * 2 == len(named):
        assert first_in(answers, seed=seed) == drawn
    else:
        weaker: Side = "it" if named.count("it") * 2 < len(named) else "business"
        assert first_in(answers, seed=seed) == weaker


@pytest.mark.parametrize("seed", range(4))
def test_whoever_is_asked_twice_is_still_one_person(seed: int) -> None:
    three: list[Side | None] = ["it", "it", "business", None]
    assert first_in(three, seed=seed, times=2) == first_in([None] * 4, seed=seed, times=2)


def test_the_answers_carry_the_labels_of_the_sides() -> None:
    asked = Poll(
        id="power",
        title="Power",
        minutes=1,
        questions=(Question(id="last-word", text="Who?", options=("{business}", "{it}")),),
    )
    scenario = find_scenario("missed-target")
    (found,) = labelled((asked,), scenario)
    assert isinstance(found, Poll)
    assert found.questions[0].options == tuple(scenario.sides[side].label for side in SIDES)
