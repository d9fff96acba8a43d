"""What a bot's mind works with: the folded room seen from one seat, and draws of its own."""

from collections.abc import Sequence
from typing import Final, TypeVar

from msgspec import Struct

from turnabout_client.bots import aloud
from turnabout_client.bots.chance import chance
from turnabout_protocol.chance import draw, pick
from turnabout_protocol.commands import AnyCommand, Ready
from turnabout_protocol.room import Own, Public, Room, Seat, State, Step, in_panel
from turnabout_protocol.scenario import KeyPoint

T = TypeVar("T")
SECOND: Final = 1000


class Intention(Struct, frozen=True, kw_only=True):
    """Something a seat wants to do."""

    key: str
    """What it answers: an intention with the same key is the same intention."""
    command: AnyCommand
    delay_ms: int
    """How long a person would think and type first, in milliseconds from when it comes up."""
    not_before: int = 0
    """Play time in milliseconds before which it makes no sense."""


class View(Struct, frozen=True, kw_only=True):
    """One seat's view of the room."""

    room: Room
    me: Seat
    seed: int
    expect: int = 0
    """How many players a facilitator waits for before the start."""

    @property
    def public(self) -> Public:
        return self.room.public

    @property
    def counts(self) -> bool:
        """Whether my answers count: a bot's do in a demo alone."""
        return in_panel(self.public, self.me.id)

    @property
    def own(self) -> Own:
        return self.room.of(self.me.id)

    @property
    def place(self) -> int:
        """My place among the players of my side: what neighbours choose should differ."""
        side = [s.id for s in self.public.players() if s.home == self.me.home]
        return side.index(self.me.id) if self.me.id in side else 0

    def draw(self, *what: object) -> int:
        """Return this seat's own number for `what`."""
        return draw(self.seed, self.me.id, *what)

    def pick(self, options: Sequence[T], *what: object) -> T:
        """Return this seat's own choice for `what`."""
        return pick(options, self.seed, self.me.id, *what)

    def chance(self, percent: int, *what: object) -> bool:
        """Return whether this seat does `what`, which it does in `percent` of 100 cases."""
        return chance(percent, self.seed, self.me.id, *what)

    def intend(
        self, key: str, command: AnyCommand, seconds: tuple[float, float], not_before: int = 0
    ) -> Intention:
        """Return the intention `key`, after a delay somewhere between the two `seconds`."""
        low, high = (round(s * SECOND) for s in seconds)
        delay = low + self.draw("delay", key) % max(1, high - low)
        step = self.public.step
        if isinstance(command, Ready) and step is not None:
            state = self.public.state(State, step.id)
            # To be ready in a step that is open once more is another wish.
            key = f"{key}/{state.since}" if state.again else key
        return Intention(key=key, command=command, delay_ms=delay, not_before=not_before)

    def is_ready(self, step: Step) -> bool:
        """Return whether this seat has done what the stage asks."""
        return self.room.is_ready(self.me.id, step.id)

    def guess(self, step: Step, cards: Sequence[KeyPoint]) -> tuple[str, ...]:
        """Return the ids of the other side's `cards` as this seat puts them.

        A bot learns nothing, so every guess is made alike.
        """

        def weigh(card: KeyPoint) -> int:
            return self.draw("leans", card.id) % 200 + self.draw("mood", step.id, card.id) % 100

        return tuple(card.id for card in sorted(cards, key=weigh))

    def began(self, step: Step) -> int:
        """Return the play time in milliseconds at which the stage that is on began."""
        current = self.public.current
        opened = 0 if current is None else current.opened
        return max(opened, self.public.state(State, step.id).since)

    def ready(self, step: Step, seconds: tuple[float, float]) -> Intention:
        """Return the intention to say that this seat has done what the stage asks."""
        stage = self.public.state(State, step.id).stage
        return self.intend(f"{step.id}/{stage}/ready", Ready(step=step.id, stage=stage), seconds)

    def talked(self, step: Step, said: Sequence[str], questions: int) -> Intention:
        """Return the intention to be ready once all of `said` could have been said aloud.

        `questions` were asked for it, each with a silence after it.
        """
        stage = self.public.state(State, step.id).stage
        takes = questions * aloud.SILENCE + aloud.takes(said)
        ready = Ready(step=step.id, stage=stage)
        # With every line the talk takes longer, and so it is another wish.
        key = f"{step.id}/{stage}/ready/{len(said)}"
        return self.intend(key, ready, (4, 8), self.began(step) + takes)
