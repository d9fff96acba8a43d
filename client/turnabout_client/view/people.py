"""Who is who, in words: faces, lists of names, and whom a step waits for. Pure."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from turnabout_language import _, n_
from turnabout_protocol import panel
from turnabout_protocol.pairs import mates
from turnabout_protocol.room import (
    GONE,
    SECOND,
    Knock,
    Public,
    Room,
    Seat,
    State,
    Step,
    in_panel,
)
from turnabout_protocol.scenario import SIDES, Side, other

SHAPE: Final[dict[Side, str]] = {"business": "▲", "it": "■"}
"""The shape of each side. Colour is never the only sign."""


def face(public: Public, seat: int) -> str:
    """Return the name to show for `seat`, told apart from mirror seats with the same persona."""
    who = public.seats.get(seat)
    if who is None:
        return _(GONE)
    shown = public.face(seat)
    if not public.in_role or not who.persona:
        return shown
    twins = [s for s in public.seats.values() if s.plays and s.persona == who.persona]
    return f"{shown} ({who.name})" if len(twins) > 1 else shown


def faces(public: Public, seats: tuple[int, ...]) -> str:
    """Return the name to show for those who take a turn together: their persona's, in role."""
    if len(seats) == 1:
        return face(public, seats[0])
    here = [public.seats[seat] for seat in seats if seat in public.seats]
    if not here:
        return _(GONE)
    told = joined([seat.name for seat in here])
    personas = {seat.persona for seat in here}
    if not public.in_role or len(personas) != 1 or "" in personas:
        return joined([public.face(seat.id) for seat in here])
    others = (s for s in public.seats.values() if s.plays and s.id not in seats)
    twins = any(seat.persona in personas for seat in others)
    return f"{here[0].persona} ({told})" if twins else here[0].persona


def with_names(public: Public) -> Public:
    """Return `public` in which personas are told with the people who play them: `Ivo (Kim)`.

    For whoever steers: on a call they see Ivo, and at the table Kim speaks.
    """
    seats = {
        id_: replace(s, persona=f"{s.name} ({s.persona})") if s.persona else s
        for id_, s in public.seats.items()
    }
    return replace(public, seats=seats)


def names(public: Public, seats: frozenset[int] | tuple[int, ...], most: int = 3) -> str:
    """Return the faces of `seats` as a list in words: `Ada, Ben and 2 more`."""
    faces = [face(public, seat) for seat in sorted(seats)]
    if len(faces) > most:
        shown, more = ", ".join(faces[:most]), len(faces) - most
        return n_("{names} and {n} more", "{names} and {n} more", more, names=shown)
    if len(faces) > 1:
        return joined(faces)
    return faces[0] if faces else ""


def joined(words: Sequence[str]) -> str:
    """Return words as a list: `1, 2 and 3`."""
    if len(words) < 2:
        return "".join(words)
    return _("{names} and {last}", names=", ".join(words[:-1]), last=words[-1])


def knocker(public: Public, knock: Knock) -> str:
    """Return who waits at the door, and what they come for."""
    where = _("watches") if knock.role == "observer" else ""
    home = "" if knock.home is None else public.label(knock.home)
    told = ", ".join(filter(None, (home, where)))
    return f"{knock.name} ({told})" if told else knock.name


def whose_answers(public: Public) -> str:
    """Return whose answers count, with their names; empty while that is nobody's yet."""
    found = {side: panel.members(public, side) for side in SIDES}
    if not any(found.values()):
        return ""
    one, two = (len(found[side]) for side in SIDES)
    named = (
        f"{SHAPE[side]} " + ", ".join(seat.name for seat in seats)
        for side, seats in found.items()
        if seats
    )
    who = " · ".join(named)
    bots = sum(seat.bot for seats in found.values() for seat in seats)
    if bots:
        return _(
            "These answers count ({people}, {bots}): {who}.",
            people=n_("{n} person", "{n} people", one + two - bots),
            bots=n_("{n} bot", "{n} bots", bots),
            who=who,
        )
    if not one or not two:
        return _("So far these answers count: {who}.", who=who)
    return _("These {one} + {two} people's answers count: {who}.", one=one, two=two, who=who)


def waited(public: Public) -> frozenset[int]:
    """Return the seats the step that is on waits for; none where that is nobody's to know."""
    step: Step | None = public.step
    if step is None or public.phase != "running" or unsigned(public, step):
        return frozenset()
    return step.waited(public)


def unsigned(public: Public, step: Step) -> bool:
    """Return whether who is ready in the stage of `step` is told only when it is over."""
    return step.unsigned(public.state(State, step.id).stage)


def done(public: Public, step: Step) -> int:
    """Return how many are ready."""
    state = public.state(State, step.id)
    players = len(public.players())
    return min(state.counted, players) if unsigned(public, step) else len(state.ready)


def left(public: Public, step: Step) -> int:
    """Return how many people who are here the step still waits for, though not always who."""
    if not unsigned(public, step):
        return len(step.waited(public))
    here = (s for s in public.players() if s.present and not public.stands_in(s.id))
    asked = [s for s in here if not step.asks or in_panel(public, s.id)]
    return max(0, len(asked) - done(public, step))


def undecided(public: Public) -> tuple[Seat, ...]:
    """Return who was asked for consent, has not answered, and can still say yes, by number."""
    seats = (seat for _number, seat in sorted(public.seats.items()))
    return tuple(seat for seat in seats if panel.may_say_yes(public, seat))


def awaited(public: Public, me: Seat | None) -> list[str]:
    """Return what the step waits for beyond its time: a side, a facilitator; in sentences."""
    if public.phase != "running" or public.step is None:
        return []
    state = public.state(State, public.step.id)
    said = [
        _(
            "Nobody plays {side} yet, so the session waits. It goes on by itself when somebody "
            "from {home} does.",
            side=f"{SHAPE[side]} {public.label(side)}",
            home=public.label(other(side)),
        )
        for side in (panel.unplayed(public) if state.awaits else ())
    ]
    steers = me is not None and me.role == "facilitator"
    if state.kept_open and not steers:
        said.append(
            _("Time is up, and the facilitator holds this step: it goes on when you are ready.")
        )
    return said


def reversal(public: Public, me: Seat | None) -> list[str]:
    """Return the sentences everybody must have read: where one belongs, what one plays."""
    if me is None or me.home is None or me.played is None:
        return [_("You watch. In the debrief, observers speak first.")]
    home = public.label(me.home)
    side = f"{SHAPE[me.played]} {public.label(me.played)}"
    said = (
        _("You belong to {home}. You will play {side}.", home=home, side=side)
        if me.played != me.home
        else _(
            "You belong to {home}, and the facilitator has seated you on your own side: {side}.",
            home=home,
            side=side,
        )
    )
    return [said, *filter(None, (shares_with(public, me),))]


def who_begins(public: Public) -> str:
    """Return who will begin the session, in the sentence of the lobby."""
    for leads in public.seats.values():
        if leads.role == "facilitator" and leads.present:
            return _("Make yourself at home. {name} will begin.", name=leads.name)
    return _("Make yourself at home. The facilitator is not here yet.")


def belongs(public: Public, seat: Seat) -> str:
    """Return the two sentences of the reversal: where `seat` belongs and what it plays."""
    if seat.home is None:
        return _("You watch.")
    home = public.label(seat.home)
    if seat.played is None:
        return _("You belong to {home}. You watch.", home=home)
    plays = f"{SHAPE[seat.played]} {public.label(seat.played)}"
    if seat.played == seat.home:
        return _(
            "You belong to {home}. The facilitator has seated you on your own side: "
            "you play {plays}.",
            home=home,
            plays=plays,
        )
    return _("You belong to {home}. You will play {plays}.", home=home, plays=plays)


def shares_with(public: Public, seat: Seat) -> str:
    """Return the sentence that names those with whom `seat` takes its turns; empty: nobody."""
    others = [mate.name for mate in mates(public, seat.id)]
    return _("You share your turns with {names}.", names=joined(others)) if others else ""


def paused_by(public: Public, me: int | None, play_stopped: int, now: int) -> str:
    """Return who stopped the clocks and who may start them again, wherever that is done."""
    by = public.clock.by
    if by is not None and by == me:
        return _("You paused. Go on when you are ready.")
    if by is not None and now - play_stopped >= 60 * SECOND:
        return _("Paused by {name}. Anyone may go on.", name=face(public, by))
    return who_resumes(public, me, play_stopped, now)


def who_resumes(public: Public, me: int | None, play_stopped: int, now: int) -> str:
    """Return who stopped the clocks and who may start them again."""
    by = public.clock.by
    if by is None:
        return _("The clocks wait until everybody is back.")
    if by == me:
        return _("You paused. Press p when you are ready to go on.")
    if now - play_stopped >= 60 * SECOND:
        return _("Paused by {name}. Anyone may go on with p.", name=face(public, by))
    return _("Paused by {name}, who can go on; after a minute anyone can.", name=face(public, by))


def waiting(room: Room, step: Step, me: int | None) -> str:
    """Return for how many others the step still waits."""
    public = room.public
    if public.phase != "running" or step.id not in public.steps:
        return _("One moment.")
    if unsigned(public, step):
        here = [seat.id for seat in public.players() if seat.present]
        mine = me in here and not room.is_ready(me or 0, step.id)
        left = len(here) - done(public, step) - mine
    else:
        left = len(step.waited(public) - {me})
    if left <= 0:
        return _("Going on in a moment.")
    return n_("Waiting for one other person.", "Waiting for {n} others.", left)
