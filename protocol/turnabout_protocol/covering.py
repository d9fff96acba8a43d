"""Whoever is away: a bot that plays for them until they are back, or a person with their part."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, Command, Hash, ToAll, ToServer
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Public, SeatId, Vault

COVERED: Final = Datum("names", N_("That a bot plays for you while you are away"))
PARTS: Final = Datum("names", N_("Whose part you play, if it was somebody else's"))
COVER_KEYS: Final = Datum("technical", N_("Hashes of the keys of bots that play for somebody"))


class Cover(Command, frozen=True, kw_only=True):
    """Facilitator: let a bot play for a seat that is away until its person is back, or no longer.

    It takes turns in scenes and does nothing else. Whoever comes back to the seat ends it.
    """

    bound = Bound(100, per="session")

    seat: SeatId
    on: bool = True


class HandOver(Command, frozen=True, kw_only=True):
    """Facilitator: somebody who watches plays the part of `seat` from here on.

    The part is the persona, its words and the hand; all else of a seat stays its own. It goes from
    whoever has it and is away; back to `seat`, whose part it was, at any time (`to` is `seat`).
    """

    bound = Bound(100, per="session")

    seat: SeatId
    to: SeatId


class SeatCovered(ToAll, frozen=True, kw_only=True):
    """A bot plays for a seat, until it is there itself: `seat_returned` ends that."""

    keeps = "until_close"
    tells = COVERED

    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        return public.with_seat(replace(public.seats[self.seat], present=True, covered=True))


class CoverKeyIssued(ToServer, frozen=True, kw_only=True):
    """The hash of the key with which a bot comes back to the seat that it covers.

    The key of the seat itself stays good: it is that of the person.
    """

    keeps = "until_close"
    tells = COVER_KEYS

    seat: SeatId
    key: Hash

    def fold(self, vault: Vault, at: int) -> Vault:
        return replace(vault, cover_keys={**vault.cover_keys, self.seat: self.key})


class PartTaken(ToAll, frozen=True, kw_only=True):
    """Somebody else plays a part from here on, or whoever it was given to has it back."""

    keeps = "until_close"
    tells = PARTS

    part: SeatId
    """The seat to which it was given first."""
    by: SeatId

    def fold(self, public: Public, at: int) -> Public:
        others = {by: part for by, part in public.parts_taken.items() if part != self.part}
        own = self.by == self.part
        return replace(public, parts_taken=others if own else {**others, self.by: self.part})
