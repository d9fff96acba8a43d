"""scene: what happens in it. Turns begin and end, and are heard, rated and reacted to."""

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Missing,
    Rating,
    Reaction,
    SceneHome,
    SceneState,
    SceneVault,
    Turn,
    TurnNumber,
)
from turnabout_protocol.bases import ToAll, ToFacilitators, ToSeat, ToServer, ToSide
from turnabout_protocol.room import Console, Flag, Home, Own, Public, SeatId, Vault
from turnabout_protocol.scenario import KeyPoint, Label, Side, Slug, Term, Twist


class TurnStarted(ToAll, frozen=True, kw_only=True):
    """A seat has the floor until the bell."""

    step: Slug
    turn: TurnNumber
    seat: SeatId
    side: Side
    acts_from: int
    ends: int
    echoes: TurnNumber | None = None

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = Turn(
            number=self.turn,
            seat=self.seat,
            side=self.side,
            acts_from=self.acts_from,
            ends=self.ends,
            echoes=self.echoes,
        )
        return public.with_state(
            self.step,
            replace(state, turns=(*state.turns, turn), ends=self.ends, phase="turn"),
        )


class TurnEnded(ToAll, frozen=True, kw_only=True):
    """What the speaker said, or that the speaker passed."""

    step: Slug
    turn: TurnNumber
    passed: bool
    echo: str = ""
    card: KeyPoint | None = None
    say: str = ""
    ask: str = ""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = replace(
            state.turns[self.turn - 1],
            over=True,
            ends=public.clock.play(at),
            passed=self.passed,
            echo=self.echo,
            card=self.card,
            say=self.say,
            ask=self.ask,
        )
        return public.with_state(self.step, replace(state.with_turn(turn), ends=None))


class HandNoted(ToServer, frozen=True, kw_only=True):
    """What a speaker held when playing a card, for the score of the choice."""

    step: Slug
    turn: TurnNumber
    cards: tuple[Slug, ...]

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(SceneVault, self.step)
        hands = {**state.hands, self.turn: self.cards}
        return vault.with_state(self.step, replace(state, hands=hands))


class EchoAnswered(ToAll, frozen=True, kw_only=True):
    """The echoed person said how right the echo was."""

    step: Slug
    turn: TurnNumber
    answer: EchoAnswer

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = replace(state.turns[self.turn - 1], heard=self.answer)
        return public.with_state(self.step, state.with_turn(turn))


class RatingNoted(ToSeat, frozen=True, kw_only=True):
    """I have rated that turn, or skipped it."""

    step: Slug
    turn: TurnNumber

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(SceneOwn, self.step)
        return own.with_state(self.step, replace(state, rated=(*state.rated, self.turn)))


class RatingsCounted(ToAll, frozen=True, kw_only=True):
    """So many owners have answered a turn. Nobody is told who, nor whether with a rating."""

    step: Slug
    turn: TurnNumber
    n: Annotated[int, Meta(ge=1)]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = replace(state.turns[self.turn - 1], answers=self.n)
        return public.with_state(self.step, state.with_turn(turn))


class TurnRated(ToAll, frozen=True, kw_only=True):
    """Which owners have answered a turn, with a rating or a skip: its time is over."""

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


class MissingSealed(ToServer, frozen=True, kw_only=True):
    """What an owner missed in a turn, beside the rating."""

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


class OwnWordsRecalled(ToSide, frozen=True, kw_only=True):
    """A side's own words, as the scene begins."""

    step: Slug
    terms: tuple[Term, ...]

    def fold(self, home: Home, at: int) -> Home:
        return home.with_state(self.step, SceneHome(terms=self.terms))


class WordStruck(ToServer, frozen=True, kw_only=True):
    """An owner found a word of their own side misused in a turn."""

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


class FlagSealed(ToServer, frozen=True, kw_only=True):
    """Somebody found a turn a caricature."""

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

    step: Slug
    turn: TurnNumber

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(SceneOwn, self.step)
        return own.with_state(self.step, replace(state, flagged=(*state.flagged, self.turn)))


class TurnFlagged(ToAll, frozen=True, kw_only=True):
    """A facilitator took a turn out of the scoring."""

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

    step: Slug
    turn: TurnNumber

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, flags=(*console.flags, Flag(step=self.step, turn=self.turn)))


class FlagJudged(ToFacilitators, frozen=True, kw_only=True):
    """A facilitator has looked at a flagged turn: it counts, or it is out."""

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


class TwistCame(ToAll, frozen=True, kw_only=True):
    """An outside event, read to everyone."""

    step: Slug
    twist: Twist
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        return public.with_state(
            self.step,
            replace(
                state,
                twists=(*state.twists, self.twist),
                twist_after=(*state.twist_after, len(state.turns)),
                ends=self.ends,
                ready=(),
                phase="twist",
            ),
        )


class TwistCalled(ToFacilitators, frozen=True, kw_only=True):
    """The next twist comes in when the live turn is over."""

    step: Slug
    number: int
    """How many twists will then have come."""

    def fold(self, console: Console, at: int) -> Console:
        called = {**console.twists_called, self.step: self.number}
        return replace(console, twists_called=called)


class LastRatings(ToAll, frozen=True, kw_only=True):
    """No more turns; the last one can still be rated until `ends`. It comes again when all have."""

    step: Slug
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        return public.with_state(self.step, replace(state, ends=self.ends, phase="rating"))
