"""The turns that somebody found a caricature: what was said, and whether they count."""

from typing import Final

from turnabout_client.console.flags import pending, told
from turnabout_client.console.helm import Helm
from turnabout_client.tui.console.lever import Lever
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import N_, _
from turnabout_protocol.commands import JudgeFlag


def _decide(screen: RoomScreen, _helm: Helm) -> None:
    room = screen.table.room
    found = pending(room)
    if not found:
        screen.notice(_("Nobody has flagged a turn that is still to be decided."))
        return
    step, turn = found[0]
    options = [_("It counts: say one sentence about fairness"), _("It does not count")]
    screen.app.push_screen(
        Pick(told(room.public, turn), options),
        lambda i: (
            None
            if i is None
            else screen.send(JudgeFlag(scene=step, turn=turn.number, counts=i == 0))
        ),
    )


FLAG: Final = Lever(
    "flag",
    "c",
    N_("caricature"),
    N_("Whether a turn that somebody found a caricature counts."),
    _decide,
    when=lambda helm: helm.begun,
    where=lambda _helm: False,
)
