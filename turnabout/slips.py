"""The slip that a player would see, as text: only a demo shows one to somebody else."""

from collections.abc import Iterator

from turnabout_client.tui.activity_model import bar, missed, verdict
from turnabout_protocol.parts import Slip

CELLS = 20


def slip_text(name: str, slip: Slip) -> str:
    """Return the private result of the bot called `name` as Markdown that reads well as text."""
    return "\n".join(_lines(name, slip))


def _lines(name: str, slip: Slip) -> Iterator[str]:
    yield f"## The private slip of {name}, a bot"
    yield ""
    yield "In a session with people it goes to its player and to nobody else."
    yield ""
    parts = (
        ("Rings true", slip.rings_true.value),
        ("Heard", slip.heard),
        ("Their words", slip.their_words),
        ("Portrayal", slip.portrayal),
    )
    for part, value in parts:
        if value is None:
            yield f"- {part}: not available"
        else:
            drawn = bar(value, 100, CELLS)
            rest = "░" * (CELLS - len(drawn))
            yield f"- {part}: {value:.0f} of 100  {drawn}{rest}  {verdict(value)}"
    if slip.missing:
        yield f"- They missed: {missed(slip.missing)}"
