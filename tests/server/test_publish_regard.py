"""How each side is seen: by side alone, of the same people, and in words where it is less."""

import pytest

from tests.support.reports import full, results, shown
from tests.support.scored import answered, room
from turnabout_protocol.activities.poll import Poll
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Regard, ThanThought
from turnabout_protocol.slides import there_are
from turnabout_server.after import publish
from turnabout_server.after.report.formats import render
from turnabout_server.authoring.scenarios import find_agenda

BUSINESS, IT_SIDE = (1, 3, 5), (2, 4, 6)


def told(believed: int, true: int, *, it: tuple[int, ...] = IT_SIDE) -> Regard:
    """Return how IT sees business, which believed that."""
    everybody = (*BUSINESS, *it)
    seen = dict.fromkeys(everybody, believed)
    found = publish.results(
        answered(room(), {"seen": seen, "regard": dict.fromkeys(everybody, true)})
    ).regard
    assert found is not None
    return found["business"]


@pytest.mark.parametrize(
    ("believed", "true", "than"),
    [(3, 6, "better"), (4, 4, "as_thought"), (5, 4, "less"), (7, 1, "less")],
)
def test_what_is_true_beside_what_was_believed(believed: int, true: int, than: ThanThought) -> None:
    found = told(believed, true)
    assert found.than_thought == than
    if than == "less":
        assert (found.seen.value, found.regard.value) == (None, None)
        assert (found.seen.why, found.seen.n) == ("words", 0)
    else:
        assert found.seen.value == round(100 * (believed - 1) / 6)
        assert found.regard.value == round(100 * (true - 1) / 6)


def test_a_small_side_is_not_pooled_with_the_other() -> None:
    found = told(3, 6, it=(2, 4))
    assert (found.than_thought, found.seen.why) == (None, "sides")


def test_only_who_answered_both_questions_counts() -> None:
    seen = dict.fromkeys((*BUSINESS, *IT_SIDE), 3)
    fewer = {seat: 6 for seat in seen if seat != 6}
    found = publish.results(answered(room(), {"seen": seen, "regard": fewer})).regard
    assert found is not None
    assert found["business"].seen.why == "sides"


def test_nobody_asked_nothing_told() -> None:
    of = room()
    assert publish.results(of).regard is None
    assert "regard" not in there_are(of.public, publish.results(of))
    one = publish.results(answered(room(), {"seen": dict.fromkeys((*BUSINESS, *IT_SIDE), 3)}))
    assert one.regard is None


@pytest.mark.parametrize("preset", ["45", "60", "90"])
def test_the_full_sessions_ask_with_the_first_check(preset: str) -> None:
    polls = [step for step in find_agenda(preset).steps if isinstance(step, Poll)]
    asked = [{q.measure for q in poll.measured} for poll in polls]
    first = next(names for names in asked if "felt" in names)
    assert {"seen", "regard"} <= first
    assert sum("seen" in names for names in asked) == 1


def test_the_report_says_it_in_a_sentence_and_less_without_a_number() -> None:
    none = Figure(value=None, n=0, need=3, why="words")
    regard = {
        "business": Regard(seen=shown(41), regard=shown(68), than_thought="better"),
        "it": Regard(seen=none, regard=none, than_thought="less"),
    }
    report = full(results=results(regard=regard))
    for kind in ("md", "html", "csv"):
        text = render(report, kind)
        assert "IT think better of how Field operations work than Field operations thought." in text
        assert "Field operations think less of how IT work than IT thought." in text
        assert "said in words alone" not in text
