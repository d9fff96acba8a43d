"""What a team's sessions show together: paired changes, an interval, and what it cannot tell."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from scipy.stats import binomtest, t

from tests.support.reports import followed, full, report, results, shown, stayed, withheld
from turnabout_protocol.report import Report
from turnabout_protocol.results import Accuracy, Arrow, Dealt
from turnabout_server.after.report.effect import STUDENT, effects, told
from turnabout_server.after.report.promised import Promised, interval, promised
from turnabout_server.after.report.promised import told as told_promises
from turnabout_server.after.report.series import as_json, as_markdown, as_sheet, gaps, trend


def session(number: int, change: float, *, n: int = 6, dealt: Dealt | None = None) -> Report:
    arrow = Arrow(before=shown(50), after=shown(50 + change), change=change, band=14, n=n)
    accuracy = Accuracy(sides={}, room=arrow, agreement={})
    found = results(accuracy=accuracy, understood=None, alignment=None, dealt=dealt)
    return full(f"s{number}", results=found)


def sessions(*changes: float) -> list[Report]:
    return [session(number, change) for number, change in enumerate(changes)]


def test_the_mean_of_paired_changes_has_an_interval_over_sessions() -> None:
    (found,) = effects(sessions(4, 8, 12, 16))
    assert (found.name, found.sessions, found.mean, found.people) == ("accuracy", 4, 10, 24)
    assert found.low == pytest.approx(1.8, abs=0.1)
    assert found.high == pytest.approx(18.2, abs=0.1)
    assert not found.could_be_nothing
    assert "nothing" not in " ".join(told((found,)))


def test_while_it_holds_zero_it_could_still_be_nothing() -> None:
    found = effects(sessions(-6, 18, 2, 10))
    (line,) = told(found)
    assert found[0].could_be_nothing
    assert "+6 on average over 4 sessions" in line
    assert "It could still be nothing." in line


@pytest.mark.parametrize("changes", [(), (20,), (20, 30, 25)])
def test_fewer_than_four_sessions_are_not_put_together(changes: Sequence[float]) -> None:
    assert effects(sessions(*changes)) == ()
    assert "from 4 sessions on" in " ".join(told(()))


def test_what_an_older_version_compared_is_not_put_beside_paired_changes() -> None:
    old = [session(number, 20, n=0) for number in range(5)]
    assert effects(old) == ()


def test_the_smallest_change_is_that_of_the_evidence() -> None:
    """Six sessions of six people could show about 6 points."""
    (found,) = effects(sessions(*range(6)))
    assert found.smallest == pytest.approx(6, abs=0.3)


def test_the_control_inside_the_deck_is_put_together_too() -> None:
    dealt = Dealt(dealt=108, undealt=54, n=6, band=28)
    reports = [session(n, 10, dealt=dealt) for n in range(4)]
    found = effects(reports)
    assert [(effect.name, effect.mean) for effect in found] == [("accuracy", 10), ("dealt", 9)]


def recalling(number: int, change: float | None, of: int | None = None) -> Report:
    """Return a session that recalled the one before it, or that of number `of`."""
    left = None
    if change is not None:
        left = stayed(f"s{number - 1 if of is None else of}", change)
    found = results(accuracy=None, understood=None, alignment=None, retention=left)
    return full(f"s{number}", results=found)


def test_what_stayed_is_put_together_from_four_sessions_on() -> None:
    changes = (None, -6, 18, 2, 10)
    reports = [recalling(n, change) for n, change in enumerate(changes)]
    found = effects(reports)
    assert [(e.name, e.sessions, e.mean) for e in found] == [
        ("stayed_accuracy", 4, 6), ("stayed_felt", 4, 6),
    ]  # fmt: skip
    for line in told(found):
        assert "It could still be nothing." in line
    # Not the same people, perhaps: chance has two ends to move.
    assert found[0].smallest == pytest.approx(34.5 * 2**0.5 / 24**0.5, abs=0.1)
    assert effects(reports[:4]) == ()


def test_what_stayed_stands_beside_the_session_that_it_stayed_of() -> None:
    reports = [recalling(n, change) for n, change in enumerate((None, -6, 18))]
    first, second, last = trend(reports).points
    assert first.stayed["accuracy"].value == -6
    assert second.stayed["felt"].value == 18
    assert last.stayed == {}, "nobody has been asked yet"
    text = as_markdown(trend(reports))
    assert "What stayed of a session" in text
    assert "Stayed: accuracy: −6 (6 people; no clear change)" in text
    sheet = as_sheet(trend(reports))
    assert "stayed_accuracy,-6" in sheet
    assert "stayed_felt,18" in sheet
    # A level of another deck stands nowhere: only differences on one deck.
    assert "64" not in sheet.replace(first.session, "")


def test_of_a_deck_that_was_asked_twice_the_first_time_counts() -> None:
    reports = [recalling(0, None), recalling(1, -6, of=0), recalling(2, 30, of=0)]
    assert trend(reports).points[0].stayed["accuracy"].value == -6
    more = [recalling(n, 30, of=0) for n in range(3, 6)]
    assert effects([*reports, *more]) == (), "one deck is one session"


def test_a_check_comes_before_the_next_opening_and_so_it_counts() -> None:
    first = replace(recalling(0, None), check=stayed("s0", 4, when="check"))
    reports = [first, recalling(1, 30)]
    assert trend(reports).points[0].stayed["accuracy"].value == 4


def test_where_nothing_is_shown_the_reason_is_and_no_number() -> None:
    hidden = Arrow(before=shown(70), after=withheld(2))
    left = stayed("s0", accuracy={}, room=hidden, felt=None)
    reports = [recalling(0, None), full("s1", results=results(retention=left))]
    found = trend(reports)
    assert found.points[0].stayed["accuracy"].value is None
    lines = list(gaps(found))
    assert any("Stayed: accuracy: not shown, fewer than 2 people" in line for line in lines)
    assert any("Stayed: felt understood: not measured both times" in line for line in lines)


def test_students_t_is_that_of_the_tables() -> None:
    for freedom, value in STUDENT.items():
        assert value == pytest.approx(t.ppf(0.975, freedom), abs=0.01)


def test_every_format_of_a_history_tells_it() -> None:
    found = trend(sessions(-6, 18, 2, 10))
    for text in (as_markdown(found), as_sheet(found)):
        assert "It could still be nothing." in text
    assert '"effects"' in as_json(found)
    assert found.points[0].values["first_guess"].value == 50


def test_promises_of_all_sessions_have_an_interval() -> None:
    done = followed(1, mark="done", confirmed=True)
    alone = followed(2, mark="done", confirmed=False)
    older = followed(3, mark="done")
    found = promised(
        [
            report("a"),
            report("b", earlier=(done, alone), due=2),
            report("c", earlier=(older,), due=1),
        ]
    )
    assert found == Promised(due=3, done=2, low=20.8, high=93.9)
    assert "2 of 3 that were due were done. So few could mean 21 to 94 of 100." in told_promises(
        found
    )
    assert promised([report("a")]) is None


@given(st.integers(1, 60), st.data())
def test_the_interval_of_a_share_is_wilsons(due: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, due))
    right = binomtest(done, due).proportion_ci(method="wilson")
    assert interval(done, due) == pytest.approx((100 * right.low, 100 * right.high), abs=0.06)
