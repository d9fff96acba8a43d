"""A mark never begins a line, and a line never ends with an opening one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._wrap import compute_wrap_offsets
from textual.content import Content

from turnabout_client.tui.app import TurnaboutApp

PIECES = st.sampled_from(["Qui", "le sait", " ?", "\u00a0!", " : ", " ; ", "« ", " »", "oui, "])


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of `text` in `width` cells, as a widget shows it."""
    TurnaboutApp()
    return [line.plain for line in Content(text).wrap(width)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Que serait une bonne journée ?", ["Que serait une bonne", "journée ?"]),
        ("Que serait une bonne journée\u00a0?", ["Que serait une bonne", "journée\u00a0?"]),
        ("Il a dit ceci encore « oui » hier", ["Il a dit ceci encore", "« oui » hier"]),
        ("Wer weiß es als Erstes? Wir.", ["Wer weiß es als Erstes?", "Wir."]),
    ],
)
def test_a_mark_stays_with_its_word(text: str, lines: list[str]) -> None:
    width = max(map(len, lines)) + 1
    assert [line.rstrip() for line in wrapped(text, width)] == lines
    assert compute_wrap_offsets(text, width, tab_size=4) == [text.index(lines[1])]


@given(st.lists(PIECES, max_size=30).map("".join), st.integers(12, 40))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line.rstrip()) <= width for line in lines)
