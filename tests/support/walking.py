"""A random session in which every accepted command is looked for in its seat's dialogue."""

from tests.support.chaos import Chaos
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Answers, Dialogue
from turnabout_client.dialogue.ways import Way, way
from turnabout_protocol.bases import Command
from turnabout_protocol.fold import apply, may_know
from turnabout_protocol.room import Room


class Walk(Chaos):
    """Notes how each command could have been given, and which could not."""

    lost: list[tuple[int, Command, Dialogue]]
    found: list[tuple[int, Command, Way]]

    def begin(self) -> None:
        """Start to note."""
        self.lost, self.found = [], []
        self._given: dict[int, dict[str, Answers]] = {}

    def ask(self, seat: int, command: Command) -> None:
        before = dialogue(self.seen(seat)) if seat in self.table.public.seats else None
        accepted = len(self.taken)
        super().ask(seat, command)
        if before is None or len(self.taken) == accepted:
            return
        way_there = way(before, command)
        if way_there is None:
            self.lost.append((seat, command, before))
            return
        self.found.append((seat, command, way_there))
        if not way_there.word and before.ask is not None and way_there.answers is not None:
            self._given.setdefault(seat, {})[before.ask.id] = way_there.answers

    def seen(self, seat: int) -> Seen:
        """Return the room as the person at `seat` has it in front of them."""
        who = self.table.public.seats[seat]
        view = Room()
        for entry in self.table.log:
            if may_know(who, entry.event):
                view = apply(view, entry)
        given = self._given.get(seat, {})
        return Seen(room=view, seat=seat, now=self.table.now, given=given)
