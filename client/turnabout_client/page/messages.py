"""What a browser and the seat behind it say to each other, as JSON in text frames.

What the page is told is a plain map: see `page.js`, which takes it.
"""

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

LONGEST: Final = 1200
"""Characters of one text."""
MOST: Final = 32
"""Fields of a form, and things chosen in one of them."""
LARGEST: Final = 64 * 1024
"""Characters of one message."""

Key = Annotated[str, Meta(max_length=80)]
AskId = Annotated[str, Meta(max_length=200)]
Given = Annotated[str, Meta(max_length=LONGEST)] | Annotated[tuple[Key, ...], Meta(max_length=MOST)]
AllGiven = Annotated[dict[Key, Given], Meta(max_length=MOST)]


class Heard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="t"):
    """Base of what a browser sends."""


class Kept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seat that this browser has had in this room."""

    name: Annotated[str, Meta(max_length=80)]
    key: Annotated[str, Meta(max_length=60)]


class Hello(Heard, frozen=True, kw_only=True, tag="hello"):
    """The first message."""

    path: Annotated[str, Meta(max_length=200)]
    """The address of the page, below the base."""
    key: Annotated[str, Meta(max_length=60)] = ""
    """Of the seat that this very window sat on: it was reloaded, or its line was lost."""
    kept: Annotated[tuple[Kept, ...], Meta(max_length=8)] = ()
    tags: Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=20)] = ()
    """The languages of its person, the first is the best."""


class Half(Heard, frozen=True, kw_only=True, tag="half"):
    """What stands in a form so far."""

    ask: AskId
    answers: AllGiven


class Answer(Heard, frozen=True, kw_only=True, tag="answer"):
    """A form was sent."""

    ask: AskId
    answers: AllGiven


class SayWord(Heard, frozen=True, kw_only=True, tag="word"):
    """The button of a word was pressed."""

    word: Key


class Cancel(Heard, frozen=True, kw_only=True, tag="cancel"):
    """What a word had opened is closed."""


FromPage = Hello | Half | Answer | SayWord | Cancel
ToPage = dict[str, Any]

_decoder: Final[msgspec.json.Decoder[FromPage]] = msgspec.json.Decoder(FromPage)


def read(text: str) -> FromPage:
    """Return the message in a frame. Raises msgspec.MsgspecError."""
    return _decoder.decode(text)
