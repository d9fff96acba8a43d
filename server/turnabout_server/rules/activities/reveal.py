"""reveal: what the room knows of itself is told slide by slide, how it stands last."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.reveal import (
    CHAPTERS,
    AccuracyShown,
    BlindSpotsNamed,
    CardsShown,
    PlaceRevealed,
    RegardShown,
    ResultsSealed,
    RetentionShown,
    Reveal,
    RevealBegun,
    Revealed,
    RevealState,
    RevealVault,
    Slide,
    UnderstoodShown,
)
from turnabout_protocol.bases import Event
from turnabout_protocol.course import StageOpened
from turnabout_protocol.results import CardFate, Results
from turnabout_protocol.room import SECOND, Room, Seat
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.slides import there_are
from turnabout_server.after import publish
from turnabout_server.rules import slides
from turnabout_server.rules.activities.base import Rules
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal

PLACE: Final = 6 * SECOND
"""How long a place of the order is looked at before the next one comes, at most."""


class RevealRules(Rules[Reveal]):
    """Everybody sees the same, at the same moment. The slides share the minutes; all together, or a
    facilitator, go on sooner.
    """

    def open(self, d: Decision, step: Reveal) -> None:
        results = publish.results(d.room)
        places = max((place for side in SIDES for place in _places(results, side)), default=0)
        told = slides.chosen(there_are(d.public, results), step.length, places, results)
        share = slides.share(step.length, told, places)
        coming = places if "orders" in told else 0
        d.emit(ResultsSealed(step=step.id, results=results))
        d.emit(
            RevealBegun(
                step=step.id,
                chapters=tuple(CHAPTERS[slide] for slide in told),
                slides=told,
                places=coming,
                next_at=d.play + _pace(share, coming) if coming else None,
            )
        )
        # A single slide has the whole step, and more time added to that is added to it.
        if len(told) > 1:
            d.emit(StageOpened(step=step.id, stage=0, ends=d.play + share))
        self._tell(d, step)

    def ready(self, d: Decision, step: Reveal, seat: Seat) -> None:
        if d.public.state(RevealState, step.id).coming:
            raise Refusal("not_yet", N_("The cards are still coming. Look at them together."))
        super().ready(d, step, seat)

    def deadline(self, room: Room, step: Reveal) -> int | None:
        next_at = room.public.state(RevealState, step.id).next_at
        ends = super().deadline(room, step)
        return ends if next_at is None or ends is None else min(next_at, ends)

    def expire(self, d: Decision, step: Reveal) -> bool:
        next_at = d.public.state(RevealState, step.id).next_at
        if next_at is None or d.play < next_at:
            return self._turn(d, step)
        self._next_place(d, step)
        return True

    def advance(self, d: Decision, step: Reveal) -> bool:
        """Go on: to the next card while they come, then to the next slide."""
        if d.public.state(RevealState, step.id).coming:
            self._next_place(d, step)
            return True
        return self._turn(d, step)

    def reopen(self, d: Decision, step: Reveal) -> None:
        """The slide that was on is on again, with its share of what is left."""
        state = d.public.state(RevealState, step.id)
        if state.ends is not None:
            self._open_slide(d, step, state.stage)

    def _turn(self, d: Decision, step: Reveal) -> bool:
        """Open the next slide; False: that was the last one."""
        while d.public.state(RevealState, step.id).coming:
            self._next_place(d, step)
        state = d.public.state(RevealState, step.id)
        if state.stage + 1 >= len(state.slides):
            return False
        self._open_slide(d, step, state.stage + 1)
        self._tell(d, step)
        return True

    def _open_slide(self, d: Decision, step: Reveal, stage: int) -> None:
        """Open a slide. What an early end leaves over is shared by those to come."""
        state, current = d.public.state(RevealState, step.id), d.public.current
        left = 0 if current is None else max(0, current.ends - d.play)
        length = slides.share(left, state.slides[stage:], len(state.coming))
        d.emit(StageOpened(step=step.id, stage=stage, ends=d.play + length))

    def _tell(self, d: Decision, step: Reveal) -> None:
        """Show what the slide that is on is about. The cards of the orders come one by one."""
        slide = d.public.state(RevealState, step.id).slide
        event = None if slide is None else _event(step.id, slide, _sealed(d, step))
        if event is not None:
            d.emit(event)

    def _next_place(self, d: Decision, step: Reveal) -> None:
        state, results = d.public.state(RevealState, step.id), _sealed(d, step)
        place, *rest = state.coming
        fates = {side: _places(results, side).get(place) for side in SIDES}
        share = slides.share(step.length, state.slides, len(rest) + _shown(state) + 1)
        pace = _pace(share, len(rest) + _shown(state) + 1)
        d.emit(
            PlaceRevealed(
                step=step.id,
                place=place,
                cards={side: fate for side, fate in fates.items() if fate is not None},
                next_at=d.play + pace if rest else None,
            )
        )


def _event(step: str, slide: Slide, results: Results) -> Event | None:
    """Return what tells `slide`, and nothing of those behind it."""
    match slide:
        case "cards":
            return CardsShown(step=step, cards=results.board)
        case "blind":
            return BlindSpotsNamed(step=step, blind_spots=results.blind_spots)
        case "accuracy" if results.accuracy is not None:
            return AccuracyShown(step=step, accuracy=results.accuracy)
        case "felt" | "gap" | "looking_back" | "close" if results.understood is not None:
            so_far = publish.understood_so_far(slide, results.understood)
            return UnderstoodShown(step=step, understood=so_far)
        case "regard" if results.regard is not None:
            return RegardShown(step=step, regard=results.regard)
        case "retention" if results.retention is not None:
            return RetentionShown(step=step, retention=results.retention)
        case "score":
            return Revealed(step=step, results=results)
    return None


def _sealed(d: Decision, step: Reveal) -> Results:
    results = d.room.vault.state(RevealVault, step.id).results
    if results is None:
        raise ValueError("the results were never sealed")
    return results


def _places(results: Results, side: Side) -> dict[int, CardFate]:
    return {fate.place: fate for fate in results.board[side] if fate.place is not None}


def _shown(state: RevealState) -> int:
    return max((len(fates) for fates in state.orders.values()), default=0)


def _pace(share: int, places: int) -> int:
    """Return the time from one place to the next: the last card, too, is looked at for a while."""
    return min(PLACE, share // (places + 1))


RULES: Final = RevealRules()
