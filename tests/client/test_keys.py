"""A key has one name on all screens of players: what it does is learnt once."""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from textual.binding import Binding
from textual.screen import ModalScreen, Screen

import turnabout_client.activities
from tests.client.test_tui_screens import text, until
from tests.support.gallery import app_at
from turnabout_client.activities.poll.model import PICK_KEYS
from turnabout_client.tui import registry
from turnabout_client.tui.entrance.check import CheckScreen
from turnabout_client.tui.entrance.screen import JoinScreen
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.screen import EVERYWHERE, RoomScreen

HERE: Final = {"enter", "escape", "space", "backspace", "tab", "left", "right", *"123456789"}
"""Keys that mean what is under the cursor or beside the number: the line of the hour says what."""
LEAVES: Final = {"back", "no"}
"""What closes a small screen that lies on another: the key that opened it may, too."""


def screens(*kinds: type[Screen[Any]]) -> Iterator[type[Screen[Any]]]:
    """Yield the screens of players and what opens over them, each once for each way to it."""
    for kind in kinds:
        yield kind
        below = kind.__subclasses__()
        yield from screens(*(found for found in below if is_for_players(found)))


def is_for_players(kind: type[Screen[Any]]) -> bool:
    """Return whether a player meets that screen."""
    steers = "console" in kind.__module__ or kind is Invite
    return kind.__module__.startswith("turnabout_client") and not steers


def names() -> dict[str, set[str]]:
    """Return the names of every key. Answers that stand beside their keys are no names of keys."""
    assert registry.STYLES, "with it come the screens that belong to no activity"
    for found in pkgutil.iter_modules(turnabout_client.activities.__path__):
        importlib.import_module(f"turnabout_client.activities.{found.name}.screen")
    said: dict[str, set[str]] = defaultdict(set)
    for kind in screens(RoomScreen, CheckScreen, JoinScreen, ModalScreen):
        for one in Binding.make_bindings(kind.__dict__.get("BINDINGS", [])):
            leaves = issubclass(kind, ModalScreen) and one.description in LEAVES
            if one.description and not (one.action.startswith("answer('") or leaves):
                said[one.key].add(one.description)
    return said


def test_a_key_has_one_name_everywhere() -> None:
    twice = {key: found for key, found in names().items() if len(found) > 1 and key not in HERE}
    assert twice == {}


def test_the_answers_of_a_poll_leave_the_keys_that_work_everywhere_alone() -> None:
    assert not set(PICK_KEYS) & {*EVERYWHERE, "t", "r"}


async def test_the_slip_names_the_key_that_shows_its_number() -> None:
    app = app_at("close")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "in numbers" in text(app))
        keys = {one.binding.action: key for key, one in app.screen.active_bindings.items()}
        assert f"Press {keys['number']} if you want it in numbers." in text(app)


def test_ready_is_ready_on_every_screen_that_asks_for_it() -> None:
    ready = {
        one.description
        for kind in screens(RoomScreen)
        for one in Binding.make_bindings(kind.__dict__.get("BINDINGS", []))
        if one.action == "ready"
    }
    assert ready == {"ready"}
