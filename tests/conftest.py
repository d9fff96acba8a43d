"""Settings of the whole suite: properties without a clock, on a build machine always alike."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import pygal
import pytest
from hypothesis import settings

from turnabout_language import use

# The charts' library finds its plugins in a way from before Python 3.4, which Python forgives and
# pytest does not: it asks everything that finds modules for a spec.
pygal.PluginImportFixer.find_spec = lambda *_: None

# Whoever runs the suite on a German machine reads the same sentences.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("TURNABOUT_LANGUAGE", None)
# The keys of rooms lie apart from their data; those of the suite not among those of its user.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="turnabout-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
settings.register_profile(
    "turnabout", deadline=None, derandomize="CI" in os.environ, max_examples=40
)
settings.register_profile("thorough", deadline=None, max_examples=400)
settings.load_profile("turnabout")

# Windows has no pseudo-terminals, and no signal that ends a process for certain.
HAS_TERMINALS = find_spec("termios") is not None
NEED_TERMINALS = [
    "client/test_ssh_hostkey.py",
    "e2e/test_bots_return.py",
    "e2e/test_crash.py",
    "e2e/test_four_doors.py",
    "e2e/test_plain_session.py",
    "e2e/test_ssh.py",
    "e2e/test_ssh_refused.py",
    "e2e/test_ssh_session.py",
    "getting/test_deployed.py",
    "turnabout/test_after_the_end.py",
    "turnabout/test_as_on_windows.py",
    "turnabout/test_broken_screens.py",
    "turnabout/test_first.py",
    "turnabout/test_guard.py",
    "turnabout/test_host_links.py",
    "turnabout/test_hosting.py",
    "turnabout/test_lifeline.py",
    "turnabout/test_door.py",
    "turnabout/test_plain.py",
    "turnabout/test_plain_editor.py",
    "turnabout/test_plain_pipe.py",
    "turnabout/test_signals.py",
    "turnabout/test_ssh.py",
    "turnabout/test_stopped.py",
    "turnabout/test_terminal_input.py",
]
collect_ignore = [] if HAS_TERMINALS else NEED_TERMINALS


@pytest.fixture(autouse=True)
def _english() -> None:
    use("en")


@pytest.fixture(autouse=True)
def _at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the room go on at once when a stage ends, let a facilitator end what has just begun, and
    let a letter beside a field act at once.

    The moments between are for people's hands and lines. Tests of those moments, and everything
    that is random, are marked `unhurried`.
    """
    if request.node.get_closest_marker("unhurried") is None:
        monkeypatch.setattr("turnabout_server.rules.activities.base.GRACE", 0)
        monkeypatch.setattr("turnabout_server.rules.agenda.JUST_BEGUN", 0)
        monkeypatch.setattr("turnabout_client.tui.room.screen.RoomScreen.LULL", 0.0)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the long form what takes long: of the tests of each moment, every other one."""
    if config.getoption("long"):
        return
    spared = [item for item in items if _is_for_the_long_form(item)]
    config.hook.pytest_deselected(items=spared)
    items[:] = [item for item in items if item not in set(spared)]


def _is_for_the_long_form(item: pytest.Item) -> bool:
    if item.get_closest_marker("long_form") is not None:
        return True
    if item.get_closest_marker("each_moment") is None or not isinstance(item, pytest.Function):
        return False
    from tests.support.gallery import MOMENTS

    given: Mapping[str, Any] = item.callspec.params
    return bool((list(MOMENTS).index(given["name"]) + given["seat"]) % 2)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=3, help="how often the server is killed")
    parser.addoption("--sessions", type=int, default=6, help="random sessions of each preset")
    parser.addoption(
        "--long",
        action="store_true",
        help="every pair and more rooms in the attacks, every moment of screens and pages",
    )
