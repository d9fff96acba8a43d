"""What a dialogue is made from: the room as one seat knows it, and what it gave from here. Pure."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from turnabout_client.dialogue.shapes import Answers
from turnabout_client.view.people import waiting
from turnabout_protocol.messages import Writing
from turnabout_protocol.room import Own, Public, Room, Seat, State, Step

S = TypeVar("S", bound=State)


class Seen(Struct, frozen=True, kw_only=True):
    """The room from one seat, at one moment."""

    room: Room
    seat: int | None
    now: int
    """Room time, in milliseconds."""
    writing: Writing | None = None
    """The newest that came of what a speaker types."""
    given: Mapping[str, Answers] = {}
    """What was answered from here, by the id of the ask: the room knows it a moment later, and
    never what was skipped."""

    @property
    def public(self) -> Public:
        """What everybody knows."""
        return self.room.public

    @property
    def me(self) -> Seat | None:
        """My seat as everybody sees it; None before the room is known."""
        return None if self.seat is None else self.public.seats.get(self.seat)

    @property
    def own(self) -> Own:
        """What I alone know."""
        return self.room.of(self.seat or 0)

    @property
    def plays(self) -> bool:
        """Whether I take part, and do not only watch."""
        return self.me is not None and self.me.plays

    @property
    def steers(self) -> bool:
        """Whether I am a facilitator."""
        return self.me is not None and self.me.role == "facilitator"

    @property
    def play(self) -> int:
        """Play time, in milliseconds."""
        return self.public.clock.play(self.now)

    def state(self, kind: type[S], step: Step) -> S:
        """Return the state of `step`, as everybody knows it."""
        return self.public.state(kind, step.id)

    def stage(self, step: Step) -> int:
        """Return the number of the stage of `step` that is on."""
        return self.public.state(State, step.id).stage

    def ready(self, step: Step) -> bool:
        """Return whether I have done what the stage that is on asks."""
        return self.seat is not None and self.room.is_ready(self.seat, step.id)

    def waiting(self, step: Step) -> str:
        """Return for how many others `step` waits, in a sentence."""
        return waiting(self.room, step, self.seat)

    def asked(self, step: Step, *what: object) -> str:
        """Return the id of an ask: of a step, the stage that is on, and whatever else it names."""
        state = self.public.state(State, step.id)
        # A step that is open once more asks anew.
        again = f"@{state.since}" if state.again else ""
        return "/".join(map(str, (f"{step.id}{again}", state.stage, *what)))

    def answered(self, ask: str) -> bool:
        """Return whether that ask was answered from here."""
        return ask in self.given
