"""The door: who walks in, who waits there until a facilitator lets them in, and who is put out."""

from hashlib import sha256
from hmac import compare_digest
from typing import Final

from turnabout_language import N_
from turnabout_protocol.commands import (
    ClearSeats,
    IssuePass,
    LetIn,
    LockDoor,
    Remove,
    RenewCoKey,
    RenewLink,
    TurnAway,
)
from turnabout_protocol.presence import (
    CoKeyRenewed,
    DoorLocked,
    KnockAnswered,
    Knocked,
    LinkRenewed,
    LinkReplaced,
    PassesIssued,
    PassUsed,
    SeatRemoved,
    TurnedBack,
)
from turnabout_protocol.room import Console, Public, Role, Seat, in_panel
from turnabout_protocol.scenario import Side
from turnabout_protocol.text import NAME, clean
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.names import alike
from turnabout_server.rules.refusal import Refusal, moved_on, not_lead
from turnabout_server.rules.seating import left_something
from turnabout_server.rules.seats import check_name, find

MOST_WAITING: Final = 24
"""So many can wait at the door at once."""
MOST_TURNED_BACK: Final = 6
"""So many who found no place left are told to the facilitators: nobody floods them."""


def must_knock(public: Public, name: str) -> bool:
    """Return whether a newcomer of that name waits until a facilitator lets them in.

    Where the room asks for it, where the door is locked, and for whoever was taken out before.
    """
    name = clean(name, NAME)
    guarded = public.rules.approve or public.locked
    return public.phase != "closed" and (guarded or any(alike(name, b) for b in public.barred))


def knock(d: Decision, *, name: str, home: Side | None, role: Role) -> int:
    """Let somebody wait at the door, and return their number there. Raises Refusal."""
    name = clean(name, NAME)
    check_name(d.public, name, role)
    waiting = d.room.console.waiting
    if any(alike(name, one.name) for one in waiting):
        raise Refusal(
            "name_taken", N_("A {name} waits at the door already. Choose another name."), name=name
        )
    if len(waiting) >= MOST_WAITING:
        raise Refusal("full", N_("Too many people wait at the door. Try again in a while."))
    number = d.room.console.knocks + 1
    d.emit(Knocked(knock=number, name=name, role=role, home=home))
    return number


def leave(d: Decision, knock: int) -> None:
    """Note that somebody does not wait any more."""
    if any(one.number == knock for one in d.room.console.waiting):
        d.emit(KnockAnswered(knock=knock, let_in=False))


def turn_back(d: Decision, name: str) -> None:
    """Note that somebody found no place left: each name once, and a few, however many come."""
    name, noted = clean(name, NAME), d.room.console.turned_back
    if len(noted) < MOST_TURNED_BACK and not any(alike(name, one) for one in noted):
        d.emit(TurnedBack(name=name))


def issue_pass(d: Decision, seat: Seat, command: IssuePass) -> None:
    """Let a personal link be good for one seat. Raises Refusal."""
    if command.issued in d.room.console.passes:
        raise Refusal("already", N_("That personal link is good already."))
    d.emit(PassesIssued(passes=(command.issued,)))


def use_pass(d: Decision, once: str) -> None:
    """Note that a personal link was used. Raises Refusal: it is good for nothing any more."""
    if once not in d.room.console.passes:
        raise _used()
    d.emit(PassUsed(used=once))


def renew_link(d: Decision, seat: Seat, command: RenewLink) -> None:
    """Let another shared link take the place of the one that is out. Raises Refusal."""
    if command.key in d.room.console.links:
        raise Refusal("already", N_("The room has had that link already."))
    d.emit(LinkRenewed(key=command.key))
    d.emit(LinkReplaced(link=sha256(command.key.encode()).hexdigest()))


def renew_co_key(d: Decision, seat: Seat, command: RenewCoKey) -> None:
    """Let another key take the place of the co-facilitators' one. Raises Refusal."""
    if command.key == d.room.vault.co_key:
        raise Refusal("already", N_("That is the key already."))
    d.emit(CoKeyRenewed(key=command.key))


def check_link(console: Console, key: str) -> None:
    """Raises Refusal unless the room's shared link has this key; its first one has none."""
    if compare_digest(key, console.link):
        return
    if key and key not in console.links:
        raise _used()
    raise Refusal(
        "link_replaced", N_("This link was replaced. Ask the facilitator for the new one.")
    )


def _used() -> Refusal:
    return Refusal(
        "pass_used", N_("This personal link has been used. Ask the facilitator for another one.")
    )


def let_in(d: Decision, seat: Seat, command: LetIn) -> None:
    """Let somebody in. The seat follows: its key is the server's to make. Raises Refusal."""
    _answer(d, command.knock, let_in=True)


def turn_away(d: Decision, seat: Seat, command: TurnAway) -> None:
    """Turn somebody away. Raises Refusal."""
    _answer(d, command.knock, let_in=False)


def lock(d: Decision, seat: Seat, command: LockDoor) -> None:
    """Lock the door, or unlock it. Raises Refusal."""
    if command.locked == d.public.locked:
        raise Refusal("already", N_("The door is like that already."))
    d.emit(DoorLocked(locked=command.locked))


def remove(d: Decision, seat: Seat, command: Remove) -> None:
    """Take a seat out of the room. Raises Refusal."""
    gone = find(d.public, command.seat)
    console = d.room.console
    if gone.role == "facilitator" and console.leads(gone.id) and not console.leads(seat.id):
        raise not_lead()
    d.emit(SeatRemoved(seat=gone.id, barred=not gone.bot))


def clear(d: Decision, seat: Seat, command: ClearSeats) -> None:
    """Take out whoever sat down and left nothing. Raises Refusal."""
    idle = [one for one in d.public.seats.values() if _idle(d, one)]
    if not idle:
        raise Refusal("nobody", N_("Everybody here has said something already."))
    for one in idle:
        d.emit(SeatRemoved(seat=one.id))


def _idle(d: Decision, seat: Seat) -> bool:
    if seat.role == "facilitator" or seat.bot or in_panel(d.public, seat.id):
        return False
    return not left_something(d.room, seat)


def _answer(d: Decision, knock: int, *, let_in: bool) -> None:
    if all(one.number != knock for one in d.room.console.waiting):
        raise moved_on()
    d.emit(KnockAnswered(knock=knock, let_in=let_in))
