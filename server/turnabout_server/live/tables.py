"""The next table of a room: the same scenario and plan, with a code and keys of its own."""

from collections.abc import Callable
from typing import Final

from turnabout_language import N_
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.room import NextTable, Room
from turnabout_server import rules
from turnabout_server.live.keys import hashed, new_key, new_secret

FULL: Final = N_("All {most} rooms of this server are in use. Close one, or come back later.")


class NextTables:
    """Says whether there is room for one more, and hands it to whoever opens it.

    `full`: how many rooms there may be, when there are; else None.
    """

    def __init__(
        self, full: Callable[[], int | None], opens: Callable[[Room, NextTable], None]
    ) -> None:
        self._full = full
        self._opens = opens

    def check(self) -> None:
        """Raises rules.Refusal when this server takes no more rooms."""
        most = self._full()
        if most is not None:
            raise rules.Refusal("full", FULL, most=most)

    def open(self, room: Room) -> None:
        """Open the next table of `room`, if it has one and that is not there."""
        tables = (own.next_table for own in room.own.values())
        for table in (one for one in tables if one is not None):
            self._opens(room, table)


def opening(first: Room, table: NextTable, seed: int) -> rules.Outcome:
    """Return how the next table of `first` begins.

    Promises made there are the team's, too; those of before are looked at at the first one.
    """
    public, vault = first.public, first.vault
    if vault.scenario is None:
        raise ValueError("the room has no scenario")
    agenda = Agenda(
        id="next-table", title="Next table", steps=public.agenda, scoring=public.scoring
    )
    return rules.open_room(
        vault.scenario,
        agenda,
        public.rules,
        seed,
        hashed(table.key),
        new_key(),
        co_key=hashed(table.co_key),
        series=vault.series,
        secret=new_secret(),
        number=public.table + 1,
    )
