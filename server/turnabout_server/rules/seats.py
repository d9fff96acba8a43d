"""Seats, roles and what a facilitator does. Here is the reversal: home, and the side played."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol import panel
from turnabout_protocol.activities.consent import Consent, ConsentState
from turnabout_protocol.clocks import PAUSES_WITHIN, PauseAsked, Paused, Resumed
from turnabout_protocol.commands import (
    AddBot,
    AllowOwnSide,
    End,
    Pause,
    Reseat,
    Resume,
    Start,
    Watch,
)
from turnabout_protocol.course import RoomClosed
from turnabout_protocol.presence import (
    Admitted,
    BotInvited,
    CoFacilitatorCame,
    KeyIssued,
    OwnSideAllowed,
    SeatDropped,
    SeatMoved,
    SeatTaken,
)
from turnabout_protocol.room import MINUTE, Public, Role, Seat, State, in_panel
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_protocol.text import NAME, clean
from turnabout_server.rules import agenda, late
from turnabout_server.rules.activities.consent import observe
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.names import alike, speaks_for_the_table
from turnabout_server.rules.pooling import has_seen
from turnabout_server.rules.refusal import Refusal, not_yours
from turnabout_server.rules.seating import check_room_for, make_room_for, next_seat

MOST_PAUSES: Final = 2
"""Pauses of a seat in PAUSES_WITHIN; a facilitator may pause as often as it takes."""
ANYONE_RESUMES: Final = MINUTE
"""After this long anyone may end somebody else's pause."""


def playing_open(public: Public) -> bool:
    """Return whether somebody new can still come in and play, without a facilitator's help."""
    return public.phase != "closed" and not panel.formed(public)


def awaited(public: Public) -> bool:
    """Return whether the room waits for a side that nobody plays: a stand-in may, too."""
    step = public.step
    return step is not None and bool(public.state(State, step.id).awaits)


def take_seat(
    d: Decision,
    *,
    name: str,
    home: Side | None,
    role: Role,
    key: str,
    bot: bool,
    co: bool = False,
    stage: bool = False,
) -> None:
    """Seat somebody new: a player on the side across. Raises Refusal.

    Somebody who comes to play when the play has begun observes. `co`: a co-facilitator; `stage`:
    a screen for all, without a side.
    """
    if d.public.phase == "closed":
        raise Refusal("closed", N_("This session is over."))
    name = clean(name, NAME)
    check_name(d.public, name, role)
    tardy = not playing_open(d.public) and not (bot and awaited(d.public))
    if tardy and role == "player":
        role = "observer"
    if role == "player" and home is None:
        raise Refusal("no_home", N_("Say which side you belong to: you will play the other one."))
    if role == "facilitator" or stage:
        home = None
    if stage:
        role = "observer"
    make_room_for(d, role)
    seat = next_seat(d.room)
    played = other(home) if role == "player" and home else None
    d.emit(KeyIssued(seat=seat, key=key))
    d.emit(
        SeatTaken(
            seat=seat,
            name=name,
            role=role,
            home=home,
            played=played,
            bot=bot,
            stage=stage,
            late=tardy and role == "observer" and not stage,
        )
    )
    if co:
        d.emit(CoFacilitatorCame(seat=seat))


def check_name(public: Public, name: str, role: Role) -> None:
    """Raises Refusal if nobody can be called that here."""
    if not any(c.isalnum() for c in name):
        raise Refusal("no_name", N_("Give a name with at least one letter or digit."))
    if role != "facilitator" and speaks_for_the_table(name):
        raise Refusal(
            "name_speaks",
            N_("{name} sounds like the one who leads the session. Choose another name."),
            name=name,
        )
    if any(alike(name, seat.name) for seat in public.seats.values()):
        raise Refusal(
            "name_taken",
            N_(
                "There is a {name} here already. If that is you, continue from the "
                "machine you used; otherwise choose another name."
            ),
            name=name,
        )


def find(public: Public, seat: int) -> Seat:
    """Return the seat with that number. Raises Refusal."""
    found = public.seats.get(seat)
    if found is None:
        raise Refusal("no_such_seat", N_("That person has left."))
    return found


def pause(d: Decision, seat: Seat, command: Pause) -> None:
    """Stop all clocks."""
    if d.public.phase != "running":
        raise Refusal("not_running", N_("The session has not begun. There is nothing to pause."))
    if d.public.clock.paused:
        raise Refusal("already", N_("The room is paused already."))
    if seat.stage:
        raise not_yours()
    if seat.role == "observer":
        ask_for_pause(d, seat)
        return
    since = d.now - PAUSES_WITHIN
    mine = sum(one.seat == seat.id and one.at > since for one in d.public.pauses)
    if seat.role != "facilitator" and mine >= MOST_PAUSES:
        raise Refusal(
            "too_often",
            N_("You have paused {most} times in {minutes} minutes. Say aloud what you need."),
            most=MOST_PAUSES,
            minutes=PAUSES_WITHIN // MINUTE,
        )
    agenda.pause_settled(d)
    d.emit(Paused(by=seat.id))


def ask_for_pause(d: Decision, seat: Seat) -> None:
    """Ask the facilitators for a pause: nobody who only watches holds a room still."""
    if d.room.console.pause_asked is not None:
        raise Refusal("already", N_("The facilitator has been asked for a pause."))
    if not any(s.role == "facilitator" and s.present for s in d.public.seats.values()):
        raise Refusal(
            "not_yours", N_("No facilitator is here to be asked. Ask somebody who plays to pause.")
        )
    d.emit(PauseAsked(seat=seat.id))


def resume(d: Decision, seat: Seat, command: Resume) -> None:
    """Start the clocks again."""
    clock = d.public.clock
    if clock.since is None:
        raise Refusal("already", N_("The room is not paused."))
    waited = d.now - clock.since >= ANYONE_RESUMES
    if not (seat.id == clock.by or seat.role == "facilitator" or waited):
        if clock.by is None:
            raise Refusal("not_yet", N_("The server waits for people to come back. A moment."))
        if clock.by not in d.public.seats:
            raise Refusal(
                "not_yet", N_("The person who paused has left. After a minute anyone may go on.")
            )
        who = d.public.face(clock.by)
        raise Refusal("not_yet", N_("{who} paused. After a minute anyone may go on."), who=who)
    d.emit(Resumed())


def watch(d: Decision, seat: Seat, command: Watch) -> None:
    """Let a player observe from here on, or somebody who is asked late go on watching."""
    if panel.may_say_yes(d.public, seat):
        late.stay_watching(d, seat)
        return
    if not seat.plays:
        raise Refusal("already", N_("You are watching already."))
    observe(d, seat)


def start(d: Decision, seat: Seat, command: Start) -> None:
    """Begin with the first step. Both sides must be played."""
    if d.public.phase != "lobby":
        raise Refusal("already", N_("The session has begun."))
    for side in SIDES:
        if not d.public.players(side):
            missing = d.public.label(side)
            wanted = d.public.label(other(side))
            raise Refusal(
                "side_empty",
                N_("Nobody plays {missing} yet. Invite somebody from {wanted}, or add a bot."),
                missing=missing,
                wanted=wanted,
            )
    agenda.open_step(d, 0)


def reseat(d: Decision, by: Seat, command: Reseat) -> None:
    """Give a seat another role or side. Raises Refusal."""
    seat = find(d.public, command.seat)
    if seat.role == "facilitator" or command.role == "facilitator":
        raise Refusal("not_here", N_("Facilitators come and go with the facilitator link."))
    if seat.stage:
        raise Refusal("not_here", N_("That is a screen: nobody sits there."))
    home = command.home or seat.home
    if home != seat.home and has_seen(d.room, seat):
        raise Refusal(
            "cards_seen",
            N_("{name} has seen the cards of {side} and so stays with them."),
            name=seat.name,
            side=d.public.label(seat.home or "business"),
        )
    if command.role == "observer":
        let_watch(d, seat, home, say=command.say)
        return
    if panel.frozen(d.public):
        raise Refusal("too_late", N_("The parts are given. Somebody new can observe."))
    if not seat.plays and took_back(d.public, seat):
        raise Refusal("declined", N_("{name} chose to watch after all."), name=seat.name)
    if home is None:
        raise Refusal("no_home", N_("Say which side this person belongs to."))
    played = command.played or other(home)
    if played == home and not d.public.rules.own_side_allowed:
        raise Refusal(
            "own_side",
            N_("In this room everybody plays the other side. Allow own sides first if you must."),
        )
    if not seat.plays:
        check_room_for(d.public, "player")
    if step := late.missed(d.public, seat):
        late.ask_late(d, step, seat, home, played)
        return
    d.emit(SeatMoved(seat=seat.id, role="player", home=home, played=played))
    if panel.formed(d.public) and not in_panel(d.public, seat.id):
        d.emit(Admitted(seat=seat.id))


def let_watch(d: Decision, seat: Seat, home: Side | None, *, say: bool) -> None:
    """Let `seat` watch, with a say or without one. Raises Refusal."""
    if say and home is None:
        raise Refusal("no_home", N_("Say which side this person belongs to."))
    if say and panel.frozen(d.public) and not in_panel(d.public, seat.id):
        raise Refusal("frozen", N_("The parts are given: nobody comes into the panel any more."))
    if say and home is not None and (step := late.missed(d.public, seat)):
        late.ask_late(d, step, seat, home, None)
        return
    if not say:
        late.stay_watching(d, seat)
    if seat.covered:
        d.emit(SeatDropped(seat=seat.id))  # there is nothing to play for them any more
    d.emit(SeatMoved(seat=seat.id, role="observer", home=home, played=None))
    if say and not in_panel(d.public, seat.id):
        d.emit(Admitted(seat=seat.id))


def took_back(public: Public, seat: Seat) -> bool:
    """Return whether an observer had agreed to play: that yes must not count again."""
    step = public.step
    if not isinstance(step, Consent):
        return False
    return seat.id in public.state(ConsentState, step.id).agreed


def allow_own_side(d: Decision, seat: Seat, command: AllowOwnSide) -> None:
    """Let people be seated on their own side, or no longer. Raises Refusal."""
    if not command.allow and any(s.played == s.home for s in d.public.players()):
        raise Refusal(
            "own_side", N_("Somebody plays their own side. Give them the other side first.")
        )
    d.emit(OwnSideAllowed(allow=command.allow))


def add_bot(d: Decision, seat: Seat, command: AddBot) -> None:
    """Ask for a bot, which plays the side across from its home."""
    if not (playing_open(d.public) or awaited(d.public)):
        raise Refusal("too_late", N_("The parts are given. A bot could only watch."))
    check_room_for(d.public, "player")
    d.emit(BotInvited(home=command.home))


def end(d: Decision, seat: Seat, command: End) -> None:
    """Close the session for good."""
    if d.public.phase == "running":
        agenda.end(d, "session")
    else:
        d.emit(RoomClosed())
