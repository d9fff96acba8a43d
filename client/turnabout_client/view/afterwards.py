"""Where the report of a session is when it is over, as everybody is told. Pure."""

from typing import Final

from turnabout_language import N_, _, n_
from turnabout_protocol.activities.close import promises_of
from turnabout_protocol.room import Public, Room

DELETED: Final = N_("What anybody rated and felt has been deleted.")
DELETED_BUT_PROMISES: Final = N_(
    "What anybody rated and felt has been deleted. What you promised each other stays:"
)

PRACTISED: Final = N_("That was a demo: nothing of it is kept.")
PRACTISED_BUT_PROMISES: Final = N_(
    "That was a demo: nothing of it is kept. What was promised in it, for a last look:"
)


def where_report(room: Room, seat: int | None, *, file: str = "", keys: bool = True) -> str:
    """Return where `seat` finds the report; empty: nothing is kept of a demo.

    `file` is where this machine saves it, if it does. None is nobody, as a screen for all. `keys`:
    whether there are keys to press, as on a screen.
    """
    public = room.public
    if public.rules.demo:
        return ""
    lies = " ".join(filter(None, (_lies(public), kept(public))))
    # A path is easier to take when nothing follows it.
    return ("\n" if file else " ").join(
        filter(None, (_whereabouts(room, seat, file, keys=keys), lies))
    )


def leads(room: Room, seat: int | None) -> bool:
    """Return whether `seat` steers with the key of whoever opened the room: that reads reports."""
    me = None if seat is None else room.public.seats.get(seat)
    return me is not None and me.role == "facilitator" and room.console.leads(me.id)


def kept(public: Public) -> str:
    """Return how long the report is kept; empty where that is not known, or nothing is kept."""
    months = public.rules.keep_months
    if not months or public.rules.demo:
        return ""
    return n_(
        "The report is deleted after {n} month.",
        "The report is deleted after {n} months.",
        months,
    )


def _lies(public: Public) -> str:
    name = public.rules.kept_by
    return _("It lies on the server that {name} keeps.", name=name) if name else ""


def _whereabouts(room: Room, seat: int | None, file: str, *, keys: bool) -> str:
    if file:
        return _("The report is saved on this machine: {file}", file=file)
    if leads(room, seat):
        if not keys:
            return _("The report is ready.")
        return _("The report is ready. Leave with q, and the line that fetches it is printed.")
    names = [
        one.name
        for one in room.public.seats.values()
        if one.role == "facilitator" and one.id != seat
    ]
    if not names:
        return _("Ask whoever opened the room for the report.")
    return _("Ask {names} for the report.", names=", ".join(names))


def deleted(public: Public) -> str:
    """Return what has become of what people gave, and that their promises stay."""
    said = (DELETED, DELETED_BUT_PROMISES)
    if public.rules.demo:
        said = (PRACTISED, PRACTISED_BUT_PROMISES)
    return _(said[bool(promises_of(public))])
