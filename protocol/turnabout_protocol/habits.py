"""What a seat wants for all of its turns: its words unseen until they are sent, extra time."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, Command, ToSeat
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import SECOND, Own

EXTRA: Final = 30 * SECOND
"""How much longer a seat's turns last when it has taken extra time, in milliseconds."""

HIDES: Final = Datum("session", N_("Whether your words stay unseen until you send them"))
TAKES_TIME: Final = Datum("session", N_("Whether you have taken extra time for your turns"))


class HideWriting(Command, frozen=True, kw_only=True):
    """Let nobody read what I write before it is sent, or again: for all of my turns.

    The others are then told only that I am writing.
    """

    bound = Bound(60, per="session")

    hidden: bool


class TakeExtraTime(Command, frozen=True, kw_only=True):
    """Let my turns last 30 seconds longer, or no longer, without a reason and told to nobody."""

    bound = Bound(60, per="session")

    on: bool


class WritingHidden(ToSeat, frozen=True, kw_only=True):
    """My words are unseen until I send them, or no longer."""

    keeps = "until_close"
    tells = HIDES

    hidden: bool

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, hides=self.hidden)


class ExtraTimeTaken(ToSeat, frozen=True, kw_only=True):
    """My turns last longer, or no longer."""

    keeps = "until_close"
    tells = TAKES_TIME

    on: bool

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, extra_time=self.on)
