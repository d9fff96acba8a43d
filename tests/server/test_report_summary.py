"""The two lines on top of a report and the limits at its end: only what is true of that session."""

from typing import Any

import pytest

from tests.support.reports import full, moved, report, results, shown, withheld
from turnabout_protocol.activities.reveal import Accuracy, Arrow, Attitude, Rated, Understood
from turnabout_protocol.report import Report
from turnabout_server.after.report.formats import render
from turnabout_server.after.report.phrases import facts
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
        (moved(60, 75), moved(38, 61), "better, 60 → 75 of 100; on average people feel better"),
        (
            moved(60, 69, clear=False),
            moved(38, 61),
            "Learnt: on average people feel better understood, 38 → 61",
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
    assert alone.startswith("The answers of 7 people count")


@pytest.mark.parametrize("kind", ["md", "html", "csv"])
def test_they_stand_in_every_format_that_is_read(kind: Any) -> None:
    text = render(full(), kind).replace("&#39;", "'")
    assert "Learnt: on average the sides know each other's priorities better" in text
    assert "No other group went without the play" in text


def test_of_a_practice_nothing_is_said_that_people_would_have_to_be_there_for() -> None:
    assert list(limits(full(results=results())))
    assert not list(limits(full(results=results(), demo=True)))


def test_what_is_clear_of_one_side_alone_is_told_of_that_side() -> None:
    """The table beside it shows it as clear: “no change” on top would contradict it."""
    still = moved(60, 62, clear=False)
    felt = Attitude(sides={"business": moved(30, 43), "it": still}, room=still)
    made = full(
        results=results(
            accuracy=Accuracy(
                sides={"business": still, "it": moved(75, 50)}, room=still, agreement={}
            ),
            understood=Understood(felt=felt),
            blind_spots={},
        )
    )
    assert summary(made)[0] == (
        "Learnt: Field operations know the priorities of IT less well, 75 → 50 of 100; "
        "Field operations feel better understood, 30 → 43 of 100."
    )


def test_of_two_people_nothing_is_learnt() -> None:
    two = Arrow(before=shown(39, 2), after=shown(70, 2), change=31, n=2)
    alone = Accuracy(sides={"business": two}, room=Arrow(after=withheld()), agreement={})
    made = full(results=results(accuracy=alone, understood=None, blind_spots={}))
    assert summary(made)[0] == "Learnt: too few people were compared to say what changed."


def test_who_watches_without_a_say_is_not_counted_among_those_whose_answers_count() -> None:
    made = full(
        results=results(), people={"business": 3, "it": 2}, observers=3, voices=1, counted=7
    )
    assert any(line.startswith("The answers of 7 people count") for line in limits(made))
    assert dict(facts(made))["People"] == (
        "3 from Field operations, 2 from IT, 1 watching with a say, 2 watching, 1 left the table"
    )


@pytest.mark.parametrize(
    ("fours", "said"),
    [
        (0, "hardly any rating was a 4"),
        (10, "about 1 of 10 ratings was"),
        (60, "6 of 10 ratings were"),
    ],
)
def test_how_many_were_a_four_is_said_in_good_english(fours: float, said: str) -> None:
    rated = Rated(turns=12, band=8, fours=fours)
    assert any(said in line for line in limits(full(results=results(rated=rated))))
