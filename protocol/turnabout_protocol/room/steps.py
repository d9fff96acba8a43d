"""A step of the agenda, and what of it everybody, a side, a seat or the server knows."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_protocol.room.clock import MINUTE
from turnabout_protocol.room.seats import in_panel
from turnabout_protocol.scenario import Side, Slug

if TYPE_CHECKING:
    from turnabout_protocol.room.public import Public

Ending = Literal["stage", "step", "back", "session"]
"""What is over with a bell: the stage that is on, the whole step, the step as the room goes back to
the one before, or the session."""


def snake(name: str) -> str:
    """Return the wire tag of a class: `TurnStarted` -> `turn_started`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Step(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="activity", tag=snake
):
    """One entry of an agenda: an activity with its settings. Activities extend it."""

    asks: ClassVar[bool] = False
    """Whether people give answers here that nobody else may know: the panel gives them."""

    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=24)]
    minutes: Annotated[float, Meta(gt=0, le=120)]
    in_role: bool = False
    """People are their personas: colours and persona names are on the screen."""
    hold: bool = False
    """When its time is up, the step is kept open for a facilitator who is here, at most HOLD."""
    script: Annotated[str, Meta(max_length=400)] = ""
    """What the facilitator may say when the step opens."""

    @property
    def length(self) -> int:
        """The planned time in milliseconds."""
        return round(self.minutes * MINUTE)

    def fresh(self) -> "State":
        """Return the public state this step starts from."""
        return State()

    def unsigned(self, stage: int) -> bool:
        """Return whether what people do in `stage` is nobody's to see: answers, orders, votes.

        Then who is ready is told when the stage is over; until then, only how many are.
        """
        return False

    def final(self, state: "State") -> bool:
        """Return whether the step is over after the stage that is on in `state`."""
        return True

    def waited(self, public: "Public") -> frozenset[int]:
        """Return the seats the step waits for. When there are none left, it moves on early.

        Only players who are here are waited for, and where answers are asked only the panel's; no
        stand-ins, which only play the scene. In an unsigned stage only the server can tell.
        """
        ready = public.state(State, self.id).ready
        players = (s for s in public.players() if not self.asks or in_panel(public, s.id))
        people = (s.id for s in players if s.present and not public.stands_in(s.id))
        return frozenset(seat for seat in people if seat not in ready)


class State(Struct, frozen=True, kw_only=True):
    """What everybody sees of a step. Activities extend it."""

    stage: int = 0
    """Which part of the step is on: a round of a talk, a stage of a plan."""
    ends: int | None = None
    """Deadline of the stage. While there is one it governs, not the deadline of the step."""
    ready: tuple[int, ...] = ()
    """Seats that have done what this stage asks of them; in an unsigned one, once it is over."""
    counted: int = 0
    """How many are ready in an unsigned stage."""
    since: int = 0
    """Play time at which the stage began; 0: with the step."""
    bell: Ending | None = None
    """What is over: what stands on the screens is on its way, and then the room goes on. None:
    nothing is."""
    awaits: tuple[Side, ...] = ()
    """Sides that nobody plays: the step is over, and the room waits for them to go on."""
    again: bool = False
    """It was opened before, and is open once more with all that was given."""
    kept_open: bool = False
    """Its time was up, and it waits until its new deadline for a facilitator to go on."""

    def later(self, ms: int) -> Self:
        """Return this with its deadlines moved by `ms`. A bell that has just rung is taken back."""
        ends = None if self.ends is None else self.ends + ms
        return replace(self, ends=ends, bell=None, kept_open=False)

    def at_stage(self, stage: int, ends: int, since: int = 0) -> Self:
        """Return this as `stage` begins, at the play time `since`: nobody is ready yet."""
        return replace(
            self, stage=stage, ends=ends, ready=(), counted=0, since=since, bell=None, awaits=()
        )

    def rung(self, over: Ending, play: int) -> Self:
        """Return this as the bell rings, at the play time `play`."""
        return replace(self, bell=over, ends=play)

    def reopened(self, ends: int, since: int) -> Self:
        """Return this as its step is opened once more: all is kept, and nobody is ready."""
        staged = None if self.ends is None else ends
        return replace(
            self,
            ends=staged,
            ready=(),
            counted=0,
            since=since,
            bell=None,
            awaits=(),
            again=True,
            kept_open=False,
        )


class Part(Struct, frozen=True, kw_only=True):
    """What only some know of a step. Use one of the three kinds below as the base."""


class OwnState(Part, frozen=True, kw_only=True):
    """What one seat alone knows of a step. Activities extend it."""


class HomeState(Part, frozen=True, kw_only=True):
    """What one home side alone knows of a step. Activities extend it."""


class VaultState(Part, frozen=True, kw_only=True):
    """What the server alone knows of a step. Activities extend it."""


class Current(Struct, frozen=True, kw_only=True):
    """The step that is on."""

    index: int
    opened: int
    ends: int


S = TypeVar("S", bound=State)

K = TypeVar("K", bound=Part)

T = TypeVar("T")


class Keeping(Struct, frozen=True, kw_only=True):
    """A part of the room that is not everybody's, with what it holds of each step."""

    steps: Mapping[str, Part] = {}

    def state(self, kind: type[K], step: str) -> K:
        """Return the state of `step`; a new one when nothing was put in yet."""
        found = self.steps.get(step)
        return kind() if found is None else of_kind(kind, found)

    def with_state(self, step: str, state: Part) -> Self:
        """Return this with another state of `step`."""
        return replace(self, steps={**self.steps, step: state})


def of_kind(kind: type[T], found: Any) -> T:
    """Return `found`, which must be a `kind`. Raises TypeError if it is not."""
    if not isinstance(found, kind):
        raise TypeError(f"state is {type(found).__name__}, not {kind.__name__}")
    return found
