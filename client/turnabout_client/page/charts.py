"""Rows of a chart as SVG, drawn by the library that draws the report's.

The page allows no style in a document: a row is drawn plain, and `page.css` colours it by the
classes of the library.
"""

from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree

import pygal
from markupsafe import Markup

from turnabout_client.dialogue.shapes import Bar, Chart

WIDTH: Final = 300
HEIGHT: Final = 24
_SMALL, _LARGE = 5, 7
"""Radius of a dot: where it was, and where it is."""
_DROPPED: Final = ("defs", "desc", "title", "script")
"""What the library adds for its own script and style."""


@lru_cache(maxsize=512)
def row(chart: Chart, bar: Bar) -> Markup:
    """Return the picture of one row; its words stand beside it, so it is hidden from readers."""
    drawn = _arrow(chart, bar) if chart.arrows else _length(chart, bar)
    root = drawn.render_tree()
    _thin(root)
    for one in root.iter():
        one.attrib.pop("style", None)
        one.attrib.pop("id", None)
    root.set("class", "drawn arrow" if chart.arrows else "drawn length")
    root.set("aria-hidden", "true")
    root.set("preserveAspectRatio", "none" if not chart.arrows else "xMidYMid meet")
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _thin(parent: ElementTree.Element) -> None:
    """Take out what the library has for scripts and styles, and the groups that hold nothing."""
    for child in list(parent):
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else _DROPPED[0]
        if name not in _DROPPED and child.get("class") not in ("background", "tooltip-box"):
            _thin(child)
            if len(child) or name != "g":
                continue
        parent.remove(child)


def _length(chart: Chart, bar: Bar) -> Any:
    drawn = pygal.HorizontalBar(**_settings(), range=(chart.least, chart.most))
    drawn.add(None, [bar.value])
    return drawn


def _arrow(chart: Chart, bar: Bar) -> Any:
    """Draw a line with its middle, what it is held against, where it was, and where it is."""
    room = (chart.most - chart.least) / 25
    drawn = pygal.XY(
        **_settings(), range=(-1, 1), xrange=(chart.least - room, chart.most + room), stroke=True
    )
    middle = (chart.least + chart.most) / 2
    drawn.add(None, [(chart.least, 0), (chart.most, 0)], show_dots=False)
    drawn.add(None, [(middle, -0.6), (middle, 0.6)], show_dots=False)
    drawn.add(None, [] if bar.mark is None else [(bar.mark, -0.9), (bar.mark, 0.9)],
              show_dots=False)  # fmt: skip
    ends = [] if bar.before is None else [(bar.before, _SMALL)]
    ends.append((bar.value, _LARGE))
    drawn.add(None, [{"value": (at, 0), "node": {"r": size}} for at, size in ends])
    return drawn


def _settings() -> dict[str, Any]:
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "js": [],
        "margin": 0,
        "spacing": 0,
        "show_legend": False,
        "show_x_labels": False,
        "show_y_labels": False,
        "show_x_guides": False,
        "show_y_guides": False,
        "disable_xml_declaration": True,
    }
