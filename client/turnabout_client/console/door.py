"""What a facilitator has to see of the door. Pure."""

from textual.content import Content

from turnabout_client.view.people import face, knocker, names
from turnabout_language import _
from turnabout_protocol.panel import came_late
from turnabout_protocol.room import Room


def notes(room: Room) -> list[Content]:
    """Return what a facilitator has to see of the door, and who asks for a pause."""
    public, console = room.public, room.console
    found = []
    if console.waiting:
        who = ", ".join(knocker(public, knock) for knock in console.waiting)
        said = _("At the door: {names}. y lets in, z turns away.", names=who)
        found.append(Content.styled(said, "bold $accent"))
    if late := came_late(public):
        said = _(
            "Came late, and watches: {names}. m asks them in, until the parts are given.",
            names=names(public, tuple(seat.id for seat in late)),
        )
        found.append(Content.styled(said, "bold $accent"))
    if console.turned_back and public.phase == "lobby":
        who = ", ".join(console.turned_back)
        said = (
            _("No place was left for: {names}. 2 opens a second table.", names=who)
            if public.shared
            else _(
                "No place was left for: {names}. & lets two share turns, 2 opens a second table.",
                names=who,
            )
        )
        found.append(Content.styled(said, "bold $warning"))
    if console.pause_asked is not None:
        name = face(public, console.pause_asked)
        said = _("{name}, who watches, asks for a pause. p pauses.", name=name)
        found.append(Content.styled(said, "bold $accent"))
    if public.locked:
        found.append(Content.styled(_("The door is locked. k unlocks it."), "$quiet"))
    return found
