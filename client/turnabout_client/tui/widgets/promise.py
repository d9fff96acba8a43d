"""A promise as a note: what, who, with whom, until when, and how one will see it."""

from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui.activity_model import day_words
from turnabout_protocol.activities.plan import Promise


def promise_text(promise: Promise) -> Content:
    """Return the promise as it is read aloud."""
    return Content.assemble(
        ("When ", "bold"), _clause(promise.when, "when"),
        ("\nthen ", "bold"), _clause(promise.then, "then"), ".",
        (f"\n\n{promise.owner} with {promise.partner}, by {day_words(promise.by)}.", "bold"),
        f"\nWe see it works when {_clause(promise.sign, 'when')}.",
    )  # fmt: skip


def _clause(text: str, word: str) -> str:
    """Return a clause without the word and the full stop that are around it anyway."""
    head, _, rest = text.partition(" ")
    return (rest if head.lower() == word and rest else text).rstrip(" .,")


class PromiseNote(Static):
    """An adopted promise."""

    def __init__(self, promise: Promise) -> None:
        super().__init__(promise_text(promise), classes="note -ask promise-note")
