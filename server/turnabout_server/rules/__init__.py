"""What the game decides. Pure: the room, a question and the time go in, an Outcome comes out.

    open_room, take_seat               before anybody plays
    decide                             what a seat asks for
    due, expire                        when the clock has something to say, and what
    drop, come_back, resume, restart   what the network tells
    cover, cover_again                 a bot that plays for somebody who is away

Each returns the events that follow, in order, with the room after them, or raises Refusal and
changes nothing. `now` is room time in milliseconds.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.poll import Poll, Question
from turnabout_protocol.activities.recall import Past, PastFound, Recall
from turnabout_protocol.activities.scene import SPOKEN_ACT, Said, Scene
from turnabout_protocol.agenda import Agenda, AnyStep
from turnabout_protocol.bases import Command
from turnabout_protocol.clocks import ServerRestarted
from turnabout_protocol.course import RoomFilling
from turnabout_protocol.covering import SeatCovered
from turnabout_protocol.opening import (
    AuthorsOrderTold,
    EarlierRecalled,
    EpochBegan,
    FacilitatorsBriefed,
    RoomOpened,
    RoomPlanned,
)
from turnabout_protocol.presence import KeyIssued, PassesIssued, SeatDropped, SeatReturned
from turnabout_protocol.room import Earlier, HouseRules, Role, Room
from turnabout_protocol.scenario import SIDES, Scenario, Side, story_of
from turnabout_protocol.tables import TableNumbered
from turnabout_server.rules import agenda as _agenda
from turnabout_server.rules import covering, door, seats
from turnabout_server.rules.agenda import check_agenda, due
from turnabout_server.rules.asked import act
from turnabout_server.rules.decision import Decision, Outcome
from turnabout_server.rules.refusal import Refusal
from turnabout_server.rules.seats import playing_open

__all__ = [
    "Outcome",
    "Refusal",
    "check_agenda",
    "check_link",
    "come_back",
    "cover",
    "cover_again",
    "decide",
    "drop",
    "due",
    "expire",
    "fill",
    "is_pass",
    "knock",
    "labelled",
    "leave_door",
    "must_knock",
    "open_room",
    "playing_open",
    "restart",
    "resume",
    "spoken_steps",
    "take_seat",
    "turn_back",
]


def open_room(
    scenario: Scenario,
    agenda: Agenda,
    rules: HouseRules,
    seed: int,
    facilitator_key: str,
    epoch: str,
    earlier: Sequence[Earlier] = (),
    passes: Sequence[str] = (),
    *,
    co_key: str = "",
    series: str = "",
    secret: str,
    past: Past | None = None,
    number: int = 1,
) -> Outcome:
    """Return how a room begins. `facilitator_key` and `co_key` are hashes. Raises Refusal.

    `epoch` names the run of the log that begins; `earlier` is what the team promised before and
    has not settled yet, and `series` the hash of the key of its series; `passes` are the hashes of
    the keys of personal links. `secret` is random, and never leaves the server: with it everything
    is put in order whose order must tell nothing. `past` is the session that is recalled. `number`:
    which table it is, where there are several.
    """
    steps = agenda.steps
    check_agenda(steps)
    check_date(rules.opened_on)
    d = Decision(Room(), 0)
    d.emit(
        RoomPlanned(
            scenario=scenario,
            seed=seed,
            facilitator_key=facilitator_key,
            co_key=co_key,
            series=series,
            secret=secret,
        )
    )
    d.emit(EpochBegan(epoch=epoch))
    d.emit(
        RoomOpened(
            story=story_of(scenario),
            agenda=labelled(spoken_steps(steps) if rules.spoken else steps, scenario),
            rules=rules,
            scoring=agenda.scoring,
        )
    )
    if number > 1:
        d.emit(TableNumbered(number=number))
    if passes:
        d.emit(PassesIssued(passes=tuple(passes)))
    if earlier:
        d.emit(EarlierRecalled(promises=tuple(earlier)))
    if past is not None:
        for step in steps:
            if isinstance(step, Recall):
                d.emit(PastFound(step=step.id, past=past))
    if rules.demo:
        for side in SIDES:
            d.emit(AuthorsOrderTold(side=side, rank=scenario.sides[side].ranked))
    d.emit(FacilitatorsBriefed(host_note=scenario.host_note))
    return d.outcome


def spoken_steps(steps: Sequence[AnyStep]) -> tuple[AnyStep, ...]:
    """Return `steps` for people who talk: nobody types, so a turn takes less time."""
    return tuple(
        replace(step, act=min(step.act, SPOKEN_ACT)) if isinstance(step, Scene) else step
        for step in steps
    )


def labelled(steps: Sequence[AnyStep], scenario: Scenario) -> tuple[AnyStep, ...]:
    """Return `steps` with the labels of the sides in the answers to polls that offer them."""
    labels = {f"{{{side}}}": scenario.sides[side].label for side in SIDES}

    def asked(question: Question) -> Question:
        if isinstance(question.options, str):
            return question
        return replace(question, options=tuple(labels.get(o, o) for o in question.options))

    return tuple(
        replace(step, questions=tuple(map(asked, step.questions)))
        if isinstance(step, Poll)
        else step
        for step in steps
    )


def check_date(opened_on: str) -> None:
    """Raises Refusal if `opened_on` is neither empty nor a date of the calendar."""
    try:
        date.fromisoformat(opened_on or "2000-01-01")
    except ValueError:
        raise Refusal(
            "no_date", N_("There is no date {opened_on}. Use year-month-day."), opened_on=opened_on
        ) from None


def take_seat(
    room: Room,
    *,
    name: str,
    home: Side | None,
    role: Role,
    key: str,
    bot: bool,
    now: int,
    once: str = "",
    co: bool = False,
    stage: bool = False,
) -> Outcome:
    """Return what follows when somebody new sits down. Raises Refusal.

    `key` is the hash of the seat's key, `once` that of a personal link's. `co`: a facilitator who
    comes with the co-facilitators' key; `stage`: a screen for all.
    """
    d = Decision(room, now)
    if once:
        door.use_pass(d, once)
    seats.take_seat(d, name=name, home=home, role=role, key=key, bot=bot, co=co, stage=stage)
    _agenda.settle(d)
    return d.outcome


def is_pass(room: Room, once: str) -> bool:
    """Return whether a personal link whose key has this hash is good."""
    return once in room.console.passes


def check_link(room: Room, key: str) -> None:
    """Raises Refusal unless the room's shared link has this key; its first one has none."""
    door.check_link(room.console, key)


def must_knock(room: Room, name: str) -> bool:
    """Return whether a newcomer of that name waits at the door first."""
    return door.must_knock(room.public, name)


def knock(room: Room, *, name: str, home: Side | None, role: Role, now: int) -> Outcome:
    """Return what follows when somebody comes to the door and waits there. Raises Refusal."""
    d = Decision(room, now)
    door.knock(d, name=name, home=home, role=role)
    return d.outcome


def turn_back(room: Room, name: str, now: int) -> Outcome:
    """Return what follows when somebody who came to play found no place left."""
    d = Decision(room, now)
    door.turn_back(d, name)
    return d.outcome


def leave_door(room: Room, knock: int, now: int) -> Outcome:
    """Return what follows when somebody does not wait at the door any more."""
    d = Decision(room, now)
    door.leave(d, knock)
    return d.outcome


def decide(
    room: Room, seat: int, command: Command, now: int, drafts: Mapping[int, Said] | None = None
) -> Outcome:
    """Return what follows from a seat's command. Raises Refusal."""
    d = Decision(room, now, drafts)
    who = seats.find(room.public, seat)
    if room.public.phase == "closed":
        raise Refusal("closed", N_("This session is over."))
    act(d, who, command)
    _go_on(d)
    return d.outcome


def expire(room: Room, now: int, drafts: Mapping[int, Said] | None = None) -> Outcome:
    """Return what follows from the time being `now`. Nothing before `due`."""
    d = Decision(room, now, drafts)
    _agenda.expire(d)
    covering.let_go(d)
    return d.outcome


def drop(room: Room, seat: int, now: int) -> Outcome:
    """Return what follows when the connection of `seat` is gone."""
    d = Decision(room, now)
    who = room.public.seats.get(seat)
    if who is not None and who.present:
        d.emit(SeatDropped(seat=seat))
        _agenda.settle(d)
    return d.outcome


def come_back(room: Room, seat: int, now: int) -> Outcome:
    """Return what follows when `seat` is connected again."""
    d = Decision(room, now)
    _return(d, seat)
    return d.outcome


def resume(room: Room, seat: int, key: str, now: int) -> Outcome:
    """Return what follows when somebody continues on `seat` who has no key to it.

    `key` is the hash of the new one. Raises Refusal.
    """
    seats.find(room.public, seat)
    d = Decision(room, now)
    d.emit(KeyIssued(seat=seat, key=key))
    _return(d, seat)
    return d.outcome


def cover(
    room: Room, seat: int, key: str, now: int, drafts: Mapping[int, Said] | None = None
) -> Outcome:
    """Return what follows when the bot comes that was asked for to play for `seat`.

    `key` is the hash of the one with which it comes back. Raises Refusal.
    """
    d = Decision(room, now, drafts)
    covering.sit_in(d, seat, key)
    _go_on(d)
    return d.outcome


def cover_again(room: Room, seat: int, now: int) -> Outcome:
    """Return what follows when the bot is connected again that plays for `seat`."""
    d = Decision(room, now)
    if not room.public.seats[seat].present:
        d.emit(SeatCovered(seat=seat))
        _go_on(d)
    return d.outcome


def _go_on(d: Decision) -> None:
    _agenda.settle(d)
    covering.let_go(d)


def _return(d: Decision, seat: int) -> None:
    who = d.public.seats.get(seat)
    if who is not None and not who.here:
        d.emit(SeatReturned(seat=seat))
        _agenda.settle(d)


def fill(room: Room, now: int) -> Outcome:
    """Return what follows when the room has grown to half of what it may."""
    d = Decision(room, now)
    d.emit(RoomFilling())
    return d.outcome


def restart(room: Room, now: int, epoch: str) -> Outcome:
    """Return what follows when the server comes back with this room.

    `epoch` names the run of the log that begins.
    """
    d = Decision(room, now)
    if room.public.phase != "closed":
        d.emit(EpochBegan(epoch=epoch))
        d.emit(ServerRestarted())
        for waiting in room.console.waiting:
            door.leave(d, waiting.number)  # their connections are gone, too
        _agenda.settle(d)
    return d.outcome
