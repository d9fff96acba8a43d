"""A report in every format: whole, the same every time, and harmless whatever people typed."""

import csv
import io
import json
import re
import subprocess
import sys
from datetime import date, timedelta
from html.parser import HTMLParser

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from docs.schema import REPORT_FILE, report_schema
from tests.support.reports import (
    asked,
    full,
    moved,
    promise,
    report,
    results,
    shown,
    stayed,
    withheld,
)
from turnabout_language import LANGUAGES
from turnabout_protocol.activities.poll import Tally
from turnabout_protocol.codec import Malformed
from turnabout_protocol.report import AskedTally, Report
from turnabout_protocol.results import Accuracy, Alignment, Arrow, Attitude, Understood
from turnabout_protocol.room import Aha
from turnabout_protocol.scoring import AlignmentWeights
from turnabout_server.after.report.formats import RENDERERS, Format, from_json, render

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=https://evil.example onerror=x>',
    "=cmd|' /C calc'!A0",
    "@SUM(1;=2)",
    "+1 'quoted' \"twice\", -2",
    "[x](https://evil.example) | `code` *b*",
    "日本語 · عربى · 👩‍🚀",
    "{{ 7 * 7 }} {% raw %} %(x)s {name}",
)


def typed(text: str) -> Report:
    """Return a report in which people typed `text` wherever they can."""
    made = full()
    return replace(
        made,
        title=text[:60],
        team=text[:60],
        shared_goal=text,
        labels={"business": text[:24], "it": text[:24]},
        ahas=(Aha(text=text, by=text[:24]),),
        promises=(promise(text, then=text, owner=text[:24], partner=text[:24], sign=text),),
        upstairs=tuple(replace(up, when=text, carrier=text[:24]) for up in made.upstairs),
        glossary=tuple(replace(gloss, term=text[:40], means=text) for gloss in made.glossary),
        earlier=tuple(replace(told, when=text, obstacle=text) for told in made.earlier),
    )


@pytest.mark.parametrize("format", RENDERERS)
def test_the_same_report_always_gives_the_same_bytes(format: Format) -> None:
    assert render(full(), format) == render(full(), format)


@pytest.mark.parametrize("format", ["md", "html"])
def test_all_fourteen_parts_are_told(format: Format) -> None:
    text = render(full(), format).replace("\\", "").replace("&#39;", "'")
    for part in (
        "The valve nobody can find", "5 March 2030", "Field crews and IT", "3 from Field",
        "1 watching", "Let anyone find the right valve", "With gloves and rain",
        "came up 2 times", "never came up", "frustrated", "hopeful", "they never saw it",
        "A missing photo costs", "56 → 81 (+25 points)", "64 → 69 (no clear change)",
        "agree with one another on 87 of 100 pairs", "The one they missed most is",
        "33 → 58", "+34 → +3", "Looking back", "Alignment", "A mirror for this room, not a grade.",
        "weight 45", "26 March 2030", "Calls happen.", "Other ideas", "day 2 is spent",
        "To ask upstairs", "Kim carries it", "Isolation", "Follow-through: 75 of 100",
        "Holidays.", "16 April 2030", "chance alone moves so few people by up to 14",
        "It is not for appraisals", "What stayed", "The late order", "22 January 2030",
        "70 → 60 (no clear change)", "6 then, 6 people now", "Perhaps not the same people",
        "From 19 March 2030 on",
    ):  # fmt: skip
        assert part in text, part
    assert "caricature" not in text, "that a turn was flagged is nobody's to read"


@pytest.mark.parametrize("format", ["md", "html", "csv"])
def test_after_its_check_a_report_tells_what_stayed_and_asks_nobody_any_more(
    format: Format,
) -> None:
    made = full(check=stayed("full", -20, when="check"))
    text = render(made, format).replace("&#39;", "'")
    assert "From 19 March 2030 on" not in text
    if format == "csv":
        assert "stayed_check_accuracy" in text
        assert "stayed_opening_accuracy" in text
    else:
        assert "What stayed two weeks later" in text
        assert "Not everybody may have answered" in text
        assert "70 → 50" in text
    assert "three things" not in render(made, "ics")


@pytest.mark.parametrize("format", ["md", "html", "csv", "json"])
def test_a_hidden_figure_says_so_and_shows_no_number(format: Format) -> None:
    nothing = Arrow(before=withheld(), after=withheld())
    made = full(
        results=results(
            rings_true=withheld(4),
            accuracy=Accuracy(sides={"business": nothing}, room=nothing, agreement={}),
            blind_spots={},
            understood=Understood(felt=Attitude(room=nothing)),
            alignment=Alignment(
                figure=withheld(4), accuracy=withheld(2), felt=withheld(3), rings_true=withheld(4),
                weights=AlignmentWeights(),
            ),
        ),
        feelings=(
            AskedTally(text="Now I feel ...", tally=Tally(question="q", counts={}, n=0, need=5)),
        ),
    )  # fmt: skip
    text = render(made, format)
    assert format == "json" or "not shown, fewer than 3 people" in text
    assert "<circle" not in text
    assert "hopeful" not in text


def test_only_the_side_whose_order_is_known_stands_in_an_order() -> None:
    made = full()
    assert made.results is not None
    board = dict(made.results.board)
    board["it"] = tuple(replace(card, place=None) for card in board["it"])
    pages = {
        order: render(replace(made, results=replace(made.results, board=cards)), "html")
        for order, cards in (("both", made.results.board), ("one", board))
    }
    assert pages["both"].count("In the order of their owners") == 1
    assert pages["both"].count('<ol class="ranked">') == 2
    assert "In no order" not in pages["both"]
    _, ours, theirs = re.split(r'<div class="side \w+">', pages["one"])
    assert "In the order of their owners" in ours
    assert '<ol class="ranked">' in ours
    assert "In no order" in theirs
    assert '<ol class="plain">' in theirs


@pytest.mark.parametrize("format", ["md", "html"])
def test_before_its_end_a_session_has_no_promise_yet(format: Format) -> None:
    assert "None was adopted" in render(full(promises=()), format)
    soon = render(full(promises=(), closed=False), format)
    assert "None yet." in soon
    assert "None was adopted" not in soon


def test_the_scores_of_a_taster_are_its_rings_true() -> None:
    made = full(
        results=results(accuracy=None, understood=None, alignment=None, blind_spots={}),
        ahas=(), earlier=(), upstairs=(), other_ideas=(), glossary=(), next_date="",
    )  # fmt: skip
    text = render(made, "md")
    assert "**Rings true: 70** of 100" in text
    assert "Alignment" not in text
    assert "It rang true" in render(made, "html")


def test_a_session_without_a_scene_has_a_report_in_every_format() -> None:
    empty = report(date="", team="")
    for kind in RENDERERS:
        assert render(empty, kind)


def test_an_open_session_says_that_it_is_open() -> None:
    text = render(full(closed=False), "md")
    assert "The session is not over." in text
    assert "were deleted" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_in_every_language(language: str) -> None:
    made = replace(full(), language=language)
    for kind in RENDERERS:
        assert render(made, kind)
    assert f'<html lang="{language}">' in render(made, "html")
    assert '<html lang="en">' in render(made, "html", "en")


class _Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_page_is_one_file_without_a_script_whatever_was_typed(hostile: str) -> None:
    html = render(typed(hostile), "html")
    page = _Page(html)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "a",
        "image",
        "use",
        "foreignobject",
    }
    for tag, attributes in page.tags:
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name != "href"
            assert name == "xmlns" or "://" not in (value or "") or tag == "meta", (name, value)
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    assert "default-src 'none'" in html
    assert hostile in page.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_cell_is_a_formula(hostile: str) -> None:
    made = replace(typed(hostile), other_ideas=())
    rows = list(csv.DictReader(io.StringIO(render(made, "csv"), newline="")))
    assert {row["part"] for row in rows} >= {
        "rings_true", "alignment", "accuracy", "felt", "gap", "card", "promise", "upstairs",
        "earlier", "aha", "word", "feeling", "people", "blind_spot", "agreement",
    }  # fmt: skip
    for row in rows:
        for cell in row.values():
            pieces = re.split(r"[;\t]", cell) if not _is_number(cell) else []
            assert not [piece for piece in pieces if piece.strip().startswith(tuple("=+-@"))], cell
    mine = next(row for row in rows if row["part"] == "aha")
    assert mine["name"].replace("'", "").endswith(hostile.replace("'", "")) or "'" in mine["name"]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_the_calendar_has_each_promise_with_two_reminders_and_the_next_session() -> None:
    made = full()
    found = Calendar.from_ical(render(made, "ics")).walk("VEVENT")
    first, second, following, check = found
    assert [str(e["uid"]) for e in found] == [
        f"{made.session}-{name}@turnabout" for name in ("promise-1", "promise-2", "next", "check")
    ]
    assert first.decoded("dtstart") == date(2030, 3, 26)
    assert following.decoded("dtstart") == date(2030, 4, 16)
    day = timedelta(days=1)
    rings = [alarm.decoded("trigger") for alarm in first.walk("VALARM")]
    # Two weeks after the session of 5 March at nine, and at nine on the day.
    assert rings == [-7 * day + timedelta(hours=9), timedelta(hours=9)]
    assert "WHEN a crew meets a valve" in str(first["description"])
    assert len(second.walk("VALARM")) == 2
    assert check.decoded("dtstart") == date(2030, 3, 19)
    assert "three things, 60 seconds" in str(check["description"])
    assert "://" not in str(check), "a link in a calendar would be everybody's who sees it"
    assert len(check.walk("VALARM")) == 1


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_calendar_is_read_back_whatever_was_typed(hostile: str) -> None:
    (event, *_others) = Calendar.from_ical(render(typed(hostile), "ics")).walk("VEVENT")
    assert hostile in str(event["summary"])
    assert f"WHEN {hostile} THEN {hostile}" in str(event["description"])


def test_the_schema_of_a_report_is_what_the_types_say() -> None:
    assert REPORT_FILE.read_text(encoding="utf-8") == report_schema(), "run: make docs"
    jsonschema.Draft202012Validator.check_schema(json.loads(report_schema()))


@pytest.mark.parametrize("made", [full(), report(), *map(typed, HOSTILE)])
def test_a_report_fits_its_schema_and_comes_back_the_same(made: Report) -> None:
    text = render(made, "json")
    jsonschema.Draft202012Validator(json.loads(report_schema())).validate(json.loads(text))
    assert from_json(text.encode()) == made


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        (b"no json", "$"),
        (b"[" * 5000, "$"),
        (b"\xff", "$"),
        (b"{}", "$"),
        (b'{"version": 2}', "$.version"),
    ],
)
def test_what_is_no_report_is_refused_with_its_field(broken: bytes, path: str) -> None:
    with pytest.raises(Malformed) as found:
        from_json(broken)
    assert found.value.path == path


def test_a_report_that_no_session_gave_is_refused() -> None:
    for made, path in (
        (full(next_date="2030-13-01"), "$.next_date"),
        (full(promises=(promise("x", by="soon"),)), "$.promises[0].by"),
        (full(labels={"it": "IT"}), "$.labels"),
    ):
        with pytest.raises(Malformed) as found:
            from_json(render_json(made))
        assert found.value.path == path


def render_json(made: Report) -> bytes:
    return render(made, "json").encode()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 12))
def test_a_chart_for_any_figure(before: int, after: int, n: int) -> None:
    room = moved(before, after)
    made = full(
        results=results(accuracy=Accuracy(sides={}, room=room, agreement={"it": shown(after, n)})),
        feelings=(asked("Now I feel ...", {"calm": n}),),
    )
    assert render(made, "html").count('class="dots"') >= 2


def test_a_report_leaves_the_imports_of_the_process_alone() -> None:
    code = (
        "import sys, pygal; before = list(sys.meta_path); "
        "import turnabout_server.after.report.charts; sys.exit(before != sys.meta_path)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
