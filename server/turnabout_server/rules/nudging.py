"""A private word from the facilitator to one seat."""

from turnabout_language import N_
from turnabout_protocol.nudging import (
    AGAIN,
    MOST,
    NudgeNoted,
    NudgeRead,
    NudgeSeat,
    ReadNudge,
    SeatNudged,
    ThereShown,
)
from turnabout_protocol.room import Seat
from turnabout_protocol.text import clean
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal
from turnabout_server.rules.seats import find


def nudge(d: Decision, by: Seat, command: NudgeSeat) -> None:
    """Say something to one seat alone. Raises Refusal."""
    seat = find(d.public, command.seat)
    if seat.role == "facilitator" or seat.stage or seat.bot or seat.covered:
        raise Refusal("not_here", N_("Only a person who plays or watches is nudged."))
    text = clean(command.text, MOST) if command.say == "own" else ""
    if command.say == "own" and not text:
        raise Refusal("malformed", N_("Write what you want to say."))
    before = d.room.console.nudged.get(seat.id)
    if before is not None and d.now - before < AGAIN:
        raise Refusal(
            "not_yet", N_("{name} was nudged a moment ago. Give them time."), name=seat.name
        )
    d.emit(SeatNudged(seat=seat.id, say=command.say, text=text))
    d.emit(NudgeNoted(seat=seat.id))


def read(d: Decision, seat: Seat, command: ReadNudge) -> None:
    """Note that a seat has read what was said to it. Raises Refusal."""
    said = d.room.of(seat.id).nudge
    if said is None:
        raise Refusal("already", N_("You have read it already."))
    d.emit(NudgeRead(seat=seat.id))
    if said.say == "are_you_there":
        d.emit(ThereShown(seat=seat.id))
