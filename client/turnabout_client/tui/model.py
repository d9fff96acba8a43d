"""View logic without widgets: what the lines and dots of a screen say."""

import math
from typing import Final

from msgspec import Struct

from turnabout_language import _, n_
from turnabout_protocol.parts import SECOND, Public, Seat, Step
from turnabout_protocol.scenario import Side

SHAPE: Final[dict[Side, str]] = {"business": "▲", "it": "■"}
"""The shape of each side. Colour is never the only sign."""

DONE: Final = "●"
HERE: Final = "◉"
TO_COME: Final = "○"


class Span(Struct, frozen=True):
    """A stretch of play time that is running out, in milliseconds."""

    start: int
    ends: int

    def left(self, play: int) -> int:
        """Return the time that remains at play time `play`, never below zero."""
        return max(0, self.ends - play)

    def fraction(self, play: int) -> float:
        """Return which part of it remains, 0 to 1."""
        length = self.ends - self.start
        return min(1.0, self.left(play) / length) if length > 0 else 0.0


def seconds(ms: int) -> int:
    """Return whole seconds, rounded up: the last second is shown as 1, and 0 means over."""
    return math.ceil(max(0, ms) / SECOND)


def minutes_text(ms: int) -> str:
    """Return `m:ss`."""
    left = seconds(ms)
    return f"{left // 60}:{left % 60:02d}"


def next_edge(left: int) -> float | None:
    """Return the seconds until the digits of a countdown change; None once it is over."""
    if left <= 0:
        return None
    return (left - (seconds(left) - 1) * SECOND) / SECOND


def dots(public: Public, width: int) -> tuple[tuple[str, str], ...]:
    """Return the agenda as (sign, text to show) pairs that together fit into `width` cells.

    The step that is on always keeps its title. The others lose theirs from the far ends inwards;
    then the dots stand close together; then the farthest are left out, with `…` in their place.
    """
    here = public.current.index if public.current else -1
    pairs = [(_dot(i, here), _(step.title)) for i, step in enumerate(public.agenda)]
    farthest = sorted(range(len(pairs)), key=lambda i: -abs(i - max(here, 0)))
    for i in farthest:
        if _width(pairs) <= width:
            break
        if i != here:
            pairs[i] = (pairs[i][0], "")
    if _width(pairs) <= width:
        return tuple((sign, _spaced(sign, title)) for sign, title in pairs)
    return _close_together(pairs, max(here, 0), width)


def _spaced(sign: str, title: str) -> str:
    return f"{sign} {title}  " if title else f"{sign} "


def _close_together(
    pairs: list[tuple[str, str]], here: int, width: int
) -> tuple[tuple[str, str], ...]:
    told = [(sign, f" {sign} {title} " if title else sign) for sign, title in pairs]
    first, last = 0, len(told)
    while last - first > 1:
        shown = told[first:last]
        if first:
            shown = [(TO_COME, "…"), *shown]
        if last < len(told):
            shown = [*shown, (TO_COME, "…")]
        if sum(len(text) for _sign, text in shown) <= width:
            return tuple(shown)
        if here - first > last - 1 - here:
            first += 1
        else:
            last -= 1
    return tuple(told[first:last])


def _dot(index: int, here: int) -> str:
    return DONE if index < here else HERE if index == here else TO_COME


def _width(pairs: list[tuple[str, str]]) -> int:
    return sum(len(_spaced(sign, title)) for sign, title in pairs)


def step_span(public: Public) -> Span | None:
    """Return the time of the step that is on."""
    current = public.current
    return None if current is None else Span(current.opened, current.ends)


def face(public: Public, seat: int) -> str:
    """Return the name to show for `seat`, told apart from mirror seats with the same persona."""
    who = public.seats.get(seat)
    if who is None:
        return _("someone who left")
    shown = public.face(seat)
    if not public.in_role or not who.persona:
        return shown
    twins = [s for s in public.seats.values() if s.plays and s.persona == who.persona]
    return f"{shown} ({who.name})" if len(twins) > 1 else shown


def names(public: Public, seats: frozenset[int] | tuple[int, ...], most: int = 3) -> str:
    """Return the faces of `seats` as a list in words: `Ada, Ben and 2 more`."""
    faces = [face(public, seat) for seat in sorted(seats)]
    if len(faces) > most:
        shown, more = ", ".join(faces[:most]), len(faces) - most
        return n_("{names} and {n} more", "{names} and {n} more", more, names=shown)
    if len(faces) > 1:
        return _("{names} and {last}", names=", ".join(faces[:-1]), last=faces[-1])
    return faces[0] if faces else ""


def waited(public: Public) -> frozenset[int]:
    """Return the seats the step that is on waits for."""
    step: Step | None = public.step
    return frozenset() if step is None or public.phase != "running" else step.waited(public)


def belongs(public: Public, seat: Seat) -> str:
    """Return the two sentences of the reversal: where `seat` belongs and what it plays."""
    if seat.home is None:
        return _("You watch.")
    home = public.label(seat.home)
    if seat.played is None:
        return _("You belong to {home}. You watch.", home=home)
    plays = f"{SHAPE[seat.played]} {public.label(seat.played)}"
    if seat.played == seat.home:
        return _(
            "You belong to {home}. The facilitator has seated you on your own side: "
            "you play {plays}.",
            home=home,
            plays=plays,
        )
    return _("You belong to {home}. You will play {plays}.", home=home, plays=plays)


def who_resumes(public: Public, me: int | None, play_stopped: int, now: int) -> str:
    """Return who stopped the clocks and who may let them run on."""
    by = public.clock.by
    if by is None:
        return _("The clocks wait until everybody is back.")
    if by == me:
        return _("You paused. Press p when you are ready to go on.")
    if now - play_stopped >= 60 * SECOND:
        return _("Paused by {name}. Anyone may go on with p.", name=face(public, by))
    return _("Paused by {name}, who can go on; after a minute anyone can.", name=face(public, by))
