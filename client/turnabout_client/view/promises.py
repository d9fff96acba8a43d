"""A promise in words: as it is read aloud, and what is still open about it. Pure."""

from textual.content import Content

from turnabout_client.view.dates import day_words
from turnabout_language import _
from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.room import Earlier


def promise_text(promise: Promise | Earlier, *, close: bool = False) -> Content:
    """Return the promise as it is read aloud; `close`: without an empty line in it."""
    sign = _clause(promise.sign, _("When"))
    seen = "\n" + _("We see it works when {sign}.", sign=sign) if sign else ""
    who = _(
        "{owner} with {partner}, by {day}.",
        owner=promise.owner, partner=promise.partner, day=day_words(promise.by),
    )  # fmt: skip
    if isinstance(promise, Promise) and promise.unsaid:
        who = f"{who} {not_yet(promise)}"
    return Content.assemble(
        (_("When"), "bold"), " ", _clause(promise.when, _("When")), ",\n",
        (_("then"), "bold"), " ", _clause(promise.then, _("then")), ".\n" if close else ".\n\n",
        (who, "bold"), seen,
    )  # fmt: skip


def told(promise: Promise | Earlier) -> str:
    """Return the promise in one line."""
    return promise_text(promise, close=True).plain.replace("\n", " ")


def not_yet(promise: Promise) -> str:
    """Return that the partner has not said yes yet: the promise is kept all the same."""
    return _("{name} has not said yes yet.", name=promise.partner)


def question(promise: Promise) -> str:
    """Return what its partner is asked."""
    return _("{owner} promised this with you. y: yes.", owner=promise.owner)


def _clause(text: str, word: str) -> str:
    """Return a clause without the word and the full stop that are around it anyway."""
    head, _space, rest = text.partition(" ")
    return (rest if head.lower() == word.lower() and rest else text).rstrip(" .,")
