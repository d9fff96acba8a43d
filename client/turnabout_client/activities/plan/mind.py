"""A bot in a plan: it writes an idea, helps to put equal ones together, votes, and promises."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from turnabout_client.bots import afterwards
from turnabout_client.bots.joining import join
from turnabout_client.bots.view import SECOND, Intention, View
from turnabout_client.view.dates import working_day
from turnabout_protocol.activities.ideas import Propose, PutUnder, Vote
from turnabout_protocol.activities.plan import (
    COMPLETE,
    MERGE,
    TERM,
    VOTE,
    WRITE,
    Idea,
    Plan,
    PlanOwn,
    PlanState,
)
from turnabout_protocol.activities.promises import Promising, SendUpstairs
from turnabout_protocol.chance import shuffled
from turnabout_protocol.commands import Ready
from turnabout_protocol.lights import idea_lights
from turnabout_protocol.scenario import Story

DUE: Final = timedelta(days=14)
_PATIENCE: Final = 0.35
"""Part of the completing stage that is left to people before a bot takes an idea."""
_STEP: Final = 0.08
_LAST: Final = 0.85


def intend(view: View, step: Plan) -> Iterator[Intention]:
    """Yield what the seat wants to do in a plan."""
    state = view.public.state(PlanState, step.id)
    if not view.me.plays:
        return
    if state.stage == COMPLETE:
        yield from join(view, step.id)
        yield from _complete(view, step, state)
    elif not view.is_ready(step):
        if state.stage == WRITE:
            yield from _write(view, step, state)
        elif state.stage == MERGE:
            yield from _merge(view, step, state)
        elif state.stage == VOTE and view.counts:
            dots = Vote(step=step.id, dots=ballot(view, step, state))
            yield view.intend(f"{step.id}/vote", dots, _within(step, VOTE, 0.25, 0.6))


def _write(view: View, step: Plan, state: PlanState) -> Iterator[Intention]:
    story = view.public.story
    if story is None:
        return
    idea = None
    if not view.own.state(PlanOwn, step.id).written:
        idea = _new(view, step, state, story)
    # Whoever could only say again what is there writes nothing.
    if idea is not None:
        yield view.intend(f"{step.id}/idea", idea, _within(step, WRITE, 0.2, 0.45))
    # Nobody is told whose idea it is, not even its writer. So readiness comes later, by time.
    done = Ready(step=step.id, stage=WRITE)
    yield view.intend(f"{step.id}/written", done, _within(step, WRITE, 0.5, 0.65))


def _new(view: View, step: Plan, state: PlanState, story: Story) -> Propose | None:
    """Return an idea that nobody has written; None: there is none left."""
    word = view.pick(view.own.lingo, "word") if view.own.lingo else None
    about_words = afterwards.word_idea()
    # One bot at the table adds a word of the side it played to the glossary.
    if word is not None and view.public.players()[:1] == (view.me,):
        when, then = about_words
        return Propose(
            step=step.id, when=when, then=then, starter="word",
            term=word.term[:TERM], means=word.means,
        )  # fmt: skip
    there = [about_words, *((one.when, one.then) for one in state.ideas)]
    found = afterwards.idea(story, view.me.id, view.seed, there)
    return None if found is None else Propose(step=step.id, when=found[0], then=found[1])


def _merge(view: View, step: Plan, state: PlanState) -> Iterator[Intention]:
    for idea, same in _equal(state):
        together = PutUnder(step=step.id, idea=idea.number, under=same.number)
        key = f"{step.id}/under/{idea.number}"
        yield view.intend(key, together, _turns(view, step, MERGE, 0.15))
    for idea in state.kept:
        # Nobody knows which side the idea is from: the first bot to find it too big carries it.
        if idea_lights(idea.when, idea.then, view.public.rules.language).ours is False:
            up = SendUpstairs(step=step.id, idea=idea.number)
            yield view.intend(f"{step.id}/up/{idea.number}", up, _turns(view, step, MERGE, 0.3))
    ready = Ready(step=step.id, stage=MERGE)
    yield view.intend(f"{step.id}/merged", ready, _within(step, MERGE, 0.65, 0.9))


def _equal(state: PlanState) -> Iterator[tuple[Idea, Idea]]:
    """Yield each idea that says what an earlier one says."""
    for i, idea in enumerate(state.kept):
        for same in state.kept[:i]:
            if afterwards.double((idea.when, idea.then), (same.when, same.then)):
                yield idea, same
                break


def ballot(view: View, step: Plan, state: PlanState) -> dict[int, int]:
    """Return dots for ideas: as many as allowed on the favourite, the rest on others."""
    left, dots = step.dots, dict[int, int]()
    numbers = [idea.number for idea in state.kept]
    for number in shuffled(numbers, view.seed, view.me.id, "favourite"):
        put = min(left, step.most_on_one)
        if put == 0:
            break
        dots[number] = put
        left -= put
    return dots


def _complete(view: View, step: Plan, state: PlanState) -> Iterator[Intention]:
    opened_on = view.public.rules.opened_on
    here = [s for s in view.public.players() if s.present]
    people = [s for s in here if s.home is not None and not view.public.stands_in(s.id)]
    across = [s.id for s in people if s.home != view.me.home]
    for idea in state.open if across and opened_on else ():
        number = idea.number
        # Everybody here offers in turn, in case those before them do not.
        order = shuffled([s.id for s in here], view.seed, "owner", number)
        wait = min(_LAST, _PATIENCE + _STEP * order.index(view.me.id))
        command = Promising(
            step=step.id,
            idea=number,
            partner=view.pick(across, "partner", number),
            by=working_day(opened_on, DUE),
            sign=afterwards.sign(view.seed, number),
        )
        soon = _within(step, COMPLETE, wait, wait + _STEP)
        # Whoever takes it gets the time that is theirs.
        waits = state.reserved.get(number)
        until = 0 if waits is None else waits.until
        key = f"{step.id}/promise/{number}" + (f"/{until}" if until else "")
        yield view.intend(key, command, soon, not_before=until)


def _turns(view: View, step: Plan, stage: int, begin: float) -> tuple[float, float]:
    """Return when this seat tries what only one has to do: seats try one after the other."""
    here = [s.id for s in view.public.players() if s.present]
    order = shuffled(here, view.seed, "first", stage)
    place = order.index(view.me.id) if view.me.id in order else len(order)
    low = min(0.6, begin + 0.05 * place)
    return _within(step, stage, low, low + 0.04)


def _within(step: Plan, stage: int, low: float, high: float) -> tuple[float, float]:
    """Return a span in seconds: from part `low` to part `high` of the shortest `stage` can be."""
    before = sum((step.write, step.merge, step.vote, step.complete)[:stage])
    whole = step.write + step.merge + step.vote + step.complete
    seconds = step.share(stage, step.length * (whole - before) // whole) / SECOND
    return seconds * low, seconds * high
