"""Ahas: what became clear to somebody. Private until its writer shares it, after the scenes."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.scene import scenes_over
from turnabout_protocol.ahas import AhaNoted, AhaReleased, AhaTaken
from turnabout_protocol.commands import NoteAha, ReleaseAha
from turnabout_protocol.room import Seat
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal

MOST_AHAS: Final = 20
"""Most ahas a seat keeps for itself."""


def note(d: Decision, seat: Seat, command: NoteAha) -> None:
    """Keep an aha for `seat` alone. Raises Refusal."""
    check(d, seat)
    kept = d.room.of(seat.id).ahas
    if len(kept) >= MOST_AHAS:
        raise Refusal("full", N_("You keep many ahas already. Share one in the debrief first."))
    number = max((aha.number for aha in kept), default=0) + 1
    d.emit(AhaNoted(seat=seat.id, number=number, text=command.text))


def release(d: Decision, seat: Seat, command: ReleaseAha) -> None:
    """Share an aha of `seat` with the room. Raises Refusal."""
    check(d, seat)
    if not scenes_over(d.public):
        raise Refusal("not_yet", N_("Ahas are shared in the debrief. Until then it is yours."))
    kept = (a for a in d.room.of(seat.id).ahas if a.number == command.number)
    aha = next(kept, None)
    if aha is None:
        raise Refusal("no_such_aha", N_("That aha is shared already."))
    d.emit(AhaTaken(seat=seat.id, number=aha.number))
    d.emit(AhaReleased(text=aha.text, by=seat.name if command.signed else ""))


def check(d: Decision, seat: Seat) -> None:
    """Raises Refusal unless `seat` may have ahas now."""
    if seat.role == "facilitator":
        raise Refusal("not_yours", N_("Ahas are for those who play and those who watch."))
    if d.public.phase != "running":
        raise Refusal("not_running", N_("The session has not begun. Keep the thought in mind."))
