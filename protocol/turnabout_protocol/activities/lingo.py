"""lingo: their words, and your guesses at what they mean. Two minutes that nobody scores."""

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, StepCommand, ToAll, ToSeat
from turnabout_protocol.privacy import Datum, Least
from turnabout_protocol.room import Own, OwnState, Public, State, Step
from turnabout_protocol.scenario import Side, Slug
from turnabout_protocol.scoring import MATCHERS

MATCHING: Final = 0

TermPlace = Annotated[int, Meta(ge=0, le=11)]
"""Place of a term, or of a meaning, in the lists of a sheet; the first is 0."""


class Lingo(Step, frozen=True, kw_only=True):
    """Settings: how many terms of each side, and the seconds kept to look at the answers."""

    asks = True

    terms: Annotated[int, Meta(ge=2, le=8)] = 6
    look: Annotated[int, Meta(ge=5, le=120)] = 30

    def fresh(self) -> "LingoState":
        return LingoState()

    def unsigned(self, stage: int) -> bool:
        return stage == MATCHING


class GlossaryWord(Struct, frozen=True, kw_only=True):
    """A word of a side that somebody at the table did not know, or may not have known."""

    side: Side
    term: str
    means: str


class LingoState(State, frozen=True, kw_only=True):
    """Stage 0: match. Stage 1: the answers. The glossary comes with the answers."""

    glossary: tuple[GlossaryWord, ...] | None = None
    """Unsigned. When few people matched a side's terms, all of them are in it."""


class LingoOwn(OwnState, frozen=True, kw_only=True):
    """One seat's sheet: terms, meanings in a drawn order, what it matched, and the truth."""

    side: Side | None = None
    """Whose terms they are; None if no sheet was dealt."""
    terms: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    pairs: Mapping[int, int] | None = None
    """What was matched, by term; None until it is sent."""
    answers: tuple[int, ...] = ()
    """The meaning of each term, as its place in `meanings`; empty until they are told."""

    def knew(self, term: int) -> bool:
        """Return whether the term at that place was matched right."""
        guess = None if self.pairs is None else self.pairs.get(term)
        # Two terms may mean the same, in the same words.
        return guess is not None and self.meanings[guess] == self.meanings[self.answers[term]]


class MatchTerms(StepCommand, frozen=True, kw_only=True):
    """My guesses: places of meanings by places of terms. A term may be left out."""

    bound = Bound(20)

    pairs: Annotated[dict[TermPlace, TermPlace], Meta(max_length=8)]


MATCHES: Final = Datum("orders", N_("Which of the other side's words you know"))
GLOSSARY: Final = Datum(
    "orders",
    N_("Words that somebody did not know, explained, unsigned"),
    least=(Least(MATCHERS, N_("{n} people who matched, else all words are explained")),),
)


class TermsDealt(ToSeat, frozen=True, kw_only=True):
    """The sheet of a seat. The order of the meanings is drawn and tells nothing."""

    keeps = "until_close"
    tells = MATCHES

    step: Slug
    side: Side
    terms: tuple[str, ...]
    meanings: tuple[str, ...]

    def fold(self, own: Own, at: int) -> Own:
        sheet = LingoOwn(side=self.side, terms=self.terms, meanings=self.meanings)
        return own.with_state(self.step, sheet)


class TermsMatched(ToSeat, frozen=True, kw_only=True):
    """What a seat matched, with the right answers. `pairs` is empty for whoever sent nothing."""

    keeps = "until_close"
    tells = MATCHES

    step: Slug
    pairs: Mapping[int, int] | None
    answers: tuple[int, ...]

    def fold(self, own: Own, at: int) -> Own:
        sheet = own.state(LingoOwn, self.step)
        return own.with_state(self.step, replace(sheet, pairs=self.pairs, answers=self.answers))


class GlossaryShown(ToAll, frozen=True, kw_only=True):
    """The words to explain, of both sides."""

    keeps = "in_report"
    tells = GLOSSARY

    step: Slug
    entries: tuple[GlossaryWord, ...]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(LingoState, self.step)
        return public.with_state(self.step, replace(state, glossary=self.entries))
