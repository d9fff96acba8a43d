"""View logic of the consent: the role one will have, and who has agreed. Pure."""

from typing import Final

from textual.content import Content

from turnabout_client.view import words
from turnabout_client.view.afterwards import kept
from turnabout_client.view.people import SHAPE, belongs
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.consent import Consent, ConsentState
from turnabout_protocol.room import Public, Seat


def my_role(public: Public, me: Seat | None) -> Content:
    """Return where `me` belongs and what it will play, the latter in its side's colour."""
    if me is None or me.played is None or not me.plays:
        return Content(_("You watch, and see everything."))
    told, played = belongs(public, me), f"{SHAPE[me.played]} {public.label(me.played)}"
    at = max(0, told.rfind(played))
    return Content(told).stylize(words.side_style(me.played), at, at + len(played))


TINY_ROOM: Final = N_(
    "This room is small: a player's private slip is shown once there are two raters, not three. So "
    "a player could guess how the two rated. Whoever says “I play” agrees to that, too."
)
"""Said before any promise when `tiny_room_ok` is on, because it weakens one of them."""


def promises(public: Public, step: Consent) -> tuple[str, ...]:
    """Return what all promise each other, and where what they say is kept."""
    tiny = (TINY_ROOM,) if public.rules.tiny_room_ok else ()
    stored = " ".join(filter(None, (keeper(public), kept(public))))
    return (*(_(promise) for promise in (*tiny, *step.promises)), stored)


def decided(plays: bool, waiting: str) -> str:
    """Return what somebody does who has said whether they play; `waiting` is for how many."""
    if plays:
        return _("You play. {waiting}", waiting=waiting)
    return _("You watch. {waiting}", waiting=waiting)


def keeper(public: Public) -> str:
    """Return who could read along on the server, until when, and what becomes of it then."""
    if public.rules.demo:
        return _("This is a demo: it runs on this machine, and nothing of it is kept.")
    if public.rules.kept_by:
        return _(
            "{name} keeps the server this runs on: until the session closes they could read single"
            " answers there; then these are deleted.",
            name=public.rules.kept_by,
        )
    return _(
        "Whoever runs the server could read single answers there until the session closes; then"
        " these are deleted."
    )


def agreed(public: Public, state: ConsentState) -> str:
    """Return how many people have said that they play."""
    people = [seat for seat in public.players() if not public.stands_in(seat.id)]
    return n_(
        "{n} of {players} has said: I play.",
        "{n} of {players} have said: I play.",
        len(state.agreed),
        players=len(people),
    )


def unfinished(public: Public, state: ConsentState, left: int) -> str:
    """Return what is lost if it ends now."""
    if not left:
        return ""
    return n_(
        "{n} has not said whether to play, and watches until they do.",
        "{n} have not said whether they play, and watch until they do.",
        left,
    )
