"""A decision in the making: each event is applied at once, so that the next can rest on it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from turnabout_protocol.activities.scene import Said
from turnabout_protocol.bases import Event
from turnabout_protocol.chance import shuffled
from turnabout_protocol.fold import apply_event
from turnabout_protocol.room import Public, Room, Step

T = TypeVar("T")


class Outcome(NamedTuple):
    """What was decided: the events in their order, and the room after the last of them.

    The room comes along so that nobody has to fold the events a second time.
    """

    events: tuple[Event, ...]
    room: Room


class Decision:
    """The room as it will be, and the events that lead there.

    `now` is room time in milliseconds; `drafts` is what the speaker of the live turn has typed so
    far, by seat.
    """

    def __init__(self, room: Room, now: int, drafts: Mapping[int, Said] | None = None) -> None:
        self.room = room
        self.now = now
        self.drafts = drafts or {}
        self.events: list[Event] = []

    def emit(self, event: Event) -> None:
        """Let `event` happen."""
        self.room = apply_event(self.room, event, self.now)
        self.events.append(event)

    @property
    def outcome(self) -> Outcome:
        """What has been decided so far."""
        return Outcome(tuple(self.events), self.room)

    @property
    def public(self) -> Public:
        return self.room.public

    @property
    def play(self) -> int:
        """The play time."""
        return self.public.clock.play(self.now)

    def shuffled(self, items: Sequence[T], *purpose: object) -> list[T]:
        """Return `items` in an order that only the room's seed and `purpose` decide."""
        return shuffled(items, self.room.vault.seed, *purpose)

    def mixed(self, items: Sequence[T], *purpose: object) -> list[T]:
        """Return `items` in an order that tells nothing, not even to those who know the seed."""
        return shuffled(items, secret_of(self.room), *purpose)


def secret_of(room: Room) -> str | int:
    """Return what unsigned things are put in order with: never the seed, but in older rooms."""
    return room.vault.secret or room.vault.seed


def current_step(room: Room) -> Step:
    """Return the step that is on; there must be one."""
    step = room.public.step
    if step is None:
        raise ValueError("no step is on")
    return step
