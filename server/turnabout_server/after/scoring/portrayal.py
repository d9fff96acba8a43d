"""How a part was played, as judged by the people whose part it really is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Final

from msgspec import Struct

from turnabout_protocol.activities.scene import EchoAnswer
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import Side, Term
from turnabout_protocol.scoring import PortrayalWeights
from turnabout_protocol.terms import uses
from turnabout_server.after.scoring.rated import RatedTurn

ECHO_POINTS: Final[Mapping[EchoAnswer, float]] = {"yes": 1.0, "nearly": 0.5, "no": 0.0}
TERMS_WANTED: Final = 2
"""This many of their words, used well, give full points: more would be word-dropping."""
RANG_TRUE: Final = 3
"""A turn uses a word properly when its mean rating is at least this."""
RATERS_FOR_WORDS: Final = 2
"""Ratings that a turn needs before its words count: with only one, that would tell what it was."""


class Parts(Struct, frozen=True, kw_only=True):
    """The parts of a portrayal, 0 to 100; None: not available."""

    rings_true: float | None = None
    heard: float | None = None
    picks: float | None = None
    their_words: float | None = None


def rings_true(turns: Iterable[Sequence[int]]) -> float | None:
    """Return `100 * (mean of turn means - 1) / 3`; None without a rated turn.

    `turns` holds the ratings (1 to 4) of each turn. Every turn weighs the same, however many
    rated it.
    """
    means = [fmean(rings) for rings in turns if rings]
    return 100 * (fmean(means) - 1) / 3 if means else None


def heard(answers: Iterable[EchoAnswer]) -> float | None:
    """Return how often an echo was right: yes 1, nearly 0.5, no 0; None without an answer."""
    points = [ECHO_POINTS[answer] for answer in answers]
    return 100 * fmean(points) if points else None


def picks(plays: Iterable[tuple[str, Sequence[str]]], points: Mapping[str, int]) -> float | None:
    """Return how much the played cards matter to their owners, among those that were in the hand.

    `plays` holds the card and the hand of each turn, `points` the owners' points of each card. 100
    is the best card of the hand, 0 the least. A turn without a choice that matters is left out;
    None when none is left.
    """
    found = []
    for card, hand in plays:
        worth = [points[held] for held in hand if held in points]
        if card in points and worth and max(worth) > min(worth):
            found.append((points[card] - min(worth)) / (max(worth) - min(worth)))
    return 100 * fmean(found) if found else None


def their_words(terms: int) -> float:
    """Return the points for that many different terms of the played side, used well."""
    return 100 * min(1.0, terms / TERMS_WANTED)


def portrayal(parts: Parts, weights: PortrayalWeights) -> float | None:
    """Return the weighted mean of the available parts; None when Rings true is not among them."""
    if parts.rings_true is None:
        return None
    pairs = (
        (weights.rings_true, parts.rings_true),
        (weights.heard, parts.heard),
        (weights.picks, parts.picks),
        (weights.their_words, parts.their_words),
    )
    known = [(weight, value) for weight, value in pairs if value is not None]
    return sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)


def terms_used(texts: Iterable[str], lingo: Sequence[Term]) -> frozenset[str]:
    """Return which terms occur in `texts`."""
    return frozenset(use.term for text in texts for use in uses(text, lingo))


def words_of(room: Room, turns: Iterable[RatedTurn]) -> float | None:
    """Return the points for words used well; None when the side has none or no turn can tell.

    A word that an owner struck was not used well in that turn. Where people speak, no text tells.
    """
    judged = [t for t in turns if len(t.rings) >= RATERS_FOR_WORDS]
    scenario = room.vault.scenario
    if scenario is None or room.public.rules.spoken:
        return None
    lingo: dict[Side, tuple[Term, ...]] = {
        t.turn.side: scenario.sides[t.turn.side].lingo for t in judged
    }
    if not any(lingo.values()):
        return None
    found = {
        (t.turn.side, term)
        for t in judged
        if fmean(t.rings) >= RANG_TRUE
        for term in terms_used((t.turn.say, t.turn.ask), lingo[t.turn.side])
        if term not in t.struck
    }
    return their_words(len(found))


def missing(turns: Iterable[RatedTurn]) -> dict[str, int]:
    """Return how often each tag for what was missing was given, pooled over turns."""
    tags = Counter(r.missing for t in turns for r in t.ratings.values() if r.missing)
    return {tag: n for tag, n in sorted(tags.items()) if tag is not None}
