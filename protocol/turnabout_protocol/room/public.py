"""What everybody in the room knows."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_protocol.room.clock import PlayClock
from turnabout_protocol.room.house import HouseRules
from turnabout_protocol.room.seats import GONE, Pair, Seat, SeatId, in_panel
from turnabout_protocol.room.steps import Current, S, State, Step, of_kind
from turnabout_protocol.scenario import Side, Story
from turnabout_protocol.scoring import Scoring

Phase = Literal["lobby", "running", "closed"]

IN_A_PAIR: Final = 2
"""So many times as many players have a place at a table where they share turns."""


class Earlier(Struct, frozen=True, kw_only=True):
    """A promise that the team made in an earlier session. Names are as they were then."""

    number: Annotated[int, Meta(ge=1, le=9999)]
    when: str
    then: str
    owner: str
    partner: str
    by: str
    """Date, YYYY-MM-DD."""
    sign: str
    """We see it works when ..."""
    side: Side | None = None
    """The home side of its owner; None: it was not noted."""
    opened_on: str = ""
    """Date of the session in which it was made, YYYY-MM-DD; empty when unknown."""


class Aha(Struct, frozen=True, kw_only=True):
    """What became clear to somebody, as its writer shared it."""

    text: str
    by: str = ""
    """The writer's name; empty unless the writer signed it."""


class Pausing(Struct, frozen=True, kw_only=True):
    """Somebody stopped the clocks."""

    seat: int
    at: int
    """Room time."""


class Public(Struct, frozen=True, kw_only=True):
    """What everybody in the room knows."""

    story: Story | None = None
    rules: HouseRules = HouseRules()
    agenda: tuple[Step, ...] = ()
    shelf: tuple[Step, ...] = ()
    """Steps that were taken out of the agenda and can be brought back."""
    length: int = 0
    """Planned time of the whole session as it was opened, in milliseconds."""
    scoring: Scoring = Scoring()
    earlier: tuple[Earlier, ...] = ()
    """What the team promised before and has not settled yet."""
    phase: Phase = "lobby"
    seats: Mapping[int, Seat] = {}
    bots: tuple[int, ...] = ()
    """Seats that bots took, even those that are gone: what they said still came from a bot."""
    parts_taken: Mapping[int, int] = {}
    """Whose part somebody plays, where it was given to another seat first, by seat."""
    shared: bool = False
    """Two players of a side take turns as one."""
    pairs: tuple[Pair, ...] = ()
    """Who takes turns together, once parts are given; also those who left."""
    table: int = 1
    """Which table this is, where there are several."""
    next_table: str = ""
    """The code of the next one; empty: there is none."""
    asked_over: tuple[SeatId, ...] = ()
    """Seats that are asked to go there."""
    panel: tuple[int, ...] = ()
    """Seats whose answers count, also those that left since it was frozen."""
    locked: bool = False
    """The facilitators have locked the door: whoever comes waits there."""
    link: str = ""
    """The hash of the shared link's key; empty: it is the room's first, which has none."""
    barred: tuple[str, ...] = ()
    """Names of the people whom a facilitator took out: they wait at the door, too."""
    pauses: tuple[Pausing, ...] = ()
    """Who paused and when, the newest last."""
    clock: PlayClock = PlayClock()
    current: Current | None = None
    steps: Mapping[str, State] = {}
    """States of the steps so far, by step id."""
    spent: Mapping[str, int] = {}
    """Play time that each finished step really took, by step id."""
    ahas: tuple[Aha, ...] = ()
    """What people shared of what became clear to them."""

    @property
    def begun(self) -> tuple[Step, ...]:
        """The steps that have been opened: also those after the one that is on, if the room went
        back."""
        here = 0 if self.current is None else self.current.index + 1
        return tuple(s for i, s in enumerate(self.agenda) if i < here or s.id in self.steps)

    @property
    def step(self) -> Step | None:
        """The step that is on."""
        return None if self.current is None else self.agenda[self.current.index]

    @property
    def in_role(self) -> bool:
        """Whether people are their personas just now."""
        return self.phase == "running" and self.step is not None and self.step.in_role

    def state(self, kind: type[S], step: str) -> S:
        """Return the state of `step`, which must be of `kind`."""
        return of_kind(kind, self.steps[step])

    def with_state(self, step: str, state: State) -> "Public":
        """Return this with another state of `step`."""
        return replace(self, steps={**self.steps, step: state})

    def with_seat(self, seat: Seat) -> "Public":
        """Return this with `seat` in it, or changed."""
        return replace(self, seats={**self.seats, seat.id: seat})

    def with_say(self, *seats: int) -> "Public":
        """Return this with `seats` in the panel. A bot is in none outside a demo."""
        new = [s for s in dict.fromkeys(seats) if s not in self.panel]
        told = (s for s in new if self.rules.demo or s not in self.bots)
        return replace(self, panel=(*self.panel, *told))

    def without_say(self, seat: int) -> "Public":
        """Return this with `seat` not in the panel."""
        return replace(self, panel=tuple(s for s in self.panel if s != seat))

    def players(self, played: Side | None = None) -> tuple[Seat, ...]:
        """Return the seats that take turns, of one played side or of both, by id."""
        found = (s for _, s in sorted(self.seats.items()) if s.plays)
        return tuple(s for s in found if played is None or s.played == played)

    @property
    def most_players(self) -> int:
        """How many players have a place."""
        return self.rules.max_players * (IN_A_PAIR if self.shared else 1)

    def stands_in(self, seat: int) -> bool:
        """Return whether a bot fills `seat` among people: it plays the scene and nothing else.

        In a demo bots do all that people do, but for somebody who is away.
        """
        return (seat in self.bots and not self.rules.demo) or self.covered(seat)

    def covered(self, seat: int) -> bool:
        """Return whether a bot plays for the person of `seat`, who is away."""
        return seat in self.seats and self.seats[seat].covered

    def owners(self, side: Side) -> tuple[Seat, ...]:
        """Return the people of the panel whose own case `side` is: they rate who plays it."""
        found = (s for _, s in sorted(self.seats.items()) if s.owner and s.home == side)
        return tuple(s for s in found if in_panel(self, s.id))

    def label(self, side: Side) -> str:
        """Return what this room calls `side`."""
        return self.story.labels[side] if self.story else side

    def face(self, seat: int) -> str:
        """Return the name to show for `seat`: the persona's in role, the person's otherwise."""
        who = self.seats.get(seat)
        if who is None:
            return GONE
        return who.persona if self.in_role and who.persona else who.name
