"""A promise as a note: what, who, with whom, until when, and how one will see it."""

from textual.content import Content
from textual.widgets import Static

from turnabout_client.view.dates import day_words
from turnabout_client.view.promises import not_yet
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


def _clause(text: str, word: str) -> str:
    """Return a clause without the word and the full stop that are around it anyway."""
    head, _space, rest = text.partition(" ")
    return (rest if head.lower() == word.lower() and rest else text).rstrip(" .,")


class PromiseNote(Static):
    """An adopted promise."""

    def __init__(self, promise: Promise) -> None:
        self._promise = promise
        super().__init__(promise_text(promise), classes="note -ask promise-note")

    def reading(self, promise: Promise, now: bool, read: bool, aloud: bool = True) -> None:
        """Show the promise as it stands, and whether it is being read, or was.

        `aloud`: by somebody who can.
        """
        self._promise = promise
        told = _("reading now") if now else _("read aloud") if aloud else _("has been read")
        mark = Content.styled(f"{'▸' if now else '✓'} {told}\n", "bold")
        text = promise_text(self._promise)
        self.update(mark + text if now or read else text)
        self.set_class(now, "-reading")
