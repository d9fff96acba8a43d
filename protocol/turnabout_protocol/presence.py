"""Who is in the room: how people came in, where they sit, and how they went.

Events of the table like those in `events`, which has the list of all.
"""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol import panel
from turnabout_protocol.bases import (
    Hash,
    LinkKey,
    ToAll,
    ToFacilitators,
    ToServer,
)
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import (
    Console,
    Knock,
    Public,
    Role,
    Seat,
    SeatId,
    Vault,
)
from turnabout_protocol.scenario import Side

PRESENCE: Final = Datum(
    "names", N_("Your name, your side, whether you play or watch, and whether you are here")
)
CO: Final = Datum("names", N_("Who came in as a co-facilitator"))
KNOCKS: Final = Datum("names", N_("The name of whoever waits at the door"))
TURNED_BACK: Final = Datum("names", N_("The name of whoever found no place left"))
COURSE: Final = Datum("session", N_("The clocks, the door, and when the server was away"))
MACHINERY: Final = Datum(
    "technical",
    N_("The whole case, what chance goes by, and hashes of keys; no key itself"),
)
LINKS: Final = Datum(
    "technical",
    N_("Hashes of the personal links, and the key of the shared one that replaced the first"),
)


class SeatTaken(ToAll, frozen=True, kw_only=True):
    """Somebody sat down."""

    keeps = "until_close"
    tells = PRESENCE

    seat: SeatId
    name: str
    role: Role
    home: Side | None = None
    played: Side | None = None
    bot: bool = False
    stage: bool = False
    late: bool = False
    """They came when it was too late to sit down and play."""

    def fold(self, public: Public, at: int) -> Public:
        seat = Seat(
            id=self.seat,
            name=self.name,
            role=self.role,
            home=self.home,
            played=self.played,
            bot=self.bot,
            stage=self.stage,
            late=self.late,
        )
        bots = (*public.bots, self.seat) if self.bot else public.bots
        return replace(public.with_seat(seat), bots=bots)


class KeyIssued(ToServer, frozen=True, kw_only=True):
    """The hash of the key with which a seat comes back."""

    keeps = "until_close"
    tells = MACHINERY

    seat: SeatId
    key: str

    def fold(self, vault: Vault, at: int) -> Vault:
        return replace(vault, seat_keys={**vault.seat_keys, self.seat: self.key})


class PassesIssued(ToFacilitators, frozen=True, kw_only=True):
    """Personal links were made, each good for one seat: the hashes of their keys."""

    keeps = "until_close"
    tells = LINKS

    passes: tuple[Hash, ...]

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, passes=(*console.passes, *self.passes))


class PassUsed(ToFacilitators, frozen=True, kw_only=True):
    """Somebody sat down by a personal link: it opens nothing any more."""

    keeps = "until_close"
    tells = LINKS

    used: Hash

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, passes=tuple(one for one in console.passes if one != self.used))


class LinkRenewed(ToFacilitators, frozen=True, kw_only=True):
    """Another link takes the place of the room's shared one.

    Its key, not a hash: whoever facilitates passes the link on, from any console and after any
    restart. On the disk it is sealed like every entry, and it opens nothing once the room is
    closed.
    """

    keeps = "until_close"
    tells = LINKS

    key: LinkKey

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, links=(*console.links, self.key))


class LinkReplaced(ToAll, frozen=True, kw_only=True):
    """The room's shared link is another one now: the hash of its key.

    So whoever shows a link to others, as the stage does, knows whether it is still good. The key
    is the facilitators' to pass on: whoever came by a link that leaked must not get the next one.
    """

    keeps = "until_close"
    tells = COURSE

    link: Hash

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, link=self.link)


class CoFacilitatorCame(ToFacilitators, frozen=True, kw_only=True):
    """A facilitator's seat was taken with the co-facilitators' key."""

    keeps = "until_close"
    tells = CO

    seat: SeatId

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, co_facilitators=(*console.co_facilitators, self.seat))


class CoKeyRenewed(ToServer, frozen=True, kw_only=True):
    """Another key takes the place of the co-facilitators' one: the hash of it."""

    keeps = "until_close"
    tells = MACHINERY

    key: Hash

    def fold(self, vault: Vault, at: int) -> Vault:
        return replace(vault, co_key=self.key)


class BotInvited(ToServer, frozen=True, kw_only=True):
    """A facilitator asked for a bot on a home side."""

    keeps = "until_close"
    tells = MACHINERY

    home: Side
    seat: SeatId | None = None
    """The seat that it covers; None: it takes one of its own."""


class SeatMoved(ToAll, frozen=True, kw_only=True):
    """A seat has another role or side."""

    keeps = "until_close"
    tells = PRESENCE

    seat: SeatId
    role: Role
    home: Side | None
    played: Side | None

    def fold(self, public: Public, at: int) -> Public:
        seat = public.seats[self.seat]
        moved = replace(seat, role=self.role, home=self.home, played=self.played)
        if not moved.plays:
            public = panel.watching(public, self.seat)
        return public.with_seat(moved)


class Admitted(ToAll, frozen=True, kw_only=True):
    """Somebody came into the panel after it had formed: their answers count.

    A facilitator brought them in by name, or they had been asked for consent and said yes late.
    """

    keeps = "until_close"
    tells = PRESENCE

    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        return public.with_say(self.seat)


class SeatRemoved(ToAll, frozen=True, kw_only=True):
    """A seat is gone, for good."""

    keeps = "until_close"
    tells = PRESENCE

    seat: SeatId
    barred: bool = False
    """A facilitator took this person out: under that name they wait at the door from now on."""

    def fold(self, public: Public, at: int) -> Public:
        seats = {k: s for k, s in public.seats.items() if k != self.seat}
        barred = public.barred
        if self.barred and public.seats[self.seat].name not in barred:
            barred = (*barred, public.seats[self.seat].name)
        return replace(panel.watching(public, self.seat), seats=seats, barred=barred)


class DoorLocked(ToAll, frozen=True, kw_only=True):
    """Whether newcomers wait at the door until a facilitator lets them in."""

    keeps = "until_close"
    tells = COURSE

    locked: bool

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, locked=self.locked)


class Knocked(ToFacilitators, frozen=True, kw_only=True):
    """Somebody came to the door and waits there."""

    keeps = "until_close"
    tells = KNOCKS

    knock: Annotated[int, Meta(ge=1)]
    name: str
    role: Role
    home: Side | None

    def fold(self, console: Console, at: int) -> Console:
        knock = Knock(number=self.knock, name=self.name, role=self.role, home=self.home)
        return replace(console, waiting=(*console.waiting, knock), knocks=self.knock)


class KnockAnswered(ToFacilitators, frozen=True, kw_only=True):
    """Somebody does not wait at the door any more: they were let in, turned away, or left."""

    keeps = "until_close"
    tells = KNOCKS

    knock: Annotated[int, Meta(ge=1)]
    let_in: bool

    def fold(self, console: Console, at: int) -> Console:
        waiting = tuple(knock for knock in console.waiting if knock.number != self.knock)
        return replace(console, waiting=waiting)


class TurnedBack(ToFacilitators, frozen=True, kw_only=True):
    """Somebody came to play and found no place left."""

    keeps = "until_close"
    tells = TURNED_BACK

    name: str

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, turned_back=(*console.turned_back, self.name))


class SeatDropped(ToAll, frozen=True, kw_only=True):
    """A seat's connection is gone."""

    keeps = "until_close"
    tells = PRESENCE

    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        seat = public.seats[self.seat]
        gone = replace(seat, present=False, covered=False, absent_since=public.clock.play(at))
        return public.with_seat(gone)


class SeatReturned(ToAll, frozen=True, kw_only=True):
    """A seat is connected again."""

    keeps = "until_close"
    tells = PRESENCE

    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        return public.with_seat(replace(public.seats[self.seat], present=True, covered=False))


class OwnSideAllowed(ToAll, frozen=True, kw_only=True):
    """Whether the facilitator may seat people on their own side."""

    keeps = "until_close"
    tells = COURSE

    allow: bool

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, rules=replace(public.rules, own_side_allowed=self.allow))
