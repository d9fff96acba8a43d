"""Who sits at the table, and whose answers count."""

from typing import TYPE_CHECKING, Annotated, Final, Literal

from msgspec import Meta, Struct

from turnabout_language import N_
from turnabout_protocol.scenario import Side

if TYPE_CHECKING:
    from turnabout_protocol.room.public import Public

SeatId = Annotated[int, Meta(ge=1, le=999)]

Pair = tuple[SeatId, ...]
"""Players of a side who take turns as one. `turnabout_protocol.pairs` says how."""

Role = Literal["player", "observer", "facilitator"]

GONE: Final = N_("someone who left")
"""What is shown for the name of a seat that is no longer there."""


class Seat(Struct, frozen=True, kw_only=True):
    """A place in the room, as everybody sees it."""

    id: int
    name: str
    role: Role
    home: Side | None = None
    """The side this person belongs to. A facilitator has none."""
    played: Side | None = None
    """The side this person plays: the other one, unless the facilitator allowed otherwise."""
    persona: str = ""
    job: str = ""
    bot: bool = False
    present: bool = True
    absent_since: int = 0
    """Play time of the last drop; means nothing while present."""
    stage: bool = False
    """A screen for all to look at: nobody sits there, so nothing is asked of it."""
    late: bool = False
    """Came when nobody could sit down to play any more by themselves, and missed the promises."""
    covered: bool = False
    """A bot plays for this person, who is away; then the bot is what is present."""

    @property
    def watches(self) -> bool:
        """Whether somebody is here who only watches."""
        return self.role == "observer" and not self.stage

    @property
    def here(self) -> bool:
        """Whether whoever took this seat is here, and not a bot for them."""
        return self.present and not self.covered

    @property
    def plays(self) -> bool:
        """Whether this seat takes turns."""
        return self.role == "player"

    @property
    def owner(self) -> bool:
        """Whether this seat belongs to a side, and so may know its cards."""
        return self.role != "facilitator" and self.home is not None


def in_panel(public: "Public", seat: int) -> bool:
    """Return whether the answers of `seat` count: nobody else ranks, guesses, rates or votes.

    `turnabout_protocol.panel` says how the panel comes about.
    """
    return seat in public.panel
