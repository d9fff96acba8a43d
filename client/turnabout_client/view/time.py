"""Time on a screen: spans that run out, and how they are told. Pure."""

import math

from msgspec import Struct

from turnabout_protocol.activities.close import closes_at
from turnabout_protocol.room import SECOND, Public, State, Step


class Span(Struct, frozen=True):
    """A stretch of play time that is running out, in milliseconds."""

    start: int
    ends: int

    def left(self, play: int) -> int:
        """Return the time that remains at play time `play`, never below zero."""
        return max(0, self.ends - play)

    def fraction(self, play: int) -> float:
        """Return the part of it that remains, 0 to 1."""
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


def step_span(public: Public) -> Span | None:
    """Return the time of the step that is on: never less than what its stage still has.

    None where nothing ends with it, as in the close. Each stage begins when the sentences of the
    one before are in, a moment after its bell; so the last one may end that much later than the
    step was to.
    """
    current, step = public.current, public.step
    if current is None or step is None or closes_at(public) is not None:
        return None
    ends = public.state(State, step.id).ends if step.id in public.steps else None
    return Span(current.opened, max(current.ends, ends or 0))


def stage_span(public: Public, step: Step) -> Span | None:
    """Return the time of the stage of `step` that is on; of the step if that has no stages."""
    current, state = public.current, public.state(State, step.id)
    if current is None or state.ends is None:
        return step_span(public)
    return Span(max(current.opened, state.since), state.ends)
