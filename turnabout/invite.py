"""A room as `host` and `open` print it: the invitation, and the lines that not everybody gets."""

from collections.abc import Sequence

from msgspec import Struct

from turnabout.addresses import Address
from turnabout.getit import sending_along
from turnabout.personal import tell_personal
from turnabout.terminal import Say, say, say_beside
from turnabout_client.view.invitation import Invitation, invitation, line
from turnabout_language import _, speaking


class Keys(Struct, frozen=True, kw_only=True):
    """What opens a room to those to whom it is given alone."""

    code: str
    lead: str
    """Of whoever opened it."""
    co: str = ""
    """Of the co-facilitators; an older server has none."""
    personal: Sequence[str] = ()
    """Of personal links."""


def teller(alone: bool) -> Say:
    """Return what prints all but the invitation; `alone`: that has standard output for itself."""
    return say_beside if alone else say


def tell_room(
    about: Invitation, place: Address, keys: Keys, *, language: str, alone: bool, note: str = ""
) -> None:
    """Print the invitation in the `language` of the room, and then what is not for everybody.

    `alone`: standard output has the invitation for itself. `note`: what else whoever invites
    should know.
    """
    tell = teller(alone)
    with speaking(language):
        text = invitation(about)
    if alone:
        say(text)
    else:
        tell("\n" + _("Paste this text into a mail or a chat, for everybody who comes:"))
        tell(f"\n{text}\n")
        tell(_("That was the text for everybody. What follows is for you."))
    for one in (sending_along(about.get_it), note):
        if one:
            tell(one)
    tell_personal(place, keys.code, keys.personal, tell)
    tell("")
    if keys.co:
        tell(_("For co-facilitators alone; whoever has this line steers:"))
        tell(line("steer", place.link("steer", keys.code, keys.co)))
    tell(_("For you alone; it opens the console, ends the session and reads its report:"))
    tell(line("steer", place.link("steer", keys.code, keys.lead)))
