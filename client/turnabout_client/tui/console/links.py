"""The links for those who are still to come."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from turnabout_client.console.helm import Helm
from turnabout_client.tui.console.lever import Lever
from turnabout_client.tui.room.invite import Invite, Links
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.invitation import invited
from turnabout_language import N_
from turnabout_machine.keys import hashed, new_key
from turnabout_protocol.commands import IssuePass, RenewCoKey, RenewLink
from turnabout_protocol.links import Link
from turnabout_protocol.messages import SshDoor
from turnabout_protocol.room import Room


def links(
    where: Link,
    keys: Sequence[str],
    room: Room,
    *,
    get_it: str = "",
    ssh: SshDoor | None = None,
    web: bool = True,
) -> Links:
    """Return the links by which newcomers reach the `room` at `where`.

    `keys` are those of the personal links that are known here, used or not; `get_it` is where
    people get the command, `ssh` the server's ssh door, `web` whether links open in browsers.
    """
    public, console = room.public, room.console
    shared = replace(where, door="join", key=console.link)
    good = [key for key in keys if hashed(key) in console.passes]
    return Links(
        about=invited(
            "" if public.story is None else public.story.title,
            public.agenda,
            shared,
            get_it=get_it,
            begun=public.phase != "lobby",
            ssh=ssh,
            web=web,
        ),
        personal=tuple(replace(shared, key=key) for key in good),
        elsewhere=len(console.passes) - len(good),
    )


def _invite(screen: RoomScreen, helm: Helm) -> None:
    where, inviting = helm.link, screen.inviting
    if where is None or inviting is None:
        return

    def make() -> None:
        """Make a link that is good for one seat. The server is told no more than its key's hash."""
        key = new_key()
        inviting.personal.append(key)
        screen.send(IssuePass(issued=hashed(key)))

    def renew_co() -> None:
        """Let another key be that of the co-facilitators. The server is told its hash alone."""
        key = new_key()
        screen.send(RenewCoKey(key=hashed(key)))
        inviting.co_key = key

    def known() -> Links:
        table = screen.table
        found = links(
            where,
            inviting.personal,
            table.room,
            get_it=inviting.get_it,
            ssh=table.ssh,
            web=table.web,
        )
        if not helm.leads:
            return found
        co = replace(where, door="steer", key=inviting.co_key) if inviting.co_key else None
        return replace(found, co=co, own=inviting.steering)

    screen.app.push_screen(
        Invite(
            known,
            make=make,
            renew=lambda: screen.send(RenewLink(key=new_key())),
            renew_co=renew_co if helm.leads else None,
            tag=helm.public.rules.language,
        )
    )


INVITE: Final = Lever(
    "invite",
    "i",
    N_("invite"),
    N_("The text to send, the links, and new ones for those that leaked."),
    _invite,
    when=lambda helm: helm.link is not None,
)
