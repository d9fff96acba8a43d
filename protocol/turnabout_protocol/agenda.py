"""The ordered plan of a session: its steps, how long they take, and what must hold of them.

Both ends share this: the check of a file, the opening of a room and a facilitator's replanning all
ask `faults`, so that a screen can say at once what the server would say.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final, Literal, NamedTuple

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.activities import AnyStep
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import Consent
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.activities.lingo import Lingo
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.reveal import Reveal
from turnabout_protocol.activities.review import Review
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.room import MINUTE, Public, Step
from turnabout_protocol.scenario import Slug
from turnabout_protocol.scoring import Scoring

MOST_STEPS: Final = 40
GUESSES: Final = 2
"""How often people guess the other side's order: what moved lies between the two."""

ONCE: Final[Mapping[type[Step], str]] = {
    Consent: N_("People are asked for their consent once. Take one of the two out."),
    Review: N_("Earlier promises are reviewed once. Take one of the two out."),
    Deck: N_("The key points are settled once. Take one of the two out."),
    Lingo: N_("Their words are matched once. Take one of the two out."),
    Brief: N_("The parts are dealt once. Take one of the two briefs out."),
    Reveal: N_("What the room knows is revealed once. Take one of the two out."),
    Plan: N_("Promises are made once. Take one of the two plans out."),
}
"""Activities that an agenda has at most once, and what to say about a second one."""


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
    """Something for which no session can be run from an agenda."""

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

    `took` is the time of the steps that have run or are on, by id. The play counts with what it
    really took; a debrief step counts as planned, for that was the time people were given.
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
    """Yield why no session can be run from these steps; nothing: it can. `took`: see `balance`."""
    yield from _twice(steps)
    if not steps or not isinstance(steps[-1], Close):
        yield _fault(
            max(0, len(steps) - 1),
            "",
            N_("The last step must be a close: promises are read and slips handed out there."),
        )
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
    """Yield what is wrong with `step` where it stands, behind the steps `before` it."""
    kinds = {type(one) for one in before}
    if type(step) in ONCE and type(step) in kinds:
        yield _fault(index, "", ONCE[type(step)])
    if before and isinstance(before[-1], Close):
        yield _fault(index, "", N_("No step can follow a close."))
    match step:
        case Deck() if kinds & {Rank, Brief, Scene}:
            said = N_("The key points are settled before they are put in order and dealt.")
            yield _fault(index, "", said)
        case Rank():
            yield from _misranked(index, step, before)
        case Consent() if kinds & {Brief, Scene}:
            said = N_("People are asked for their consent before they get a part, not after.")
            yield _fault(index, "", said)
        case Scene() if Brief not in kinds:
            said = N_("A scene needs a brief before it: people get their cards there.")
            yield _fault(index, "", said)
        case Brief() if Scene in kinds:
            yield _fault(index, "", N_("The brief comes before the first scene."))
        case Reveal() if Scene not in kinds:
            said = N_("A reveal needs a scene before it: there is nothing to show yet.")
            yield _fault(index, "", said)
    if isinstance(step, Scene) and step.turns < 2:
        yield _fault(
            index,
            "minutes",
            N_(
                "{minutes} minutes have room for {turns} of its {seconds} s turns. "
                "Give “{step}” more, or shorten turns."
            ),
            minutes=in_minutes(step.length),
            turns=step.turns,
            seconds=step.think + step.act,
            step=step.id,
        )


def _misranked(index: int, step: Rank, before: Sequence[Step]) -> Iterator[Fault]:
    earlier = [one.whose for one in before if isinstance(one, Rank)]
    if step.whose == "own" and "own" in earlier:
        said = N_("People put their own cards in order once. Take one of the two out.")
        yield _fault(index, "whose", said)
    elif step.whose == "other" and "own" not in earlier:
        said = N_(
            "Before people guess the other side's order, each side puts its own cards in order: "
            "else there is nothing to compare with."
        )
        yield _fault(index, "whose", said)
    elif earlier.count("other") == GUESSES and step.whose == "other":
        said = N_("People guess twice: before the play and after it. Take the third one out.")
        yield _fault(index, "whose", said)


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


def in_minutes(ms: int) -> str:
    """Return a time in minutes, as short as it can be told: `2`, `2.5`."""
    return f"{ms / MINUTE:.2f}".rstrip("0").rstrip(".")


# --- planning anew --------------------------------------------------------------------------------


class Slot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step that lies ahead and the minutes it is to have."""

    step: Slug
    minutes: Annotated[float, Meta(gt=0, le=120)]


def gone(public: Public) -> tuple[Step, ...]:
    """Return the steps that have run or are on: no plan changes them."""
    return public.agenda[: 0 if public.current is None else public.current.index + 1]


def ahead(public: Public) -> tuple[Step, ...]:
    """Return the steps that lie ahead."""
    return public.agenda[len(gone(public)) :]


def took(public: Public, play: int) -> dict[str, int]:
    """Return the time of every step that has run, and of the one that is on, at least.

    `play` is the play time now.
    """
    found = dict(public.spent)
    if public.current is not None and public.step is not None:
        found[public.step.id] = max(play, public.current.ends) - public.current.opened
    return found


def total(public: Public, steps: Sequence[Step], play: int) -> int:
    """Return how long the session will have been, if these `steps` lie ahead. Milliseconds."""
    return sum(took(public, play).values()) + sum(step.length for step in steps)


def fitted(public: Public, slots: Sequence[Slot]) -> tuple[Step, ...] | None:
    """Return the steps that `slots` name, with their minutes.

    None when one of them neither lies ahead nor was dropped, or is there twice.
    """
    known = {step.id: step for step in (*ahead(public), *public.shelf)}
    if len({slot.step for slot in slots}) < len(slots) or any(s.step not in known for s in slots):
        return None
    return tuple(replace(known[slot.step], minutes=slot.minutes) for slot in slots)
