"""An activity as people meet it, found from its step.

A folder each: `model` decides what is said, without widgets; `screen` (with `style.tcss` beside it)
shows it; `table` tells in lines what all of the room sees of it, `on_stage` draws that, where there
is more to see than lines; `mind` plays it for bots.
(`dialogue` will say it in lines.) Code that goes through all
activities asks here, so none is named anywhere else in the client. A part is loaded when it is
first needed: a client that only steers never loads a scene.
"""

from collections.abc import Callable, Iterator, Set
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from textual.content import Content

from turnabout_client.bots.view import Intention, View
from turnabout_client.view.time import Span, stage_span
from turnabout_protocol.activities import ACTIVITIES, activity_of
from turnabout_protocol.messages import Writing
from turnabout_protocol.room import Public, Room, Seat, Step

if TYPE_CHECKING:
    from turnabout_client.dialogue.seen import Seen
    from turnabout_client.dialogue.shapes import Part, Word
    from turnabout_client.tui.room.drawn import Drawn
    from turnabout_client.tui.room.screen import RoomScreen

__all__ = [
    "console_notes",
    "console_sentence",
    "console_span",
    "console_writing",
    "dialogue_ahead",
    "dialogue_part",
    "dialogue_unread",
    "drawn",
    "final",
    "in_lobby",
    "now_of",
    "on_the_table",
    "part_of",
    "screen_of",
    "styles",
    "think",
    "unfinished",
    "unread",
]


def screen_of(step: Step) -> "type[RoomScreen]":
    """Return the screen that shows `step`."""
    screen: type[RoomScreen] = _part(type(step), "screen").SCREEN
    return screen


def styles() -> tuple[Path, ...]:
    """Return the style files of all activities."""
    return tuple(_folder(one.step) / "style.tcss" for one in ACTIVITIES)


def think(view: View, step: Step) -> Iterator[Intention]:
    """Yield what a bot wants to do in `step`."""
    found: Iterator[Intention] = _part(type(step), "mind").intend(view, step)
    return found


def on_the_table(public: Public, step: Step) -> list[Content]:
    """Return what the room sees of `step`, in lines: for whoever steers, and for the stage."""
    found: list[Content] = [*_part(type(step), "table").lines(public, step)]
    return found


def drawn(step: Step) -> "type[Drawn] | None":
    """Return what draws, on a screen for all, what the room sees of `step`; None: lines say it."""
    found: type[Drawn] | None = None
    if find_spec(f"{_package(type(step))}.on_stage") is not None:
        found = _part(type(step), "on_stage").OnStage
    return found


def part_of(public: Public, step: Step) -> str:
    """Return what is asked or done in the part of `step` that is on; empty if it has no parts."""
    tell = getattr(_part(type(step), "table"), "part", None)
    return "" if tell is None else str(tell(public, step))


def now_of(public: Public, step: Step) -> str:
    """Return what all look at or do together now; empty if each looks at their own screen."""
    tell = getattr(_part(type(step), "table"), "now", None)
    return "" if tell is None else str(tell(public, step))


def console_notes(room: Room, step: Step) -> list[Content]:
    """Return what a facilitator should also know."""
    tell = _offer(step, "console_notes")
    return [] if tell is None else [*tell(room, step)]


def console_writing(public: Public, step: Step, writing: Writing) -> Content | None:
    """Return what somebody at the table writes just now; None: nobody, or not in this step."""
    tell = _offer(step, "console_writing")
    found: Content | None = None if tell is None else tell(public, step, writing)
    return found


def console_sentence(public: Public, step: Step) -> str:
    """Return what a facilitator does now in `step`; empty if it is the same as in every step."""
    tell = _offer(step, "console_sentence")
    return "" if tell is None else str(tell(public, public.steps[step.id]))


def console_span(public: Public, step: Step) -> Span | None:
    """Return the time of what a facilitator waits for in `step`: a turn, a stage or the step."""
    tell = _offer(step, "console_span")
    found: Span | None = None if tell is None else tell(public, step)
    return found or stage_span(public, step)


def final(public: Public, step: Step) -> bool:
    """Return whether `step` is over with what is on now, whatever is left of its minutes."""
    tell = _offer(step, "final")
    return tell is not None and bool(tell(public, step))


def unfinished(public: Public, step: Step, left: int) -> str:
    """Return what is lost if `step` goes on now and `left` people are not ready; empty: nothing."""
    tell = _offer(step, "unfinished")
    return "" if tell is None else str(tell(public, public.steps[step.id], left))


def dialogue_part(seen: "Seen", step: Step) -> "Part":
    """Return what `step` has to say to a seat that has no screen, and what it asks."""
    found: Part = _part(type(step), "dialogue").part(seen, step)
    return found


def dialogue_unread(seen: "Seen") -> "Part | None":
    """Return what a step that is over still has to say to a seat that missed it, and asks it."""
    for step in seen.public.begun:
        tell = _offer(step, "unread")
        if seen.me is not None and tell is not None and tell(seen.public, step, seen.me, set()):
            found: Part = _part(type(step), "dialogue").late(seen, step)
            return found
    return None


def dialogue_ahead(seen: "Seen") -> "Iterator[Word]":
    """Yield what a seat can do ahead of the session."""
    for step in seen.public.agenda:
        ahead = getattr(_part(type(step), "dialogue"), "ahead", None)
        if ahead is not None:
            yield from ahead(seen, step)


def in_lobby(room: Room, me: Seat | None) -> "tuple[str, type[RoomScreen]] | None":
    """Return what `me` can do ahead of the session: how far it is, and the screen for it."""
    if me is None or room.public.phase != "lobby":
        return None
    for step in room.public.agenda:
        tell = _offer(step, "in_lobby")
        said = None if tell is None else tell(room, step, me)
        if said is not None:
            return said, _part(type(step), "prepare").SCREEN
    return None


def unread(room: Room, me: Seat | None, seen: Set[str]) -> "tuple[str, type[RoomScreen]] | None":
    """Return the name and the screen of a step that is over and `me` still has to read.

    `seen`: the steps that were on the screen here.
    """
    if me is None or room.public.phase != "running":
        return None
    for step in room.public.begun:
        tell = _offer(step, "unread")
        if tell is not None and tell(room.public, step, me, seen):
            return f"{step.id}/unread", _part(type(step), "late").SCREEN
    return None


def _offer(step: Step, name: str) -> Callable[..., Any] | None:
    """Return the function `name` of an activity's model; None when it has none."""
    return getattr(_part(type(step), "model"), name, None)


@cache
def _part(kind: type[Step], part: str) -> ModuleType:
    return import_module(f"{_package(kind)}.{part}")


def _package(kind: type[Step]) -> str:
    activity = activity_of(kind)
    return activity.package or f"{__name__}.{activity.name}"


def _folder(kind: type[Step]) -> Path:
    """Return where an activity's files are, without loading it."""
    spec = find_spec(_package(kind))
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{_package(kind)} has no folder")
    return Path(spec.origin).parent
