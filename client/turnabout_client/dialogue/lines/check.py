"""The check of a session that is over, in lines: three things, one after the other, and thanks."""

from collections.abc import Callable, Coroutine
from typing import Any

from turnabout_client.dialogue import checking
from turnabout_client.dialogue.shapes import Choice, Field, Option
from turnabout_client.entrance import check as model
from turnabout_client.entrance.door import Entrance
from turnabout_client.link.errors import LinkError
from turnabout_client.link.keyring import KeptSeat
from turnabout_language import _
from turnabout_protocol import links

Ask = Callable[[Field], Coroutine[Any, Any, "str | tuple[str, ...]"]]
"""Puts a field, and waits until it is answered."""


async def answered(
    entrance: Entrance, where: links.Link, seat: KeptSeat, ask: Ask, say: Callable[[str], None]
) -> str:
    """Ask what the check asks that seat, send it once, and return the last sentence.

    Raises LinkError when it cannot be asked.
    """
    asked = await entrance.check(where, seat.key)
    fields = checking.fields(asked, seat.name)
    say(model.intro(asked, len(fields)))
    say(_("Whatever you leave out does not count. Nothing is sent before your last answer."))
    answers = {field.key: await ask(field) for field in fields}
    reply = checking.reply(asked, seat.name, answers)
    while True:
        try:
            await entrance.answer(where, seat.key, reply)
        except LinkError as error:
            say(error.sentence)
            again = Option(key="again", label=_("Send it again"))
            await ask(Choice(key="again", options=(again,)))
        else:
            return _(model.THANKS)
