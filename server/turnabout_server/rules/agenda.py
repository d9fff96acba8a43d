"""The order of steps, and every deadline: nobody waits on an absent seat, a session always ends."""

from collections.abc import Mapping, Sequence
from typing import Final

from turnabout_language import N_
from turnabout_protocol import panel
from turnabout_protocol.agenda import ahead, faults, fitted, replanned
from turnabout_protocol.bases import StepCommand
from turnabout_protocol.clocks import PauseAsked, Resumed, TimeAdded
from turnabout_protocol.commands import Back, MoreTime, Next, NextStage, Ready, Replan
from turnabout_protocol.course import (
    AgendaChanged,
    BellRung,
    RoomClosed,
    SidesAwaited,
    StepOpened,
    StepReopened,
)
from turnabout_protocol.room import MINUTE, SECOND, Ending, Public, Room, Seat, State, Step
from turnabout_protocol.steering import StepKeptOpen, to_hold
from turnabout_server.rules import readiness
from turnabout_server.rules.activities import rules_of
from turnabout_server.rules.activities.base import HOLD
from turnabout_server.rules.decision import Decision, current_step
from turnabout_server.rules.refusal import Refusal, moved_on

PAUSE_LIMIT: Final = 10 * MINUTE
"""After this long the server ends a pause."""
JUST_BEGUN: Final = 2 * SECOND
"""How long only those who are sure end what has begun."""
AGAIN: Final = MINUTE
"""The least time of a step that is opened once more."""
RETURN_LIMIT: Final = 15 * SECOND
"""How long the clocks are held, after a restart, for people to come back."""
LOBBY_ABANDONED: Final = 30 * 24 * 60 * MINUTE
"""The same before the session begins: people write their cards days ahead, and leave again."""


def check_agenda(steps: Sequence[Step], took: Mapping[str, int] | None = None) -> None:
    """Raises Refusal if no session can be run from these steps. `took`: see `balance`."""
    for fault in faults(steps, took):
        raise Refusal("agenda", fault.phrase.template, **fault.phrase.values)


def replan(d: Decision, seat: Seat, command: Replan) -> None:
    """Let other steps lie ahead. Raises Refusal."""
    steps = fitted(d.public, command.steps)
    if steps is None:
        raise Refusal("moved_on", N_("The table has moved on. Look at the plan again."))
    for fault in replanned(d.public, steps, d.play):
        raise Refusal("agenda", fault.phrase.template, **fault.phrase.values)
    if steps == ahead(d.public):
        raise Refusal("already", N_("That is the plan already."))
    d.emit(AgendaChanged(ahead=command.steps))


def open_step(d: Decision, index: int) -> None:
    """Open the step at `index` of the agenda."""
    pause_settled(d)
    step = d.public.agenda[index]
    d.emit(StepOpened(index=index, ends=d.play + step.length))
    rules_of(step).open(d, step)


def next_step(d: Decision) -> None:
    """End the step that is on and open the one after it; after the last one close the room.

    As long as nobody plays a side the room waits: a facilitator who goes on too early makes no
    session without players.
    """
    step = current_step(d.room)
    sides = panel.unplayed(d.public)
    if sides:
        d.emit(SidesAwaited(step=step.id, sides=sides))
        return
    close_step(d)
    index = 0 if d.public.current is None else d.public.current.index + 1
    if index == len(d.public.agenda):
        d.emit(RoomClosed())
    elif d.public.agenda[index].id in d.public.steps:
        reopen_step(d, index)
    else:
        open_step(d, index)


def reopen_step(d: Decision, index: int) -> None:
    """Open the step at `index` once more, with what is left of its time."""
    pause_settled(d)
    step = d.public.agenda[index]
    left = max(AGAIN, step.length - d.public.spent.get(step.id, 0))
    d.emit(StepReopened(index=index, ends=d.play + left))
    rules_of(step).reopen(d, step)


def end(d: Decision, what: Ending) -> None:
    """Ring the bell: what stands on people's screens is sent, and then `what` is over.

    Where nothing can stand on a screen, or nobody is here to send it, it is over at once.
    """
    step = current_step(d.room)
    if rules_of(step).grace(d.room, step) and not d.public.clock.paused:
        d.emit(BellRung(step=step.id, over=what))
    else:
        over(d, what)


def over(d: Decision, what: Ending) -> None:
    """The bell has rung: go on."""
    step = current_step(d.room)
    if what == "session":
        close_step(d)
        d.emit(RoomClosed())
    elif what == "back":
        before = _before(d.room)
        rules_of(step).leave(d, step)
        if before is not None:
            reopen_step(d, before)
    elif what == "step":
        next_step(d)
    else:
        readiness.tell(d, step)
        if not rules_of(step).advance(d, step):
            next_step(d)


def pause_settled(d: Decision) -> None:
    """Nobody asks for a pause any more."""
    if d.room.console.pause_asked is not None:
        d.emit(PauseAsked(seat=None))


def close_step(d: Decision) -> None:
    """Let the step that is on leave behind what it has."""
    step = current_step(d.room)
    readiness.tell(d, step)
    rules_of(step).close(d, step)


def settle(d: Decision) -> None:
    """Go on as far as the room can go on by itself."""
    while d.public.phase == "running":
        if d.public.clock.paused and not _back(d.public):
            return
        if d.public.clock.paused:
            d.emit(Resumed())
        step = current_step(d.room)
        rules, state = rules_of(step), d.public.state(State, step.id)
        if state.awaits:
            if panel.unplayed(d.public):
                return
            next_step(d)
        elif state.bell is not None:
            if d.play < (state.ends or 0) + rules.grace(d.room, step):
                return
            over(d, state.bell)
        elif state.kept_open and not step.hold:
            end(d, "stage")  # a facilitator lets it go
        else:
            rules.settle(d, step)
            if not rules.done(d.room, step):
                return
            end(d, "stage")


def check_on(d: Decision, command: StepCommand) -> None:
    """Raises Refusal unless the step that `command` means is on, and its clock runs."""
    step = d.public.step
    if d.public.phase != "running" or step is None or command.step != step.id:
        raise moved_on()
    if d.public.clock.paused and not isinstance(command, MoreTime):
        raise Refusal("paused", N_("The room is paused. What you typed is kept."))


def prepare(d: Decision, seat: Seat, command: StepCommand) -> None:
    """Decide what a seat asks, in the lobby, of a step that lies ahead. Raises Refusal."""
    step = next((step for step in d.public.agenda if step.id == command.step), None)
    if step is None:
        raise moved_on()
    rules_of(step).prepare(d, step, seat, command)


def go_on(d: Decision, seat: Seat, command: Next) -> None:
    """End the step that is on. Raises Refusal."""
    _check_meant(d, command)
    end(d, "step")


def go_on_in_step(d: Decision, seat: Seat, command: NextStage) -> None:
    """End the stage that is on. Raises Refusal."""
    step = _check_meant(d, command)
    end(d, "stage" if rules_of(step).staged else "step")


def go_back(d: Decision, seat: Seat, command: Back) -> None:
    """Open the step before once more. Raises Refusal."""
    if _before(d.room) is None:
        raise Refusal("first_step", N_("This is the first step. There is none to go back to."))
    if d.public.state(State, current_step(d.room).id).bell is not None:
        raise moved_on()
    end(d, "back")


def _before(room: Room) -> int | None:
    """Return the place of the step before the one that is on, but for those with nothing to do."""
    here = 0 if room.public.current is None else room.public.current.index
    steps = enumerate(room.public.agenda[:here])
    return max((i for i, step in steps if not rules_of(step).empty(room, step)), default=None)


def _check_meant(d: Decision, command: Next | NextStage) -> Step:
    """Return the step that is on if `command` means what is on. Raises Refusal.

    A key that was pressed as the part before ended by itself ends nothing else.
    """
    step = current_step(d.room)
    state = d.public.state(State, step.id)
    if state.bell is not None or command.stage not in (None, state.stage):
        raise moved_on()
    if state.awaits:
        raise Refusal(
            "side_empty",
            N_("Nobody plays {missing} yet. It goes on by itself when somebody does."),
            missing=d.public.label(state.awaits[0]),
        )
    begun = max(state.since, 0 if d.public.current is None else d.public.current.opened)
    if not command.sure and d.play - begun < JUST_BEGUN:
        raise Refusal("just_begun", N_("This has only just begun. Press the key once more."))
    return step


def add_time(d: Decision, seat: Seat, command: MoreTime) -> None:
    """Give the step that is on more time."""
    d.emit(TimeAdded(step=command.step, ms=command.seconds * SECOND))


def ready(d: Decision, seat: Seat, command: Ready) -> None:
    """A seat has done what the stage asks. Raises Refusal."""
    step = _at_stage(d, command.stage)
    rules_of(step).ready(d, step, seat)


def play(d: Decision, seat: Seat, command: StepCommand) -> None:
    """Decide what only the activity that is on knows. Raises Refusal."""
    step = current_step(d.room)
    rules_of(step).act(d, step, seat, command)


def _at_stage(d: Decision, stage: int) -> Step:
    step = current_step(d.room)
    if stage != d.public.state(State, step.id).stage:
        raise moved_on()
    return step


def due(room: Room) -> int | None:
    """Return the room time at which `expire` has something to do; None: never."""
    public = room.public
    if public.phase == "closed":
        return None
    clock = public.clock
    if clock.since is not None:
        return clock.since + (RETURN_LIMIT if clock.by is None else PAUSE_LIMIT)
    times = []
    if public.phase == "running":
        step = current_step(room)
        times.append(rules_of(step).deadline(room, step))
    times.append(_abandoned_at(room))
    known = [clock.room(t) for t in times if t is not None]
    return min(known, default=None)


def expire(d: Decision) -> None:
    """Let happen what is due."""
    at = due(d.room)
    if at is None or d.now < at:
        return
    if d.public.clock.paused:
        d.emit(Resumed())
        settle(d)
        return
    abandoned = _abandoned_at(d.room)
    if abandoned is not None and d.play >= abandoned:
        d.emit(RoomClosed())
        return
    step = current_step(d.room)
    state = d.public.state(State, step.id)
    if state.awaits:
        over(d, "session")
        return
    ends = _ends(d.public, state)
    if state.bell is not None:
        over(d, state.bell)
    elif d.play >= ends and to_hold(d.public, step):
        d.emit(StepKeptOpen(step=step.id, ends=d.play + HOLD))
    elif state.kept_open and d.play < ends:
        end(d, "stage")  # nobody is here any more who could go on
    else:
        readiness.tell(d, step)
        if not rules_of(step).expire(d, step):
            next_step(d)
    settle(d)


def _ends(public: Public, state: State) -> int:
    """Return the play time at which the time of the stage that is on is up."""
    whole = 0 if public.current is None else public.current.ends
    return whole if state.ends is None else state.ends


def _abandoned_at(room: Room) -> int | None:
    """Return the play time at which a room without people closes. Bots are not people."""
    people = [seat for seat in room.public.seats.values() if not seat.bot]
    if any(seat.here for seat in people):
        return None
    lobby = room.public.phase == "lobby"
    limit = LOBBY_ABANDONED if lobby else rules_of(current_step(room)).abandoned
    return max((seat.absent_since for seat in people), default=0) + limit


def _back(public: Public) -> bool:
    """Return whether the server holds the clocks, and all who played when it went down are back."""
    clock = public.clock
    if clock.since is None or clock.by is not None:
        return False
    held_at = clock.play(clock.since)
    return not any(not s.present and s.absent_since == held_at for s in public.players())
