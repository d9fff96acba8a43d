"""consent: whoever has not agreed when the step ends observes. A stand-in is not asked."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.consent import Agree, Agreed, Consent, ConsentState, LeftOpen
from turnabout_protocol.bases import Command
from turnabout_protocol.presence import SeatMoved
from turnabout_protocol.room import Seat
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

    def close(self, d: Decision, step: Consent) -> None:
        agreed = d.public.state(ConsentState, step.id).agreed
        players = (s for s in d.public.players() if not d.public.stands_in(s.id))
        silent = [seat for seat in players if seat.id not in agreed]
        if silent:
            d.emit(LeftOpen(step=step.id, seats=tuple(seat.id for seat in silent)))
        for seat in silent:
            observe(d, seat)


def observe(d: Decision, seat: Seat) -> None:
    """Let `seat` watch from here on."""
    d.emit(SeatMoved(seat=seat.id, role="observer", home=seat.home, played=None))


RULES: Final = ConsentRules()
