"""A facilitator's plan in the making: what lies ahead, what is taken out, and whether it holds."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from turnabout_client.view.agenda import DONE, HERE, TO_COME
from turnabout_language import _, n_
from turnabout_language.formats import number
from turnabout_protocol.activities.close import Close
from turnabout_protocol.agenda import (
    Fault,
    Slot,
    ahead,
    balance,
    gone,
    part_of,
    replanned,
    took,
    total,
)
from turnabout_protocol.commands import Replan
from turnabout_protocol.room import MINUTE, Public, Step

LEAST: Final = 0.5
MOST: Final = 120.0
TITLE: Final = 24
"""Cells of the longest title."""


class NewPlan(Struct, frozen=True):
    """The steps ahead as they would be, those taken out, and the one that is chosen."""

    steps: tuple[Step, ...]
    shelf: tuple[Step, ...]
    cursor: int = 0
    """Counts on from the steps into the shelf."""

    @property
    def rows(self) -> tuple[Step, ...]:
        return (*self.steps, *self.shelf)

    @property
    def chosen(self) -> Step | None:
        return self.rows[self.cursor] if self.rows else None

    @property
    def dropped(self) -> bool:
        """Whether the chosen step is one that was taken out."""
        return self.cursor >= len(self.steps)

    @property
    def command(self) -> Replan:
        """What asks for this plan."""
        return Replan(
            steps=tuple(Slot(step=s.id, minutes=s.minutes, hold=s.hold) for s in self.steps)
        )

    def moved_to(self, cursor: int) -> "NewPlan":
        """Return this with another row chosen, as near to `cursor` as there is one."""
        return replace(self, cursor=max(0, min(cursor, len(self.rows) - 1)))

    def longer(self, by: int) -> "NewPlan":
        """Return this with `by` minutes more, or fewer, for the chosen step."""
        if self.dropped:
            return self
        step = self.steps[self.cursor]
        steps = list(self.steps)
        steps[self.cursor] = replace(step, minutes=_minutes(step.minutes, by))
        return replace(self, steps=tuple(steps))

    def held(self) -> "NewPlan":
        """Return this with the chosen step held, or no longer."""
        step = self.chosen
        if step is None or self.dropped or isinstance(step, Close):
            return self  # a close is open until somebody closes it
        steps = list(self.steps)
        steps[self.cursor] = replace(step, hold=not step.hold)
        return replace(self, steps=tuple(steps))

    def shifted(self, by: int) -> "NewPlan":
        """Return this with the chosen step `by` places later, or earlier."""
        to = self.cursor + by
        if self.dropped or not 0 <= to < len(self.steps):
            return self
        steps = list(self.steps)
        steps.insert(to, steps.pop(self.cursor))
        return replace(self, steps=tuple(steps), cursor=to)

    def switched(self, order: Sequence[str]) -> "NewPlan":
        """Return this with the chosen step taken out, or brought back.

        It comes back to its place in `order`, where that is known; else before the close.
        """
        step = self.chosen
        if step is None:
            return self
        if not self.dropped:
            steps = tuple(one for one in self.steps if one.id != step.id)
            return replace(self, steps=steps, shelf=(*self.shelf, step)).moved_to(self.cursor)
        shelf = tuple(one for one in self.shelf if one.id != step.id)
        at = _place(step, self.steps, order)
        steps = (*self.steps[:at], step, *self.steps[at:])
        return replace(self, steps=steps, shelf=shelf, cursor=at)

    def onto(self, public: Public) -> "NewPlan":
        """Return this without the steps that have begun in the meantime."""
        known = {step.id for step in (*ahead(public), *public.shelf)}
        return replace(
            self,
            steps=tuple(step for step in self.steps if step.id in known),
            shelf=tuple(step for step in self.shelf if step.id in known),
        ).moved_to(self.cursor)


def draft(public: Public) -> NewPlan:
    """Return the plan as it is."""
    return NewPlan(ahead(public), public.shelf)


def order(public: Public) -> list[str]:
    """Return the ids of all steps ahead, in their order."""
    return [step.id for step in ahead(public)]


def _minutes(minutes: float, by: int) -> float:
    """Return `minutes` changed by whole minutes; the last of them goes in halves."""
    half = minutes <= 1 if by < 0 else minutes < 1
    return max(LEAST, min(MOST, minutes + by * (0.5 if half else 1)))


def _place(step: Step, steps: Sequence[Step], order: Sequence[str]) -> int:
    if step.id in order:
        behind = set(order[order.index(step.id) :])
        return next((i for i, one in enumerate(steps) if one.id in behind), len(steps))
    return next((i for i, one in enumerate(steps) if isinstance(one, Close)), len(steps))


# --- what is shown --------------------------------------------------------------------------------


def past(public: Public) -> Content:
    """Return in one line what no plan changes any more."""
    steps = gone(public)
    if not steps:
        return Content.styled(_("Nothing has begun: everything can change."), "$quiet")
    if public.phase != "running":
        return Content("")
    over = n_("{n} step is over", "{n} steps are over", len(steps) - 1)
    now = _("{title} is on", title=_(steps[-1].title))
    parts = [f"{DONE} {over}"] if len(steps) > 1 else []
    return Content.styled("   ".join([*parts, f"{HERE} {now}"]), "$quiet")


def rows(public: Public, plan: NewPlan) -> list[Content]:
    """Return a line for each row."""
    before = gone(public)
    agenda = (*before, *plan.steps)
    opened = {step.id: step for step in (*ahead(public), *public.shelf)}
    lines = []
    for index, step in enumerate(plan.rows):
        chosen = index == plan.cursor
        out = index >= len(plan.steps)
        part = "out" if out else part_of(agenda, len(before) + index)
        sign = "×" if out else TO_COME
        was = opened.get(step.id, step).minutes
        changed = _("was {minutes}", minutes=number(was, 2)) if was != step.minutes else ""
        base = "$quiet" if out else ""
        lines.append(
            Content.assemble(
                (" ▸ " if chosen else "   ", "bold $accent"),
                (f"{sign} {_(step.title)[:TITLE]:{TITLE}} ", f"bold {base}" if chosen else base),
                (f"{_minutes_told(step.minutes):>7}", f"bold {base}" if chosen else base),
                (f"  {_('hold') if step.hold else '':8}", base),
                (f"{changed:10}", "$accent"),
                (f" {_part(part)}", "$quiet"),
            )
        )
    return lines


def _minutes_told(minutes: float) -> str:
    return _("{minutes} min", minutes=number(minutes, 2))


def _part(part: str) -> str:
    match part:
        case "play":
            return _("play")
        case "debrief":
            return _("debrief")
        case "out":
            return _("taken out")
    return ""


def fit(public: Public, steps: Sequence[Step], play: int) -> str:
    """Return whether the session with these `steps` ahead is as long as it was opened for."""
    whole = total(public, steps, play)
    over = round((whole - public.length) / MINUTE, 1)
    values = {"total": number(whole / MINUTE, 1), "planned": number(public.length / MINUTE, 1)}
    if over == 0:
        return _("{total} minutes in all, as opened.", **values)
    more = number(abs(over), 1)
    if over > 0:
        return _("{total} minutes in all, {more} over {planned}.", more=more, **values)
    return _("{total} minutes in all, {more} under {planned}.", more=more, **values)


def fits(public: Public, steps: Sequence[Step], play: int) -> bool:
    """Return whether it is not longer than it was opened for."""
    return total(public, steps, play) <= public.length


def fault(public: Public, plan: NewPlan, play: int) -> Fault | None:
    """Return the first reason for which the plan would be refused."""
    return next(replanned(public, plan.steps, play), None)


def verdict(public: Public, plan: NewPlan, play: int) -> Content:
    """Return total, balance and whether all that is allowed, in up to four lines."""
    weight = balance((*gone(public), *plan.steps), took(public, play))
    within = fits(public, plan.steps, play)
    wrong = fault(public, plan, play)
    debrief = _(
        "Debrief {debrief} minutes, play {play}.",
        debrief=number(weight.debrief / MINUTE, 1),
        play=number(weight.play / MINUTE, 1),
    )
    mark = "✓" if weight.allowed else "✗"
    lines = [
        Content.assemble(
            (("✓ " if within else "! ") + fit(public, plan.steps, play), _good(within)),
            "  ",
            (f"{mark} {debrief}", _good(weight.allowed)),
        )
    ]
    if wrong is not None:
        lines.append(Content.styled(str(wrong.phrase), "bold $error"))
    return Content("\n").join(lines)


def _good(yes: bool) -> str:
    return "" if yes else "bold $warning"
