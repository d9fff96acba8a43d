"""What may be published of what people answered for themselves. Nothing else publishes.

Whatever goes to the room or to a player and rests on ratings, orders or answers is made here, as a
figure that withholds its value when too few people stand behind it. No other module makes one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean, median
from typing import Final

from turnabout_protocol.activities.lingo import Entry, Lingo, LingoOwn
from turnabout_protocol.activities.poll import SAFETY, Poll, PollVault, Question, Tally
from turnabout_protocol.activities.reveal import CardFate, Results, RevealVault
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.parts import Figure, Room, SafetyVerdict, Slip
from turnabout_protocol.scenario import SIDES, KeyPoint
from turnabout_server.answers import answers_to
from turnabout_server.scoring import portrayal
from turnabout_server.scoring.turns import RatedTurn, rated_turns, raters

SAFE: Final = 3
"""A safety item below this median, of 1 to 5, or with any 1, advises care."""
MATCHERS: Final = 3
"""From so many people on, a side's glossary holds only the terms that somebody did not know."""


def results(room: Room) -> Results:
    """Return what the whole room may see.

    What a reveal has shown stays as it was: a second publication with one answer more would tell
    that answer.
    """
    for state in room.vault.steps.values():
        if isinstance(state, RevealVault) and state.results is not None:
            return state.results
    states = [s for s in room.public.steps.values() if isinstance(s, SceneState)]
    turns = [turn for state in states for turn in state.turns if turn.over and not turn.passed]
    counts = Counter(turn.card.id for turn in turns if turn.card is not None)
    return Results(
        rings_true=room_rings_true(room),
        board={side: _board(room.vault.deck(side), counts) for side in SIDES},
        turns=len(turns),
    )


def slip(room: Room, seat: int) -> Slip:
    """Return the private result of a player."""
    turns = rated_turns(room, seat)
    value = portrayal.rings_true(t.rings for t in turns)
    figure = figure_of(value, len(raters(turns)), slip_need(room))
    if figure.value is None:
        return Slip(
            rings_true=figure, heard=None, their_words=None, portrayal=None, turns=len(turns)
        )
    parts = portrayal.Parts(
        rings_true=value,
        heard=portrayal.heard(t.turn.heard for t in turns if t.turn.heard and t.echo_counts),
        their_words=portrayal.words_of(room, turns),
    )
    return Slip(
        rings_true=figure,
        heard=rounded(parts.heard),
        their_words=rounded(parts.their_words),
        portrayal=rounded(portrayal.portrayal(parts, room.public.scoring.portrayal)),
        missing=portrayal.missing(turns),
        turns=len(turns),
    )


def slip_need(room: Room) -> int:
    """Return how many raters a private slip takes: two in a tiny room that agreed to it."""
    return 2 if room.public.rules.tiny_room_ok else room.public.scoring.needs.slip


def room_rings_true(room: Room) -> Figure:
    """Return the mean of all players' Rings true, whether their slips are shown or not."""
    turns = rated_turns(room)
    values = [portrayal.rings_true(t.rings for t in of) for of in _by_player(turns)]
    known = [v for v in values if v is not None]
    need = room.public.scoring.needs.rings_true
    return figure_of(fmean(known) if known else None, len(raters(turns)), need)


def figure_of(value: float | None, n: int, need: int) -> Figure:
    """Return a figure that withholds `value` when fewer than `need` people stand behind it."""
    if value is None or n < need:
        return Figure(value=None, n=0, need=need)
    return Figure(value=rounded(value), n=n, need=need)


def rounded(value: float | None) -> float | None:
    """Return whole points: more would be false precision, and help to work back from."""
    return None if value is None else float(round(value))


def _by_player(turns: Sequence[RatedTurn]) -> list[tuple[RatedTurn, ...]]:
    players = sorted({t.turn.seat for t in turns})
    return [tuple(t for t in turns if t.turn.seat == player) for player in players]


def _board(deck: Sequence[KeyPoint], counts: Counter[str]) -> tuple[CardFate, ...]:
    return tuple(CardFate(card=card, played=counts[card.id]) for card in deck)


def tallies(room: Room, step: Poll) -> tuple[Tally, ...]:
    """Return how often each answer was given, for the questions that are no measures."""
    answers = room.vault.state(PollVault, step.id).answers
    bots = () if room.public.rules.bots_count else room.public.bots
    counted = [picks for seat, picks in sorted(answers.items()) if seat not in bots]
    return tuple(tally(q, counted, step.need) for q in step.tallied)


def tally(question: Question, answers: list[Mapping[str, tuple[str, ...]]], need: int) -> Tally:
    """Return the pooled answers to one question; without counts when fewer than `need` answered."""
    chosen = [picks[question.id] for picks in answers if picks.get(question.id)]
    if len(chosen) < need:
        return Tally(question=question.id, counts={}, n=0, need=need)
    counts = Counter(choice for picks in chosen for choice in picks)
    shown = {choice: counts[choice] for choice in question.choices if counts[choice]}
    return Tally(question=question.id, counts=shown, n=len(chosen), need=need)


def safety(room: Room, step: Poll) -> SafetyVerdict | None:
    """Return what the safety items of `step` advise the facilitator; None: it asks none."""
    items = [q for q in step.measured if q.measure in SAFETY]
    if not items:
        return None
    need = room.public.scoring.needs.safety
    return safety_verdict([tuple(answers_to(room, step, q).values()) for q in items], need)


def safety_verdict(items: Sequence[Sequence[int]], need: int) -> SafetyVerdict:
    """Return one advice for all `items`, each with its answers, 1 to 5.

    An item with fewer than `need` answers has no say, and then nothing says go either: an item
    that nobody may look into could be the one that would have warned.
    """
    heard = [answers for answers in items if len(answers) >= need]
    if any(median(answers) < SAFE or min(answers) == 1 for answers in heard):
        return "take_care"
    return "go" if len(heard) == len(items) else "too_few"


def glossary(room: Room, step: Lingo) -> tuple[Entry, ...]:
    """Return the words to explain after `step`: those that somebody did not know, unsigned.

    With fewer than MATCHERS people on a side's terms all of them, so that nobody's misses follow.
    """
    scenario = room.vault.scenario
    if scenario is None:
        return ()
    bots = () if room.public.rules.bots_count else room.public.bots
    sheets = [own.state(LingoOwn, step.id) for seat, own in room.own.items() if seat not in bots]
    found = []
    for side in SIDES:
        sent = [sheet for sheet in sheets if sheet.side == side and sheet.pairs is not None]
        for index, term in enumerate(scenario.sides[side].lingo[: step.terms]):
            if len(sent) < MATCHERS or not all(sheet.knew(index) for sheet in sent):
                found.append(Entry(side=side, term=term.term, means=term.means))
    return tuple(found)
