"""Text of people and stories as Content: what is typed is never read as markup."""

from typing import Final

from textual.content import Content

from turnabout_client.view.people import SHAPE, done, faces
from turnabout_language import N_, _, n_
from turnabout_protocol.room import Public, Seat, Step
from turnabout_protocol.scenario import Side

CHECK: Final = N_(
    "In two weeks the same link asks you three things: what you still know, whether you feel "
    "understood, how your promises go. 60 seconds, and nobody sees your answers."
)
"""What the end of a session says of its check."""
SHARING: Final = N_("Sharing your screen? Stop before you rate.")
"""Whoever shares a screen shows all others what is for their eyes alone."""
FOR_YOU: Final = N_("Sharing your screen? Stop: this is for you alone.")
"""The same, where nothing is rated any more."""
SPOKEN: Final = N_("Spoken: people talk. The screens keep cards, clock and ratings.")


def side_style(side: Side | None) -> str:
    """Return the style in which a side is written."""
    return {"business": "bold $business", "it": "bold $it", None: "bold"}[side]


def persona(public: Public, seat: int) -> Content:
    """Return shape and face of `seat`, in the colour of the side it plays while in role.

    Mirror seats share a persona: each of them also carries the name of the person.
    """
    return speakers(public, (seat,))


def speakers(public: Public, seats: tuple[int, ...]) -> Content:
    """Return the same of those who take a turn together."""
    who = next((public.seats[seat] for seat in seats if seat in public.seats), None)
    name = faces(public, seats)
    if who is None:
        return Content(name)
    if not public.in_role or who.played is None:
        return Content.styled(name, "bold")
    return Content.styled(f"{SHAPE[who.played]} {name}", side_style(who.played))


def side(public: Public, which: Side) -> Content:
    """Return shape and label of a side, in its colour."""
    return side_called(which, public.label(which))


def side_called(which: Side, label: str) -> Content:
    """Return shape and colour of a side that is called `label`."""
    return Content.styled(f"{SHAPE[which]} {label}", side_style(which))


def their_words(public: Public) -> str:
    """Return what stands over the other side's words: that they count, unless people speak."""
    if public.rules.spoken:
        return _("Their words")
    return _("Their words (two of them, used well, count)")


def away_mark(seat: Seat) -> str:
    """Return what follows the name of somebody whose connection is gone."""
    return "" if seat.present else " " + _("(away)")


def point(text: str) -> Content:
    """Return `text` as one of several points."""
    return Content.assemble(("· ", "bold $accent"), text)


def so_many_are_ready(public: Public, step: Step) -> Content:
    """Return how many of those who play are done with what `step` asks."""
    players = len(public.players())
    ready = done(public, step)
    said = n_("{n} of {players} is ready.", "{n} of {players} are ready.", ready, players=players)
    return Content.styled(said, "$quiet")


def lines(*parts: Content | str) -> Content:
    """Return parts, one per line; plain strings are text."""
    return Content("\n").join([Content(p) if isinstance(p, str) else p for p in parts])
