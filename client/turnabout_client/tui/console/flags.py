"""The turns that somebody found a caricature: what was said, and whether they count."""

from typing import Final

from textual.content import Content

from turnabout_client.tui.console.helm import Helm
from turnabout_client.tui.console.lever import Lever
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.people import faces
from turnabout_language import N_, _
from turnabout_protocol.activities.scene import SceneState, Turn
from turnabout_protocol.commands import JudgeFlag
from turnabout_protocol.room import Public, Room


def pending(room: Room) -> list[tuple[str, Turn]]:
    """Return the flagged turns that nobody has decided on yet, each with its scene."""
    open_flags = ((f.step, f.turn) for f in room.console.flags if f.counts is None)
    states = ((step, room.public.steps.get(step), number) for step, number in open_flags)
    turns = ((step, s.turn(n)) for step, s, n in states if isinstance(s, SceneState))
    return [(step, turn) for step, turn in turns if turn is not None and not turn.flagged]


def alerts(room: Room) -> list[Content]:
    """Return what a facilitator has to look at before anything else."""
    return [
        Content.assemble(
            (f"⚑ {_('Caricature?')} ", "bold $error"),
            _told(room.public, turn),
            ("  c ", "bold $accent"),
            _("decides whether it counts"),
        )
        for _step, turn in pending(room)
    ]


def _told(public: Public, turn: Turn) -> str:
    said = " " + _("“{text}”", text=turn.say) if turn.say else ""
    return _("Turn of {name}.", name=faces(public, turn.speakers)) + said


def _decide(screen: RoomScreen, _helm: Helm) -> None:
    room = screen.table.room
    found = pending(room)
    if not found:
        screen.notice(_("Nobody has flagged a turn that is still to be decided."))
        return
    step, turn = found[0]
    options = [_("It counts: say one sentence about fairness"), _("It does not count")]
    screen.app.push_screen(
        Pick(_told(room.public, turn), options),
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
