"""View logic of the review: marks in words, and whom the screen asks first. Pure."""

from collections.abc import Mapping
from typing import Final

from textual.content import Content

from turnabout_language import _, n_
from turnabout_protocol.activities.review import (
    MARKS,
    PromiseMark,
    PromiseOutcome,
    ReviewState,
    confirms,
    due,
)
from turnabout_protocol.room import Earlier, Public, Seat
from turnabout_protocol.text import folded

SIGNS: Final[Mapping[PromiseMark, str]] = {
    "done": "✓",
    "partly": "◐",
    "not_yet": "…",
    "dropped": "✗",
}


def mine(promise: Earlier, me: Seat | None) -> bool:
    """Return whether `me` owned that promise, by the name it was made with."""
    return me is not None and folded(me.name) == folded(promise.owner)


def shared(promise: Earlier, me: Seat | None) -> bool:
    """Return whether `me` was the partner of that promise."""
    return me is not None and folded(me.name) == folded(promise.partner)


def asked(public: Public, promise: Earlier, said: PromiseOutcome | None, me: Seat | None) -> bool:
    """Return whether `me` is asked to confirm what was said of a promise."""
    if said is None or not said.waits or me is None or not me.plays:
        return False
    return confirms(promise, me, [one for one in public.players() if one.present])


def first(public: Public, state: ReviewState, me: Seat | None) -> int | None:
    """Return the number of the promise to ask `me` about; None when nothing is left to say.

    One's own come first, then those one was the partner of.
    """
    said = state.outcomes
    open_ = [
        p for p in public.earlier
        if p.number not in said or asked(public, p, said[p.number], me)
    ]  # fmt: skip
    if not open_:
        return None
    return min(open_, key=lambda p: (not mine(p, me), not shared(p, me), p.number)).number


def question(public: Public, state: ReviewState, promise: Earlier, me: Seat | None) -> str:
    """Return what the screen asks about a promise."""
    said = state.outcomes.get(promise.number)
    if said is not None and asked(public, promise, said, me):
        key = tuple(MARKS).index(said.mark) + 1
        return _(
            "Marked “{mark}”. Is that so? Then press {key}.", mark=_(MARKS[said.mark]), key=key
        )
    if mine(promise, me):
        return _("You promised this with {name}.", name=promise.partner)
    if shared(promise, me):
        return _("{name} promised this with you.", name=promise.owner)
    return _("How did it go, {name}?", name=promise.owner)


def asks(public: Public, state: ReviewState, promise: Earlier, me: Seat | None) -> str:
    """Return what is asked about a promise, wherever it is answered."""
    said = state.outcomes.get(promise.number)
    if said is not None and asked(public, promise, said, me):
        return _("Marked “{mark}”. Is that so?", mark=_(MARKS[said.mark]))
    return question(public, state, promise, me)


def mark_line(state: ReviewState, number: int) -> Content:
    """Return what was said of a promise, in one line."""
    outcome = state.outcomes.get(number)
    if outcome is None:
        return Content(f"○ {_('not marked')}")
    said = Content.styled(f"{SIGNS[outcome.mark]} {_(MARKS[outcome.mark])}", "bold")
    if outcome.waits:
        said = Content.assemble(said, ", ", _("not confirmed yet"))
    if not outcome.obstacle:
        return said
    return Content.assemble(said, "   ", _("In the way: {what}", what=outcome.obstacle))


def counted(public: Public, state: ReviewState) -> str:
    """Return how often each mark was given to what was due, in the order of the marks."""
    today, outcomes = public.rules.opened_on, state.outcomes
    numbers = [p.number for p in public.earlier if due(p, outcomes.get(p.number), today)]
    said = [outcomes[number] for number in numbers if number in outcomes]
    marks = [one.mark for one in said if not one.waits]
    told = [
        _("{n} {mark}", n=marks.count(mark), mark=_(MARKS[mark])) for mark in MARKS if mark in marks
    ]
    waiting = len(said) - len(marks)
    return ", ".join([*told, _("{n} not confirmed", n=waiting)] if waiting else told)


def whole(public: Public, state: ReviewState) -> tuple[str, str]:
    """Return the follow-through in words: its name with the number, and what it is out of."""
    if state.follow_through is None:
        return _("Nothing was due yet."), ""
    of_what = n_("of {n} promise that was due", "of {n} promises that were due", state.due)
    marks = counted(public, state) or _("none is marked")
    return _("Follow-through, of 100"), f"{_('{what}:', what=of_what)} {marks}"
