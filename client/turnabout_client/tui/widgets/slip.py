"""A player's private result: three bars with a word each; the number only when asked for."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui.activity_model import bar, missed, verdict
from turnabout_client.tui.widgets.pane import Pane
from turnabout_protocol.parts import Slip

NAMES = (
    ("Rings true", "how often they said: I could have said that"),
    ("Heard", "how often your summary of the last speaker was right"),
    ("Their words", "whether you used two of their words well"),
)
ROOM_FOR_WORDS = 28


class SlipPane(Pane):
    """Nobody else sees this."""

    def __init__(self) -> None:
        super().__init__("Only you see this", id="slip")
        self._slip: Slip | None = None
        self._number = False
        self._text = Static()

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, slip: Slip, number: bool) -> None:
        """Show `slip`; with `number` the portrayal as a figure, too."""
        self._slip, self._number = slip, number
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._slip is not None and self.content_size.width:
            self._text.update(Content("\n").join(self._rows(self._slip)))
            self.hint_soon()

    def _rows(self, slip: Slip) -> list[Content]:
        if slip.rings_true.value is None:
            need = slip.rings_true.need
            why = f"There are not enough ratings: it takes {need} different people."
            rows = [Content(why), Content("")]
        else:
            rows = []
        parts = (slip.rings_true.value, slip.heard, slip.their_words)
        for (name, meaning), value in zip(NAMES, parts, strict=True):
            if value is not None:
                rows += [
                    self._bar(name, value),
                    Content.styled(f"{meaning}", "$quiet"),
                    Content(""),
                ]
        if tags := missed(slip.missing):
            rows += [Content.assemble(("They missed: ", "bold"), f"{tags}."), Content("")]
        return [*rows, self._portrayal(slip)]

    def _bar(self, name: str, value: float) -> Content:
        cells = max(6, min(40, self.content_size.width - ROOM_FOR_WORDS))
        drawn = bar(value, 100, cells)
        return Content.assemble(
            (f"{name:<13}", "bold"), (drawn, "$accent"), ("░" * (cells - len(drawn)), "$rule"),
            f"  {verdict(value)}",
        )  # fmt: skip

    def _portrayal(self, slip: Slip) -> Content:
        if slip.portrayal is None:
            return Content.styled("It says how a part was played, not who you are.", "$quiet")
        if not self._number:
            return Content.styled("Press n if you want it as a number.", "$quiet")
        whole = f"All in all {slip.portrayal:.0f} of 100, {verdict(slip.portrayal).lower()}. "
        return Content.assemble((whole, "bold"), ("A mirror, not a grade.", "$quiet"))
