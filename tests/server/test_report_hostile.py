"""What people typed stays text in every format, whatever program opens it."""

from datetime import date

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from tests.support.reports import full, promise, report
from turnabout_protocol.lights import is_day
from turnabout_server.after.report.escaped import beginning, plain
from turnabout_server.after.report.formats import render
from turnabout_server.after.report.spreadsheet import harmless


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "−", "﹢", "﹣", "﹦"]
)
def test_no_cell_is_a_formula(sign: str) -> None:
    assert str(harmless(f"{sign}1+1")).startswith("'")
    assert f";'{sign}1" in str(harmless(f"a;{sign}1"))


@pytest.mark.parametrize(
    "text",
    [
        "see https://evil.example/?a=1 now",
        "www.evil.example",
        "mail me at a.b@evil.example",
        "costs $5 or $6, $x$",
        "- no list",
        "+ no list",
        "1. no list",
        "12) no list",
        "=====",
        "-----",
        "> no quote",
        "    no code",
        "a | b",
        "![x](y) [a](b) <b>",
    ],
)
def test_markdown_shows_what_was_typed(text: str) -> None:
    parser = MarkdownIt("gfm-like")
    tokens = parser.parse(beginning(text))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    (inline,) = (t for t in tokens if t.type == "inline")
    kinds = {child.type for child in inline.children or ()}
    assert kinds <= {"text", "text_special"}
    shown = "".join(child.content for child in inline.children or ())
    assert shown == text.strip()
    assert "$" not in plain(text).replace("\\$", "")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "3000-01-01", "1899-12-31"])
def test_a_year_beyond_reason_ends_no_calendar(day: str) -> None:
    assert not is_day(day)
    odd = promise("One", by=day)
    made = render(report("a", promises=(odd, promise("Two"))), "ics")
    assert made.count("BEGIN:VEVENT") == 1
    assert "WHEN Two" in made.replace("\r\n ", "")


def test_an_ordinary_date_is_a_day() -> None:
    assert is_day(date(2027, 2, 28).isoformat())
    assert not is_day("2027-02-29")


def test_the_name_of_a_side_begins_no_list_in_a_list() -> None:
    odd = replace(full("a"), labels={"business": "1. Ops", "it": "- IT"})
    parser, depth = MarkdownIt("gfm-like"), 0
    for token in parser.parse(render(odd, "md")):
        depth += token.nesting if token.type.endswith(("_list_open", "_list_close")) else 0
        assert depth < 2, token
