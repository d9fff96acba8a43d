"""A decision in the making: each event is applied at once, so that the next can rest on it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

from turnabout_protocol.activities.scene import Said
from turnabout_protocol.bases import Event
from turnabout_protocol.fold import apply_event
from turnabout_protocol.room import Public, Room, Step

T = TypeVar("T")


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
    def public(self) -> Public:
        return self.room.public

    @property
    def play(self) -> int:
        """The play time."""
        return self.public.clock.play(self.now)

    def shuffled(self, items: Sequence[T], *purpose: object) -> list[T]:
        """Return `items` in an order that only the room's seed and `purpose` decide."""
        return shuffled(self.room.vault.seed, items, *purpose)


def draw(seed: int, *purpose: object) -> int:
    """Return a number of 64 bits that nobody without the seed can foresee."""
    text = "\x1f".join(str(part) for part in (seed, *purpose))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def shuffled(seed: int, items: Sequence[T], *purpose: object) -> list[T]:
    """Return `items` in a drawn order."""
    order = sorted(range(len(items)), key=lambda i: draw(seed, *purpose, i))
    return [items[i] for i in order]


def current_step(room: Room) -> Step:
    """Return the step that is on; there must be one."""
    step = room.public.step
    if step is None:
        raise ValueError("no step is on")
    return step
