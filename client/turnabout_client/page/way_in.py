"""How people come in, on the screen for all: the link, large, and a square for cameras."""

from functools import lru_cache
from typing import Final

import segno
from markupsafe import Markup
from msgspec.structs import replace

from turnabout_client.dialogue.shapes import Block
from turnabout_client.stage.model import is_good
from turnabout_language import _
from turnabout_protocol.links import Link
from turnabout_protocol.room import Public

QUIET: Final = 4
"""Modules of white around a square, as the standard has it."""
_ID: Final = "way-in"


def block(public: Public, where: Link) -> Block | None:
    """Return how to come in by the link of that screen; None: nobody has to any more."""
    if public.phase != "lobby":
        return None
    if not is_good(public, where):
        # The new one is not sent here: this screen may be open where the first one leaked to.
        gone = _("The link to come in by was replaced. The facilitator has the new one.")
        return Block(id=_ID, lines=(gone,), tone="strong")
    link = str(replace(where, door="join"))
    head = _("With the camera of a phone, or with this link")
    return Block(id=_ID, head=head, lines=(link,), link=link, tone="strong")


@lru_cache(maxsize=64)
def square(link: str) -> Markup:
    """Return the square of a link. It is dark on light whatever the page is: cameras want that."""
    made = segno.make(link, error="m", micro=False)
    return Markup(made.svg_inline(border=QUIET, omitsize=True, svgclass="square", lineclass=None))
