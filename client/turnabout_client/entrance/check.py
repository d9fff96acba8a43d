"""Pure logic of the check: what somebody is asked, page by page, and the reply it makes."""

from collections.abc import Mapping
from typing import Final

from turnabout_client.view.dates import long_day
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.poll import Question
from turnabout_protocol.activities.review import MARKS, PromiseMark
from turnabout_protocol.check import Pledge, Reply
from turnabout_protocol.messages import CheckAsked

FELT: Final = Question(
    id="felt",
    text=N_("The other side understands what matters to us."),
    options="scale7",
    measure="felt",
)
THANKS: Final = N_(
    "Thank you. What stayed is in the report as soon as all have answered, or when the "
    "two weeks are over."
)
NO_KEY: Final = N_(
    "The session is over, and asks those who were in it three things. On this "
    "machine there is no key of a seat in it: use the one you played on."
)
WHO: Final = N_("The session is over, and asks you three things. Who are you?")


def mine(asked: CheckAsked, name: str) -> tuple[Pledge, ...]:
    """Return the promises that somebody of that name owns, or is the partner of."""
    me = name.casefold()
    return tuple(p for p in asked.pledges if me in (p.owner.casefold(), p.partner.casefold()))


def intro(asked: CheckAsked, questions: int) -> str:
    """Return what stands above everything. `questions`: how many pages there are."""
    if not asked.date:
        return n_(
            "After your session: {n} question, 60 seconds. Nobody sees your answer.",
            "After your session: {n} questions, 60 seconds. Nobody sees your answers.",
            questions,
        )
    return n_(
        "After your session of {date}: {n} question, 60 seconds. Nobody sees your answer.",
        "After your session of {date}: {n} questions, 60 seconds. Nobody sees your answers.",
        questions,
        date=long_day(asked.date),
    )


def held(pledge: Pledge, name: str) -> str:
    """Return whose promise it is, seen from the one who is asked."""
    if pledge.owner.casefold() == name.casefold():
        return _("You promised this with {name}.", name=pledge.partner)
    return _("{name} promised this with you.", name=pledge.owner)


def reply(order: tuple[str, ...], felt: str, marks: Mapping[int, PromiseMark]) -> Reply:
    """Return the reply; `felt` is a step of the scale, or empty."""
    return Reply(order=order, felt=int(felt) if felt else None, marks=dict(marks))


def mark_of(number: int) -> PromiseMark:
    """Return the mark behind a number key, from 1."""
    return tuple(MARKS)[number - 1]
