"""View logic of a talk: whose round it is, what stands beside it, what a question starts from."""

from collections.abc import Iterator

from msgspec import Struct
from textual.content import Content

from turnabout_client.view.people import face
from turnabout_protocol.activities.observing import Sheet, SheetPart
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.activities.talk import Speakers, TalkState
from turnabout_protocol.room import Home, Own, Public, Seat
from turnabout_protocol.scenario import KeyPoint, Side, other


class Fate(Struct, frozen=True):
    """A key point, whose it is, and whether I, watching, ticked it as heard."""

    side: Side
    card: KeyPoint
    heard: bool = False


class Fates(Struct, frozen=True):
    """What became of the key points, as far as one seat knows them."""

    played: tuple[Fate, ...]
    silent: tuple[Fate, ...]
    """Those never played that this seat knows."""


def side_of(speakers: Speakers, state: TalkState) -> Side | None:
    """Return the home side that speaks; None when it is not a side that does."""
    match speakers:
        case "first_side":
            return state.first
        case "second_side":
            return other(state.first)
        case _:
            return None


def fates(public: Public, home: Home, own: Own, me: Seat | None) -> Fates:
    """Return what became of the key points that a seat knows of.

    What was played everybody knows. Of the others a seat knows its side's deck, the other deck
    once it was shown, and the cards it held itself.
    """
    heard = {card for sheet in sheets(public, own) for card in sheet.heard}
    played = {
        turn.card.id: Fate(turn.side, turn.card, turn.card.id in heard)
        for state in scenes(public)
        for turn in state.turns
        if turn.card is not None
    }
    known: dict[str, Fate] = {}
    if me is not None and me.home is not None:
        known |= {c.id: Fate(me.home, c, c.id in heard) for c in home.deck}
        known |= {c.id: Fate(other(me.home), c, c.id in heard) for c in home.theirs}
    if me is not None and me.played is not None:
        known |= {c.id: Fate(me.played, c) for c in own.hand}
    silent = tuple(fate for card, fate in known.items() if card not in played)
    return Fates(tuple(played.values()), silent)


def scenes(public: Public) -> tuple[SceneState, ...]:
    """Return the states of the scenes so far, in their order."""
    return tuple(s for s in public.steps.values() if isinstance(s, SceneState))


def sheets(public: Public, own: Own) -> tuple[Sheet, ...]:
    """Return the sheets that a seat kept, one a scene, in their order."""
    scenes = [step for step, state in public.steps.items() if isinstance(state, SceneState)]
    return tuple(own.state(Sheet, step) for step in scenes)


def from_sheet(public: Public, own: Own, part: SheetPart) -> str:
    """Return what a seat noted under `part`; the notes of several scenes in one line."""
    notes = (sheet.note(part) for sheet in sheets(public, own))
    return " / ".join(note for note in notes if note)


def console_lines(public: Public, state: TalkState) -> Iterator[Content]:
    """Yield what was said, as facilitators see it."""
    for remark in state.remarks:
        yield Content.assemble((face(public, remark.seat), "bold"), f"  {remark.text}")
