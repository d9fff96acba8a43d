"""Where we are: the agenda as a line of dots. Pure."""

from typing import Final

from turnabout_language import _
from turnabout_protocol.room import Public, Step

DONE: Final = "●"

HERE: Final = "◉"

TO_COME: Final = "○"
HOLDS: Final = "‖"
"""The mark of a step that waits for a facilitator when its time is up."""


def reopened(public: Public, step: Step) -> str:
    """Return what is said of `step`, which was left and is on once more.

    The session had gone past it and came back; or it comes to it again from the step before.
    """
    places = [one.id for one in public.agenda]
    if any(later in public.steps for later in places[places.index(step.id) + 1 :]):
        return _("This step is open again. What you gave is kept.")
    return _("This step goes on where it was left. What you gave is kept.")


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
