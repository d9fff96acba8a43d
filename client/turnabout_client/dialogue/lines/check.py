"""The check of a session that is over, in lines: three things, one after the other, and thanks."""

from collections.abc import Callable, Coroutine
from typing import Any

from turnabout_client.activities.poll.dialogue import field as poll_field
from turnabout_client.dialogue.shapes import Choice, Field, Option
from turnabout_client.entrance import check as model
from turnabout_client.entrance.door import Entrance
from turnabout_client.link.errors import LinkError
from turnabout_client.link.keyring import KeptSeat
from turnabout_language import _
from turnabout_protocol import links
from turnabout_protocol.activities.review import MARKS, PromiseMark
from turnabout_protocol.check import Pledge
from turnabout_protocol.messages import CheckAsked

Ask = Callable[[Field], Coroutine[Any, Any, "str | tuple[str, ...]"]]
"""Puts a field, and waits until it is answered."""


async def answered(
    entrance: Entrance, where: links.Link, seat: KeptSeat, ask: Ask, say: Callable[[str], None]
) -> str:
    """Ask what the check asks that seat, send it once, and return the last sentence.

    Raises LinkError when it cannot be asked.
    """
    asked = await entrance.check(where, seat.key)
    pledges = model.mine(asked, seat.name)
    say(model.intro(asked, 2 + len(pledges)))
    say(_("Whatever you leave out does not count. Nothing is sent before your last answer."))
    order = await ask(_order(asked))
    felt = await ask(poll_field(model.FELT))
    marks: dict[int, PromiseMark] = {}
    for pledge in pledges:
        chosen = await ask(_mark(pledge, seat.name))
        if chosen:
            marks[pledge.place] = next(mark for mark in MARKS if mark in chosen)
    reply = model.reply(tuple(order), felt[0] if felt else "", marks)
    while True:
        try:
            await entrance.answer(where, seat.key, reply)
        except LinkError as error:
            say(error.sentence)
            again = Option(key="again", label=_("Send it again"))
            await ask(Choice(key="again", options=(again,)))
        else:
            return _(model.THANKS)


def _order(asked: CheckAsked) -> Choice:
    options = tuple(Option(key=card.id, label=card.text, kind="card") for card in asked.cards)
    return Choice(
        key="order",
        label=_("What mattered most to {side} then?", side=asked.label),
        options=options,
        least=0,
        most=max(1, len(options)),
        ordered=True,
    )


def _mark(pledge: Pledge, name: str) -> Choice:
    text = _("WHEN {when} THEN {then}", when=pledge.when, then=pledge.then)
    return Choice(
        key=f"mark/{pledge.place}",
        label=" ".join((model.held(pledge, name), f"{text}.", _("How did it go?"))),
        options=tuple(Option(key=mark, label=_(said)) for mark, said in MARKS.items()),
        least=0,
    )
