"""Sentences that somebody else has begun. Pure."""

from turnabout_language import _
from turnabout_protocol.room import Public, Seat


def filled(template: str, public: Public, seat: Seat) -> str:
    """Return `template`, translated, with name, home side and persona of `seat` put in."""
    home = public.label(seat.home) if seat.home else _("this team")
    persona = seat.persona or _("my character")
    text = _(template)
    for mark, filling in (("{name}", seat.name), ("{home}", home), ("{persona}", persona)):
        text = text.replace(mark, filling)
    return text


def continues(starter: str, text: str) -> bool:
    """Return whether `text` says more than the sentence it was started with."""
    return bool(text) and text.rstrip(" .") != starter.rstrip(" .")
