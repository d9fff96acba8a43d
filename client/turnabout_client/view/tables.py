"""The next table: who is asked to go there, and what a seat is told of it. Pure."""

from turnabout_client.view.people import joined
from turnabout_language import _
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.scenario import SIDES


def half(public: Public) -> tuple[int, ...]:
    """Return half of the people of each side: those who came last."""
    found: list[int] = []
    for side in SIDES:
        people = [seat.id for seat in public.players(side) if not seat.bot]
        found += people[len(people) - len(people) // 2 :]
    return tuple(sorted(found))


def goers(public: Public) -> list[Seat]:
    """Return who can go to the next table, by number."""
    seats = (seat for _number, seat in sorted(public.seats.items()))
    return [s for s in seats if s.role != "facilitator" and not s.stage and not s.bot]


def asked(public: Public) -> str:
    """Return who is asked to go and still sits here; empty: nobody."""
    return joined([seat.name for seat in goers(public) if seat.id in public.asked_over])


def told(public: Public, me: Seat | None, *, keys: bool = True) -> list[str]:
    """Return what a seat is told of the tables, in sentences; `keys`: with the key to press."""
    said = [_("This is table {n}.", n=public.table)] if public.table > 1 else []
    if public.next_table and me is not None and me in goers(public):
        n = public.table + 1
        if not keys:
            return [*said, _("There is a table {n}, too.", n=n)]
        said.append(_("There is a table {n}, too. 2 takes you there, with your name.", n=n))
    return said


def asks_me(public: Public, me: Seat | None) -> bool:
    """Return whether I am asked to go."""
    return bool(public.next_table) and me is not None and me.id in public.asked_over
