"""Small things that all screens do with what they show."""

from dataclasses import replace

from textual.binding import ActiveBinding
from textual.widget import Widget

from turnabout_language import _


def shown(widget: Widget, yes: bool) -> None:
    """Show or hide a widget without touching what is in it."""
    if widget.display != yes:
        widget.display = yes


def told(bindings: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """Return keys with their descriptions in the language that is spoken."""
    return {
        key: one._replace(binding=replace(one.binding, description=_(one.binding.description)))
        for key, one in bindings.items()
    }
