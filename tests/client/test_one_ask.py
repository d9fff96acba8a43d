"""A whole scene of four, played by bots, and a real screen that is read at every change of it.

At no moment does it ask more than one thing, and what it asks about is in sight.
"""

import re
from typing import Final

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from tests.client.test_tui_screens import text
from tests.support.gallery import StillTable
from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_client.activities.scene.pinned import Pinned
from turnabout_client.activities.scene.screen import SceneScreen
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.commands import Start
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES
from turnabout_server.authoring.scenarios import find_agenda

SMALL = (80, 24)
ASKS: Final = re.compile(
    r"Did it ring true\?|What was missing\?|hear you\?|Rightly\?|What do you say to|"
    r"play a card|Now your card|, then ask|Now ask|mend your echo|Press Enter when|"
    r"choose your next card|Choose your next card"
)
"""What somebody in a scene can be asked, in the words of the screen."""


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


class LiveTable(StillTable):
    """A seat at a table at which bots play."""

    def __init__(self, minds: Minds, seat: int) -> None:
        self._minds = minds
        super().__init__(minds.known_to(seat), seat, minds.table.now)

    def now(self) -> int:
        return self._minds.table.now

    def look(self) -> None:
        """Take in what has happened."""
        self.room = self._minds.known_to(self.seat or 0)


def watched(who: str) -> tuple[Minds, int]:
    """Return a table of four in its scene, and the seat whose screen is read."""
    agenda = find_agenda("60" if who == "mends" else "taster")
    table = Table(facilitators=1, agenda=agenda, house=HouseRules(opened_on="2026-03-02"))
    table.players = [table.sit(f"P{i}", SIDES[i % 2]) for i in range(4)]
    seats = {"plays": table.players[0], "mends": table.players[1]}
    seat = seats.get(who) or table.sit("Olga", SIDES[0], "observer")
    minds = Minds(table)
    table.do(1, Start())
    minds.play(until="scene")
    return minds, seat


def asked(app: TurnaboutApp) -> list[str]:
    """Return what the screen asks just now, in the order of its rows."""
    return ASKS.findall(text(app))


async def drawn(pilot: Pilot[str]) -> None:
    for _ in range(3):
        await pilot.pause()


@pytest.mark.parametrize("who", ["plays", "mends", "watches"])
async def test_no_moment_of_a_scene_asks_more_than_one_thing(who: str) -> None:
    """The one who mends plays for the other side, where the echo goes ahead of the card."""
    minds, seat = watched(who)
    table = LiveTable(minds, seat)
    app = TurnaboutApp(table)
    seen: set[str] = set()
    async with app.run_test(size=SMALL) as pilot:
        while True:
            await drawn(pilot)
            assert isinstance(app.screen, SceneScreen)
            said = text(app)
            asks = asked(app)
            assert len(asks) <= 1, said
            seen |= set(asks)
            rows = [row for row in app.screen.query(Choices) if row.display]
            assert len(rows) <= 1, said
            check_row(rows, said)
            check_pinned(app, said)
            if minds.table.public.state(SceneState, "scene").phase == "twist":
                assert not rows, said
                assert set(asks) <= {"Press Enter when"}
            minds.once()
            if minds.table.step != "scene":
                break  # another screen opens: it is not read
            table.look()
            app.room_changed()
    if who == "watches":
        assert seen == {"What do you say to"}
    else:
        assert {"Did it ring true?", "play a card", "Press Enter when"} <= seen
        assert who != "mends" or {"hear you?", "Now your card"} <= seen, seen


def check_row(rows: list[Choices], said: str) -> None:
    """The keys of what is asked stand with their words in the row under the question."""
    for row in rows:
        for button in row.query(Button):
            assert str(button.label) in said, "no answer is cut"


def check_pinned(app: TurnaboutApp, said: str) -> None:
    """What a question is about is in sight: the beginning of what was said, or the card."""
    pinned = app.screen.query_one(Pinned)
    if not pinned.display:
        assert "ring true?" not in said
        return
    state = app.screen.table.room.public.state(SceneState, "scene")  # type: ignore[attr-defined]
    turn = state.turn(pinned.turn)
    assert turn is not None
    card = turn.card if "What do you say to" in said else None
    words = (turn.say or turn.echo if card is None else card.text).split()[:4]
    assert " ".join(words) in " ".join(said.split()), said
