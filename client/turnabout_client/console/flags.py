"""The turns that somebody found a caricature. Pure."""

from textual.content import Content

from turnabout_client.view.people import faces
from turnabout_language import _
from turnabout_protocol.activities.scene import SceneState, Turn
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
            told(room.public, turn),
            ("  c ", "bold $accent"),
            _("decides whether it counts"),
        )
        for _step, turn in pending(room)
    ]


def told(public: Public, turn: Turn) -> str:
    said = " " + _("“{text}”", text=turn.say) if turn.say else ""
    return _("Turn of {name}.", name=faces(public, turn.speakers)) + said
