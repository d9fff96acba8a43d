"""The plan as a dialogue: write, put together, give dots, take one on as a promise. Pure."""

import re
from collections.abc import Iterator

from turnabout_client.activities.plan import model
from turnabout_client.activities.plan.taking import taking as taking_ask
from turnabout_client.activities.plan.taking import taking_words, upstairs_word
from turnabout_client.dialogue.answers import fills, safely
from turnabout_client.dialogue.ballots import dots_ask
from turnabout_client.dialogue.commonly import merging, ready
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import (
    Answers,
    Ask,
    Block,
    Choice,
    Option,
    Part,
    Sorry,
    Text,
    Word,
)
from turnabout_language import _, n_
from turnabout_protocol.activities.ideas import Propose, PutUnder, Vote
from turnabout_protocol.activities.plan import (
    COMPLETE,
    MERGE,
    SETTLE,
    TERM,
    VOTE,
    WRITE,
    Idea,
    Plan,
    PlanOwn,
    PlanState,
)
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.text import LINE


def part(seen: Seen, step: Plan) -> Part:
    """Return the ideas, and what this seat does with them now."""
    state = seen.state(PlanState, step)
    return Part(
        now=_now(seen, step, state),
        blocks=tuple(_blocks(seen, step, state)),
        ask=_ask(seen, step, state),
        also=tuple(_also(seen, step, state)),
    )


def _ask(seen: Seen, step: Plan, state: PlanState) -> Ask | None:
    if state.stage == COMPLETE:
        return taking_ask(seen, step, state)
    if not seen.plays or seen.ready(step):
        return None
    own = seen.own.state(PlanOwn, step.id)
    if state.stage == WRITE and not own.written:
        return _idea(seen, step, 0)
    return _vote(seen, step, state) if state.stage == VOTE else None


def _now(seen: Seen, step: Plan, state: PlanState) -> str:
    if state.stage == SETTLE:
        return model.level_words(seen.public, state)
    if state.stage == COMPLETE:
        return model.completing(seen.public, step, state, seen.me, seen.play)
    if not seen.plays:
        return _("You watch. {waiting}", waiting=seen.waiting(step))
    if seen.ready(step):
        if state.stage == VOTE:
            return _("Sent. {waiting}", waiting=seen.waiting(step))
        return _("Ready. {waiting}", waiting=seen.waiting(step))
    if state.stage == WRITE:
        return _("One more idea? Or say that you are ready.")
    return _("Put together what says the same.")


# What there is to read --------------------------------------------------------------------------


def _blocks(seen: Seen, step: Plan, state: PlanState) -> Iterator[Block]:
    public, story = seen.public, seen.public.story
    writing = state.stage == WRITE
    if writing:
        for one in model.missed(public):
            said = model.missed_line(public, one).plain
            yield Block(id=f"{step.id}/missed/{one.side}", lines=(said,), tone=one.side)
        seeds = story.action_seeds if story is not None else ()
        if seeds:
            yield Block(id=f"{step.id}/seeds", kind="list", head=_("For example"), lines=seeds)
    shown = model.as_written(state, seen.own.state(PlanOwn, step.id))
    if why := model.no_dots(state):
        yield Block(id=f"{step.id}/no-dots", lines=(why,), tone="quiet")
    taken = model.takers(public, step.id, seen.play) if state.stage == COMPLETE else {}
    for idea in model.in_order(shown):
        tail = _in_words(model.tail(shown, idea, None, taken), idea.dots)
        yield Block(
            id=f"{step.id}/idea/{idea.number}{'/mine' if writing else ''}",
            kind="card",
            head=_("Idea {n}", n=idea.number),
            lines=tuple(filter(None, (_sentence(idea), tail))),
        )


def _in_words(tail: str, dots: int | None) -> str:
    """Return what follows an idea, with its dots as a number."""
    return re.sub("●+", n_("{n} dot", "{n} dots", dots or 0), tail).replace("  ", ", ")


def _sentence(idea: Idea) -> str:
    return _("When {when}, then {then}", when=idea.when, then=idea.then)


# Write ------------------------------------------------------------------------------------------


def _idea(seen: Seen, step: Plan, number: int, start: model.StarterPlan | None = None) -> Ask:
    """Return the form of an idea; `start`: what it begins with."""
    when, then = "", ""
    if start is not None and seen.me is not None:
        when, then = model.begun(start, seen.public, seen.me)
    fields: tuple[Text, ...] = (
        Text(key="when", label=_("WHEN"), hint=_("something both sides will notice"), limit=LINE,
             given=when),
        Text(key="then", label=_("THEN"), hint=_("we take a first small step"), limit=LINE,
             given=then),
    )  # fmt: skip
    if start is not None and start.key == "word":
        fields += (
            Text(key="term", label=_("WORD"), hint=_("their term"), limit=TERM, least=0),
            Text(key="means", label=_("MEANS"), hint=_("in plain words"), limit=LINE, least=0),
        )
    starter = "" if start is None else start.key
    name = seen.asked(step, "idea", starter, number)
    return Ask(
        id=name,
        prompt=_("One small step that both sides notice?"),
        fields=fields,
        makes=fills(Propose, fields, step=step.id, starter=starter),
        send=_("Send"),
    )


# Give dots --------------------------------------------------------------------------------------


def _vote(seen: Seen, step: Plan, state: PlanState) -> Ask:
    options = tuple(
        Option(key=str(idea.number), label=_sentence(idea), kind="card") for idea in state.kept
    )
    own = seen.own.state(PlanOwn, step.id)
    given = tuple(str(number) for number, n in own.dots.items() for _dot in range(n))
    ask = dots_ask(
        seen.asked(step, "dots"),
        _("Put your dots where they help most."),
        options,
        step.dots,
        step.most_on_one,
        given,
    )

    def make(answers: Answers) -> AnyCommand | Sorry:
        dots = ask.counted(answers)
        if isinstance(dots, Sorry):
            return dots
        return Vote(step=step.id, dots={int(number): n for number, n in dots.items()})

    def read(command: AnyCommand) -> Answers | None:
        if not isinstance(command, Vote) or command.step != step.id:
            return None
        return ask.spread({str(number): n for number, n in command.dots.items()})

    return ask.with_makes(safely(make, read), _("Send my dots"))


# Beside it --------------------------------------------------------------------------------------


def _also(seen: Seen, step: Plan, state: PlanState) -> Iterator[Word]:
    if state.stage == COMPLETE:
        yield from taking_words(seen, step, state)
    elif seen.plays and state.stage == WRITE:
        yield from _writes(seen, step)
    elif seen.plays and state.stage == MERGE:
        yield from _merges(seen, step, state)
        yield from upstairs_word(seen, step, state)
    elif seen.plays and state.stage == VOTE and seen.ready(step):
        yield Word(
            key="dots", name=_("dots"), label=_("change my dots"), then=_vote(seen, step, state)
        )
    again = seen.public.steps[step.id].again
    if state.stage != SETTLE and (state.stage != VOTE or again):
        yield from ready(seen, step)


def _writes(seen: Seen, step: Plan) -> Iterator[Word]:
    written = len(seen.own.state(PlanOwn, step.id).written)
    if written or seen.ready(step):
        yield Word(
            key="idea", name=_("idea"), label=_("one more idea"), then=_idea(seen, step, written)
        )
    for start in model.STARTS:
        _when, then = ("", "") if seen.me is None else model.begun(start, seen.public, seen.me)
        yield Word(
            key=f"start-{start.key}",
            name=_(start.name),
            label=then or _("start with this kind of step"),
            then=_idea(seen, step, written, start),
            group="starts",
        )


def _merges(seen: Seen, step: Plan, state: PlanState) -> Iterator[Word]:
    ideas = tuple(i for i in model.in_order(state) if state.keeper(i.number) is not None)
    options = tuple(
        Option(key=str(i.number), label=_sentence(i), value=i.number, kind="card") for i in ideas
    )
    own = Option(key="none", label=_("none: it stands by itself"), value=0)
    if len(options) < 2:
        return
    fields = (
        Choice(key="idea", label=_("Which idea?"), options=options),
        Choice(key="under", label=_("Under which one does it go?"), options=(*options, own)),
    )
    yield merging(seen, step, fields, PutUnder)
