"""The check of a session that is over, in a browser: three things in one form, and thanks."""

from typing import Final

from turnabout_client.dialogue import checking
from turnabout_client.dialogue.shapes import Answers, Ask, Makes
from turnabout_client.entrance import check as model
from turnabout_client.link.check import answer_check, ask_check
from turnabout_client.link.errors import LinkError
from turnabout_client.link.wire import Dial
from turnabout_client.page.browser import Browser
from turnabout_client.page.messages import Hello, Kept
from turnabout_client.page.porch import Porch
from turnabout_language import _
from turnabout_protocol import links
from turnabout_protocol.messages import CheckAsked

ASK: Final = "check"


async def checked(
    browser: Browser, where: links.Link, hello: Hello, porch: Porch, dial: Dial
) -> str:
    """Ask what the check asks, and send it once it is answered; return the last sentence.

    Raises LinkError when it cannot be asked, Gone.
    """
    seat = await _seat(hello, porch)
    if seat is None:
        return _(model.NO_KEY)
    asked = await ask_check(where, seat.key, dial=dial)
    form = ask(asked, seat.name)
    while True:
        reply = checking.reply(
            asked,
            seat.name,
            _given(asked, await porch.answers(form, above(asked, len(form.fields)))),
        )
        try:
            await answer_check(where, seat.key, reply, dial=dial)
        except LinkError as error:
            await browser.send({"sorry": error.sentence})
        else:
            await browser.send({"forget": seat.key})
            return _(model.THANKS)


def above(asked: CheckAsked, questions: int) -> str:
    """Return what stands above the form."""
    leave_out = _("Whatever you leave out does not count. Cards left as they lie are left out.")
    return f"{model.intro(asked, questions)} {leave_out}"


def ask(asked: CheckAsked, name: str) -> Ask:
    """Return the form for the person of that name."""
    fields = checking.fields(asked, name)
    return Ask(
        id=ASK,
        prompt=_("What has stayed?"),
        fields=fields,
        makes=Makes(lambda answers: None, lambda command: None),
        send=_("Send"),
    )


def _given(asked: CheckAsked, answers: Answers) -> Answers:
    """Return what was answered: on a page all cards have a place, even if nobody moved one."""
    if checking.untouched(asked, answers):
        return {**answers, checking.ORDER: ()}
    return answers


async def _seat(hello: Hello, porch: Porch) -> Kept | None:
    """Return the seat that is asked: this window's, or the one that somebody says is theirs."""
    for seat in hello.kept:
        if seat.key == hello.key:
            return seat
    if hello.key:
        return Kept(name="", key=hello.key)
    if len(hello.kept) > 1:
        return await porch.whose(_(model.WHO), new=False)
    return hello.kept[0] if hello.kept else None
