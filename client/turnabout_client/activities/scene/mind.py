"""A bot in a scene: it speaks, answers echoes, rates as an owner, and reacts."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.bots import judging, phrases
from turnabout_client.bots.lines import spoken
from turnabout_client.bots.owner import verdict
from turnabout_client.bots.sentences import clip
from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    Missing,
    Rate,
    React,
    Reaction,
    Said,
    Scene,
    SceneState,
    SendEcho,
    Speak,
    TagMissing,
    Turn,
)
from turnabout_protocol.commands import Ready
from turnabout_protocol.scenario import Side, other
from turnabout_protocol.text import LINE

_HEED: Final = 16.0
"""Seconds before the quickest turn: the one before is read, and rated, first."""
_TYPING: Final = 24.0
"""Seconds between the quickest and the slowest turn."""
_ANSWERS: Final = 60
"""Of 100 questions, how many are answered before a card is played."""
_LOW: Final = 2
"""The worst ring that a bot gives. It says what was missing then."""
_PONDER: Final = 0.45
"""Part of the time to act that goes by before somebody without a card speaks: let others come in
rather than fill the scene with talk that adds nothing."""


def intend(view: View, step: Scene) -> Iterator[Intention]:
    """Yield what the seat wants to do in a scene."""
    state = view.public.state(SceneState, step.id)
    live = state.live
    if live is not None and live.seat == view.me.id:
        yield from _echo_first(view, step, state, live)
        yield _speak(view, step, state, live)
    if state.phase == "twist" and view.me.plays and view.me.id not in state.ready:
        ready = Ready(step=step.id, stage=state.stage)
        yield view.intend(f"{step.id}/twist/{len(state.twists)}", ready, (6, 10))
    if live is not None and live.echo:
        yield from _hear(view, step, state, live)
    if state.last is not None:
        yield from _after(view, step, state, state.last)


def _speak(view: View, step: Scene, state: SceneState, turn: Turn) -> Intention:
    key = f"{step.id}/turn/{turn.number}"
    whole = step.think + step.act
    soonest = _HEED
    if not view.own.hand:
        soonest = max(soonest, step.think + step.act * _PONDER)
    seconds = min(soonest, whole * 0.5), min(soonest + _TYPING, whole * 0.85)
    command = Speak(step=step.id, turn=turn.number, said=_said(view, state, turn))
    return view.intend(key, command, seconds)


def _said(view: View, state: SceneState, turn: Turn) -> Said:
    own, story, number = view.own, view.public.story, turn.number
    heard = state.turn(turn.echoes) if turn.echoes else None
    said, seed = spoken(view.public), view.draw("turn", number)
    ours, theirs = _points(state, turn.side), _points(state, other(turn.side))
    say, card = "", None
    if heard is not None and heard.ask and view.chance(_ANSWERS, "answers", number):
        say = phrases.answer(heard.ask, view.public.label(turn.side), ours, said, seed)
    if not say and own.hand:
        card = view.pick(own.hand, "card", number)
        say = phrases.say(card, own, said, seed)
    elif not say and story:
        say = phrases.say_without_card(story, ours, theirs, said, seed)
    asks = not own.hand or view.chance(50, "asks", number)
    twist = next((t.ask for t in reversed(state.twists)), "")
    return Said(
        echo="" if heard is None else phrases.echo(heard),
        card="" if card is None else card.id,
        say=say,
        ask=phrases.ask(view.public.label(other(turn.side)), twist, said, seed) if asks else "",
    )


def _points(state: SceneState, side: Side) -> list[str]:
    """Return the points of `side` that were played."""
    return [t.card.text for t in state.turns if t.card is not None and t.side == side]


def _after(view: View, step: Scene, state: SceneState, turn: Turn) -> Iterator[Intention]:
    """Yield what to say about the turn that has just ended."""
    me, key = view.me, f"{step.id}/turn/{turn.number}"
    rated = view.own.state(SceneOwn, step.id).rated
    yield from _hear(view, step, state, turn)
    if turn.passed or turn.unrated or turn.seat == me.id:
        return
    if view.counts and me.home == turn.side and turn.number not in rated:
        seconds = min(2.0, step.rate * 0.2), min(5.0, step.rate * 0.6)
        ring = verdict(view, state, turn).ring
        rate = Rate(step=step.id, turn=turn.number, ring=ring)
        yield view.intend(f"{key}/rate", rate, seconds)
    if turn.number in rated and (missing := verdict(view, state, turn).missing) is not None:
        tag = TagMissing(step=step.id, turn=turn.number, missing=missing)
        yield view.intend(f"{key}/tag", tag, (0.5, min(2.0, step.rate * 0.3)))
    if turn.card is not None and view.chance(35, "reacts", turn.number):
        kind = _reaction(view, turn, verdict(view, state, turn).missing)
        react = React(step=step.id, turn=turn.number, kind=kind)
        yield view.intend(f"{key}/react", react, (2, 6))


def _echo_first(view: View, step: Scene, state: SceneState, turn: Turn) -> Iterator[Intention]:
    """Yield the echo that goes ahead, and what is said instead if that was not right."""
    heard = state.turn(turn.echoes) if turn.echoes else None
    if not step.mend or view.public.rules.spoken or heard is None or turn.heard == "yes":
        return
    key = f"{step.id}/turn/{turn.number}"
    if not turn.echo:
        echo, name, seconds = phrases.echo(heard), "echo first", (6.0, 12.0)
    else:
        # Their own words are right. Whether it may still be said is the rules' to know.
        again = heard.card.text if heard.card is not None else heard.say or heard.ask
        echo, name, seconds = clip(again, LINE), "mend", (2.0, 5.0)
        if turn.mended or turn.heard is None or not echo:
            return
    if echo:
        command = SendEcho(step=step.id, turn=turn.number, echo=echo)
        yield view.intend(f"{key}/{name}", command, seconds)


def _hear(view: View, step: Scene, state: SceneState, turn: Turn) -> Iterator[Intention]:
    """Yield what to say of an echo of one's own words."""
    echoed = state.turn(turn.echoes) if turn.echoes and turn.echo else None
    asked = turn.heard is None and not turn.unrated
    if echoed is not None and echoed.seat == view.me.id and asked:
        right = judging.answer(turn.echo, echoed)
        answer = AnswerEcho(step=step.id, turn=turn.number, answer=right)
        again = "/again" if turn.mended else ""
        yield view.intend(f"{step.id}/turn/{turn.number}/echo{again}", answer, (1.5, 4))


def _reaction(view: View, turn: Turn, missing: Missing | None) -> Reaction:
    """Return how the seat reacts to a card; nobody says "that is us" to a card played badly."""
    if missing == "tone":
        return "ouch"
    if missing is not None and view.me.home == turn.side:
        return "not_quite"
    mine: tuple[Reaction, ...] = ("that_is_us", "that_is_us", "not_quite")
    theirs: tuple[Reaction, ...] = ("new_to_me", "new_to_me", "ouch")
    return view.pick(mine if view.me.home == turn.side else theirs, "reaction", turn.number)
