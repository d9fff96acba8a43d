"""Where the terminal's own cursor stands: in the field, or on the row, that has the keys.

Braille displays, magnifiers and input methods follow that cursor and nothing else. A library of
widgets paints one of its own and hides this one.
"""

from collections.abc import Iterator
from typing import Final

from textual.dom import NoScreen
from textual.errors import NoWidget
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, OptionList, TextArea

HERE: Final = "-here"
"""The class of a row that the keys of its list are about."""
SHOWN: Final = "\x1b[6 q\x1b[?25h"
"""A steady bar, for the painted cursor stays in sight beside one, whatever their colours are."""
HIDDEN: Final = "\x1b[?25l"
AS_BEFORE: Final = "\x1b[0 q"
"""The shape that the terminal's owner has chosen."""


def moved(place: Offset | None) -> str:
    """Return what moves a terminal's cursor to `place`, or hides it where there is none."""
    return HIDDEN if place is None else f"\x1b[{place.y + 1};{place.x + 1}H{SHOWN}"


def place(screen: Screen[object]) -> Offset | None:
    """Return the cell in which the cursor belongs; None: nothing here has the keys."""
    focused = screen.focused
    if isinstance(focused, TextArea):
        return _within(screen, focused, focused.cursor_screen_offset)
    if isinstance(focused, OptionList):
        return _within(screen, focused, _highlighted(focused))
    if isinstance(focused, Button):
        return _start(screen, focused)
    return next(filter(None, (_start(screen, row) for row in _here(screen))), None)


def _here(node: Widget) -> Iterator[Widget]:
    """Yield the rows under `node` that keys are about.

    After every paint: a query, which understands far more than one class, takes ten times as long.
    """
    for child in node.children:
        if child.has_class(HERE):
            yield child
        yield from _here(child)


def _start(screen: Screen[object], row: Widget) -> Offset | None:
    return _within(screen, row, row.content_region.offset)


def _within(screen: Screen[object], widget: Widget, at: Offset | None) -> Offset | None:
    """Return `at` as far as it is in sight."""
    seen = _seen(screen, widget)
    if at is None or not seen:
        return None
    return Offset(
        min(max(at.x, seen.x), seen.right - 1),
        min(max(at.y, seen.y), seen.bottom - 1),
    )


def _seen(screen: Screen[object], widget: Widget) -> Region:
    try:
        return screen.find_widget(widget).visible_region
    except (NoWidget, NoScreen):
        return Region()


def _highlighted(options: OptionList) -> Offset | None:
    line = None
    if options.highlighted is not None:
        # The library has no public name for the line that an option begins on.
        line = options._index_to_line.get(options.highlighted)
    if line is None:
        return None
    start = options.content_region.offset
    return start + Offset(0, line - round(options.scroll_y))
