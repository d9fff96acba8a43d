"""The links for those who are still to come."""

from typing import Final

from turnabout_client.tui.console.helm import Helm
from turnabout_client.tui.console.lever import Lever
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import N_


def _invite(screen: RoomScreen, helm: Helm) -> None:
    if helm.link is not None:
        screen.app.push_screen(Invite(helm.link))


INVITE: Final = Lever("invite", "i", N_("invite"), _invite, when=lambda helm: helm.link is not None)
