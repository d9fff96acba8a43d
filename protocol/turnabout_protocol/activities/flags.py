"""scene: a turn that somebody found a caricature, and what a facilitator decides."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import SceneState, SceneVault, TurnNumber
from turnabout_protocol.bases import ToAll, ToFacilitators, ToSeat, ToServer
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Console, Flag, Own, Public, SeatId, Vault
from turnabout_protocol.scenario import Slug

WHO_FLAGGED: Final = Datum("ratings", N_("That you found a turn a caricature"))
FLAGS: Final = Datum(
    "ratings",
    N_("That somebody found a turn a caricature, unsigned, and what the facilitator decided"),
)
TAKEN_OUT: Final = Datum("ratings", N_("That a turn does not count"))


class FlagSealed(ToServer, frozen=True, kw_only=True):
    """Somebody found a turn a caricature."""

    keeps = "until_close"
    tells = WHO_FLAGGED

    step: Slug
    turn: TurnNumber
    seat: SeatId

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(SceneVault, self.step)
        of_turn = (*state.flags.get(self.turn, ()), self.seat)
        return vault.with_state(
            self.step, replace(state, flags={**state.flags, self.turn: of_turn})
        )


class FlagNoted(ToSeat, frozen=True, kw_only=True):
    """I found that turn a caricature."""

    keeps = "until_close"
    tells = WHO_FLAGGED

    step: Slug
    turn: TurnNumber

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(SceneOwn, self.step)
        return own.with_state(self.step, replace(state, flagged=(*state.flagged, self.turn)))


class TurnFlagged(ToAll, frozen=True, kw_only=True):
    """A facilitator took a turn out of the scoring."""

    keeps = "until_close"
    tells = TAKEN_OUT

    step: Slug
    turn: TurnNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = replace(state.turns[self.turn - 1], flagged=True)
        return public.with_state(self.step, state.with_turn(turn))


class CaricatureReported(ToFacilitators, frozen=True, kw_only=True):
    """Somebody, or several, unsigned, ask the facilitators to look at a turn.

    It comes when the turn after it ends, or the scene: never as somebody asks.
    """

    keeps = "until_close"
    tells = FLAGS

    step: Slug
    turn: TurnNumber

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, flags=(*console.flags, Flag(step=self.step, turn=self.turn)))


class FlagJudged(ToFacilitators, frozen=True, kw_only=True):
    """A facilitator has looked at a flagged turn: it counts, or it is out."""

    keeps = "until_close"
    tells = FLAGS

    step: Slug
    turn: TurnNumber
    counts: bool

    def fold(self, console: Console, at: int) -> Console:
        flags = tuple(
            replace(flag, counts=self.counts)
            if (flag.step, flag.turn) == (self.step, self.turn)
            else flag
            for flag in console.flags
        )
        return replace(console, flags=flags)
