"""scene: what happens in it. Turns begin and end, and are heard; twists come between them."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Said,
    Scene,
    SceneHome,
    SceneState,
    SceneVault,
    Turn,
    TurnNumber,
)
from turnabout_protocol.bases import ToAll, ToFacilitators, ToSeat, ToServer, ToSide
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Console, Home, Own, Pair, Public, SeatId, Vault
from turnabout_protocol.scenario import KeyPoint, Side, Slug, Term, Twist

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


class TurnStarted(ToAll, frozen=True, kw_only=True):
    """A seat has the floor until the bell: alone, or with the pen of a pair."""

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
    shared: Pair = ()

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
            shared=self.shared,
        )
        return public.with_state(
            self.step,
            replace(state, turns=(*state.turns, turn), ends=self.ends, phase="turn"),
        )


class PenPassed(ToAll, frozen=True, kw_only=True):
    """Another one of the pair has the pen of the live turn."""

    keeps = "until_close"
    tells = FLOOR

    step: Slug
    turn: TurnNumber
    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(SceneState, self.step)
        turn = replace(state.turns[self.turn - 1], seat=self.seat)
        return public.with_state(self.step, state.with_turn(turn))


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


class OwnWordsRecalled(ToSide, frozen=True, kw_only=True):
    """A side's own words, as the scene begins."""

    keeps = "until_close"
    tells = OWN_WORDS

    step: Slug
    terms: tuple[Term, ...]

    def fold(self, home: Home, at: int) -> Home:
        return home.with_state(self.step, SceneHome(terms=self.terms))


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
