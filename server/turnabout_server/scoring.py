"""What the ratings say. Pure: results in, scores out, as in the game's evidence (section B).

All scores are points from 0 to 100. A part that is not available is left out, never counted as
zero. Each average is withheld until enough different people stand behind it, and none of them
carries the name of a rater.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Final

from msgspec import Struct

from turnabout_protocol.activities.reveal import CardFate, Results
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Rating,
    SceneState,
    SceneVault,
    Turn,
)
from turnabout_protocol.parts import Figure, Room, Slip
from turnabout_protocol.scenario import SIDES, KeyPoint, Scenario, Term

RATERS_FOR_SLIP: Final = 3
"""Different raters before a player sees a private result."""
RATERS_FOR_ROOM: Final = 4
"""Different raters before the room sees its own."""

WEIGHTS: Final[Mapping[str, int]] = {"rings_true": 50, "heard": 20, "their_words": 10}
"""Weights of the parts of a portrayal. They are judgement, not evidence."""

ECHO_POINTS: Final[Mapping[EchoAnswer, float]] = {"yes": 1.0, "nearly": 0.5, "no": 0.0}
TERMS_WANTED: Final = 2
"""So many of their words, used well, are full points: more would be word-dropping."""
RANG_TRUE: Final = 3
"""A turn uses a word properly when its mean rating is at least this."""
RATERS_FOR_WORDS: Final = 2
"""Ratings of a turn before its words count or not: of a single one, that would tell which."""


class RatedTurn(Struct, frozen=True, kw_only=True):
    """A turn that counts, with the ratings that count, by seat of the rater."""

    turn: Turn
    ratings: Mapping[int, Rating]
    echo_counts: bool
    """Whether the echo was answered by somebody who counts."""

    @property
    def rings(self) -> tuple[int, ...]:
        """The ratings that were not skipped, 1 to 4."""
        return tuple(r.ring for r in self.ratings.values() if r.ring is not None)

    @property
    def raters(self) -> frozenset[int]:
        """The seats that gave them."""
        return frozenset(seat for seat, r in self.ratings.items() if r.ring is not None)


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


def their_words(terms: int) -> float:
    """Return the points for that many different terms of the played side, used well."""
    return 100 * min(1.0, terms / TERMS_WANTED)


def portrayal(parts: Mapping[str, float | None]) -> float | None:
    """Return the weighted mean of the available parts; None when Rings true is not among them."""
    if parts.get("rings_true") is None:
        return None
    known = {name: value for name, value in parts.items() if value is not None}
    return sum(WEIGHTS[name] * value for name, value in known.items()) / sum(
        WEIGHTS[name] for name in known
    )


def terms_used(texts: Iterable[str], lingo: Sequence[Term]) -> int:
    """Return how many different terms occur in `texts` as whole words; a plural s may follow."""
    said = "\n".join(texts).casefold()
    return sum(any(_occurs(word, said) for word in (t.term, *t.aliases)) for t in lingo)


def _occurs(word: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.casefold())}s?(?!\w)", said) is not None


def rated_turns(room: Room, seat: int | None = None) -> tuple[RatedTurn, ...]:
    """Return the turns that count, of all scenes, of one seat or of all.

    A pass, a flagged turn, and ratings by bots outside a demo do not count.
    """
    found = []
    for step, state in room.public.steps.items():
        if not isinstance(state, SceneState):
            continue
        sealed = room.vault.state(SceneVault, step).ratings
        for turn in state.turns:
            if not _counts(room, turn) or seat not in (None, turn.seat):
                continue
            given = sealed.get(turn.number, {})
            ratings = {s: r for s, r in given.items() if _person(room, s)}
            echoed = state.turn(turn.echoes) if turn.echoes else None
            echo_counts = echoed is not None and _person(room, echoed.seat)
            found.append(RatedTurn(turn=turn, ratings=ratings, echo_counts=echo_counts))
    return tuple(found)


def _counts(room: Room, turn: Turn) -> bool:
    return turn.over and not turn.passed and not turn.flagged and _person(room, turn.seat)


def _person(room: Room, seat: int) -> bool:
    """Return whether what `seat` did counts: everybody's, but a bot's only in a demo."""
    return room.public.rules.bots_count or seat not in room.public.bots


def slip(room: Room, seat: int) -> Slip:
    """Return the private result of a player."""
    turns = rated_turns(room, seat)
    raters: frozenset[int] = frozenset().union(*(t.raters for t in turns))
    value = rings_true(t.rings for t in turns)
    figure = figure_of(value, len(raters), RATERS_FOR_SLIP)
    if figure.value is None:
        return Slip(
            rings_true=figure, heard=None, their_words=None, portrayal=None, turns=len(turns)
        )
    answers = heard(t.turn.heard for t in turns if t.turn.heard and t.echo_counts)
    words = _words_of(room, turns)
    return Slip(
        rings_true=figure,
        heard=answers,
        their_words=words,
        portrayal=portrayal({"rings_true": figure.value, "heard": answers, "their_words": words}),
        missing=_missing(turns),
        turns=len(turns),
    )


def room_rings_true(room: Room) -> Figure:
    """Return the mean of all players' Rings true, whether their slips are shown or not."""
    turns = rated_turns(room)
    raters: frozenset[int] = frozenset().union(*(t.raters for t in turns))
    players = sorted({t.turn.seat for t in turns})
    values = [rings_true(t.rings for t in turns if t.turn.seat == p) for p in players]
    known = [v for v in values if v is not None]
    return figure_of(fmean(known) if known else None, len(raters), RATERS_FOR_ROOM)


def figure_of(value: float | None, n: int, need: int) -> Figure:
    """Return a figure that withholds `value` when fewer than `need` people stand behind it."""
    if value is None or n < need:
        return Figure(value=None, n=0, need=need)
    return Figure(value=round(value, 2), n=n, need=need)


def results(room: Room) -> Results:
    """Return what the whole room may see."""
    states = [s for s in room.public.steps.values() if isinstance(s, SceneState)]
    turns = [turn for state in states for turn in state.turns if turn.over and not turn.passed]
    counts = Counter(turn.card.id for turn in turns if turn.card is not None)
    return Results(
        rings_true=room_rings_true(room),
        board={side: _board(room.vault.deck(side), counts) for side in SIDES},
        turns=len(turns),
    )


def _board(deck: Sequence[KeyPoint], counts: Counter[str]) -> tuple[CardFate, ...]:
    return tuple(CardFate(card=card, played=counts[card.id]) for card in deck)


def _words_of(room: Room, turns: Iterable[RatedTurn]) -> float | None:
    """Return the points for words used well; None when the side has none or no turn can tell."""
    judged = [t for t in turns if len(t.rings) >= RATERS_FOR_WORDS]
    lingo = {t.turn.side: _scenario(room).sides[t.turn.side].lingo for t in judged}
    if not any(lingo.values()):
        return None
    good = [t.turn for t in judged if fmean(t.rings) >= RANG_TRUE]
    texts = {side: [s for t in good if t.side == side for s in (t.say, t.ask)] for side in lingo}
    return their_words(sum(terms_used(texts[side], terms) for side, terms in lingo.items()))


def _missing(turns: Iterable[RatedTurn]) -> Mapping[str, int]:
    tags = Counter(r.missing for t in turns for r in t.ratings.values() if r.missing)
    return {tag: n for tag, n in sorted(tags.items()) if tag is not None}


def _scenario(room: Room) -> Scenario:
    if room.vault.scenario is None:
        raise ValueError("the room has no scenario")
    return room.vault.scenario
