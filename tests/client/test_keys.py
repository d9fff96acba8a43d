"""A key has one name on all screens of players: what it does is learnt once."""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from textual.binding import Binding
from textual.screen import Screen

import turnabout_client.activities
from turnabout_client.tui import registry
from turnabout_client.tui.room.screen import RoomScreen

HERE: Final = {"enter", "escape", "space", "backspace", *"123456789"}
"""Keys that mean what is under the cursor or beside the number: the line of the hour says what."""
APART: Final = {
    "b": {"brief", "key points"},
    "d": {"down", "finished", "next date", "take back"},
    "m": {"bell on or off", "mark as aha"},
    "n": {"new card", "the number"},
    "r": {"ready", "it was read"},
    "u": {"up", "upstairs"},
    "w": {"why", "watch instead", "I watch instead"},
    "y": {"I play", "thank you", "yes"},
}
"""What has two names still, in steps that lie far from one another. Nothing may be added."""


def screens(kind: type[Screen[Any]] = RoomScreen) -> Iterator[type[Screen[Any]]]:
    """Yield the screens of players, each once for each way to it."""
    yield kind
    for below in kind.__subclasses__():
        if "console" not in below.__module__ and below.__module__.startswith("turnabout_client"):
            yield from screens(below)


def names() -> dict[str, set[str]]:
    """Return the names of every key. Answers that stand beside their keys are no names of keys."""
    assert registry.STYLES, "with it come the screens that belong to no activity"
    for found in pkgutil.iter_modules(turnabout_client.activities.__path__):
        importlib.import_module(f"turnabout_client.activities.{found.name}.screen")
    said: dict[str, set[str]] = defaultdict(set)
    for kind in screens():
        for one in Binding.make_bindings(kind.__dict__.get("BINDINGS", [])):
            if one.description and not one.action.startswith("answer("):
                said[one.key].add(one.description)
    return said


def test_a_key_has_one_name_everywhere() -> None:
    twice = {key: found for key, found in names().items() if len(found) > 1 and key not in HERE}
    assert {key: found - APART.get(key, set()) for key, found in twice.items()} == {
        key: set() for key in twice
    }
    assert APART.keys() <= twice.keys(), "a name less: strike it from the list"


def test_ready_is_ready_on_every_screen_that_asks_for_it() -> None:
    ready = {
        one.description
        for kind in screens()
        for one in Binding.make_bindings(kind.__dict__.get("BINDINGS", []))
        if one.action == "ready"
    }
    assert ready == {"ready"}
