"""Minds at a table in memory: every bot decides from what its own seat was sent, nothing more."""

from collections.abc import Callable, Mapping

from tests.support.table import Table
from turnabout_client.bots.mind import intentions
from turnabout_protocol.bases import Command
from turnabout_protocol.fold import apply, may_know
from turnabout_protocol.room import Public, Role, Room
from turnabout_protocol.scenario import Side
from turnabout_server import rules
from turnabout_server.rules import Refusal

LATER = 500
"""Milliseconds after which a seat looks again whether it can do what it waits with."""


class Minds:
    """Plays a table to its end and notes what was asked and what was refused.

    The commands in `never` are not given, as if nobody had thought of them.
    """

    def __init__(
        self,
        table: Table,
        seed: int = 7,
        expect: int = 0,
        never: tuple[type[Command], ...] = (),
    ) -> None:
        self.table = table
        self.seed = seed
        self.expect = expect
        self.never = never
        self.did: list[tuple[int, int, Command]] = []
        self.refused: list[tuple[int, Command, str]] = []
        self._due: dict[int, dict[str, int]] = {}
        self._done: dict[int, set[str]] = {}
        self._views: dict[int, Room] = {}
        self._place: dict[int, tuple[Role, Side | None]] = {}
        self._seen = 0

    def play(
        self, until: str = "closed", *, when: Callable[[Public], bool] = lambda public: False
    ) -> None:
        """Let the bots act, each in its own time, until the room is closed.

        Or until the step `until` is on, or until it is as `when` says.
        """
        while self.table.public.phase != "closed" and self.table.step != until:
            if when(self.table.public):
                return
            self.once()

    def once(self) -> None:
        """Let the next thing happen: somebody who is here acts, or a bell rings."""
        self._look()
        act = min(
            ((due, seat, key) for seat, keys in self._due.items() for key, due in keys.items()),
            default=None,
        )
        bell = rules.due(self.table.room)
        if bell is not None and (act is None or bell <= act[0]):
            self.table.bell()
        else:
            assert act is not None, "nobody wants anything and nothing is due"
            self._act(*act)

    def known_to(self, seat: int) -> Room:
        """Return the room as `seat` may know it now."""
        self._look()
        return self._views[seat]

    def view(self, seat: int) -> Room:
        """Return the room as `seat` has folded it."""
        return self._views.get(seat, Room())

    def means(self, seat: int, command: Command) -> Command | None:
        """Return what `seat` asks for when it wants `command`; None: it waits with that."""
        return command

    def _look(self) -> None:
        for entry in self.table.log[self._seen :]:
            self._seen += 1
            for seat in self.table.public.seats.values():
                if seat.id in self._views and may_know(seat, entry.event):
                    self._views[seat.id] = apply(self._views[seat.id], entry)
        self._due = {
            seat: due for seat, due in self._due.items() if seat in self.table.public.seats
        }
        for seat in self.table.public.seats.values():
            # Somebody who may know other things now is told everything from the beginning.
            if self._place.get(seat.id) != (seat.role, seat.home):
                self._place[seat.id] = (seat.role, seat.home)
                view = Room()
                for entry in self.table.log:
                    if may_know(seat, entry.event):
                        view = apply(view, entry)
                self._views[seat.id] = view
            if seat.present:
                self._plan(seat.id)
            else:
                self._due[seat.id] = {}

    def _plan(self, seat: int) -> None:
        done = self._done.setdefault(seat, set())
        wanted = {
            i.key: i
            for i in intentions(self._views[seat], seat, self.seed, self.expect)
            if i.key not in done and not isinstance(i.command, self.never)
        }
        before: Mapping[str, int] = self._due.get(seat, {})
        self._due[seat] = {
            key: before.get(key, max(i.not_before, self.table.now) + i.delay_ms)
            for key, i in wanted.items()
        }

    def _act(self, due: int, seat: int, key: str) -> None:
        self.table.now = max(self.table.now, due)
        wanted = intentions(self._views[seat], seat, self.seed, self.expect)
        command = self.means(seat, next(i.command for i in wanted if i.key == key))
        if command is None:
            self._due[seat][key] = self.table.now + LATER
            return
        self._done[seat].add(key)
        try:
            self.table.do(seat, command)
        except Refusal as refused:
            self.refused.append((seat, command, refused.code))
        else:
            self.did.append((self.table.now, seat, command))
