"""Rows of buttons that must not be cut: they move together, and what is said beside them goes."""

from typing import Final

from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Button

from turnabout_client.tui.kit.static import Static

AIRY: Final = 7
"""Cells that a button takes besides its words, where there is room."""
CLOSE: Final = 3
"""The same where there is little."""


def fit_rows(root: DOMNode) -> None:
    """Let every row of buttons under `root` fit into its width.

    As long as there is room for whole words beside the buttons, those stay.
    """
    for row in root.query(".buttons"):
        buttons, said = _cells(row)
        width = row.content_size.width
        if width:
            count = len(buttons)
            row.set_class(sum(buttons) + count * AIRY + said > width, "-close")
            row.set_class(said > 0 and sum(buttons) + count * CLOSE + said > width, "-mute")


def _cells(row: Widget) -> tuple[list[int], int]:
    """Return the cells of each button's words, and of what is said beside them."""
    buttons, said = [], 0
    for one in row.children:
        if isinstance(one, Button) and one.display:
            buttons.append(Content.from_text(one.label).cell_length)
        elif isinstance(one, Static) and one.display and isinstance(one.content, str | Content):
            said += Content.from_text(one.content, markup=False).cell_length
    return buttons, said
