"""Who is here, as lines for lobby and console; and what is missing before one can begin."""

from collections.abc import Mapping
from typing import Final

from textual.content import Content

from turnabout_client.view import words
from turnabout_client.view.absence import whose_part
from turnabout_client.view.people import SHAPE
from turnabout_language import N_, _
from turnabout_protocol.panel import may_say_yes
from turnabout_protocol.room import Public, Role, Seat, in_panel
from turnabout_protocol.scenario import SIDES, Side, other

ROLES: Final[Mapping[Role, str]] = {
    "player": "",
    "observer": N_("observer"),
    "facilitator": N_("facilitator"),
}
"""What is told of a role; that somebody plays goes without saying."""


def by_home(
    public: Public, side: Side, me: int | None, waited: frozenset[int], *, closely: bool = False
) -> Content:
    """Return the people who belong to `side`, under its label; `closely`: in a narrow column."""
    seats = [s for s in seats_of(public) if s.home == side and s.role != "facilitator"]
    head = Content.assemble(
        words.side(public, side), (f" → {SHAPE[other(side)]}" if seats else "", "$quiet")
    )
    lines = [one(public, s, me, waited, closely=closely) for s in seats]
    nobody = Content.styled("  " + _("nobody yet"), "$quiet italic")
    return words.lines(head, *(lines or [nobody]))


def others(public: Public, me: int | None) -> Content:
    """Return facilitators and observers without a side, in one line."""
    found = []
    for role, told in (("facilitator", N_("Facilitator")), ("observer", N_("Watching"))):
        seats = [s for s in seats_of(public) if s.role == role]
        seats = [s for s in seats if not s.stage]  # it is nobody
        names = ", ".join(
            (_("{name} (you)", name=s.name) if s.id == me else s.name) + words.away_mark(s)
            for s in seats
            if s.home is None or role == "facilitator"
        )
        if names:
            found.append(Content.assemble((f"{_(told)} ", "$quiet"), names))
    return Content("   ").join(found)


def one(
    public: Public, seat: Seat, me: int | None, waited: frozenset[int], *, closely: bool = False
) -> Content:
    """Return one line about one seat; `closely`: with the persona as at the table, `Kim (Ivo)`."""
    mark = "◌" if not seat.here else "…" if seat.id in waited else "·"
    persona = seat.persona if public.in_role else ""
    style = "$quiet" if not seat.present else "bold" if seat.id == me else ""
    told = told_of(public, seat, me, waited, closely=closely)
    named = f"{seat.name} ({persona})" if persona and closely else seat.name
    marked = f"{mark} " if closely else f"  {mark} "
    return Content.assemble((marked, "$accent"), (named, style), (f"  {told}", "$quiet"))


def told_of(
    public: Public, seat: Seat, me: int | None, waited: frozenset[int], *, closely: bool = False
) -> str:
    """Return what there is to know of somebody, beside their name; `closely`: that has some."""
    plays_own = seat.plays and seat.home == seat.played
    persona = seat.persona if public.in_role and not closely else ""
    notes = [
        _("you") if seat.id == me else "",
        _("bot") if seat.bot else "",
        _(ROLES[seat.role]),
        _("has a say") if seat.role == "observer" and in_panel(public, seat.id) else "",
        _("not answered yet") if may_say_yes(public, seat) else "",
        _("own side") if plays_own else "",
        _("as {persona}", persona=persona) if persona else "",
        "" if seat.present else _("away"),
        _("a bot plays for them") if seat.covered and seat.present else "",
        whose_part(public, seat),
        _("waited for") if seat.id in waited and seat.present and not closely else "",
    ]
    return ", ".join(filter(None, notes))


def seats_of(public: Public) -> list[Seat]:
    """Return all seats by number."""
    return [seat for _, seat in sorted(public.seats.items())]


def missing(public: Public) -> list[str]:
    """Return sentences about what stands in the way of a good start."""
    found = []
    for side in SIDES:
        if not public.players(side):
            found.append(
                _(
                    "Nobody plays {side} yet: somebody from {home} is missing.",
                    side=f"{SHAPE[side]} {public.label(side)}",
                    home=public.label(other(side)),
                )
            )
    return found
