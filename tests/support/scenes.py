"""A table whose scene is on, and what is said at it."""

from tests.support.table import HOMES, Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import BELL_GRACE, FlagCaricature, Said, SceneState, Speak
from turnabout_protocol.commands import Next, Start
from turnabout_protocol.room import SECOND, HouseRules

TURN = 105 * SECOND + BELL_GRACE
"""The first of a side."""


def scene(players: int = 4, *, late: int = 0, seed: int = 7, watchers: int = 0) -> Table:
    """Return a table whose scene has just begun."""
    table = Table(
        players=players, facilitators=1, late=late, seed=seed, house=HouseRules(opened_on="")
    )
    for i in range(watchers):
        table.with_say(f"Watcher {i}", HOMES[i % 2])
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(table.boss[0], Next(step="brief"))
    assert table.step == "scene"
    return table


def speak(table: Table, **said: str) -> int:
    """Let the one who has the floor speak, and return the number of the turn."""
    turn = table.turn
    table.do(turn.seat, Speak(step="scene", turn=turn.number, said=Said(**said)))
    return turn.number


def state(table: Table) -> SceneState:
    return table.public.state(SceneState, "scene")


def two_more_turns(table: Table) -> None:
    """Let two turns go by, with the twist if it comes in between."""
    for _ in range(2):
        if state(table).phase == "twist":
            table.wait(20 * SECOND)
        table.wait(70 * SECOND)
        speak(table, say="Yes.")


def flag(turn: int) -> FlagCaricature:
    """Return what says that a turn was a caricature."""
    return FlagCaricature(step="scene", turn=turn)
