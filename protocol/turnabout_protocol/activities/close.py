"""close: promises are read aloud, a word each, the next date, a private slip; the session ends."""

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.plan import Day, PlanState, Promise
from turnabout_protocol.bases import Bound, StepCommand, ToAll, ToSeat
from turnabout_protocol.figures import Slip
from turnabout_protocol.privacy import Datum, Least
from turnabout_protocol.room import MINUTE, Own, Public, SeatId, State, Step
from turnabout_protocol.scenario import Slug
from turnabout_protocol.scoring import OTHERS, TINY, Needs

OPEN_FOR: Final = 30 * MINUTE
"""How long after Close began the room closes by itself."""
LEFT_FOR: Final = MINUTE
"""How long it stays open in Close when everybody has left: only then single answers are deleted."""
ONE_WORD: Final = 24
"""Longest word to leave with, in characters."""


class Close(Step, frozen=True, kw_only=True):
    """Settings: none beyond those of every step."""

    def fresh(self) -> "CloseState":
        return CloseState()

    def final(self, state: State) -> bool:
        """Never: it is open until somebody closes it, held or not."""
        return False

    def waited(self, public: Public) -> frozenset[int]:
        """Nobody: people read in their own time until the facilitator ends the session."""
        return frozenset()


class CloseState(State, frozen=True, kw_only=True):
    """How far the reading has come, the words people leave with, and when they meet again."""

    read: int = 0
    """How many of the session's promises were read aloud, in their order."""
    words: Mapping[int, str] = {}
    """One word by seat, from those who gave one."""
    next_date: str = ""
    """YYYY-MM-DD; empty while it is unknown."""
    check: bool = False
    """Whether the link of this session will ask the panel three things, two weeks later."""


def closes_at(public: Public) -> int | None:
    """Return the play time at which the room closes although people are here; None: it is open."""
    step, current = public.step, public.current
    return current.opened + OPEN_FOR if isinstance(step, Close) and current else None


class HaveRead(StepCommand, frozen=True, kw_only=True):
    """The promise that is on was read aloud. `promise` is its place, counted from 0."""

    bound = Bound(20)

    promise: Annotated[int, Meta(ge=0, le=99)]


class SayWord(StepCommand, frozen=True, kw_only=True):
    """The one word I leave with. Another one replaces it."""

    bound = Bound(20)

    word: Annotated[str, Meta(min_length=1, max_length=ONE_WORD)]


class SetNextDate(StepCommand, frozen=True, kw_only=True):
    """Say when we meet again: a facilitator may, or any player while there is none here."""

    bound = Bound(20)

    day: Day


READ: Final = Datum("promises", N_("Which promises have been read aloud"))
WORD: Final = Datum("words", N_("The one word you leave with"))
CHECK_AHEAD: Final = Datum(
    "session", N_("From which day on the link asks three things of those who played")
)
NEXT_DATE: Final = Datum("promises", N_("When the team meets again"))
SLIP: Final = Datum(
    "ratings",
    N_("Your private slip: how true your play rang, and how well you guessed"),
    least=(
        Least(Needs().slip, N_("{n} people who rated you")),
        Least(
            TINY, N_("{n} people who rated you, in a small room where everybody who rates agreed")
        ),
        Least(OTHERS, N_("{n} people who guessed, for your own guess")),
    ),
)


class PromiseRead(ToAll, frozen=True, kw_only=True):
    """One more promise was read aloud."""

    keeps = "until_close"
    tells = READ

    step: Slug

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(CloseState, self.step)
        return public.with_state(self.step, replace(state, read=state.read + 1))


class WordSaid(ToAll, frozen=True, kw_only=True):
    """Somebody's one word."""

    keeps = "until_close"
    tells = WORD

    step: Slug
    seat: SeatId
    word: str

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(CloseState, self.step)
        words = {**state.words, self.seat: self.word}
        return public.with_state(self.step, replace(state, words=words))


class NextDateSet(ToAll, frozen=True, kw_only=True):
    """The room knows when it meets again."""

    keeps = "in_report"
    tells = NEXT_DATE

    step: Slug
    day: Day

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(CloseState, self.step)
        return public.with_state(self.step, replace(state, next_date=self.day))


class CheckTold(ToAll, frozen=True, kw_only=True):
    """Two weeks later the link of this session asks its panel three things."""

    keeps = "in_report"
    tells = CHECK_AHEAD

    step: Slug

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(CloseState, self.step)
        return public.with_state(self.step, replace(state, check=True))


class SlipSent(ToSeat, frozen=True, kw_only=True):
    """A player's private result."""

    keeps = "until_close"
    tells = SLIP

    slip: Slip

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, slip=self.slip)


def check_told(public: Public) -> bool:
    """Return whether the room was told that its link will ask three things later."""
    states = [s for s in public.steps.values() if isinstance(s, CloseState)]
    return any(state.check for state in states)


def next_date(public: Public) -> str:
    """Return the ISO day on which the room meets again; empty: none is noted."""
    closes = (state for state in public.steps.values() if isinstance(state, CloseState))
    return next((state.next_date for state in closes), "")


def promises_of(public: Public) -> tuple[Promise, ...]:
    """Return everything that was promised in this session, in the order it is read aloud."""
    states = [s for s in public.steps.values() if isinstance(s, PlanState)]
    return tuple(p for state in states for p in state.promises)
