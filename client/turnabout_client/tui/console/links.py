"""The links for those who are still to come."""

from typing import Final

from msgspec.structs import replace

from turnabout_client.tui.console.helm import Helm
from turnabout_client.tui.console.lever import Lever
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import N_
from turnabout_machine.keys import hashed, new_key
from turnabout_protocol.commands import IssuePass
from turnabout_protocol.links import Link


def _invite(screen: RoomScreen, helm: Helm) -> None:
    where = helm.link
    if where is None:
        return

    def personal() -> Link:
        """Make a link that is good for one seat. The server is told no more than its key's hash."""
        key = new_key()
        screen.send(IssuePass(issued=hashed(key)))
        return replace(where, door="join", key=key)

    screen.app.push_screen(Invite(where, personal))


INVITE: Final = Lever("invite", "i", N_("invite"), _invite, when=lambda helm: helm.link is not None)
