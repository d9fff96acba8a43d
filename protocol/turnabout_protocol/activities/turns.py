"""scene: what happens in it. Turns begin and end, and are heard, rated and reacted to."""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Missing,
    Rating,
    Reaction,
    Said,
    Scene,
    SceneHome,
    SceneState,
    SceneVault,
    Turn,
    TurnNumber,
)
from turnabout_protocol.bases import ToAll, ToFacilitators, ToSeat, ToServer, ToSide
from turnabout_protocol.privacy import MANY, Datum
from turnabout_protocol.room import Console, Flag, Home, Own, Public, SeatId, Vault
from turnabout_protocol.scenario import KeyPoint, Label, Side, Slug, Term, Twist

FLOOR: Final = Datum("session", N_("Whose turn it is, and the twists that came"))
TWIST: Final = Datum("session", N_("That a twist comes next"))
OWN_WORDS: Final = Datum("session", N_("The words of your side, as the case has them"))
SAID: Final = Datum(
    "words", N_("Your turn: the card you play, what you say, echo and ask; or that you passed")
)
KEPT: Final = Datum(
    "words", N_("What you had said or written in a turn that a facilitator opened again or cut off")
)
HELD: Final = Datum("session", N_("Which cards you held when you played one"))
ECHO: Final = Datum("ratings", N_("Whether somebody echoed you rightly"))
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
WHO_FLAGGED: Final = Datum("ratings", N_("That you found a turn a caricature"))
FLAGS: Final = Datum(
    "ratings",
    N_("That somebody found a turn a caricature, unsigned, and what the facilitator decided"),
)
TAKEN_OUT: Final = Datum("ratings", N_("That a turn does not count"))


class TurnStarted(ToAll, frozen=True, kw_only=True):
    """A seat has the floor until the bell."""

    keeps = "until_close"
    tells = FLOOR

    step: Slug
    turn: TurnNumber
    seat: SeatId
    side: Side
    acts_from: int
    ends: int
    echoes: TurnNumber | None = None
    again: TurnNumber | None = None
    """The turn that was taken back and is open again in this one."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = Turn(
            number=self.turn,
            seat=self.seat,
            side=self.side,
            acts_from=self.acts_from,
            ends=self.ends,
            echoes=self.echoes,
            again=self.again,
            unrated=not scene_of(public, self.step).ratings,
        )
        return public.with_state(
            self.step,
            replace(state, turns=(*state.turns, turn), ends=self.ends, phase="turn"),
        )


class TurnEnded(ToAll, frozen=True, kw_only=True):
    """What the speaker said, or that the speaker passed."""

    keeps = "until_close"
    tells = SAID

    step: Slug
    turn: TurnNumber
    passed: bool
    skipped: bool = False
    """With `passed`: a facilitator rang the bell, and nothing was there. Nobody chose that."""
    echo: str = ""
    card: KeyPoint | None = None
    say: str = ""
    ask: str = ""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = state.turns[self.turn - 1]
        said_again = self.echo != turn.echo
        play = public.clock.play(at)
        turn = replace(
            turn,
            over=True,
            heard=None if said_again else turn.heard,
            ends=play,
            left=max(0, turn.ends - play),
            passed=self.passed,
            skipped=self.skipped,
            echo=self.echo,
            card=self.card,
            say=self.say,
            ask=self.ask,
            covered=turn.covered or public.covered(turn.seat),
        )
        return public.with_state(self.step, replace(state.with_turn(turn), ends=None))


class TurnTakenBack(ToAll, frozen=True, kw_only=True):
    """A facilitator took back the newest play, and cut off the live turn after it, if any.

    What was said in them, how it was rated and what people said to it counts no more. The step gets
    `ms` more, so that nobody loses a turn by it.
    """

    keeps = "until_close"
    tells = FLOOR

    step: Slug
    turn: TurnNumber
    ms: int

    def fold(self, public: Public, at: int) -> Public:
        scene, play = scene_of(public, self.step), public.clock.play(at)
        state = public.state(SceneState, self.step).taken_back(scene, self.turn, play)
        if public.current is not None:
            current = replace(public.current, ends=public.current.ends + self.ms)
            public = replace(public, current=current)
        return public.with_state(self.step, state)


class WordsKept(ToSeat, frozen=True, kw_only=True):
    """What I had said or written in a turn that was taken back or cut off: a draft for my next."""

    keeps = "until_close"
    tells = KEPT

    step: Slug
    turn: TurnNumber
    said: Said

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(SceneOwn, self.step)
        return own.with_state(self.step, replace(state, kept=self.said, kept_of=self.turn))


class EchoSent(ToAll, frozen=True, kw_only=True):
    """The speaker's echo, ahead of the rest; `again` when it was not quite right before."""

    keeps = "until_close"
    tells = SAID

    step: Slug
    turn: TurnNumber
    echo: str
    again: bool

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = state.turns[self.turn - 1]
        turn = replace(
            turn,
            echo=self.echo,
            mended=self.again,
            heard=None,
            heard_at=None,
            covered=public.covered(turn.seat),
        )
        return public.with_state(self.step, state.with_turn(turn))


class HandNoted(ToServer, frozen=True, kw_only=True):
    """What a speaker held when playing a card, for the score of the choice."""

    keeps = "until_close"
    tells = HELD

    step: Slug
    turn: TurnNumber
    cards: tuple[Slug, ...]

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(SceneVault, self.step)
        hands = {**state.hands, self.turn: self.cards}
        return vault.with_state(self.step, replace(state, hands=hands))


class EchoAnswered(ToAll, frozen=True, kw_only=True):
    """The echoed person said how right the echo was."""

    keeps = "until_close"
    tells = ECHO

    step: Slug
    turn: TurnNumber
    answer: EchoAnswer

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = state.turns[self.turn - 1]
        turn = replace(turn, heard=self.answer, heard_at=public.clock.play(at))
        return public.with_state(self.step, state.with_turn(turn))


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


class OwnWordsRecalled(ToSide, frozen=True, kw_only=True):
    """A side's own words, as the scene begins."""

    keeps = "until_close"
    tells = OWN_WORDS

    step: Slug
    terms: tuple[Term, ...]

    def fold(self, home: Home, at: int) -> Home:
        return home.with_state(self.step, SceneHome(terms=self.terms))


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


class TwistCame(ToAll, frozen=True, kw_only=True):
    """An outside event, read to everyone."""

    keeps = "until_close"
    tells = FLOOR

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

    keeps = "until_close"
    tells = TWIST

    step: Slug
    number: int
    """How many twists will then have come."""

    def fold(self, console: Console, at: int) -> Console:
        called = {**console.twists_called, self.step: self.number}
        return replace(console, twists_called=called)


class LastRatings(ToAll, frozen=True, kw_only=True):
    """No more turns; the last one can still be rated until `ends`. It comes again when all have."""

    keeps = "until_close"
    tells = FLOOR

    step: Slug
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        return public.with_state(self.step, replace(state, ends=self.ends, phase="rating"))


def scene_of(public: Public, step: str) -> Scene:
    """Return the scene of that id; one with all defaults where the plan has none."""
    found = next((s for s in public.agenda if s.id == step and isinstance(s, Scene)), None)
    return found if found is not None else Scene(id=step, title="Scene", minutes=1)
