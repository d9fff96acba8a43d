"""What `join` loads before its first screen is painted, and what it brings after that."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from textual.css.stylesheet import Stylesheet

from tests.client.test_tui_screens import until
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.registry import STYLES

LATER: Final = frozenset(
    {"babel", "cyclopts", "msgpack", "python_socks", "regex", "websockets", "turnabout_server",
     "turnabout_client.activities", "turnabout_client.link.connection",
     "turnabout_client.tui.registry", "turnabout_client.tui.room.screen",
     "turnabout_protocol.messages", "turnabout_protocol.activities"}
)  # fmt: skip
"""What nobody needs who has not knocked yet."""
PAINTED: Final = """
import os, sys
from textual.app import App
from turnabout.main import main

display = App._display

def displayed(self, screen, renderable):
    display(self, screen, renderable)
    if type(screen).__name__ == "JoinScreen" and renderable is not None:
        with open(sys.argv[1], "w") as stream:
            print(*sys.modules, file=stream)
        os._exit(0)

App._display = displayed
main(["join", "ws://127.0.0.1:9/join/7F3K2QMX9TRVH4WZ"])
"""


def test_the_door_is_painted_before_the_rest_is_loaded(tmp_path: Path) -> None:
    noted = tmp_path / "modules"
    code = "import pty, sys; sys.exit(pty.spawn([sys.executable, '-c', *sys.argv[1:]]) % 255)"
    done = subprocess.run(
        [sys.executable, "-c", code, PAINTED, str(noted)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert noted.exists(), done
    assert not LATER & {*noted.read_text().split()}


async def test_its_looks_are_those_of_all_from_the_beginning() -> None:
    app = TurnaboutApp()
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.stylesheet.has_source(str(STYLES[1])))
        whole = Stylesheet(variables=app.get_css_variables())
        whole.read_all(STYLES)
        whole.parse()
        ours = [rule for rule in app.stylesheet.rules if not rule.is_default_rules]
        assert [rule.css for rule in ours] == [rule.css for rule in whole.rules]
