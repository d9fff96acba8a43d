"""What it would cost to go on now: why *next* asks first. Pure, from what everybody knows."""

from typing import Final

from turnabout_client.activities import unfinished
from turnabout_client.view.people import left
from turnabout_client.view.time import minutes_text
from turnabout_language import _
from turnabout_protocol.activities.consent import Consent
from turnabout_protocol.room import Public, State, Step

EARLY: Final = 5
"""Before this part of its time is used, a stage has hardly begun."""


def cost(public: Public, play: int) -> str:
    """Return in a sentence what is lost if the part that is on ends at the play time `play`.

    Empty: nothing is. Once its time is over everything that stood on screens was sent.
    """
    step, current = public.step, public.current
    if step is None or current is None or public.phase != "running":
        return ""
    state = public.state(State, step.id)
    ends = current.ends if state.ends is None else state.ends
    began = max(current.opened, state.since)
    said = unfinished(public, step, left(public, step))
    if play >= ends and not isinstance(step, Consent):
        return ""
    if said:
        return said
    return _begun(step, play, began, ends)


def _begun(step: Step, play: int, began: int, ends: int) -> str:
    if (play - began) * EARLY >= ends - began:
        return ""
    return _(
        "{title} has just begun: {left} left.", title=_(step.title), left=minutes_text(ends - play)
    )
