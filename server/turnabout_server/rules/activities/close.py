"""close: slips go to their players; the room closes by itself when nobody does it."""

from turnabout_protocol.activities.close import OPEN_FOR, Close, SlipSent
from turnabout_protocol.parts import Room
from turnabout_server import scoring
from turnabout_server.rules.activities.base import Activity
from turnabout_server.rules.decision import Decision


class CloseRules(Activity[Close]):
    """The last step: it has no deadline but the room's own."""

    def open(self, d: Decision, step: Close) -> None:
        for seat in sorted(d.public.seats):
            slip = scoring.slip(d.room, seat)
            if slip.turns:
                d.emit(SlipSent(seat=seat, slip=slip))

    def done(self, room: Room, step: Close) -> bool:
        """Never early: that somebody has read is no reason to send everybody away."""
        return False

    def deadline(self, room: Room, step: Close) -> int | None:
        current = room.public.current
        return None if current is None else current.opened + OPEN_FOR
