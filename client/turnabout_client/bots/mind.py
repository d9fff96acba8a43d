"""What a seat wants to do in a room. Pure: the same room and seed give the same intentions."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from turnabout_client.activities.close import mind as close
from turnabout_client.activities.deck import mind as deck
from turnabout_client.activities.lingo import mind as lingo
from turnabout_client.activities.plan import mind as plan
from turnabout_client.activities.poll import mind as poll
from turnabout_client.activities.rank import mind as rank
from turnabout_client.activities.review import mind as review
from turnabout_client.activities.scene import mind as scene
from turnabout_client.bots import afterwards, phrases
from turnabout_client.bots.chance import draw
from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.brief import Brief, BriefState, WarmUp
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import Agree, Consent, ConsentState
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.activities.lingo import Lingo
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.poll import Poll
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.reveal import Reveal, RevealState
from turnabout_protocol.activities.review import Review
from turnabout_protocol.activities.scene import Scene, SceneState, Turn
from turnabout_protocol.activities.talk import MarkAha, SayRemark, Talk, TalkState, Thank
from turnabout_protocol.commands import End, Next, Ready, Start
from turnabout_protocol.room import Room, State, Step

_GOODBYE: Final = (5.0, 6.0)


def intentions(room: Room, me: int, seed: int, expect: int = 0) -> tuple[Intention, ...]:
    """Return everything that the seat `me` wants to do now, in no order: delays tell when.

    What it cannot see was done already is in it again, with the same key. While the clocks stand
    still it wants nothing. `expect`: how many players a facilitator waits for.
    """
    seat = room.public.seats.get(me)
    if seat is None or room.public.phase == "closed" or room.public.clock.paused:
        return ()
    view = View(room=room, me=seat, seed=seed, expect=expect)
    if seat.role == "facilitator":
        return tuple(_steer(view))
    step = room.public.step
    think = None if step is None else _MINDS.get(type(step))
    return () if think is None else tuple(think(view, step))


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


def _consent(view: View, step: Consent) -> Iterator[Intention]:
    state = view.public.state(ConsentState, step.id)
    if view.me.plays and view.me.id not in state.agreed:
        yield view.intend(f"{step.id}/agree", Agree(step=step.id, yes=True), (2, 8))


def _brief(view: View, step: Brief) -> Iterator[Intention]:
    state, persona = view.public.state(BriefState, step.id), view.own.persona
    if not view.me.plays or persona is None:
        return
    if view.me.id not in state.lines:
        line = phrases.warm_up(step.warm_up, persona, view.draw("warm up"))
        yield view.intend(f"{step.id}/line", WarmUp(step=step.id, text=line), (8, 20))
    elif view.me.id not in state.ready:
        yield _ready(view, step, (2, 5))


def _talk(view: View, step: Talk) -> Iterator[Intention]:
    state = view.public.state(TalkState, step.id)
    where = f"{step.id}/{state.stage}"
    if not step.speaks(view.public, view.me):
        yield from _listen(view, step, state, where)
        return
    prompts = step.rounds[state.stage].prompts
    mine = {r.prompt for r in state.remarks if r.stage == state.stage and r.seat == view.me.id}
    for prompt in range(len(prompts)):
        if prompt not in mine:
            text = _remark(view, step, state, prompt)
            said = SayRemark(step=step.id, stage=state.stage, prompt=prompt, text=text)
            yield view.intend(f"{where}/{prompt}", said, (7 + prompt * 4, 14 + prompt * 4))
            return
    if step.ahas and view.chance(50, step.id, "aha"):
        own = [
            i
            for i, r in enumerate(state.remarks)
            if r.seat == view.me.id and r.stage == state.stage
        ]
        if own and own[-1] not in state.marked:
            mark = MarkAha(step=step.id, remark=own[-1])
            yield view.intend(f"{where}/aha", mark, (2, 4))
    if view.me.plays and view.me.id not in state.ready:
        yield _ready(view, step, (4, 8))


def _listen(view: View, step: Talk, state: TalkState, where: str) -> Iterator[Intention]:
    spoken = [r for r in state.remarks if r.stage == state.stage and r.prompt is not None]
    if not spoken:
        return
    if view.me.id not in state.thanked:
        yield view.intend(f"{where}/thank", Thank(step=step.id, stage=state.stage), (3, 9))
    asked = any(r.seat == view.me.id and r.prompt is None for r in state.remarks)
    if not asked and view.chance(30, where, "asks"):
        text = afterwards.question(view.seed, view.me.id, where)
        asking = SayRemark(step=step.id, stage=state.stage, prompt=None, text=text)
        yield view.intend(f"{where}/question", asking, (10, 20))


def _remark(view: View, step: Talk, state: TalkState, prompt: int) -> str:
    round_ = step.rounds[state.stage]
    me, own = view.me, draw(view.seed, step.id, state.stage)
    home = view.public.label(me.home) if me.home else ""
    if "{persona}" in round_.starter:
        return afterwards.step_out(round_.starter, me.name, home, me.persona, me.id, own)
    if round_.starter:
        return afterwards.goes_on(round_.starter, _theirs(view), me.id, own)
    return afterwards.remark(round_.prompts[prompt], _ours(view), view.place, own)


def _theirs(view: View) -> list[Turn]:
    """The turns in which others played the side that I play, or the one across from mine."""
    scenes = (s for s in view.public.steps.values() if isinstance(s, SceneState))
    turns = (turn for state in scenes for turn in state.turns)
    return [t for t in turns if t.side != view.me.home and t.seat != view.me.id]


def _ours(view: View) -> list[Turn]:
    """The turns in which others played my side."""
    scenes = (s for s in view.public.steps.values() if isinstance(s, SceneState))
    turns = (turn for state in scenes for turn in state.turns)
    return [t for t in turns if t.side == view.me.home and t.seat != view.me.id]


def _reveal(view: View, step: Reveal) -> Iterator[Intention]:
    state = view.public.state(RevealState, step.id)
    if view.me.plays and view.me.id not in state.ready and not state.coming:
        yield _ready(view, step, (10, 18))


def _ready(view: View, step: Step, seconds: tuple[float, float]) -> Intention:
    stage = view.public.state(State, step.id).stage
    return view.intend(f"{step.id}/{stage}/ready", Ready(step=step.id, stage=stage), seconds)


# Each entry takes a step of its own key's type, which a mapping cannot say.
_MINDS: Final[dict[type[Step], Callable[[View, Any], Iterator[Intention]]]] = {
    Consent: _consent,
    Deck: deck.intend,
    Rank: rank.intend,
    Lingo: lingo.intend,
    Brief: _brief,
    Scene: scene.intend,
    Poll: poll.intend,
    Talk: _talk,
    Reveal: _reveal,
    Plan: plan.intend,
    Review: review.intend,
    Close: close.intend,
}
