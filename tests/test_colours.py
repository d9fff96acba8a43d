"""The colours of the house are one set: on screens, on the page, in the report."""

import re
from importlib.resources import files
from typing import Final

import pytest
from textual.theme import Theme

from turnabout_client.tui.themes import DARK, LIGHT
from turnabout_protocol.scenario import KINDS
from turnabout_server.after.report import charts

PAGE: Final = (files("turnabout_client.page") / "static" / "page.css").read_text("utf-8")
REPORT: Final = (files("turnabout_server.after.report") / "page.css").read_text("utf-8")


def _set(of: str, name: str) -> list[str]:
    """Return what a style sheet says `name` is, in light, in dark and so on."""
    return re.findall(rf"--{name}: (#[0-9a-f]+)", of)


@pytest.mark.parametrize(("place", "theme"), enumerate((LIGHT, DARK)))
def test_the_page_has_the_colours_of_the_screens(place: int, theme: Theme) -> None:
    colours = theme.variables
    for name in ("business", "it", "note-ink"):
        assert _set(PAGE, name)[place] == colours[name]
    for kind in KINDS:
        name = "askc" if kind == "ask" else kind
        assert _set(PAGE, name)[place] == colours[f"note-{kind}"]


def test_the_report_has_the_light_ones() -> None:
    colours = LIGHT.variables
    for name in ("business", "it", "quiet", "rule"):
        assert _set(REPORT, name) == [colours[name]]
    for kind in KINDS:
        assert f"li.{kind} {{ background: {colours[f'note-{kind}']}; }}" in REPORT
    assert (colours["business"], colours["it"]) == (charts.AFTER, charts.OTHER)
    assert (colours["quiet"], colours["rule"]) == (charts.QUIET, charts.RULE)
