"""What somebody was writing when the room moved on: it is kept, and they are told why."""

from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any

import msgspec
from textual.screen import Screen
from textual.widget import Widget

from turnabout_client.tui.kit.field import TextField
from turnabout_language import _
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.room import SECOND, Public, Room, State
from turnabout_protocol.text import LINE


class Kept:
    """The texts of one person that were closed before they were sent.

    Each goes back into its field when that is opened again; until then it is in the line of the
    ahas, to be kept there for oneself.
    """

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self.matched: dict[str, Mapping[int, int]] = {}
        """What is matched and not sent, by step: the room may go back to the step before."""

    def put(self, step: str, texts: Mapping[str, str]) -> None:
        """Keep what was in the fields of `step`, by their ids."""
        for field, text in texts.items():
            self._texts[step, field] = text

    def take(self, step: str, field: str) -> str:
        """Return what was in that field, and keep it no longer; empty: nothing."""
        return self._texts.pop((step, field), "")

    @property
    def lines(self) -> list[str]:
        """All of it, in pieces that are not longer than an aha."""
        return [piece for text in self._texts.values() for piece in wrap(text, LINE)]

    def noted(self, line: str) -> None:
        """`line` is an aha now."""
        for place, text in self._texts.items():
            pieces = wrap(text, LINE)
            if line in pieces:
                pieces.remove(line)
                self._texts[place] = " ".join(pieces)
        self._texts = {place: text for place, text in self._texts.items() if text}


def texts_of(command: AnyCommand) -> frozenset[str]:
    """Return every text that a command says."""

    def walk(value: object) -> Iterable[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for one in value.values():
                yield from walk(one)
        elif isinstance(value, list | tuple):
            for one in value:
                yield from walk(one)

    return frozenset(walk(msgspec.to_builtins(command)))


def in_sight(field: TextField) -> bool:
    """Return whether a field is shown: those that are hidden wait for their turn."""
    around = (node for node in field.ancestors_with_self if isinstance(node, Widget))
    return field.is_attached and all(widget.display for widget in around)


def written_in(screen: Screen[Any]) -> dict[str, str]:
    """Return what a person has typed into the fields that are shown, by their ids."""
    fields = (field for field in screen.query(TextField) if field.written and in_sight(field))
    return {field.id or "": field.written for field in fields}


def why(before: Public, room: Room, seat: int | None, now: int) -> str:
    """Return in a sentence why the form is gone that `seat` was writing in at room time `now`.

    `before` is the room as it was then. Somebody who plays and was not ready was not waited for:
    the time was up, or a facilitator moved on.
    """
    public, step = room.public, before.step
    if public.phase == "closed":
        return _("The session is over.")
    if step is None or before.current is None:
        return _("The session has begun.")
    state = before.state(State, step.id)
    if cut_off(public, step.id, state):
        return _("The facilitator has opened the turn before yours again. Yours comes after it.")
    if passed_by(public, step.id, state, seat):
        return _("You passed.")
    ends = before.current.ends if state.ends is None else state.ends
    if before.clock.play(now) + SECOND >= ends:
        return _("The time was up.")
    me = None if seat is None else public.seats.get(seat)
    steering = [s.name for s in public.seats.values() if s.role == "facilitator" and s.present]
    if me is None or not me.plays or me.id in state.ready or len(steering) != 1:
        return _("The room has moved on.")
    if public.step is not None and public.step.id != step.id:
        return _("{name} moved on to “{title}”.", name=steering[0], title=_(public.step.title))
    return _("{name} moved on.", name=steering[0])


def where(before: Public, public: Public, text: str, *, ahas: bool) -> str:
    """Return in a sentence what has become of `text`, which was being written in `before`.

    `ahas`: its writer can open the line of the ahas, where all that is kept lies.
    """
    if before.step is not None and cut_off(
        public, before.step.id, before.state(State, before.step.id)
    ):
        return _("What you wrote will be there again: “{text}”.", text=text)
    if ahas:
        kept = _("What you wrote is kept: “{text}”.", text=text)
        return f"{kept} {_('Press a, and it is there.')}"
    return _("What you wrote was not sent: “{text}”.", text=text)


def cut_off(public: Public, step: str, state: State) -> bool:
    """Return whether the turn that was live in `state` is over since the one before is open again.

    Who had it finds there what was written, when it comes again.
    """
    now = public.steps.get(step)
    if not isinstance(state, SceneState) or not isinstance(now, SceneState) or state.live is None:
        return False
    found = now.turn(state.live.number)
    return found is not None and found.undone


def passed_by(public: Public, step: str, state: State, seat: int | None) -> bool:
    """Return whether the turn that was live in `state` was mine, and is over since I passed."""
    now = public.steps.get(step)
    if not isinstance(state, SceneState) or not isinstance(now, SceneState) or state.live is None:
        return False
    found = now.turn(state.live.number)
    return found is not None and seat in found.speakers and found.passed and not found.skipped
