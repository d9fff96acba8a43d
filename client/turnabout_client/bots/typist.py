"""How a bot types: its words come at the pace of a person, as a draft that grows. Pure."""

from typing import Final

from turnabout_protocol.activities.scene import Said

PACE: Final = 40 * 6 / 60
"""Characters a second: 40 words a minute, with the spaces between them."""
FIRST: Final = 4_000
"""Milliseconds before the first character: the turn before is read first."""
SPARE: Final = 5_000
"""Milliseconds that are left before the bell."""
BEAT: Final = 0.5
"""Seconds between two drafts."""


def takes(said: Said, drawn: int) -> int:
    """Return the milliseconds for typing `said`; `drawn` varies them by a quarter or so."""
    return round(_length(said) / PACE * (800 + drawn % 450))


def so_far(said: Said, share: float) -> Said:
    """Return what of `said` stands there when this share of its time, 0 to 1, is over.

    The echo is typed first, then a card is chosen and what is said to it, then the question.
    """
    left = int(_length(said) * min(1.0, max(0.0, share)))
    echo = said.echo[:left]
    left -= len(echo)
    say = said.say[:left]
    return Said(
        echo=echo,
        card=said.card if echo == said.echo else "",
        say=say,
        ask=said.ask[: left - len(say)],
    )


def _length(said: Said) -> int:
    return len(said.echo) + len(said.say) + len(said.ask)
