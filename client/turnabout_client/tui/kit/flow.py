"""Buttons that flow like words: as many in a row as fit, and what belongs together side by side."""

from typing import Final

from textual.containers import Container
from textual.geometry import Offset, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

BETWEEN: Final = 1
"""Cells between two buttons."""
APART: Final = 4
"""Cells between two groups in one row."""
BEGINS: Final = "begins"
"""The class of a widget that begins a group."""


class FlowLayout(Layout):
    """Rows of one line. A group shares a row with the one before if all of it fits there."""

    name = "flow"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        parent.pre_layout(self)
        viewport = parent.app.viewport_size
        groups: list[list[tuple[Widget, int]]] = []
        for child in children:
            if child.has_class(BEGINS) or not groups:
                groups.append([])
            cells = child.get_content_width(size, viewport) + child.styles.gutter.width
            groups[-1].append((child, cells))
        placed: list[WidgetPlacement] = []
        x = y = 0
        for group in groups:
            whole = sum(cells for _child, cells in group) + BETWEEN * (len(group) - 1)
            if x and x - BETWEEN + APART + whole > size.width:
                x, y = 0, y + 1
            elif x:
                x += APART - BETWEEN
            for child, cells in group:
                if x and x + cells > size.width:
                    x, y = 0, y + 1
                region = Region(x, y, cells, 1)
                placed.append(WidgetPlacement(region, Offset(0, 0), Spacing(), child))
                x += cells + BETWEEN
        return placed


FLOW: Final = FlowLayout()


class Flow(Container):
    """What is in it flows, and takes the rows that it needs."""

    DEFAULT_CSS = "Flow { height: auto; }"

    @property
    def layout(self) -> Layout:
        # Textual's styles know its own layouts alone, by name.
        return FLOW
