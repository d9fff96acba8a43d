"""What an encoding lacks is printed as near as it goes, and never ends a command."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_machine.encodings import forgiving


def printed(text: str, encoding: str) -> str:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding=encoding, newline="") as out:
        forgiving((out, None))
        out.write(text)
        out.flush()
        return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "says"),
    [
        ("“it’s” – now …", "ascii", '"it\'s" - now ...'),
        ("“it’s” – now …", "cp1252", "“it’s” – now …"),
        ("Zoë, Łukasz → œuvre, 2\N{NO-BREAK SPACE}h", "ascii", "Zoe, ?ukasz -> oeuvre, 2 h"),
        ("Zoë Ω", "latin-1", "Zoë ?"),
        ("\udcff", "utf-8", "?"),
        ("e\N{COMBINING ACUTE ACCENT}", "latin-1", "e"),
    ],
)
def test_the_nearest_is_printed(text: str, encoding: str, says: str) -> None:
    assert printed(text, encoding) == says


@given(st.text(st.characters()), st.sampled_from(["ascii", "cp1252", "latin-1", "utf-8", "cp437"]))
def test_no_text_ends_it_and_what_the_encoding_has_stays(text: str, encoding: str) -> None:
    out = printed(text, encoding)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return
    assert out == text


def test_letters_of_another_encoding_are_read_too() -> None:
    with io.TextIOWrapper(io.BytesIO(b"Ger\xe4t\n"), encoding="utf-8") as typed:
        forgiving((typed,))
        assert typed.readline() == "Ger\N{REPLACEMENT CHARACTER}t\n"
