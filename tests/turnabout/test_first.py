"""`turnabout` alone: a person is asked what they came for, a pipe gets the help."""

from pathlib import Path

import pytest

from tests.support.house import House
from tests.support.table import Table
from tests.support.window import Window
from tests.turnabout.command import turnabout
from turnabout import first
from turnabout.first import completed, question
from turnabout.given import LINK
from turnabout_client.dialogue.shapes import Choice
from turnabout_protocol.links import BadLink

JOIN = "ws://127.0.0.1:9/join/7F3K2QMX9TRVH4WZ"


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "has_terminal", lambda: True)
    monkeypatch.delenv(LINK, raising=False)


def test_a_pipe_gets_the_help() -> None:
    assert completed([]) == []
    done = turnabout()
    assert (done.returncode, done.stderr) == (0, "")
    assert "turnabout VERB --help" in done.stdout


def test_a_link_alone_is_its_own_verb(monkeypatch: pytest.MonkeyPatch, at_terminal: None) -> None:
    assert completed([JOIN, "--name", "Kim"]) == ["join", JOIN, "--name", "Kim"]
    watch = JOIN.replace("join", "watch")
    assert completed([watch]) == ["watch", watch]
    assert completed(["rooms"]) == ["rooms"]
    with pytest.raises(BadLink):
        completed(["ws://nowhere"])
    monkeypatch.setenv(LINK, watch)
    assert completed([]) == ["watch"]


def test_a_bare_copy_says_what_takes_more(monkeypatch: pytest.MonkeyPatch) -> None:
    field = question([])
    assert isinstance(field, Choice)
    assert "extra" not in "".join(option.hint for option in field.options)
    monkeypatch.setattr(first, "has", lambda extra: False)
    field = question([])
    assert isinstance(field, Choice)
    assert ["extra" in option.hint for option in field.options] == [True, False, True]
    # Whoever chooses it all the same is told how to get that, and not asked for a case first.
    assert question(["host"]) is None


async def test_a_person_is_asked_and_led_to_the_door(tmp_path: Path) -> None:
    async with House(Table(players=1)) as house, Window((), tmp_path) as window:
        await window.shows("What did you come for?")
        window.press("2")
        await window.shows("Link to the room")
        window.press(f"{house.link()}\r")
        await window.shows("Your name")


async def test_in_plain_lines_it_is_asked_in_lines(tmp_path: Path) -> None:
    async with Window((), tmp_path, env={"TURNABOUT_PLAIN": "1"}) as window:
        await window.shows("What did you come for?")
        window.press("help\r")
        await window.shows("Answer what is asked here.")
        window.press("7\r")
        await window.shows("Type a number from 1 to 3.")
        window.press("3\r")
        # It is above the window already: there are as many cases as lines.
        await window.until(lambda: b"Which case will you play?" in window.raw)
        window.press("leave\r")
        assert await window.ended() == 0
