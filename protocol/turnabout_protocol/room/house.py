"""What whoever opened the room decided."""

from typing import Annotated, Final

from msgspec import Meta, Struct, field

MOST_MONTHS: Final = 120
"""Most months that a server may keep a report."""


class HouseRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What whoever opened the room decided."""

    team: Annotated[str, Meta(max_length=60)] = ""
    max_players: Annotated[int, Meta(ge=2, le=12)] = 12
    max_observers: Annotated[int, Meta(ge=0, le=50)] = 12
    own_side_allowed: bool = False
    """The facilitator may seat people on their own side. The screens then say so."""
    demo: bool = field(default=False, name="bots_count")
    """Somebody practises: bots are in the panel, for there is nobody else to answer.

    It keeps its first name in a frame and in the log.
    """
    approve: bool = False
    """Whoever comes waits at the door until a facilitator lets them in."""
    spoken: bool = False
    """People sit together or in a call and talk: nobody needs to type."""
    tiny_room_ok: bool = False
    """Two raters are enough for a private slip. Everybody who plays has agreed to that."""
    alignment: bool = False
    """The reveal adds accuracy, felt understood and rings true to one number. Otherwise they
    stand beside each other.
    """
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2}(-[A-Z]{2})?\Z")] = "en"
    """Language of the screens and the report, for whoever has not chosen another one."""
    opened_on: Annotated[str, Meta(pattern=r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""
    """Date of the session, YYYY-MM-DD: a promise's date is checked against it."""
    kept_by: Annotated[str, Meta(max_length=60)] = ""
    """Who keeps the server, and could read what lies on it; empty: whoever runs it. The server
    itself says so, whatever the order for the room says."""
    keep_months: Annotated[int, Meta(ge=0, le=MOST_MONTHS)] = 0
    """How many months the report is kept, as the server says; then it is deleted by itself. 0: a
    room of an older version, which did not say."""
