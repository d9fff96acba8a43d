"""The check lights: what they praise, what they doubt, and that they take any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_client.activities.plan.model import STARTS
from turnabout_protocol.activities.plan import STARTERS
from turnabout_protocol.lights import WORDS, idea_lights, in_reach, is_day, promise_lights


@pytest.mark.parametrize(
    "when",
    [
        "a deal has had no contact for fourteen days",
        "the same question comes up for the second time",
        "a new field is asked for",
    ],
)
def test_something_that_happens_is_a_moment(when: str) -> None:
    assert idea_lights(when, "we call", "en").event is True


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("en", "we talk more often"),
        ("en", "Always"),
        ("en", "things get better"),
        ("en-GB", "from now on"),
        ("de", "wir öfter miteinander reden"),
        ("de-CH", "ab jetzt"),
        ("fr", "on se parle plus souvent"),
        ("fr", "à l\N{RIGHT SINGLE QUOTATION MARK}avenir"),
    ],
)
def test_more_often_is_no_moment(language: str, when: str) -> None:
    assert idea_lights(when, "we call", language).event is False


@pytest.mark.parametrize(
    ("then", "filmed"),
    [
        ("we call the other side on the same day", True),
        ("one person from each side looks at it for ten minutes", True),
        ("whoever notices it calls the other side", True),
        ("we improve communication", False),
        ("we will be more open", False),
        ("try to understand them", False),
        ("we make sure that it does not happen", False),
        ("they spend their second day with IT", True),
    ],
)
def test_a_first_step_can_be_filmed(then: str, filmed: bool) -> None:
    assert idea_lights("a deal is quiet", then, "en").film is filmed


@pytest.mark.parametrize(
    ("when", "then"),
    [
        ("management should decide", "we wait"),
        ("a deal is quiet", "they must answer within a day"),
        ("we get the budget", "we buy it"),
    ],
)
def test_what_others_decide_is_not_in_our_power(when: str, then: str) -> None:
    assert idea_lights(when, then, "en").ours is False


def test_words_are_whole_words_and_of_the_language_only() -> None:
    assert idea_lights("the betterment committee meets", "we call", "en").event is True
    assert idea_lights("wir reden öfter", "we call", "en").event is True
    assert idea_lights("we talk more often", "we call", "xx").event is False, "English elsewhere"


def test_what_is_not_written_yet_has_no_light() -> None:
    none = idea_lights("", " ", "en")
    assert (none.event, none.film, none.ours) == (None, None, None)
    assert idea_lights("a deal is quiet", "", "en").ours is None


def test_a_promise_has_two_sides_and_a_date() -> None:
    good = promise_lights("it", "business", "2026-04-13", "2026-03-02")
    assert (good.both, good.date) == (True, True)
    bad = promise_lights("it", "it", "2026-04-14", "2026-03-02")
    assert (bad.both, bad.date) == (False, False)
    new = promise_lights("it", None, "", "2026-03-02")
    assert (new.both, new.date) == (None, None)


def test_every_starter_passes_its_own_lights() -> None:
    assert tuple(start.key for start in STARTS) == STARTERS
    for start in STARTS:
        when = start.when.format(mine="Sales", theirs="IT")
        lights = idea_lights(when, start.then.format(mine="Sales", theirs="IT"), "en")
        assert (lights.event, lights.film, lights.ours) == (True, True, True), start.key


@given(st.text(), st.text(), st.sampled_from([*WORDS, "", "xx-XX"]))
def test_any_text_has_lights(when: str, then: str, language: str) -> None:
    lights = idea_lights(when, then, language)
    assert (lights.event is None) == (not when.strip())
    assert (lights.film is None) == (not then.strip())


@given(st.text(), st.text())
def test_any_text_is_a_day_or_is_not(by: str, today: str) -> None:
    assert not in_reach(by, today) or is_day(by)
    assert promise_lights(None, None, by, today).both is None
