"""`turnabout door LINK`: see to the door of a room from a line, without the console."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from turnabout.getit import get_it as where_to_get
from turnabout.given import Given, asked_link
from turnabout.languages import chosen, speak
from turnabout.personal import new_keys
from turnabout.problems import USAGE, Problem
from turnabout.terminal import say
from turnabout_client.link.connection import Connection
from turnabout_client.link.together import first
from turnabout_client.view.invitation import invitation as text_of
from turnabout_client.view.invitation import invited, line
from turnabout_client.view.people import knocker
from turnabout_language import _, speaking
from turnabout_machine.keys import hashed, new_key
from turnabout_protocol.commands import (
    AnyCommand,
    ClearSeats,
    IssuePass,
    LetIn,
    LockDoor,
    Remove,
    RenewLink,
    TurnAway,
)
from turnabout_protocol.fold import Entry
from turnabout_protocol.links import Link, parse
from turnabout_protocol.messages import Steer
from turnabout_protocol.room import Knock, Room, Seat
from turnabout_protocol.text import NAME, clean

FACILITATOR: Final = "Facilitator"
"""Who sees to it, as the table reads it: always the same, so that one seat is taken by it."""

Task = Callable[["Doorkeeper"], Awaitable[None]]


def door(
    link: Given = "",
    /,
    *,
    name: str = "",
    lock: bool = False,
    unlock: bool = False,
    let_in: tuple[str, ...] = (),
    turn_away: tuple[str, ...] = (),
    remove: tuple[str, ...] = (),
    clear_seats: bool = False,
    new_link: bool = False,
    seats: int = 0,
    invitation: bool = False,
    get_it: str = "",
    language: str = "",
    insecure_plain: bool = False,
) -> None:
    """See to the door of a room from a line.

    Without an option it says who waits there, who is in, and whether it is locked.

    Parameters
    ----------
    link
        The facilitator's link. It ends in a code, a dot and a key. Without it you are asked. It may
        be - for standard input, or in $TURNABOUT_LINK: no list of processes shows it then.
    name
        Your name.
    lock
        Let newcomers wait at the door from now on.
    unlock
        Let newcomers walk in again.
    let_in
        Let in whoever waits under this name. Can be given several times.
    turn_away
        Turn away whoever waits under this name.
    remove
        Take out whoever sits under this name. They wait at the door if they come again.
    clear_seats
        Take out everybody who sat down and did nothing.
    new_link
        Replace the shared links and print the new ones. The old ones let nobody new in then;
        whoever has a seat keeps it.
    seats
        Make so many personal links, each good for one seat, and print them.
    invitation
        Print the text to paste for everybody who comes, with the links that are good now.
    get_it
        Where people get the command, as that text says it: an address that uv and pipx install
        from, or a sentence of your own. It may be in $TURNABOUT_GET_IT.
    language
        The language of what is printed: en, de or fr. Without it the invitation has the room's.
    insecure_plain
        Go to another machine even where the way is not encrypted.
    """
    speak(language)
    where = parse(asked_link(link))
    if where.door != "steer":
        raise Problem(_("This is not the facilitator's link: that one has /steer/ in it."), USAGE)
    if lock and unlock:
        raise Problem(_("Choose one of --lock and --unlock."), USAGE)
    keys = new_keys(seats)
    tasks: list[Task] = []
    if lock or unlock:
        tasks.append(lambda keeper: keeper.lock(locked=lock))
    tasks += [_for(Doorkeeper.turn_away, who) for who in turn_away]
    tasks += [_for(Doorkeeper.let_in, who) for who in let_in]
    tasks += [_for(Doorkeeper.remove, who) for who in remove]
    if clear_seats:
        tasks.append(Doorkeeper.clear)
    if new_link:
        tasks.append(Doorkeeper.renew)
    if keys:
        tasks.append(lambda keeper: keeper.personal(keys))
    if invitation:
        about = where_to_get(get_it)
        tasks.append(lambda keeper: keeper.invite(about, chosen(language)))
    asyncio.run(
        see_to(where, name or FACILITATOR, tasks or [Doorkeeper.tell], plain=insecure_plain)
    )


async def see_to(where: Link, name: str, tasks: Sequence[Task], *, plain: bool) -> None:
    """Do all of `tasks` at the door of the room behind a steer link, one after the other.

    Raises LinkError, CommandRefused, and Problem when the room ended before it was done.
    """
    keeper = Doorkeeper(where, name, plain=plain)

    async def work() -> str:
        await keeper.arrived.wait()
        for task in tasks:
            await task(keeper)
        return ""

    async def stay() -> str:
        return (await keeper.link.run()).sentence

    if ended := await first(stay(), work()):
        raise Problem(ended)


class Doorkeeper:
    """A facilitator who has come to see to the door. Each task says what it has done."""

    def __init__(self, where: Link, name: str, *, plain: bool) -> None:
        self.link = Connection(
            where, Steer(key=where.key, name=name), plain=plain, on_change=self._changed
        )
        self.arrived = asyncio.Event()
        """Set as soon as all of the room is known."""

    def _changed(self, _news: tuple[Entry, ...]) -> None:
        if self.link.whole:
            self.arrived.set()

    @property
    def _room(self) -> Room:
        return self.link.room

    async def _do(self, command: AnyCommand, done: str) -> None:
        await self.link.do(command)
        say(done)

    async def tell(self) -> None:
        """Say who waits, who is in, and whether the door is locked."""
        public, waiting = self._room.public, self._room.console.waiting
        if waiting:
            say(_("At the door: {names}.", names=_listed(knocker(public, k) for k in waiting)))
        else:
            say(_("Nobody waits at the door."))
        if self._inside:
            say(_("In the room: {names}.", names=_listed(s.name for s in self._inside)))
        if public.locked:
            say(_("The door is locked: newcomers wait. --unlock lets them walk in."))
        elif public.rules.approve:
            say(_("Newcomers wait until they are let in, with --let-in NAME."))
        else:
            say(_("The door is open: whoever has the link walks in. --lock lets newcomers wait."))

    async def lock(self, *, locked: bool) -> None:
        """Lock the door, or unlock it."""
        done = _("The door is locked: newcomers wait.") if locked else _("The door is open.")
        if self._room.public.locked == locked:
            say(done)
        else:
            await self._do(LockDoor(locked=locked), done)

    async def let_in(self, name: str) -> None:
        """Let somebody in. Raises Problem if nobody of that name waits."""
        knock = self._waiting(name)
        await self._do(LetIn(knock=knock.number), _("{name} comes in.", name=knock.name))

    async def turn_away(self, name: str) -> None:
        """Turn somebody away. Raises Problem if nobody of that name waits."""
        knock = self._waiting(name)
        done = _("{name} is turned away.", name=knock.name)
        await self._do(TurnAway(knock=knock.number), done)

    async def remove(self, name: str) -> None:
        """Take somebody out. Raises Problem if nobody of that name is in the room."""
        seat = next((s for s in self._inside if _same(s.name, name)), None)
        if seat is None:
            inside = _listed(s.name for s in self._inside) or _("nobody")
            raise Problem(
                _("There is no {name} in the room, but {names}.", name=name, names=inside)
            )
        done = _("{name} is out, and waits at the door next time.", name=seat.name)
        await self._do(Remove(seat=seat.id), done)

    async def clear(self) -> None:
        """Take out whoever sat down and did nothing."""
        before = {seat.id: seat.name for seat in self._inside}
        await self.link.do(ClearSeats())
        left = {seat.id for seat in self._inside}
        gone = _listed(name for seat, name in before.items() if seat not in left)
        say(_("Taken out: {names}.", names=gone))

    async def renew(self) -> None:
        """Replace the shared links, and print the new ones."""
        key = new_key()
        await self._do(
            RenewLink(key=key), _("The shared links are new; the old ones let nobody new in.")
        )
        shared = replace(self.link.where, key=key)
        say(line("join", shared))
        say(line("watch", shared))

    async def personal(self, keys: Sequence[str]) -> None:
        """Let personal links with these keys be good, and print them."""
        for key in keys:
            await self.link.do(IssuePass(issued=hashed(key)))
        say(_("For one person each, once:"))
        for key in keys:
            say(line("join", replace(self.link.where, key=key)))

    async def invite(self, get_it: str, language: str) -> None:
        """Print the invitation, in `language` or else in the room's own."""
        public = self._room.public
        shared = replace(self.link.where, door="join", key=self._room.console.link)
        title = "" if public.story is None else public.story.title
        begun = public.phase != "lobby"
        about = invited(
            title,
            public.agenda,
            shared,
            get_it=get_it,
            begun=begun,
            ssh=self.link.ssh,
            web=self.link.web,
        )
        with speaking(language or public.rules.language):
            say(text_of(about))

    @property
    def _inside(self) -> list[Seat]:
        """Everybody who can be taken out."""
        return [seat for seat in self._room.public.seats.values() if seat.role != "facilitator"]

    def _waiting(self, name: str) -> Knock:
        waiting = self._room.console.waiting
        for knock in waiting:
            if _same(knock.name, name):
                return knock
        names = _listed(knock.name for knock in waiting) or _("nobody")
        raise Problem(_("No {name} waits at the door, but {names}.", name=name, names=names))


def _for(task: Callable[[Doorkeeper, str], Awaitable[None]], name: str) -> Task:
    return lambda keeper: task(keeper, name)


def _same(name: str, typed: str) -> bool:
    return name.casefold() == clean(typed, NAME).casefold()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
