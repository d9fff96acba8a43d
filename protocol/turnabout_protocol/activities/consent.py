"""consent: people hear the purpose and the promises of privacy, and say whether they play."""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, StepCommand, ToAll
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Public, SeatId, State, Step


class Consent(Step, frozen=True, kw_only=True):
    """Settings: the words that are agreed to, one paragraph an entry."""

    promises: Annotated[tuple[str, ...], Meta(min_length=1, max_length=8)]

    def fresh(self) -> "ConsentState":
        return ConsentState()


class ConsentState(State, frozen=True, kw_only=True):
    """Who agreed. Everybody else observes when the step ends."""

    agreed: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()
    """Players who had not answered when the step ended: they may still say yes."""

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


def silent(public: Public) -> frozenset[int]:
    """Return who was asked for consent and has not answered."""
    states = (state for state in public.steps.values() if isinstance(state, ConsentState))
    return frozenset(seat for state in states for seat in state.silent)


def agreed(public: Public) -> frozenset[int]:
    """Return the players who agreed to the promises, those of a tiny room included.

    Whoever has taken a yes back, or watches for another reason, has not.
    """
    states = (public.steps.get(step.id) for step in public.agenda if isinstance(step, Consent))
    said = {s for state in states if isinstance(state, ConsentState) for s in state.agreed}
    return frozenset(seat.id for seat in public.players() if seat.id in said)
