"""The two lines on top of a report and the limits at its end: only what is true of that session."""

import re
from typing import Any

import pytest

from tests.support.reports import followed, full, moved, report, results, shown, withheld
from tests.support.scored import answered, room
from turnabout_protocol.report import Report
from turnabout_protocol.results import Accuracy, Arrow, Attitude, Dealt, Rated, Regard, Understood
from turnabout_server.after import publish
from turnabout_server.after.report import phrases
from turnabout_server.after.report.formats import render
from turnabout_server.after.report.phrases import facts
from turnabout_server.after.report.promise_lines import kept
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


def test_while_a_session_is_on_nothing_is_said_to_be_missing() -> None:
    soon = summary(report(closed=False))
    assert soon[0] == "Learnt: nothing has been compared yet."
    assert soon[1].startswith("Promised: nothing yet.")
    assert summary(report())[0] == "Learnt: nothing was compared before and after."


def test_nobody_is_said_to_have_played_where_no_scene_was() -> None:
    for kind in ("md", "html"):
        assert "People played the other side" not in render(report(), kind)
        assert "People played the other side" in render(full(), kind)


def test_how_few_answers_stand_behind_how_they_see_us_is_said() -> None:
    told = Regard(seen=shown(33, 3), regard=shown(61, 3), than_thought="better")
    made = full(results=results(regard={"business": told}))
    for kind in ("md", "html", "csv"):
        text = render(made, kind)
        assert "Field operations expected 33 of 100 (3 answers), IT gave 61 (3 answers)" in text
        assert "chance alone makes a difference of up to 19." in text


def test_a_promise_that_was_not_due_is_not_called_unspoken_of() -> None:
    """Somebody said “not yet” of it, and its day had not come."""
    made = full(earlier=(followed(1, mark="not_yet"),), follow_through=None, due=0)
    assert kept(made) == "None of the earlier promises was due yet."
    assert kept(full(earlier=(followed(1),), follow_through=None, due=0)).startswith("Nobody has")


@pytest.mark.parametrize("kind", ["md", "html"])
def test_rings_true_says_what_it_means_also_beside_a_sum(kind: Any) -> None:
    rated = Rated(turns=12, band=8, fours=70)
    text = render(full(results=results(rated=rated)), kind)
    assert "12 rated turns, 6 raters, chance alone puts it off by up to 8" in text
    assert (
        "0 not us · 33 something missing · 67 right concern · 100 I could have said that." in text
    )
    if kind == "md":
        (behind,) = re.findall(r"Alignment: 70\*\* of 100(.*)", text)
        assert "from" not in behind, "a sum has no people of its own"


def test_a_gap_stands_on_the_people_of_both_sides() -> None:
    said: Any = {"claimed": dict.fromkeys(range(1, 8), 6), "felt": dict.fromkeys(range(1, 8), 3)}
    of = publish.results(answered(room(), said)).understood
    assert of is not None
    gap = of.gap["it"].before
    assert gap is not None
    assert gap.n == 7


def test_bots_in_seats_are_counted_nowhere_and_it_is_said_what_they_did() -> None:
    text = render(full(bots=2), "md")
    assert "2 bots filled seats" in text
    assert "Bots filled 2 seats: they took turns and did nothing else" in text
    assert ",bots,,,,,,2," in render(full(bots=2), "csv")


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
