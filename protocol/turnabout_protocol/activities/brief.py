"""brief: everybody gets a persona, a hand and the other side's words, and says one line in role."""

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, StepCommand, ToAll, ToSeat
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Own, Public, SeatId, State, Step
from turnabout_protocol.scenario import KeyPoint, Persona, Term
from turnabout_protocol.text import LINE


class Brief(Step, frozen=True, kw_only=True):
    """Settings: the size of a hand, the questions to think about, the start of the warm-up line."""

    hand: Annotated[int, Meta(ge=1, le=5)] = 3
    prompts: Annotated[tuple[str, ...], Meta(max_length=5)] = ()
    warm_up: Annotated[str, Meta(max_length=120)] = "I am {persona}, and today I am worried about"

    def fresh(self) -> "BriefState":
        return BriefState()


class BriefState(State, frozen=True, kw_only=True):
    """The warm-up lines, by seat."""

    lines: Mapping[int, str] = {}


class WarmUp(StepCommand, frozen=True, kw_only=True):
    """Say the warm-up line. Saying it again replaces it."""

    bound = Bound(20)

    text: Annotated[str, Meta(min_length=1, max_length=LINE)]


PART: Final = Datum("names", N_("Which persona you play"))
HAND: Final = Datum("session", N_("The persona, words and cards that you were dealt"))
WARM_UP: Final = Datum("words", N_("Your warm-up line"))


class SeatCast(ToAll, frozen=True, kw_only=True):
    """A seat was given a persona: its name and job are known to all."""

    keeps = "until_close"
    tells = PART

    seat: SeatId
    persona: str
    job: str

    def fold(self, public: Public, at: int) -> Public:
        seat = public.seats[self.seat]
        return public.with_seat(replace(seat, persona=self.persona, job=self.job))


class Briefed(ToSeat, frozen=True, kw_only=True):
    """What a seat is told of whom it plays."""

    keeps = "until_close"
    tells = HAND

    persona: Persona
    lingo: tuple[Term, ...]

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, persona=self.persona, lingo=self.lingo)


class HandDealt(ToSeat, frozen=True, kw_only=True):
    """The cards a seat holds from here on."""

    keeps = "until_close"
    tells = HAND

    cards: tuple[KeyPoint, ...]

    def fold(self, own: Own, at: int) -> Own:
        dealt = own.dealt or tuple(card.id for card in self.cards)
        return replace(own, hand=self.cards, dealt=dealt)


class WarmedUp(ToAll, frozen=True, kw_only=True):
    """A seat said its warm-up line."""

    keeps = "until_close"
    tells = WARM_UP

    step: str
    seat: SeatId
    text: str

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(BriefState, self.step)
        return public.with_state(
            self.step, replace(state, lines={**state.lines, self.seat: self.text})
        )
