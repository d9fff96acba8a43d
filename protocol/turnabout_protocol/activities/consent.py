"""consent: people hear the purpose and the promises of privacy, and say whether they play."""

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, StepCommand, ToAll
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Public, SeatId, State, Step
from turnabout_protocol.scenario import Side, other


class Consent(Step, frozen=True, kw_only=True):
    """Settings: the words that are agreed to, one paragraph an entry."""

    promises: Annotated[tuple[str, ...], Meta(min_length=1, max_length=8)]

    def fresh(self) -> "ConsentState":
        return ConsentState()


class ConsentState(State, frozen=True, kw_only=True):
    """Who agreed. Everybody else observes when the step ends."""

    agreed: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()
    """Who may still say yes: players who had not answered when the step ended, and late ones whom
    a facilitator asks."""
    places: Mapping[int, Side | None] = {}
    """The side that a late one would play; None: they would watch with a say."""
    watching: tuple[int, ...] = ()
    """Who came late, or had not answered, and is to be asked no more."""

    def reopened(self, ends: int, since: int) -> "ConsentState":
        """A yes stands."""
        return replace(super().reopened(ends, since), ready=self.agreed)


class Agree(StepCommand, frozen=True, kw_only=True):
    """Play (`yes`), or watch instead."""

    bound = Bound(10)

    yes: bool


CONSENT: Final = Datum("names", N_("That you said you play, or have not answered"))


class Agreed(ToAll, frozen=True, kw_only=True):
    """A player agreed to play."""

    keeps = "until_close"
    tells = CONSENT

    step: str
    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(ConsentState, self.step)
        agreed = (*state.agreed, self.seat)
        said = public.with_state(self.step, replace(state, agreed=agreed, ready=agreed))
        return said.with_say(self.seat)


class LeftOpen(ToAll, frozen=True, kw_only=True):
    """The step ended, and these players had not answered: they watch, and may still say yes."""

    keeps = "until_close"
    tells = CONSENT

    step: str
    seats: tuple[SeatId, ...]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(ConsentState, self.step)
        return public.with_state(self.step, replace(state, silent=self.seats))


class LateAsked(ToAll, frozen=True, kw_only=True):
    """A facilitator asks somebody who came late: nobody comes in without a yes of their own."""

    keeps = "until_close"
    tells = CONSENT

    step: str
    seat: SeatId
    played: Side | None
    """The side they would play; None: they would watch with a say."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(ConsentState, self.step)
        asked = tuple(dict.fromkeys((*state.silent, self.seat)))
        places = {**state.places, self.seat: self.played}
        watching = tuple(seat for seat in state.watching if seat != self.seat)
        now = replace(state, silent=asked, places=places, watching=watching)
        return public.with_state(self.step, now)


class StaysWatching(ToAll, frozen=True, kw_only=True):
    """Somebody who could still come in watches: they said so, or a facilitator did."""

    keeps = "until_close"
    tells = CONSENT

    step: str
    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(ConsentState, self.step)
        asked = tuple(seat for seat in state.silent if seat != self.seat)
        places = {seat: side for seat, side in state.places.items() if seat != self.seat}
        watching = tuple(dict.fromkeys((*state.watching, self.seat)))
        now = replace(state, silent=asked, places=places, watching=watching)
        return public.with_state(self.step, now)


def over(public: Public) -> Consent | None:
    """Return the consent step that is over, or was and is open again; the newest of several."""
    found = [step for step in public.begun[:-1] if isinstance(step, Consent)]
    return found[-1] if found else None


def place(public: Public, seat: int) -> Side | None:
    """Return the side that `seat` would play with a late yes; None: it would watch with a say."""
    home = public.seats[seat].home
    usual = None if home is None else other(home)
    states = (state for state in public.steps.values() if isinstance(state, ConsentState))
    return next((s.places[seat] for s in states if seat in s.places), usual)


def stays_watching(public: Public) -> frozenset[int]:
    """Return who came late, or had not answered, and only watches for good."""
    states = (state for state in public.steps.values() if isinstance(state, ConsentState))
    return frozenset(seat for state in states for seat in state.watching)


def silent(public: Public) -> frozenset[int]:
    """Return who was asked for consent, in the step or late, and has not answered."""
    states = (state for state in public.steps.values() if isinstance(state, ConsentState))
    return frozenset(seat for state in states for seat in state.silent)


def agreed(public: Public) -> frozenset[int]:
    """Return the players who agreed to the promises, those of a tiny room included.

    Whoever has taken a yes back, or watches for another reason, has not.
    """
    states = (public.steps.get(step.id) for step in public.agenda if isinstance(step, Consent))
    said = {s for state in states if isinstance(state, ConsentState) for s in state.agreed}
    return frozenset(seat.id for seat in public.players() if seat.id in said)
