"""The check of a session that is over as fields, and the reply that answers to them make. Pure."""

from collections.abc import Mapping
from typing import Any

from turnabout_client.activities.poll.dialogue import field as poll_field
from turnabout_client.dialogue.answers import values
from turnabout_client.dialogue.shapes import Answers, Choice, Field, Option
from turnabout_client.entrance import check as model
from turnabout_language import _
from turnabout_protocol.activities.review import MARKS, PromiseMark
from turnabout_protocol.check import Pledge, Reply
from turnabout_protocol.messages import CheckAsked

ORDER = "order"
FELT = model.FELT.id


def fields(asked: CheckAsked, name: str) -> tuple[Field, ...]:
    """Return what the person of that name is asked: an order, a feeling, and their promises."""
    return (
        _order(asked),
        poll_field(model.FELT),
        *(_mark(pledge, name) for pledge in model.mine(asked, name)),
    )


def reply(asked: CheckAsked, name: str, answers: Answers) -> Reply:
    """Return the reply that `answers` to those fields make. They are complete: see `missing`."""
    given: Mapping[str, Any] = values(fields(asked, name), answers)
    marks: dict[int, PromiseMark] = {
        pledge.place: mark
        for pledge in model.mine(asked, name)
        if (mark := given[_key(pledge)]) is not None
    }
    return model.reply(given[ORDER], given[FELT] or "", marks)


def untouched(asked: CheckAsked, answers: Answers) -> bool:
    """Return whether the cards lie as they were dealt: where all of them always have a place, that
    nobody has ordered them."""
    return answers.get(ORDER) == tuple(card.id for card in asked.cards)


def _order(asked: CheckAsked) -> Choice:
    options = tuple(
        Option(key=card.id, label=card.text, kind="card", card=card.kind) for card in asked.cards
    )
    return Choice(
        key=ORDER,
        label=_("What mattered most to {side} then?", side=asked.label),
        options=options,
        least=0,
        most=max(1, len(options)),
        ordered=True,
    )


def _mark(pledge: Pledge, name: str) -> Choice:
    text = _("WHEN {when} THEN {then}", when=pledge.when, then=pledge.then)
    return Choice(
        key=_key(pledge),
        label=" ".join((model.held(pledge, name), f"{text}.", _("How did it go?"))),
        options=tuple(Option(key=mark, label=_(said)) for mark, said in MARKS.items()),
        least=0,
    )


def _key(pledge: Pledge) -> str:
    return f"mark/{pledge.place}"
