"""What the people of a short session do: decided once, however each of them then enters it.

A seat's dialogue is made of the room as that seat knows it, so what is asked can be told without
looking at anybody's screen. What they give follows from who they are, never from chance.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace

from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Answers, Ask, Choice, Dialogue, Text, Word
from turnabout_protocol.activities.poll import Poll
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.fold import fold, may_know
from turnabout_protocol.room import Public, Room, Step
from turnabout_server.live.liveroom import LiveRoom

TURNS: Final = 6
"""Turns that a scene has: everybody has one, and two have two."""
LONGEST: Final[Mapping[str, float]] = {
    "minutes": 120,
    "think": 300,
    "act": 600,
    "rate": 60,
    "twist_seconds": 300,
    "look": 120,
    "write": 900,
    "vote": 300,
    "complete": 900,
}
"""The longest times that a step can have."""
RINGS: Final[Mapping[str, str]] = {"Ann": "4", "Ben": "2", "Cat": "3", "Dan": "1"}
"""How true the others' turns ring to each."""
PLACES: Final[Mapping[str, int]] = {"Ann": 0, "Ben": 1, "Cat": 2, "Dan": 3}
"""What each puts first, chooses, matches: by this they differ in all that is secret."""
TAKES: Final[Mapping[str, str]] = {"Ann": "take-1", "Ben": "take-2"}
"""Which promise each takes on, where there is one for them."""
CARD: Final = "card-1"
"""The word for a card of one's own, while one writes alone."""
NOTHING: Final[Answers] = {}


class Deed(NamedTuple):
    """One thing that somebody does: says a word, or answers what is asked, or what a word asks."""

    seat: int
    step: str
    """The step that is on."""
    word: Word | None = None
    ask: Ask | None = None
    answers: Answers = NOTHING

    @property
    def command(self) -> AnyCommand:
        """What the room is told."""
        if self.ask is None:
            assert self.word is not None
            assert isinstance(self.word.then, Command)
            return self.word.then
        made = self.ask.makes.make(self.answers)
        assert isinstance(made, Command), (self.ask.id, self.answers, made)
        return made


class Script:
    """Knows what each seat of a room does next."""

    def __init__(self, room: LiveRoom) -> None:
        self._room = room
        self._given: dict[int, dict[str, Answers]] = {}
        self._views: dict[int, tuple[int, Room]] = {}
        """By seat: so many entries were read, and that is the room as it knows it."""

    @property
    def public(self) -> Public:
        """The room as everybody knows it."""
        return self._room._history.room.public

    @property
    def step(self) -> str:
        """The step that is on."""
        return "" if self.public.step is None else self.public.step.id

    @property
    def stage(self) -> int:
        """The stage of that step that is on."""
        return self.public.steps[self.step].stage

    def here(self, name: str) -> bool:
        """Return whether somebody has a seat."""
        return any(one.name == name for one in self.public.seats.values())

    def seat(self, name: str) -> int:
        """Return somebody's seat."""
        return next(one.id for one in self.public.seats.values() if one.name == name)

    def view(self, seat: int) -> Room:
        """Return the room as a seat knows it."""
        me, entries = self.public.seats[seat], list(self._room._history.entries)
        read, room = self._views.get(seat, (0, Room()))
        room = fold((e for e in entries[read:] if may_know(me, e.event)), room)
        self._views[seat] = len(entries), room
        return room

    def shown(self, seat: int) -> Dialogue:
        """Return what a seat has in front of it. Time stands still here: nobody is ever late."""
        now = max(e.at for e in self._room._history.entries)
        given = self._given.get(seat, {})
        return dialogue(Seen(room=self.view(seat), seat=seat, now=now, given=given))

    def next(self, name: str) -> Deed | None:
        """Return what somebody does now; None: they have nothing to do."""
        seat = self.seat(name)
        shown = self.shown(seat)
        ask = shown.ask
        if ask is not None and not self._enough(ask):
            return Deed(seat, self.step, ask=ask, answers=self._answers(name, ask))
        if shown.word("yes") is not None:
            return Deed(seat, self.step, word=shown.word("yes"))
        if (take := shown.word(TAKES.get(name, ""))) is not None:
            return Deed(seat, self.step, word=take)
        card = shown.word(CARD)
        if card is not None and isinstance(card.then, Ask) and not self._gave(seat, card.then):
            answers = self._answers(name, card.then)
            return Deed(seat, self.step, word=card, ask=card.then, answers=answers)
        ready = shown.word("ready")
        return None if ready is None or self._waits(shown) else Deed(seat, self.step, word=ready)

    def done(self, deed: Deed) -> None:
        """Note that something was done."""
        if deed.ask is not None:
            self._given.setdefault(deed.seat, {})[deed.ask.id] = deed.answers

    def _gave(self, seat: int, ask: Ask) -> bool:
        return ask.id in self._given.get(seat, {})

    def _waits(self, shown: Dialogue) -> bool:
        """Whether the room is to stay where it is: a promise is still to be made."""
        return any(word.key.startswith(("take-", "release")) for word in shown.also)

    def _enough(self, ask: Ask) -> bool:
        """Whether the scene has had its turns: nobody takes another."""
        state = next((s for s in self.public.steps.values() if isinstance(s, SceneState)), None)
        spoken = 0 if state is None else sum(turn.over for turn in state.turns)
        return "/turn/" in ask.id and spoken >= TURNS

    def _answers(self, name: str, ask: Ask) -> Answers:
        return {field.key: self._answer(name, ask, field) for field in ask.fields}

    def _answer(self, name: str, ask: Ask, field: Choice | Text) -> str | tuple[str, ...]:
        if isinstance(field, Text):
            if field.given:
                return field.given
            if field.key == "obstacle":
                return ""
            number = len(self._given.get(self.seat(name), {}))
            return f"{name} {field.key} words {number}"
        return self._chosen(name, ask, field)

    def _chosen(self, name: str, ask: Ask, field: Choice) -> tuple[str, ...]:
        keys, place = [option.key for option in field.options], PLACES[name]
        if field.key == "ring":
            return (RINGS[name],)
        if field.ordered:
            first = keys.pop(0)
            return (*keys[: place + 1], first, *keys[place + 1 :])
        if field.again:
            # One idea has most dots, and one more has some: two can become promises.
            return (keys[1 if name == "Dan" else 0],)
        if ask.id.endswith("/match"):
            # Each word has a meaning of its own.
            return (keys[(int(field.key) + place) % len(keys)],)
        if isinstance(self.public.step, Poll):
            return (keys[3 * place % len(keys)],)
        return (keys[0],)


def unhurried(agenda: Agenda) -> Agenda:
    """Return an agenda whose clocks are over long after everybody has done what they do."""
    return replace(agenda, steps=tuple(map(_longer, agenda.steps)))


def _longer(step: Step) -> Step:
    times = {key: most for key, most in LONGEST.items() if getattr(step, key, None)}
    return replace(step, **times)
