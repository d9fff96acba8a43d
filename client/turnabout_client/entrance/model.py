"""Pure logic of the door: what was wished for, and what is asked of the server."""

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from turnabout_language import N_, _
from turnabout_protocol import links

if TYPE_CHECKING:  # whoever wishes for something knows nothing of a room yet
    from textual.content import Content

    from turnabout_protocol.messages import Door, Join, Steer
    from turnabout_protocol.room import Role
    from turnabout_protocol.scenario import Side

_SHUT: Final = {
    "link_replaced": N_("This link was replaced. Ask the facilitator for the new one."),
    "pass_used": N_("This personal link has been used. Ask the facilitator for another one."),
}
"""Why a link takes in nobody new, as the server says it to whoever tries."""


class Wish(Struct, frozen=True, kw_only=True):
    """What the command line said already; all of it may be empty."""

    where: links.Link | None = None
    name: str = ""
    home: str = ""
    """Key or label of a side."""
    watch: bool = False
    stage: bool = False
    """As a screen for all to look at: nobody is asked for a name."""
    share: links.Link | None = None
    """The room as others reach it, where that is not `where`."""
    personal: tuple[str, ...] = ()
    """Keys of the personal links that were made with the room."""
    co_key: str = ""
    """Key of the co-facilitators' link that was made with the room."""
    get_it: str = ""
    """Where people get the command, as an invitation says it."""
    report: str = ""
    """The file on this machine in which the report will be; empty: it is not saved here."""

    def watches(self, where: links.Link) -> bool:
        """Return whether this person comes to watch."""
        return self.watch or where.door in ("watch", "stage")


def home_named(door: "Door", name: str) -> "Side | None":
    """Return the side called `name` by key or label; None for no name.

    Raises ValueError, with a sentence for people, if there is no such side.
    """
    from turnabout_protocol.scenario import SIDES

    if not name:
        return None
    for side in SIDES:
        if name.casefold() in (side, door.labels[side].casefold()):
            return side
    one, two = (door.labels[side] for side in SIDES)
    raise ValueError(
        _(
            "There is no side called “{name}” here. The sides are {one} and {two}.",
            name=name,
            one=one,
            two=two,
        )
    )


def request(
    where: links.Link,
    door: "Door",
    name: str,
    home: "Side | None",
    watch: bool,
    stage: bool = False,
) -> "Join | Steer":
    """Return the message that asks for the seat. Whoever comes too late to play watches."""
    from turnabout_protocol.messages import Join, Steer

    if where.door == "steer":
        return Steer(key=where.key, name=name)
    plays = not watch and door.playing and home is not None
    role: Role = "player" if plays else "observer"
    return Join(name=name, home=None if stage else home, role=role, stage=stage, key=where.key)


def shut(door: "Door", where: links.Link) -> str:
    """Return why the link takes in nobody new; empty: it does."""
    if not door.shut:
        return ""
    if where.door == "steer":
        return _("The facilitator key does not fit this room. Copy the steer link again.")
    return _(_SHUT.get(door.shut, _SHUT["link_replaced"]))


def about(door: "Door") -> "Content":
    """Return what the link shows of the room; it takes in newcomers."""
    from textual.content import Content

    state = {
        "lobby": _("People are gathering."),
        "running": _("The session is on."),
        "closed": _("This session is over."),
    }[door.phase]
    team = f" · {door.team}" if door.team else ""
    if door.phase == "closed":
        return Content.assemble((door.title, "bold"), (team, "$quiet"), "\n", (state, "$quiet"))
    if not door.playing:
        late = _("Newcomers watch; until the parts are given, the facilitator can let you play.")
        state = f"{state} {late}"
    here = _("{players} of {most} players are here.", players=door.players, most=door.max_players)
    seats = f"{here} {state}"
    return Content.assemble((door.title, "bold"), (team, "$quiet"), "\n", (seats, "$quiet"))
