"""Passing is free, and asked for only where something would be thrown away."""

from collections.abc import Callable

from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import _
from turnabout_protocol.activities.scene import Said


def pass_turn(screen: RoomScreen, said: Said, passes: Callable[[], None]) -> None:
    """Pass with `passes`; where something is written, after a question."""
    written = " … ".join(text for text in (said.echo, said.say, said.ask) if text)
    if not written:
        passes()
        return
    question = _("Pass, and drop what you wrote? “{text}”", text=written)
    screen.app.push_screen(Confirm(question, _("Pass")), lambda yes: passes() if yes else None)
