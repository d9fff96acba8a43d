"""Who is here, as lines for lobby and console; and what is missing before one can begin."""

from textual.content import Content

from turnabout_client.tui import words
from turnabout_client.tui.model import SHAPE
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.parts import Public, Seat
from turnabout_protocol.scenario import SIDES, Side, other


def by_home(public: Public, side: Side, me: int | None, waited: frozenset[int]) -> Content:
    """Return the people who belong to `side`, under its label."""
    seats = [s for s in seats_of(public) if s.home == side and s.role != "facilitator"]
    head = Content.assemble(
        words.side(public, side), (f" → {SHAPE[other(side)]}" if seats else "", "$quiet")
    )
    lines = [one(public, s, me, waited) for s in seats]
    return words.lines(head, *(lines or [Content.styled("  nobody yet", "$quiet italic")]))


def others(public: Public, me: int | None) -> Content:
    """Return facilitators and observers without a side, in one line."""
    found = []
    for role, told in (("facilitator", "Facilitator "), ("observer", "Watching ")):
        seats = [s for s in seats_of(public) if s.role == role]
        names = ", ".join(
            s.name + (" (you)" if s.id == me else "") + words.away_mark(s)
            for s in seats
            if s.home is None or role == "facilitator"
        )
        if names:
            found.append(Content.assemble((told, "$quiet"), names))
    return Content("   ").join(found)


def one(public: Public, seat: Seat, me: int | None, waited: frozenset[int]) -> Content:
    """Return one line about one seat."""
    mark = "◌" if not seat.present else "…" if seat.id in waited else "·"
    notes = [
        "you" if seat.id == me else "",
        "bot" if seat.bot else "",
        seat.role if seat.role != "player" else "",
        "own side" if seat.plays and seat.home == seat.played else "",
        f"as {seat.persona}" if seat.persona and public.in_role else "",
        "" if seat.present else "away",
        "waited for" if seat.id in waited and seat.present else "",
    ]
    style = "$quiet" if not seat.present else "bold" if seat.id == me else ""
    told = ", ".join(filter(None, notes))
    return Content.assemble((f"  {mark} ", "$accent"), (seat.name, style), (f"  {told}", "$quiet"))


def seats_of(public: Public) -> list[Seat]:
    """Return all seats by number."""
    return [seat for _, seat in sorted(public.seats.items())]


def missing(public: Public) -> list[str]:
    """Return sentences about what stands in the way of a good start."""
    found = []
    for side in SIDES:
        if not public.players(side):
            found.append(
                f"Nobody plays {SHAPE[side]} {public.label(side)} yet:"
                f" somebody from {public.label(other(side))} is missing."
            )
    turns = sum(step.turns for step in public.agenda if isinstance(step, Scene))
    players = len(public.players())
    if 0 < turns < players:
        found.append(f"There is time for {turns} turns and there are {players} players.")
    return found
