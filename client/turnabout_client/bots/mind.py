"""What a seat wants to do in a room. Pure: the same room and seed give the same intentions."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.activities import think
from turnabout_client.bots.view import Intention, View
from turnabout_language import speaking
from turnabout_protocol.activities.close import Close
from turnabout_protocol.chance import draw
from turnabout_protocol.commands import End, Next, Ready, Start
from turnabout_protocol.room import Room, State, Step
from turnabout_protocol.standins import PLAYS

_GOODBYE: Final = (5.0, 6.0)
_AGAIN: Final = (5.0, 9.0)


def intentions(room: Room, me: int, seed: int, expect: int = 0) -> tuple[Intention, ...]:
    """Return everything that the seat `me` wants to do now, in no order: delays tell when.

    What the seat cannot see to be done is returned again, with the same key. While the clocks
    stand still it wants nothing. `expect`: how many players a facilitator waits for.
    """
    seat = room.public.seats.get(me)
    if seat is None or room.public.phase == "closed" or room.public.clock.paused:
        return ()
    # Two scenarios are two sessions, also with one seed.
    story = room.public.story
    own = seed if story is None else draw(seed, story.id)
    view = View(room=room, me=seat, seed=own, expect=expect)
    if seat.role == "facilitator":
        return tuple(_steer(view))
    step = room.public.step
    with speaking(room.public.rules.language):
        wanted = () if step is None else tuple(think(view, step))
        # Open once more, a step has all that bots give: they only say that they are ready again.
        ready = any(isinstance(one.command, Ready) for one in wanted)
        if step is not None and not ready and _again(view, step):
            wanted = (*wanted, view.ready(step, _AGAIN))
    if room.public.stands_in(me):
        return tuple(i for i in wanted if isinstance(i.command, PLAYS))
    return wanted


def _again(view: View, step: Step) -> bool:
    state = view.public.state(State, step.id)
    given = state.again and step.unsigned(state.stage)
    return view.me.plays and given and not view.is_ready(step)


def _steer(view: View) -> Iterator[Intention]:
    public, step = view.public, view.public.step
    if public.phase == "lobby":
        here = [s for s in public.players() if s.present]
        if view.expect and len(here) >= view.expect:
            yield view.intend("start", Start(), (1, 2))
    elif isinstance(step, Close):
        # People read their slips; bots have none to read.
        bots = all(s.bot for s in public.players())
        minutes = step.minutes * 60
        yield view.intend("end", End(), _GOODBYE if bots else (minutes, minutes + 1))
    elif step is not None and step.hold and public.current is not None:
        ends = public.current.ends
        yield view.intend(f"{step.id}/next", Next(step=step.id), (1, 2), not_before=ends)
