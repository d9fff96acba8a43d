"""A second table: another room on the same server, for those who are too many at the first. Pure.

Whoever opened the room opens it from the lobby. It has the same scenario and plan. People of the
first one are asked to go over, or go by themselves: they sit down there, then they leave here.
"""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, Command, LinkKey, ToAll, ToSeat
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import NextTable, Own, Public, SeatId

MOST_TABLES: Final = 4
"""So many tables come of one: each opens the next."""
TABLE: Final = Datum("session", N_("The code of the next table, and who is asked to go there"))
TABLE_KEYS: Final = Datum("technical", N_("The keys of the next table, to whoever opened it"))


class OpenTable(Command, frozen=True, kw_only=True):
    """Facilitator who opened the room, in the lobby: open the next table. I drew its code and keys.

    It has the scenario and the plan of this room as they are now, and a code and keys of its own.
    """

    bound = Bound(4, per="session")

    code: LinkKey
    key: LinkKey
    """Of whoever opened it: me."""
    co_key: LinkKey


class AskOver(Command, frozen=True, kw_only=True):
    """Facilitator: ask these seats to go to the next table, and nobody else."""

    bound = Bound(60, per="session")

    seats: Annotated[tuple[SeatId, ...], Meta(max_length=50)]


class Depart(Command, frozen=True, kw_only=True):
    """Leave the lobby for good: I sit at the next table."""

    bound = Bound(2, per="session")


class TableOpened(ToAll, frozen=True, kw_only=True):
    """There is a next table, with this code."""

    keeps = "until_close"
    tells = TABLE

    code: LinkKey

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, next_table=self.code)


class TableKeyed(ToSeat, frozen=True, kw_only=True):
    """The keys of the next table, for whoever opened it: so they outlive the console.

    On the disk they are sealed like every entry, and gone when the room is closed.
    """

    keeps = "until_close"
    tells = TABLE_KEYS

    code: LinkKey
    key: LinkKey
    co_key: LinkKey

    def fold(self, own: Own, at: int) -> Own:
        table = NextTable(code=self.code, key=self.key, co_key=self.co_key)
        return replace(own, next_table=table)


class TableNumbered(ToAll, frozen=True, kw_only=True):
    """This room is that table of several."""

    keeps = "until_close"
    tells = TABLE

    number: Annotated[int, Meta(ge=1, le=MOST_TABLES)]

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, table=self.number)


class AskedOver(ToAll, frozen=True, kw_only=True):
    """These seats are asked to go to the next table; whoever was asked before is not any more."""

    keeps = "until_close"
    tells = TABLE

    seats: tuple[SeatId, ...]

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, asked_over=self.seats)
