"""The report's charts: inline SVG that stands by itself, without scripts, tooltips or fonts."""

from collections.abc import Sequence
from typing import Any, Final
from xml.etree import ElementTree

import pygal
from pygal.style import Style

from turnabout_protocol.figures import Figure
from turnabout_server.after.report import figure_rows

INK: Final = "#3a322b"
QUIET: Final = "#665d53"
RULE: Final = "#d3c5ae"
BEFORE: Final = "#c9b08c"
AFTER: Final = "#984a29"
OTHER: Final = "#1e6a73"
PARTS: Final = ("#984a29", "#1e6a73", "#8a5a2b")

_WIDTH: Final = 400
"""Width of a chart as it is drawn; the page scales it to its place."""
_NARROW: Final = 250
"""Width of a chart of which three stand side by side."""
_ROW: Final = 26
"""Height of an arrow."""


def arrow(name: str, row: figure_rows.TableRow, *, chance: float | None = None) -> str:
    """Return a figure as an arrow from 0 to 100: a small dot before, a large one after.

    `name` is unique on the page. `chance`: where a dashed line says that guessing would be.
    Nothing where nothing is shown.
    """
    if figure_rows.all_hidden(row.arrow):
        return ""
    colour = _colour(row)
    guides: list[tuple[float, str, str]] = [
        (at, RULE, "") for at in (0, 25, 50, 75, 100) if at != chance
    ]
    guides += [] if chance is None else [(chance, QUIET, "4,3")]
    chart = pygal.XY(
        **_settings(_WIDTH, _ROW, [*(ink for _at, ink, _dash in guides), colour]),
        range=(-1, 1),
        xrange=(-4, 104),
        show_x_guides=False,
        show_y_guides=False,
        show_x_labels=False,
        show_y_labels=False,
    )
    for at, _ink, dash in guides:
        chart.add(
            None,
            [(at, -1), (at, 1)],
            show_dots=False,
            stroke_style={"width": 1, "dasharray": dash or "0"},
        )
    chart.add(None, _points(row, colour), stroke_style={"width": 4})
    return _drawn(chart, name)


def _points(row: figure_rows.TableRow, colour: str) -> list[dict[str, Any]]:
    ends = [(row.arrow.before, BEFORE, 5), (row.arrow.after, colour, 7)]
    return [
        {"value": (figure.value, 0), "color": ink, "node": {"r": size}}
        for figure, ink, size in ends
        if figure is not None and figure.value is not None
    ]


def _colour(row: figure_rows.TableRow) -> str:
    return {"business": AFTER, "it": OTHER}.get(row.side or "", INK)


def bars(name: str, counts: Sequence[tuple[str, int]], most: int) -> str:
    """Return how often each answer was given, the most frequent on top; `most` fills a bar."""
    if not counts:
        return ""
    chart = pygal.HorizontalBar(
        **_settings(_NARROW, 15 * len(counts) + 6, [BEFORE]),
        range=(0, most),
        show_x_labels=False,
        show_y_guides=False,
        show_x_guides=False,
        print_values=True,
        print_values_position="top",
        value_formatter=lambda value: f"{value:.0f}",
        truncate_label=40,
    )
    turned = list(reversed(counts))
    chart.x_labels = [word for word, _count in turned]
    chart.add(None, [count for _word, count in turned])
    return _drawn(chart, name)


def made_of(name: str, parts: Sequence[tuple[str, Figure, int]]) -> str:
    """Return the room's score as one bar: what each of its parts gives, and what is missing."""
    if any(figure.value is None for _name, figure, _weight in parts):
        return ""
    whole = sum(weight for _name, _figure, weight in parts)
    chart = pygal.HorizontalStackedBar(
        **{**_settings(_WIDTH, 70, PARTS, on_bars="#ffffff"), "margin_right": 20},
        range=(0, 100),
        show_y_labels=False,
        show_y_guides=False,
        print_values=True,
        value_formatter=lambda value: f"{value:.0f}" if value > 4 else "",
    )
    chart.y_labels = [0, 25, 50, 75, 100]
    for _part, figure, weight in parts:
        chart.add(None, [(figure.value or 0) * weight / whole])
    return _drawn(chart, name)


def _settings(
    width: int, height: int, colours: Sequence[str], on_bars: str = INK
) -> dict[str, Any]:
    return {
        "width": width,
        "height": height,
        "style": Style(
            colors=tuple(colours),
            value_colors=(on_bars,) * len(colours),
            background="transparent",
            plot_background="transparent",
            foreground=INK,
            foreground_strong=INK,
            foreground_subtle=RULE,
            font_family="inherit",
            label_font_size=11,
            major_label_font_size=13,
            value_font_size=12,
            value_label_font_size=13,
            guide_stroke_color=RULE,
            guide_stroke_dasharray="1,3",
            major_guide_stroke_color=RULE,
            transition="0s",
            opacity="1",
        ),
        "js": [],
        "show_legend": False,
        "disable_xml_declaration": True,
        "margin": 0,
        "spacing": 8,
        "dots_size": 6,
    }


def _drawn(chart: Any, name: str) -> str:
    """Return the SVG of a chart, the same for the same figures."""
    chart.uuid = name
    root = chart.render_tree()
    for parent in root.iter():
        for child in list(parent):
            # Notes of the library, and what its script would have shown as tooltips.
            if not isinstance(child.tag, str) or child.tag in ("desc", "script", "title"):
                parent.remove(child)
    root.set("role", "img")
    text: str = ElementTree.tostring(root, encoding="unicode")
    return text
