"""A poll as a dialogue: all questions in one form, then what the room said, pooled. Pure."""

from collections.abc import Iterator

from turnabout_client.activities.poll import model
from turnabout_client.activities.poll.moods import feels
from turnabout_client.dialogue.answers import Values, fills
from turnabout_client.dialogue.commonly import ready
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Bar, Block, Chart, Choice, Option, Part, Word
from turnabout_language import _, n_
from turnabout_protocol.activities.poll import Answer, Poll, PollState, Question, Tally


def part(seen: Seen, step: Poll) -> Part:
    """Return what is asked, or what all have answered together."""
    state = seen.state(PollState, step)
    if state.tallies is not None:
        return Part(
            now=model.looks(model.withheld(state.tallies)),
            blocks=tuple(_tallies(step, state.tallies)),
            also=ready(seen, step, _("I am ready to go on")),
        )
    asked = model.asked_of(seen.public, step, seen.me)
    if not asked:
        return Part(now=_("You watch. {waiting}", waiting=seen.waiting(step)))
    ask = _ask(seen, step, asked)
    # Whoever comes back has answered already, and waits.
    done = seen.ready(step) or state.again
    return Part(
        now=_("Sent. {waiting}", waiting=seen.waiting(step)),
        ask=None if done else ask,
        also=tuple(_also(seen, step, ask)) if done else (),
    )


def _also(seen: Seen, step: Poll, ask: Ask) -> Iterator[Word]:
    yield Word(key="change", name=_("change"), label=_("change my answers"), then=ask)
    if seen.public.steps[step.id].again:
        yield from ready(seen, step, _("what I answered stands"))


def _ask(seen: Seen, step: Poll, asked: tuple[Question, ...]) -> Ask:
    fields = tuple(field(question) for question in asked)

    def picked(values: Values) -> Values:
        return {"picks": {key: _several(value) for key, value in values.items()}}

    def values(told: Values) -> Values:
        picks = told["picks"]
        one = {q.id for q in asked if q.up_to == 1}
        return {
            key: (next(iter(given), None) if key in one else given) for key, given in picks.items()
        }

    return Ask(
        id=seen.asked(step, "answer"),
        prompt=n_(
            "Answer silently: nobody sees who said what.",
            "Answer {n} questions silently: nobody sees who said what.",
            len(asked),
        ),
        fields=fields,
        makes=fills(Answer, fields, shape=picked, unshape=values, step=step.id),
        send=_("Send"),
    )


def _several(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (str(value),)


def field(question: Question) -> Choice:
    scale = bool(question.steps)
    many = _("up to {number}", number=question.up_to) if question.up_to > 1 else ""
    return Choice(
        key=question.id,
        label=" ".join(filter(None, (_(question.text), f"({many})" if many else ""))),
        options=tuple(
            Option(key=answer, label=answer if scale else _(answer)) for answer in question.choices
        ),
        least=0,
        most=question.up_to,
        ends=(_(question.ends[0]), _(question.ends[1])) if scale else None,
    )


def _tallies(step: Poll, tallies: tuple[Tally, ...]) -> Iterator[Block]:
    for question, tally in zip(step.tallied, tallies, strict=False):
        yield Block(
            id=f"{step.id}/tally/{question.id}",
            kind="tally",
            head=_(question.text),
            lines=tuple(_lines(tally)),
            chart=_chart(tally, most=max(tally.counts.values(), default=0)),
            tone="strong" if feels(question) else "",
        )


def _lines(tally: Tally) -> Iterator[str]:
    if tally.hidden:
        yield model.why_hidden(tally)
        return
    named = [f"{_(answer)} {n}" for answer, n in model.ranked(tally)]
    yield ", ".join(named) or _("Nobody chose anything.")
    yield n_("{n} person answered.", "{n} people answered.", tally.n)


def _chart(tally: Tally, most: int) -> Chart | None:
    if tally.hidden or not most:
        return None
    bars = (Bar(label=_(a), value=n, said=str(n)) for a, n in model.ranked(tally))
    return Chart(most=most, bars=tuple(bars), tells=1)
