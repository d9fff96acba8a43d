"""The clocks of a session: more time, a pause, and a server that came back."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import ToAll, ToFacilitators
from turnabout_protocol.presence import COURSE
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import MINUTE, Console, Pausing, PlayClock, Public, SeatId, State
from turnabout_protocol.scenario import Slug

PAUSES_WITHIN: Final = 5 * MINUTE
"""Room time in which the pauses of a seat are counted."""
PAUSES: Final = Datum("session", N_("Who paused the session, and when it went on"))
PAUSE_WISH: Final = Datum("session", N_("That you watch and ask for a pause"))


class PauseAsked(ToFacilitators, frozen=True, kw_only=True):
    """Somebody who watches asks for a pause; without a seat, that has been dealt with."""

    keeps = "until_close"
    tells = PAUSE_WISH

    seat: SeatId | None

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, pause_asked=self.seat)


class TimeAdded(ToAll, frozen=True, kw_only=True):
    """The step, and the turn or stage that is on, got more time, in milliseconds."""

    keeps = "until_close"
    tells = COURSE

    step: Slug
    ms: int

    def fold(self, public: Public, at: int) -> Public:
        if public.current is None:
            return public
        current = replace(public.current, ends=public.current.ends + self.ms)
        state = public.state(State, self.step).later(self.ms)
        return replace(public, current=current).with_state(self.step, state)


class Paused(ToAll, frozen=True, kw_only=True):
    """All clocks stand still."""

    keeps = "until_close"
    tells = PAUSES

    by: SeatId

    def fold(self, public: Public, at: int) -> Public:
        recent = (one for one in public.pauses if at - one.at < PAUSES_WITHIN)
        pauses = (*recent, Pausing(seat=self.by, at=at))
        clock = PlayClock(held=public.clock.held, since=at, by=self.by)
        return replace(public, clock=clock, pauses=pauses)


class Resumed(ToAll, frozen=True, kw_only=True):
    """The clocks run on, with exactly the time they had."""

    keeps = "until_close"
    tells = PAUSES

    def fold(self, public: Public, at: int) -> Public:
        clock = public.clock
        since = at if clock.since is None else clock.since
        return replace(public, clock=PlayClock(held=clock.held + at - since))


class ServerRestarted(ToAll, frozen=True, kw_only=True):
    """The server came back. Clocks are held until the people it waits for are here again."""

    keeps = "until_close"
    tells = COURSE

    def fold(self, public: Public, at: int) -> Public:
        clock = public.clock if public.clock.paused else replace(public.clock, since=at, by=None)
        play = clock.play(at)
        seats = {
            k: replace(s, present=False, absent_since=play) if s.present else s
            for k, s in public.seats.items()
        }
        return replace(public, clock=clock, seats=seats)
