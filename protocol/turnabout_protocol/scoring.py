"""What the scores weigh and how many people a figure takes: settings of an agenda.

The weights are judgement, not evidence; the report prints them. A threshold can be raised, never
lowered below what keeps a single answer from being worked out.
"""

from typing import Annotated, Final

from msgspec import Meta, Struct

OTHERS: Final = 3
"""People behind a figure from which somebody could subtract a part they know: their own answer, or
their own figure. Then at least two unknown answers are left, and each could be either person's.
"""
RATED: Final = 3
"""Players with a rated turn before the room's Rings true is shown: each knows their own."""
THREE: Final = 3
"""So many people are few: two of them could work out the third one's order from an exact one."""
TINY: Final = 2
"""Raters of a slip in a tiny room that agreed to it."""
MATCHERS: Final = 3
"""With this many people or more, a side's glossary holds only terms that somebody did not know."""

Weight = Annotated[int, Meta(ge=0, le=100)]


class PortrayalWeights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Weights of the parts of a player's private slip."""

    rings_true: Annotated[int, Meta(ge=1, le=100)] = 50
    heard: Weight = 20
    picks: Weight = 20
    their_words: Weight = 10


class AlignmentWeights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Weights of the parts of the room's score."""

    accuracy: Annotated[int, Meta(ge=1, le=100)] = 45
    felt: Weight = 30
    rings_true: Weight = 25


class Needs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many different people must stand behind a figure before it is shown."""

    slip: Annotated[int, Meta(ge=3, le=12)] = 3
    """Raters, for a player's private slip. Two in a tiny room that agreed to it."""
    rings_true: Annotated[int, Meta(ge=4, le=12)] = 4
    """Raters, for the room's Rings true."""
    owners: Annotated[int, Meta(ge=2, le=12)] = 2
    """Owners who ranked their deck, for an order and an accuracy."""
    guessers: Annotated[int, Meta(ge=2, le=12)] = 2
    """People who guessed, for an accuracy."""
    side: Annotated[int, Meta(ge=3, le=12)] = 3
    """Answers from a side, for that side's mean."""
    pooled: Annotated[int, Meta(ge=5, le=24)] = 5
    """Answers from both sides together, where one side has too few."""
    feelings: Annotated[int, Meta(ge=5, le=24)] = 5
    """Answers, for a tally of feelings."""
    safety: Annotated[int, Meta(ge=4, le=24)] = 4
    """Answers, for the facilitator's go or take care."""


class Scoring(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Weights and thresholds of one session."""

    portrayal: PortrayalWeights = PortrayalWeights()
    alignment: AlignmentWeights = AlignmentWeights()
    needs: Needs = Needs()
    clear_change: Annotated[float, Meta(ge=0, le=50)] = 0
    """A change of so few points is called no clear change, however many people it is of. 0: what
    chance alone gives decides.
    """
