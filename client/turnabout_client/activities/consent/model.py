"""View logic of the consent: the role one will have, and who has agreed. Pure."""

from collections.abc import Set
from typing import Final

from msgspec.structs import replace
from textual.content import Content

from turnabout_client.view import words
from turnabout_client.view.afterwards import kept
from turnabout_client.view.people import SHAPE, belongs
from turnabout_language import N_, _, n_
from turnabout_protocol import panel
from turnabout_protocol.activities import consent
from turnabout_protocol.activities.consent import Consent, ConsentState
from turnabout_protocol.room import Public, Seat, in_panel


def my_role(public: Public, me: Seat | None) -> Content:
    """Return where `me` belongs and what it will play, the latter in its side's colour."""
    if me is None or me.played is None or not me.plays:
        return Content(_("You watch, and see everything."))
    told, played = belongs(public, me), f"{SHAPE[me.played]} {public.label(me.played)}"
    at = max(0, told.rfind(played))
    return Content(told).stylize(words.side_style(me.played), at, at + len(played))


def unread(public: Public, step: Consent, me: Seat, seen: Set[str]) -> bool:
    """Return whether `me` is still to read the promises of `step`, which is over.

    Who can still say yes reads them until they have answered; who came late and only watches, once.
    `seen`: the steps that were on the screen here.
    """
    if consent.over(public) != step:
        return False
    if panel.may_say_yes(public, me):
        return True
    return me.late and me.watches and not in_panel(public, me.id) and step.id not in seen


def late_role(public: Public, me: Seat) -> Content:
    """Return what `me`, who missed the step, would be here, and until when that can be said."""
    if not panel.may_say_yes(public, me):
        return Content(
            _("You watch, and see everything. What all have promised holds for you, too.")
        )
    played = consent.place(public, me.id)
    until = _("You can still say yes, until the parts are given.")
    if played is None:
        home = public.label(me.home) if me.home else ""
        said = _(
            "You belong to {home}. You would watch with a say: your answers count like those of "
            "the players.",
            home=home,
        )
        return Content(f"{said} {until}")
    would = replace(me, role="player", played=played)
    return Content.assemble(my_role(public, would), " ", until)


def late_yes(public: Public, me: Seat) -> str:
    """Return the yes of `me`, who missed the step, in words."""
    return _("My answers count") if consent.place(public, me.id) is None else _("I play")


def late_sentence(public: Public, me: Seat) -> str:
    """Return what `me`, who missed the step, does now."""
    if not panel.may_say_yes(public, me):
        return _("Read this. Then: Enter, I keep to it.")
    if consent.place(public, me.id) is None:
        return _("Read this. Then: y my answers count, w I only watch.")
    return _("Read this. Then say: y I play, w I watch.")


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
