"""Taking an idea on: it waits for a minute, then an owner, a partner, a day and a sign. Pure."""

from collections.abc import Iterator

from turnabout_client.activities.plan import model
from turnabout_client.dialogue.answers import fills
from turnabout_client.dialogue.commonly import yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Choice, Option, Text, Word
from turnabout_language import _
from turnabout_protocol.activities.plan import Idea, Plan, PlanState, taker
from turnabout_protocol.activities.promises import (
    JoinIn,
    Promising,
    Release,
    Reserve,
    SendUpstairs,
)
from turnabout_protocol.text import LINE


def taking(seen: Seen, step: Plan, state: PlanState) -> Ask | None:
    """Return the form of the promise that I am about to make; None: I make none just now."""
    mine = _mine(seen, step, state)
    return None if mine is None else promise(seen, step, mine)


def taking_words(seen: Seen, step: Plan, state: PlanState) -> Iterator[Word]:
    """Yield what one can do with the chosen ideas."""
    asked = model.asked(seen.public, state, seen.me)
    if asked is not None:
        join = JoinIn(step=step.id, idea=asked.idea)
        yield Word(key="yes", name=_("yes"), label=_("yes, with you"), then=join, group="main")
    if not seen.plays:
        return
    mine = _mine(seen, step, state)
    if mine is not None:
        release = Release(step=step.id, idea=mine.number)
        yield Word(key="release", name=_("release"), label=_("leave it to others"), then=release)
    for idea in state.open:
        if idea != mine and taker(seen.public, step.id, idea.number, seen.play) is None:
            reserve = Reserve(step=step.id, idea=idea.number)
            number = idea.number
            yield Word(
                key=f"take-{number}",
                name=f"{_('take')}-{number}",
                label=_("I take it"),
                then=reserve,
                about=f"{step.id}/idea/{number}",
            )
            yield Word(
                key=f"promise-{number}",
                name=f"{_('promise')}-{number}",
                label=_("I take it, at once"),
                then=promise(seen, step, idea),
                about=f"{step.id}/idea/{number}",
                told=False,  # to take it leads there, too
            )
    yield from upstairs_word(seen, step, state)


def upstairs_word(seen: Seen, step: Plan, state: PlanState) -> Iterator[Word]:
    """Yield the word that carries an idea to those who can decide it."""
    promised = {promise.idea for promise in state.promises}
    ideas = [i for i in state.kept if i.number not in promised]
    for idea in ideas:
        prompt = _(
            "Carry idea {n} upstairs? It leaves the table, and your name stands beside it: you "
            "bring it to those who can decide it.",
            n=idea.number,
        )
        command = SendUpstairs(step=step.id, idea=idea.number)
        sure = yes_no(f"{step.id}/upstairs/{idea.number}", prompt, _("I carry it"), command)
        yield Word(
            key=f"upstairs-{idea.number}",
            name=f"{_('upstairs')}-{idea.number}",
            label=_("I carry it upstairs"),
            then=sure,
            about=f"{step.id}/idea/{idea.number}",
        )


def promise(seen: Seen, step: Plan, idea: Idea) -> Ask:
    """Return the form of a promise."""
    me, public = seen.me, seen.public
    people = () if me is None else model.partners(public, me)
    fields = (
        Choice(
            key="partner",
            label=_("With whom?"),
            options=tuple(Option(key=str(s.id), label=s.name, value=s.id) for s in people),
        ),
        Text(
            key="by",
            label=_("By when?"),
            hint=_("year-month-day"),
            limit=10,
            given=model.proposed_day(public.rules.opened_on),
        ),
        Text(
            key="sign",
            label=_("We see it works when"),
            limit=LINE,
            least=0,
            given=model.proposed_sign(idea),
        ),
    )
    return Ask(
        id=f"{step.id}/promise/{idea.number}",
        prompt=_("With whom, by when, and how do we see it?"),
        fields=fields,
        makes=fills(Promising, fields, step=step.id, idea=idea.number),
        send=_("Sign it"),
    )


def _mine(seen: Seen, step: Plan, state: PlanState) -> Idea | None:
    """Return the idea that waits for me."""
    open_ = (i for i in state.open if seen.seat is not None)
    return next(
        (i for i in open_ if taker(seen.public, step.id, i.number, seen.play) == seen.seat), None
    )
