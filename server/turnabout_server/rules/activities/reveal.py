"""reveal: what the room knows of itself is told in chapters, the room's score last."""

from collections.abc import Sequence
from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.reveal import (
    CHAPTERS,
    SHARES,
    AccuracyShown,
    BlindSpotsNamed,
    CardFate,
    Chapter,
    PlaceRevealed,
    RegardShown,
    Results,
    ResultsSealed,
    Reveal,
    RevealBegun,
    Revealed,
    RevealState,
    RevealVault,
    UnderstoodShown,
)
from turnabout_protocol.bases import Event
from turnabout_protocol.events import StageOpened
from turnabout_protocol.room import SECOND, Public, Room, Seat
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.after import publish
from turnabout_server.rules.activities.base import Rules
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal

PLACE: Final = 6 * SECOND
"""How long a place of the order is looked at before the next one comes, at most."""


class RevealRules(Rules[Reveal]):
    """Everybody sees the same, at the same moment. The chapters share the minutes."""

    def open(self, d: Decision, step: Reveal) -> None:
        results = publish.results(d.room)
        chapters = chapters_of(d.public, results)
        share = _share(step.length, chapters)
        places = max((place for side in SIDES for place in _places(results, side)), default=0)
        first = d.play + _pace(share, places) if places else None
        d.emit(ResultsSealed(step=step.id, results=results))
        d.emit(RevealBegun(step=step.id, chapters=chapters, places=places, next_at=first))
        # A single chapter has the whole step, and more time added to that is added to it.
        if len(chapters) > 1:
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
            return self.advance(d, step)
        self._next_place(d, step)
        return True

    def advance(self, d: Decision, step: Reveal) -> bool:
        while d.public.state(RevealState, step.id).coming:
            self._next_place(d, step)
        state = d.public.state(RevealState, step.id)
        stage = state.stage + 1
        if stage >= len(state.chapters) or d.public.current is None:
            return False
        # What an early end leaves over is shared by the chapters to come.
        left = max(0, d.public.current.ends - d.play)
        planned = step.length * SHARES[state.chapters[stage]] // _whole(state.chapters)
        length = max(planned, _share(left, state.chapters[stage:]))
        d.emit(StageOpened(step=step.id, stage=stage, ends=d.play + length))
        self._tell(d, step)
        return True

    def final(self, room: Room, step: Reveal) -> bool:
        state = room.public.state(RevealState, step.id)
        return state.stage == len(state.chapters) - 1

    def _tell(self, d: Decision, step: Reveal) -> None:
        """Show what the chapter that is on is about. The cards of the orders come one by one."""
        chapter = d.public.state(RevealState, step.id).chapter
        event = None if chapter is None else _event(step.id, chapter, _sealed(d, step))
        if event is not None:
            d.emit(event)

    def _next_place(self, d: Decision, step: Reveal) -> None:
        state, results = d.public.state(RevealState, step.id), _sealed(d, step)
        place, *rest = state.coming
        fates = {side: _places(results, side).get(place) for side in SIDES}
        pace = _pace(_share(step.length, state.chapters), len(rest) + _shown(state) + 1)
        d.emit(
            PlaceRevealed(
                step=step.id,
                place=place,
                cards={side: fate for side, fate in fates.items() if fate is not None},
                next_at=d.play + pace if rest else None,
            )
        )


def chapters_of(public: Public, results: Results) -> tuple[Chapter, ...]:
    """Return what there is to tell. What was asked but must stay hidden is mentioned, too."""
    ranked = any(isinstance(step, Rank) and step.id in public.steps for step in public.agenda)
    there = {
        "orders": ranked,
        "blind": results.accuracy is not None,
        "accuracy": results.accuracy is not None,
        "understood": results.understood is not None,
        "regard": results.regard is not None,
        "score": True,
    }
    return tuple(chapter for chapter in CHAPTERS if there[chapter])


def _event(step: str, chapter: Chapter, results: Results) -> Event | None:
    match chapter:
        case "blind":
            return BlindSpotsNamed(step=step, blind_spots=results.blind_spots)
        case "accuracy" if results.accuracy is not None:
            return AccuracyShown(step=step, accuracy=results.accuracy)
        case "understood" if results.understood is not None:
            return UnderstoodShown(step=step, understood=results.understood)
        case "regard" if results.regard is not None:
            return RegardShown(step=step, regard=results.regard)
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


def _share(time: int, chapters: Sequence[Chapter]) -> int:
    """Return the share of the first of `chapters` in the time that is there for all of them."""
    return time * SHARES[chapters[0]] // _whole(chapters)


def _whole(chapters: Sequence[Chapter]) -> int:
    return sum(SHARES[chapter] for chapter in chapters)


def _pace(share: int, places: int) -> int:
    """Return the time from one place to the next: the last card, too, is looked at for a while."""
    return min(PLACE, share // (places + 1))


RULES: Final = RevealRules()
