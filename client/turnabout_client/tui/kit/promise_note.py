"""A promise as a note: what, who, with whom, until when, and how one will see it."""

from textual.content import Content

from turnabout_client.tui.kit.static import Static
from turnabout_client.view.promises import promise_text
from turnabout_language import _
from turnabout_protocol.activities.plan import Promise


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
