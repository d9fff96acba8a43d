"""What stands before all else: for who steers, on the stage, and in the plan."""

import pytest

from tests.support.drawn import shown
from tests.support.gallery import moment
from turnabout_client.dialogue import reading
from turnabout_client.dialogue.shapes import ALONE
from turnabout_client.page import render
from turnabout_client.stage import model


def test_what_to_say_comes_first_whatever_is_said_at_the_table() -> None:
    what = shown(moment("turn", 1))
    newest = render.told(what)[-1]
    assert (newest.head, newest.group) == ("To say now", ALONE)


@pytest.mark.parametrize("name", ["turn", "mend", "straight", "happened", "scores"])
def test_what_is_to_be_said_stands_there_once(name: str) -> None:
    blocks = shown(moment(name, 1)).blocks
    lines = [line for block in blocks for line in block.lines]
    to_say = [line for block in blocks if block.head == "To say now" for line in block.lines]
    assert to_say
    assert [line for line in to_say if lines.count(line) > 1] == []


def test_the_stage_is_nobody_and_is_told_nothing_of_itself() -> None:
    what = shown(moment("agree", 8, screen=True))
    assert not any("You watch" in line for block in what.blocks for line in block.lines)


def test_who_is_waited_for_is_no_headline_when_they_are_many() -> None:
    what = shown(moment("agree", 1))
    drawn = render.regions(what, {})
    assert drawn["now"] == "The step runs."
    assert drawn["waits"].startswith("Waiting for Dana")
    # One alone is what the room waits for, and news.
    assert shown(moment("turn", 1)).now == "Waiting for Dana (Alex)."


def test_the_stage_says_what_to_do_with_what_was_answered() -> None:
    assert model.sentence(moment("feel").room.public) == "Now on your own screens."
    assert model.sentence(moment("tally").room.public) == "This is how it was. Talk about it."


def test_a_step_of_less_than_a_minute_is_told_in_seconds() -> None:
    lines = reading.plan(moment("lobby").room.public).lines
    assert "De-role, 30 seconds" in lines
    assert not any(" 0 " in line for line in lines)
