"""scene: what people answer to a turn, and how they react to it."""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import (
    Missing,
    Rating,
    Reaction,
    SceneState,
    SceneVault,
    TurnNumber,
)
from turnabout_protocol.bases import ToAll, ToSeat, ToServer
from turnabout_protocol.privacy import MANY, Datum
from turnabout_protocol.room import Own, Public, SeatId, Vault
from turnabout_protocol.scenario import Label, Slug

OWN_RATED: Final = Datum("ratings", N_("Which turns you have rated or skipped"))
RATED_COUNT: Final = Datum("ratings", N_("How many have rated a turn"))
WHO_RATED: Final = Datum(
    "ratings",
    N_("Who has rated or skipped a turn, told at once when its time is over, and not how"),
)
RATING: Final = Datum(
    "ratings",
    N_("How you rate a turn, what you missed in it, and which word you found misused"),
    MANY,
)
REACTIONS: Final = Datum("ratings", N_("Reactions to a card, unsigned"))
WHO_REACTED: Final = Datum("ratings", N_("Who reacted, so that everybody counts once"))


class RatingNoted(ToSeat, frozen=True, kw_only=True):
    """I have rated that turn, or skipped it."""

    keeps = "until_close"
    tells = OWN_RATED

    step: Slug
    turn: TurnNumber

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(SceneOwn, self.step)
        return own.with_state(self.step, replace(state, rated=(*state.rated, self.turn)))


class RatingsCounted(ToAll, frozen=True, kw_only=True):
    """So many owners have answered a turn. Nobody is told who, nor whether with a rating."""

    keeps = "until_close"
    tells = RATED_COUNT

    step: Slug
    turn: TurnNumber
    n: Annotated[int, Meta(ge=1)]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = replace(state.turns[self.turn - 1], answers=self.n)
        return public.with_state(self.step, state.with_turn(turn))


class RatingWithdrawn(ToSeat, frozen=True, kw_only=True):
    """I have taken back what I had answered to that turn."""

    keeps = "until_close"
    tells = OWN_RATED

    step: Slug
    turn: TurnNumber

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(SceneOwn, self.step)
        rated = tuple(turn for turn in state.rated if turn != self.turn)
        return own.with_state(self.step, replace(state, rated=rated))


class RatingUncounted(ToAll, frozen=True, kw_only=True):
    """One owner fewer has answered a turn. Nobody is told who."""

    keeps = "until_close"
    tells = RATED_COUNT

    step: Slug
    turn: TurnNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = state.turns[self.turn - 1]
        return public.with_state(
            self.step, state.with_turn(replace(turn, answers=max(0, turn.answers - 1)))
        )


class TurnRated(ToAll, frozen=True, kw_only=True):
    """Which owners have answered a turn, with a rating or a skip: its time is over."""

    keeps = "until_close"
    tells = WHO_RATED

    step: Slug
    turn: TurnNumber
    seats: tuple[SeatId, ...]
    """By number: their order tells nothing."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = state.turns[self.turn - 1]
        rated = (*turn.rated, *self.seats)
        return public.with_state(
            self.step, state.with_turn(replace(turn, rated=rated, answers=len(rated)))
        )


class RatingSealed(ToServer, frozen=True, kw_only=True):
    """What an owner answered."""

    keeps = "until_close"
    tells = RATING

    step: Slug
    turn: TurnNumber
    seat: SeatId
    rating: Rating

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(SceneVault, self.step)
        of_turn = {**state.ratings.get(self.turn, {}), self.seat: self.rating}
        return vault.with_state(
            self.step, replace(state, ratings={**state.ratings, self.turn: of_turn})
        )


class RatingUnsealed(ToServer, frozen=True, kw_only=True):
    """An owner took an answer back, and the tag with it: it is as if it had not been given."""

    keeps = "until_close"
    tells = RATING

    step: Slug
    turn: TurnNumber
    seat: SeatId

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(SceneVault, self.step)
        left = {s: r for s, r in state.ratings.get(self.turn, {}).items() if s != self.seat}
        others = {turn: given for turn, given in state.ratings.items() if turn != self.turn}
        ratings = {**others, self.turn: left} if left else others
        return vault.with_state(self.step, replace(state, ratings=ratings))


class MissingSealed(ToServer, frozen=True, kw_only=True):
    """What an owner missed in a turn, beside the rating."""

    keeps = "until_close"
    tells = RATING

    step: Slug
    turn: TurnNumber
    seat: SeatId
    missing: Missing

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(SceneVault, self.step)
        of_turn = dict(state.ratings.get(self.turn, {}))
        of_turn[self.seat] = replace(of_turn[self.seat], missing=self.missing)
        return vault.with_state(
            self.step, replace(state, ratings={**state.ratings, self.turn: of_turn})
        )


class WordStruck(ToServer, frozen=True, kw_only=True):
    """An owner found a word of their own side misused in a turn."""

    keeps = "until_close"
    tells = RATING

    step: Slug
    turn: TurnNumber
    seat: SeatId
    term: Label

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(SceneVault, self.step)
        of_turn = (*state.strikes.get(self.turn, ()), (self.seat, self.term))
        return vault.with_state(
            self.step, replace(state, strikes={**state.strikes, self.turn: of_turn})
        )


class Reacted(ToAll, frozen=True, kw_only=True):
    """Somebody reacted to a played card."""

    keeps = "until_close"
    tells = REACTIONS

    step: Slug
    turn: TurnNumber
    kind: Reaction

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = state.turns[self.turn - 1]
        counts = {**turn.reactions, self.kind: turn.reactions.get(self.kind, 0) + 1}
        return public.with_state(self.step, state.with_turn(replace(turn, reactions=counts)))


class ReactionNoted(ToServer, frozen=True, kw_only=True):
    """Who reacted, so that one person counts once."""

    keeps = "until_close"
    tells = WHO_REACTED

    step: Slug
    turn: TurnNumber
    seat: SeatId
    kind: Reaction

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(SceneVault, self.step)
        of_turn = (*state.reactions.get(self.turn, ()), (self.seat, self.kind))
        return vault.with_state(
            self.step, replace(state, reactions={**state.reactions, self.turn: of_turn})
        )
