"""What the figures of a reveal show, in a sentence each: on the screens and in the report. Pure.

A sentence says what is there and blames nobody. It is empty where nothing is shown: `unsaid` says
why, and what to ask aloud instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from turnabout_language import N_, _, n_
from turnabout_protocol.explanations import FigureName, explained
from turnabout_protocol.figure_notes import RINGS, no_sum, seen_as, withheld
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import (
    THIRDS,
    Accuracy,
    Alignment,
    Arrow,
    Attitude,
    BlindSpot,
    CardFate,
    Regard,
    Results,
    Retention,
)
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_protocol.scoring import Scoring

Labels = Mapping[Side, str]
"""What this room calls its two sides."""
Moved = Literal["up", "down", "steady", "few", "after", "before"]
"""How a figure moved: clearly up or down; no clear change; of too few people to say; or only what
was after the play is known, or only what was before.
"""


def moved(arrow: Arrow) -> Moved:
    """Return how a figure moved from before the play to after it."""
    if arrow.change is None:
        return "before" if arrow.after is None or arrow.after.value is None else "after"
    if arrow.n and arrow.band is None:
        return "few"
    if not arrow.clear or not arrow.change:
        return "steady"
    return "up" if arrow.change > 0 else "down"


def value(arrow: Arrow) -> float | None:
    """Return where a figure is now; where it was, if only that is shown."""
    ends = (arrow.after, arrow.before)
    return next((end.value for end in ends if end is not None and end.value is not None), None)


def unsaid(name: FigureName, hidden: Figure | BlindSpot, scoring: Scoring) -> tuple[str, str]:
    """Return why a figure is not shown, and what to ask aloud in its place."""
    said = explained(name, scoring)
    why = _("{what}: {why}.", what=said.title, why=withheld(hidden, name))
    return why, _("Ask aloud: {question}", question=said.aloud) if said.aloud else ""


# --- cards ----------------------------------------------------------------------------------------


def right(fate: CardFate) -> bool:
    """Return whether the others put a card where its owners do, as far as that is told."""
    if fate.third is not None:
        return fate.guessed_third == fate.third
    return fate.place is not None and fate.guessed == fate.place


def placed(labels: Labels, side: Side, fates: Sequence[CardFate], spot: BlindSpot) -> str:
    """Return how many cards of `side` the others placed right, and which one they missed most."""
    if spot.hidden:
        return ""
    names = {"side": labels[side], "others": labels[other(side)]}
    missed = _missed(names, spot)
    known = [fate for fate in fates if (fate.guessed or fate.guessed_third) is not None]
    if not known:
        return missed
    found, of = sum(map(right, known)), len(known)
    if found == of:
        return _all_right(names, of, in_thirds=spot.in_thirds)
    return f"{_some_right(names, found, of, in_thirds=spot.in_thirds)} {missed}"


def _all_right(names: Mapping[str, str], of: int, *, in_thirds: bool) -> str:
    if in_thirds:
        return n_(
            "{others} put the {n} card of {side} in the third where {side} have it.",
            "{others} put all {n} cards of {side} in the third where {side} have them.",
            of,
            **names,
        )
    return n_(
        "{others} placed the {n} card of {side} where {side} do.",
        "{others} placed all {n} cards of {side} where {side} do.",
        of,
        **names,
    )


def _some_right(names: Mapping[str, str], found: int, of: int, *, in_thirds: bool) -> str:
    if in_thirds and not found:
        said = N_(
            "{others} put none of the {of} cards of {side} in the third where {side} have it."
        )
        return _(said, of=of, **names)
    if in_thirds:
        return n_(
            "{others} put {n} of the {of} cards of {side} in the third where {side} have it.",
            "{others} put {n} of the {of} cards of {side} in the third where {side} have them.",
            found,
            of=of,
            **names,
        )
    if not found:
        return _(
            "{others} placed none of the {of} cards of {side} where {side} do.", of=of, **names
        )
    return n_(
        "{others} placed {n} of the {of} cards of {side} where {side} do.",
        "{others} placed {n} of the {of} cards of {side} where {side} do.",
        found,
        of=of,
        **names,
    )


def _missed(names: Mapping[str, str], spot: BlindSpot) -> str:
    if spot.card is None and spot.in_thirds:
        return _("They put no card of {side} at the other end of the order.", **names)
    if spot.card is None:
        return _("They put no card of {side} off by more than a place.", **names)
    if spot.third is not None and spot.guessed_third is not None:
        return _(
            "The one they missed most is “{card}”: {third} for {side}, {guessed} for {others}.",
            card=spot.card.text.removesuffix("."),
            third=_(THIRDS[spot.third]),
            guessed=_(THIRDS[spot.guessed_third]),
            **names,
        )
    return _(
        "The one they missed most is “{card}”: number {place} for {side}, number {guessed} for "
        "{others}.",
        card=spot.card.text.removesuffix("."),
        place=spot.place,
        guessed=spot.guessed,
        **names,
    )


def came_up(board: Mapping[Side, Sequence[CardFate]]) -> str:
    """Return how many cards came up in the play, of both sides together."""
    fates = [fate for of in board.values() for fate in of]
    came = sum(fate.played > 0 for fate in fates)
    if came == len(fates):
        return n_("The {n} card came up in the play.", "All {n} cards came up in the play.", came)
    if not came:
        return _("None of the {all} cards came up in the play.", all=len(fates))
    return n_(
        "{n} of {all} cards came up in the play.",
        "{n} of {all} cards came up in the play.",
        came,
        all=len(fates),
    )


# --- before and after -----------------------------------------------------------------------------

_KNOWS: Final[Mapping[Moved, str]] = {
    "up": N_(
        "The sides know each other's order better: of 100 pairs of cards they put {after} right, "
        "before the play {before}."
    ),
    "down": N_(
        "The sides are further from each other's order: of 100 pairs of cards they put {after} "
        "right, before the play {before}."
    ),
    "steady": N_(
        "No clear change in how well the sides know each other's order: of 100 pairs of cards they "
        "put {after} right, before the play {before}."
    ),
    "few": N_(
        "Of 100 pairs of cards the sides put {after} right, before the play {before}. So few "
        "people can move that far by chance."
    ),
    "after": N_("Of 100 pairs of cards the sides put {now} right. Guessing alone makes 50."),
    "before": N_(
        "Before the play the sides put {now} of 100 pairs of cards right. Guessing alone makes 50."
    ),
}
_FEELS: Final[Mapping[Moved, str]] = {
    "up": N_(
        "People feel better understood than before the play: {after} of 100, it was {before}."
    ),
    "down": N_(
        "People feel less understood than before the play: {after} of 100, it was {before}."
    ),
    "steady": N_(
        "No clear change in how understood people feel: {after} of 100, before the play {before}."
    ),
    "few": N_(
        "People feel understood to {after} of 100, before the play to {before}. So few people can "
        "move that far by chance."
    ),
    "after": N_("People feel understood to {now} of 100."),
    "before": N_("Before the play people felt understood to {now} of 100."),
}
_CLOSE: Final[Mapping[Moved, str]] = {
    "up": N_(
        "The sides feel closer at work than before the play: {after} of 100, it was {before}."
    ),
    "down": N_(
        "The sides feel further apart at work than before the play: {after} of 100, it was "
        "{before}."
    ),
    "steady": N_(
        "No clear change in how close the sides feel at work: {after} of 100, before the play "
        "{before}."
    ),
    "few": N_(
        "The sides feel close at work to {after} of 100, before the play to {before}. So few "
        "people can move that far by chance."
    ),
    "after": N_("The sides feel close at work to {now} of 100."),
    "before": N_("Before the play the sides felt close at work to {now} of 100."),
}
_STAYED: Final[Mapping[Moved, str]] = {
    "up": N_(
        "Of an earlier session's cards the sides know more than at its end: of 100 pairs they put "
        "{after} as they were, then {before}."
    ),
    "down": N_(
        "Of an earlier session's cards some has faded: of 100 pairs the sides put {after} as they "
        "were, then {before}."
    ),
    "steady": N_(
        "What the sides knew at the end of an earlier session has stayed: of 100 pairs of its "
        "cards they put {after} as they were, then {before}."
    ),
    "few": N_(
        "Of 100 pairs of an earlier session's cards the sides put {after} as they were, then "
        "{before}. So few people can move that far by chance."
    ),
    "after": N_("Of 100 pairs of an earlier session's cards the sides put {now} as they were."),
    "before": N_(
        "At the end of an earlier session the sides put {now} of 100 pairs of cards right."
    ),
}
_KNOWS_SIDE: Final = N_(
    "{others} put {now} of 100 pairs of the cards of {side} right. Guessing alone makes 50."
)


def knows(accuracy: Accuracy, labels: Labels) -> str:
    """Return how well the sides know each other's order; of one side, if only that is shown."""
    said = _told(_KNOWS, accuracy.room)
    if said:
        return said
    shown = {side: value(accuracy.sides[side]) for side in SIDES if side in accuracy.sides}
    return " ".join(
        _(_KNOWS_SIDE, side=labels[side], others=labels[other(side)], now=_points(now))
        for side, now in shown.items()
        if now is not None
    )


def feels(felt: Attitude) -> str:
    """Return how understood people feel, both sides together."""
    return _told(_FEELS, felt.room)


def closeness(close: Attitude) -> str:
    """Return how close the two sides feel at work."""
    return _told(_CLOSE, close.room)


def stayed(retention: Retention) -> str:
    """Return what is still known of an earlier session's cards."""
    return _told(_STAYED, retention.room)


def _told(sentences: Mapping[Moved, str], arrow: Arrow) -> str:
    """Return the sentence about an arrow; empty when nothing of it is shown."""
    now, how = value(arrow), moved(arrow)
    if now is None:
        return ""
    if how in ("after", "before"):
        return _(sentences[how], now=_points(now))
    before = arrow.before.value if arrow.before is not None else None
    return _(sentences[how], after=_points(now), before=_points(before or 0))


def gaps(gap: Mapping[Side, Arrow], labels: Labels) -> Iterator[str]:
    """Yield, a side each, how much the others think they get it beside how much it feels that."""
    for side, arrow in gap.items():
        now = value(arrow)
        if now is not None:
            said = _gap(round(now), side=labels[side], others=labels[other(side)])
            ahead = moved(arrow) == "before"
            yield _("Before the play: {said}", said=said) if ahead else said


def _gap(points: int, *, side: str, others: str) -> str:
    names = {"side": side, "others": others}
    if points > 0:
        return n_(
            "{others} think they understand {side} better than {side} feel it: by {n} point.",
            "{others} think they understand {side} better than {side} feel it: by {n} points.",
            points,
            **names,
        )
    if points < 0:
        return n_(
            "{side} feel better understood than {others} think they do: by {n} point.",
            "{side} feel better understood than {others} think they do: by {n} points.",
            -points,
            **names,
        )
    return _("{side} feel understood just as well as {others} think they do.", **names)


def looked_back(back: Attitude) -> str:
    """Return how people see, looking back, what they had understood before the play."""
    now = value(back.room)
    if now is None:
        return ""
    points = round(now)
    if not points:
        return _("Looking back, people put their earlier understanding where they had put it.")
    if points > 0:
        return n_(
            "Looking back, people put their earlier understanding lower: by {n} point.",
            "Looking back, people put their earlier understanding lower: by {n} points.",
            points,
        )
    return n_(
        "Looking back, people put their earlier understanding higher: by {n} point.",
        "Looking back, people put their earlier understanding higher: by {n} points.",
        -points,
    )


def seen(regard: Mapping[Side, Regard], labels: Labels) -> Iterator[str]:
    """Yield, a side each, how the others see its work beside what it believed."""
    for side, told in regard.items():
        if told.than_thought is not None:
            yield seen_as(told, labels[side], labels[other(side)])


# --- how the room stands --------------------------------------------------------------------------


def rang(figure: Figure) -> str:
    """Return how true the play rang, with the word of the rating that is nearest."""
    if figure.value is None:
        return ""
    at = figure.value
    word = min(RINGS, key=lambda ring: abs(ring[0] - at))[1]
    return _("The play rang true to {now} of 100: nearest to “{word}”.", now=_points(at),
             word=_(word))  # fmt: skip


def stands(results: Results) -> str:
    """Return how the room stands: by test, by feeling and by play, as far as that is shown."""
    if results.alignment is not None:
        return aligned(results.alignment)
    felt = results.understood.felt if results.understood else None
    known = value(results.accuracy.room) if results.accuracy else None
    feeling = value(felt.room) if felt else None
    play = results.rings_true.value
    if known is None and feeling is None:
        return rang(results.rings_true)
    told = (
        (N_("by test {now}"), known), (N_("by feeling {now}"), feeling), (N_("by play {now}"), play)
    )  # fmt: skip
    parts = [_(said, now=_points(now)) for said, now in told if now is not None]
    return _("Of 100 points this room stands at: {parts}.", parts=", ".join(parts))


def aligned(alignment: Alignment) -> str:
    """Return the room's score in a sentence, or which part of it is missing."""
    now = alignment.figure.value
    if now is None:
        return no_sum(alignment)
    return _(
        "By test, by feeling and by play together this room stands at {now} of 100.",
        now=_points(now),
    )


def _points(points: float) -> str:
    return f"{points:.0f}"
