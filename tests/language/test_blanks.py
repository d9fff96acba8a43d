"""A sentence is filled in by name, and a template from elsewhere can do nothing else."""

import pytest

from turnabout_language import _, n_, speaking
from turnabout_language.blanks import LONGEST, fill
from turnabout_language.phrase import Phrase, told

GREEDY = ["{n:>999999999}", "{n!r}", "{n.real}", "{n[0]}", "{0}", "{}", "{N}", "{", "}{", "{{n}}"]


@pytest.mark.parametrize("template", GREEDY[:-1])
def test_only_a_plain_name_is_filled_in(template: str) -> None:
    assert fill(template, {"n": 1}) == template
    assert _(template, n=1) == template
    assert Phrase(template, {"n": 1}).english == template
    assert str(Phrase(template, {"n": 1})) == template


def test_what_has_no_value_stays() -> None:
    assert fill("{who} left {what}.", {"who": "Ann"}) == "Ann left {what}."
    assert n_("{n} of {all}", "{n} of {all}", 2) == "2 of {all}"


def test_a_value_is_no_template_and_may_be_empty_and_has_a_bound() -> None:
    assert fill("{a}{b}", {"a": "{b}", "b": ""}) == "{b}"
    assert len(fill("{a}", {"a": "x" * 99_999})) == LONGEST


def test_what_a_server_tells_is_said_in_our_words_or_as_it_stands() -> None:
    english = "Only a facilitator can do that."
    with speaking("de"):
        assert told(english, english, {}) == _(english) != english
        assert told(english, "", {}) == _(english)
        assert told("As it stands {n}.", "{n:>999999999}", {"n": 1}) == "As it stands {n}."
        assert len(told("x" * 99_999, "", {})) == LONGEST
    assert told(english, "{n:>999999999}", {"n": 1}) == english


def test_our_words_without_a_value_are_not_said() -> None:
    template = "Turnabout does not speak “{language}”. It speaks {languages}."
    with speaking("fr"):
        assert told("English.", template, {"language": "x"}) == "English."
        assert "x" in told("English.", template, {"language": "x", "languages": "y"})
