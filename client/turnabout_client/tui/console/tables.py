"""A room with many people: two share a turn, or some go to another table."""

from typing import Final

from turnabout_client.console.helm import Helm
from turnabout_client.tui.console.lever import Lever, sends
from turnabout_client.tui.console.next_table import NextTableScreen
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import N_, _
from turnabout_machine.keys import new_key
from turnabout_protocol.pairs import ShareTurns
from turnabout_protocol.panel import frozen
from turnabout_protocol.tables import OpenTable


def _share_words(helm: Helm) -> str:
    return _("turns alone") if helm.public.shared else _("share turns")


def _next_table(screen: RoomScreen, helm: Helm) -> None:
    if helm.public.next_table:
        screen.app.push_screen(NextTableScreen(screen.table, helm.link, screen.send))
        return
    if not helm.leads:
        screen.notice(_("Only the facilitator who opened the room can open another table."))
        return
    command = OpenTable(code=new_key(), key=new_key(), co_key=new_key())
    screen.app.push_screen(
        Confirm(
            _(
                "Open another table? It has the same case and the same plan, and links of its own. "
                "Then you choose who goes there."
            ),
            _("Open it"),
        ),
        lambda yes: screen.send(command, lambda: _shows(screen, helm)) if yes else None,
    )


def _shows(screen: RoomScreen, helm: Helm) -> None:
    screen.app.push_screen(NextTableScreen(screen.table, helm.link, screen.send))


def _next_words(helm: Helm) -> str:
    n = helm.public.table + 1
    return _("table {n}", n=n) if helm.public.next_table else _("open table {n}", n=n)


NEXT_TABLE: Final = Lever(
    "next_table",
    "2",
    N_("next table"),
    N_("Another room beside this one, and who is asked to go there."),
    _next_table,
    when=lambda helm: helm.lobby,
    label=_next_words,
)
SHARE: Final = Lever(
    "share",
    "&",
    N_("share turns"),
    N_("Two of a side share a turn, so up to 24 can play; > passes the pen."),
    sends(lambda helm: ShareTurns(shared=not helm.public.shared)),
    when=lambda helm: not frozen(helm.public),
    where=lambda helm: helm.lobby,
    label=_share_words,
)
