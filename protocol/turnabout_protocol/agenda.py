"""The ordered plan of a session: its steps, how long they take, and what must hold of them.

Both ends share this: the check of a file, the opening of a room and a facilitator's replanning all
ask `faults`, so that a screen can say at once what the server would say.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.activities import ACTIVITIES, activity_of
from turnabout_protocol.activities.consent import Consent
from turnabout_protocol.activities.entry import in_minutes, union
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.room import Public, Step
from turnabout_protocol.scenario import Slug
from turnabout_protocol.scoring import Scoring

MOST_STEPS: Final = 40
if TYPE_CHECKING:
    AnyStep = Step
else:
    AnyStep = union([one.step for one in ACTIVITIES])


class Agenda(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One agenda file: a preset, or a facilitator's own."""

    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    steps: Annotated[tuple[AnyStep, ...], Meta(min_length=1, max_length=MOST_STEPS)]
    scoring: Scoring = Scoring()

    @property
    def minutes(self) -> float:
        """The planned minutes of all steps."""
        return sum(step.minutes for step in self.steps)


class Fault(NamedTuple):
    """A reason why no session can be run from an agenda."""

    at: int
    """Index of the step in which it shows."""
    field: str
    """Of that step; empty: the step as it stands there."""
    phrase: Phrase


# --- play and debrief -----------------------------------------------------------------------------


class Balance(NamedTuple):
    """How long the play and the debrief are, in milliseconds."""

    play: int
    debrief: int

    @property
    def allowed(self) -> bool:
        """Whether the debrief is at least as long as the play."""
        return self.debrief >= self.play


def part_of(steps: Sequence[Step], index: int) -> Literal["before", "play", "debrief"]:
    """Return which part of the session the step at `index` belongs to.

    The play is the scenes and whatever stands between the first and the last; the debrief is all
    that follows. Without a scene there is neither.
    """
    scenes = [i for i, step in enumerate(steps) if isinstance(step, Scene)]
    if not scenes or index < scenes[0]:
        return "before"
    return "play" if index <= scenes[-1] else "debrief"


def balance(steps: Sequence[Step], took: Mapping[str, int] | None = None) -> Balance:
    """Return how long play and debrief are.

    `took` is the time of the steps that have run or are on, by id. The play counts with the time it
    really took; a debrief step counts as planned, because that is the time people were given.
    """
    took = took or {}
    play = debrief = 0
    for index, step in enumerate(steps):
        part = part_of(steps, index)
        if part == "play":
            play += took.get(step.id, step.length)
        elif part == "debrief":
            debrief += step.length
    return Balance(play, debrief)


# --- what must hold -------------------------------------------------------------------------------


def faults(steps: Sequence[Step], took: Mapping[str, int] | None = None) -> Iterator[Fault]:
    """Yield why no session can be run from these steps, if so. `took`: see `balance`."""
    yield from _twice(steps)
    for last in (one.last for one in ACTIVITIES if one.last is not None):
        if not steps or activity_of(type(steps[-1])).last is not last:
            yield _fault(max(0, len(steps) - 1), "", last.said)
    for index, step in enumerate(steps):
        yield from _misplaced(index, step, steps[:index])
    yield from _unbalanced(steps, took)


def _twice(steps: Sequence[Step]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, step in enumerate(steps):
        if step.id in seen:
            said = N_("Two steps are called “{step}”. Ids must differ.")
            yield _fault(index, "id", said, step=step.id)
        seen.add(step.id)


def _misplaced(index: int, step: Step, before: Sequence[Step]) -> Iterator[Fault]:
    """Yield what is wrong with `step` where it stands, after the steps `before` it."""
    activity = activity_of(type(step))
    names = {activity_of(type(one)).name for one in before}
    if activity.once and activity.name in names:
        yield _fault(index, "", activity.once)
    if before and activity_of(type(before[-1])).last is not None:
        yield _fault(index, "", N_("No step can follow a close."))
    if activity.ahead_of is not None and names & {*activity.ahead_of.others}:
        yield _fault(index, "", activity.ahead_of.said)
    if activity.behind is not None and not names & {*activity.behind.others}:
        yield _fault(index, "", activity.behind.said)
    if activity.check is not None:
        for complaint in activity.check(step, before):
            yield Fault(index, complaint.field, complaint.phrase)


def _unbalanced(steps: Sequence[Step], took: Mapping[str, int] | None) -> Iterator[Fault]:
    found = balance(steps, took)
    if found.allowed:
        return
    last = max(index for index, step in enumerate(steps) if isinstance(step, Scene))
    yield _fault(
        last,
        "minutes",
        N_(
            "A game that is not talked over in full teaches little and can hurt, so the debrief "
            "lasts at least as long as the play. It has {debrief} minutes against {play}: "
            "add {more}, or play less."
        ),
        debrief=in_minutes(found.debrief),
        play=in_minutes(found.play),
        more=in_minutes(found.play - found.debrief),
    )


def _fault(index: int, field: str, said: str, **values: str | int) -> Fault:
    return Fault(index, field, Phrase(said, values))


# --- planning anew --------------------------------------------------------------------------------


class Slot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step that lies ahead and the minutes it is to have."""

    step: Slug
    minutes: Annotated[float, Meta(gt=0, le=120)]
    hold: bool | None = None
    """Whether the clock does not end it while a facilitator is here; None: as it was."""

    def of(self, step: Step) -> Step:
        """Return `step` as it is planned here."""
        hold = step.hold if self.hold is None else self.hold
        return replace(step, minutes=self.minutes, hold=hold)


def gone(public: Public) -> tuple[Step, ...]:
    """Return the steps that have run or are on: no plan changes them."""
    return public.begun


def ahead(public: Public) -> tuple[Step, ...]:
    """Return the steps that lie ahead."""
    return public.agenda[len(gone(public)) :]


def took(public: Public, play: int) -> dict[str, int]:
    """Return the time of every step that has run, and of the one that is on, at least.

    `play` is the play time now.
    """
    found = dict(public.spent)
    if public.current is not None and public.step is not None:
        before = found.get(public.step.id, 0)
        found[public.step.id] = before + max(play, public.current.ends) - public.current.opened
    return found


def total(public: Public, steps: Sequence[Step], play: int) -> int:
    """Return how long the session will have been, if these `steps` lie ahead. Milliseconds."""
    return sum(took(public, play).values()) + sum(step.length for step in steps)


def replanned(public: Public, steps: Sequence[Step], play: int) -> Iterator[Fault]:
    """Yield why these steps cannot lie ahead of a room at play time `play`, if so.

    Beside all that must hold of any agenda: nobody plays unasked, and nobody stays in a role. So
    what asks for consent and what leads out of the roles stay, where the plan has them.
    """
    kept = {step.id for step in steps}
    known = (*gone(public), *ahead(public), *public.shelf)
    for step in _stays(known):
        if step.id not in kept and step not in gone(public):
            said = N_("“{step}” stays: nobody plays unasked, and nobody is left in a role.")
            yield _fault(0, "", said, step=step.title)
    yield from faults((*gone(public), *steps), took(public, play))


def _stays(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the consent, and the talk in which people step out of their roles."""
    yield from (step for step in steps if isinstance(step, Consent))
    # Its sentence says whom one played: that is how people leave a role.
    yield from (
        step
        for step in steps
        if isinstance(step, Talk) and any("{persona}" in one.starter for one in step.rounds)
    )


def fitted(public: Public, slots: Sequence[Slot]) -> tuple[Step, ...] | None:
    """Return the steps that `slots` name, with their minutes, held or not.

    None when one of them neither lies ahead nor was dropped, or is there twice.
    """
    known = {step.id: step for step in (*ahead(public), *public.shelf)}
    if len({slot.step for slot in slots}) < len(slots) or any(s.step not in known for s in slots):
        return None
    return tuple(slot.of(known[slot.step]) for slot in slots)
