"""What people type is shown harmlessly, on every screen."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.hostile import HOSTILE
from turnabout_protocol import text as text_module
from turnabout_protocol.codec import TEXT
from turnabout_protocol.signs import RUN
from turnabout_protocol.text import NAME, clean

NASTY = st.sampled_from(
    "\x00\x07\t\n\x0b\r\x1b\x7f\x85\x9b\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u202e\u2028"
    "\u2066\u2069\ufe0f\ufeff\ufff9\U000e0041\u0301\u0323\u0e47\u20dd\u1100\u1161 [/]e"
)
TEXTS = st.text(st.one_of(st.characters(), NASTY), max_size=80)


@given(TEXTS, st.integers(1, 60))
def test_whatever_comes_in_one_short_safe_line_comes_out(text: str, limit: int) -> None:
    out = clean(text, limit)
    assert clean(out, limit) == out
    assert len(out) <= limit
    assert out == out.strip()
    assert "  " not in out
    assert len(out.splitlines()) <= 1
    for char in out:
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(char) not in (
            *("LRE", "RLE", "LRO", "RLO", "PDF"),
            *("LRI", "RLI", "FSI", "PDI"),
        )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("[/foo]", "[/foo]"),
        ("\x1b]0;x\x07Dana", "]0;xDana"),
        ("\x1b]52;c;aGk=\x1b\\", "]52;c;aGk=\\"),
        ("\x9b2Jgone", "2Jgone"),
        ("Dana\u202egnp.exe", "Danagnp.exe"),
        ("  two\r\n\t lines \u2028 here ", "two lines here"),
        ("日本語のカード", "日本語のカード"),
        ("👩‍👩‍👧‍👦 ok", "👩‍👩‍👧‍👦 ok"),
        ("e\u0301", "é"),
        ("می‌خواهم", "می‌خواهم"),  # the joiner in it is spelling
        ("e\u200b\u0301", "é"),
        ("", ""),
        (" \u200b\ufeff ", ""),
        ("Dana\u2800", "Dana"),  # a Braille pattern without a dot
        ("Da\ue000na", "Dana"),  # private use: every screen shows something else
        ("Da\u0378na", "Dana"),  # not assigned
        ("Da\U0001d159na", "Dana"),
    ],
)
def test_known_tricks(typed: str, shown: str) -> None:
    assert clean(typed, 240) == shown


@pytest.mark.parametrize("mark", ["\u0334", "\u0e47", "\u20dd", "\u0334\u200d", "\u200c"])
def test_marks_do_not_climb_over_other_lines(mark: str) -> None:
    assert len(clean("z" + mark * 200, 240)) <= 4


def test_ten_thousand_characters_are_cut_and_the_cut_leaves_no_space() -> None:
    assert clean("x" * 10_000, NAME) == "x" * NAME
    assert clean("a" * (NAME - 1) + " b", NAME) == "a" * (NAME - 1)


FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize("whole", [FAMILY, "🇩🇪", "👍🏽", "g\u0303\u0323"])
def test_a_cut_goes_between_characters_as_people_see_them(whole: str) -> None:
    for spare in range(len(whole)):
        assert clean("x" * (NAME - spare) + whole, NAME) == "x" * (NAME - spare)
    whole = unicodedata.normalize("NFC", whole)
    room = NAME // len(whole)
    assert clean(whole * 40, NAME) == whole * room


class Counting:
    """The normaliser, which notes the longest run of marks that it was given."""

    longest = 0

    def normalize(self, form: Any, text: str) -> str:
        run = 0
        for char in text:
            run = run + 1 if unicodedata.category(char) in ("Mn", "Mc", "Me") else 0
            self.longest = max(self.longest, run)
        return unicodedata.normalize(form, text)

    category = staticmethod(unicodedata.category)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_normalising_is_never_given_a_long_run_of_marks(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counting()
    monkeypatch.setattr(text_module, "unicodedata", counting)
    clean(text, TEXT)
    assert counting.longest <= RUN


@given(
    st.text(
        st.sampled_from("a\u0344\u0f73\u0301\u0323\U0001d165\u200b\u200d\u0915\u094d"), max_size=80
    )
)
def test_no_mixture_of_marks_is_long_when_it_is_normalised(text: str) -> None:
    counting = Counting()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "unicodedata", counting)
        clean(text, TEXT)
    assert counting.longest <= RUN
