"""Small things that all screens do with what they show."""

from dataclasses import replace

from textual.binding import ActiveBinding
from textual.widget import Widget

from turnabout_language import _


def shown(widget: Widget, yes: bool) -> None:
    """Show or hide a widget without touching what is in it."""
    if widget.display != yes:
        widget.display = yes


def mark(root: Widget, *touched: Widget, **classes: bool) -> None:
    """Give `root` these classes, each by its name without the dash, or take them.

    They change the looks of `touched`, and of nothing else under `root`: with a long session on it
    the whole of a screen takes many frames to be styled anew.
    """
    before = root.classes
    root.update_classes({f"-{name}": yes for name, yes in classes.items()}, update=False)
    if root.classes != before:
        for widget in touched:
            widget.update_node_styles()


def told(bindings: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """Return keys with their descriptions in the language that is spoken."""
    return {
        key: one._replace(binding=replace(one.binding, description=_(one.binding.description)))
        for key, one in bindings.items()
    }
