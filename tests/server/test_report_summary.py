"""The two lines on top of a report and the limits at its end: only what is true of that session."""

import re
from typing import Any

import pytest

from tests.support.reports import full, moved, report, results, shown, withheld
from turnabout_protocol.activities.reveal import (
    Accuracy,
    Arrow,
    Attitude,
    Dealt,
    Rated,
    Understood,
)
from turnabout_protocol.report import Report
from turnabout_server.after.report import phrases
from turnabout_server.after.report.formats import render
from turnabout_server.after.report.summary import limits, summary


def measured(room: Arrow, felt: Arrow, **more: Any) -> Report:
    return full(
        results=results(
            accuracy=Accuracy(sides={}, room=room, agreement={}),
            understood=Understood(felt=Attitude(room=felt)),
            blind_spots={},
            **more,
        )
    )


@pytest.mark.parametrize(
    ("room", "felt", "said"),
    [
        (moved(60, 75), moved(38, 61), "better, 60 → 75 of 100; people feel better"),
        (
            moved(60, 69, clear=False),
            moved(38, 61),
            "Learnt: people feel better understood, 38 → 61",
        ),
        (moved(75, 50), moved(61, 61, clear=False), "less well, 75 → 50"),
        (moved(60, 62, clear=False), moved(38, 39, clear=False), "no change beyond what chance"),
        (Arrow(after=shown(62)), Arrow(after=withheld()), "nothing was compared"),
    ],
)
def test_only_a_clear_change_is_called_learnt(room: Arrow, felt: Arrow, said: str) -> None:
    assert said in summary(measured(room, felt))[0]


def test_what_was_promised_and_what_is_asked() -> None:
    assert "Promised: 2 steps, the first by 1 February 2030. Asked" in summary(full())[1]
    assert summary(report())[1].startswith("Promised: nothing. Asked of you: ask what they need")


def test_limits_are_said_where_there_are_such_figures() -> None:
    assert not list(limits(report()))
    rated = Rated(turns=12, band=8, fours=70)
    told = list(limits(full(results=results(rated=rated))))
    assert len(told) == 5
    assert "about 7 of 10 ratings were a 4" in told[3]
    bare = results(accuracy=None, understood=None, rings_true=withheld(4), blind_spots={})
    (alone,) = limits(full(results=bare))
    assert alone.startswith("7 people took part")


@pytest.mark.parametrize("kind", ["md", "html", "csv"])
def test_they_stand_in_every_format_that_is_read(kind: Any) -> None:
    text = render(full(), kind).replace("&#39;", "'")
    assert "Learnt: the sides know each other's priorities better" in text
    assert "No other group went without the play" in text


def test_of_a_practice_nothing_is_said_that_people_would_have_to_be_there_for() -> None:
    assert list(limits(full(results=results())))
    assert not list(limits(full(results=results(), demo=True)))


@pytest.mark.parametrize("kind", ["md", "html"])
def test_a_practice_counts_people_and_bots_and_asks_nothing_of_the_reader(kind: Any) -> None:
    practice = render(full(demo=True, people={"business": 1, "it": 0}, bots=5), kind)
    assert "6 people and bots" in practice
    assert not re.search(r"\b6 people\b(?! and bots)", practice)
    assert "Asked of you" not in practice
    assert "nothing is asked of you" in practice
    assert "Learnt" not in practice
    assert "People and bots played the other side" in practice
    session = render(full(), kind)
    assert "6 people" in session
    assert "people and bots" not in session


def test_of_a_practice_no_control_speaks_of_what_people_gained() -> None:
    told = results(dealt=Dealt(n=4, dealt=40, undealt=8, band=12))
    assert phrases.dealt(full(results=told))
    assert not phrases.dealt(full(results=told, demo=True))
