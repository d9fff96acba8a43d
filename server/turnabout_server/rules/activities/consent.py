"""consent: whoever has not agreed when the step ends observes. A stand-in is not asked."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.consent import Agree, Agreed, Consent, ConsentState, LeftOpen
from turnabout_protocol.bases import Command
from turnabout_protocol.presence import SeatMoved
from turnabout_protocol.room import Room, Seat, in_panel
from turnabout_server.rules.activities.base import Rules, player
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal


class ConsentRules(Rules[Consent]):
    """People agree to play, or watch."""

    def act(self, d: Decision, step: Consent, seat: Seat, command: Command) -> None:
        match command:
            case Agree(yes=True):
                player(seat)
                if seat.id in d.public.state(ConsentState, step.id).agreed:
                    raise Refusal("already", N_("You have agreed already."))
                d.emit(Agreed(step=step.id, seat=seat.id))
            case Agree(yes=False):
                observe(d, player(seat))
            case _:
                super().act(d, step, seat, command)

    def ready(self, d: Decision, step: Consent, seat: Seat) -> None:
        raise Refusal("not_here", N_("Say whether you play or watch."))

    def done(self, room: Room, step: Consent) -> bool:
        # Open once more, it is there to be read: a yes of before ends nothing.
        again = room.public.state(ConsentState, step.id).again
        return not again and super().done(room, step)

    def close(self, d: Decision, step: Consent) -> None:
        # Who came into the panel late has said yes, too.
        players = (s for s in d.public.players() if not d.public.stands_in(s.id))
        silent = [seat for seat in players if not in_panel(d.public, seat.id)]
        if silent:
            before = d.public.state(ConsentState, step.id).silent
            seats = dict.fromkeys((*before, *(seat.id for seat in silent)))
            d.emit(LeftOpen(step=step.id, seats=tuple(seats)))
        for seat in silent:
            observe(d, seat)


def observe(d: Decision, seat: Seat) -> None:
    """Let `seat` watch from here on."""
    d.emit(SeatMoved(seat=seat.id, role="observer", home=seat.home, played=None))


RULES: Final = ConsentRules()
