"""An arrow on a line: where a figure was and where it is. Pure."""

from typing import Final, NamedTuple

from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Arrow

BEFORE: Final = "◇"

AFTER: Final = "◆"

YARDSTICK: Final = "▽"

TICK: Final = "┼"

Styled = tuple[str, str]
"""Text and its style."""


class Scale(NamedTuple):
    """The line that figures lie on."""

    low: float = 0
    high: float = 100
    tick: float = 50
    """Where a mark shows the value that means nothing: guessing, or no difference."""


def place_on(value: float, scale: Scale, cells: int) -> int:
    """Return the cell of `value` on a line of `cells`."""
    part = (value - scale.low) / (scale.high - scale.low)
    return round(max(0.0, min(1.0, part)) * (cells - 1))


def track(
    arrow: Arrow, scale: Scale, cells: int, *, progress: float = 1, yardstick: float | None = None
) -> tuple[Styled, ...]:
    """Return a line with the arrow on it, `progress` of its way (0 to 1) along."""
    signs = [("─", "$rule")] * cells
    if cells < 2:
        return ()
    signs[place_on(scale.tick, scale, cells)] = (TICK, "$quiet")
    before, after = _value(arrow.before), _value(arrow.after)
    start = scale.tick if before is None else before
    if after is not None:
        now = start + (after - start) * progress
        at, to = place_on(start, scale, cells), place_on(now, scale, cells)
        if before is not None:
            for cell in range(min(at, to), max(at, to) + 1):
                signs[cell] = ("━", "$accent")
        signs[to] = (AFTER, "bold $accent")
    if before is not None:
        cell = place_on(before, scale, cells)
        if signs[cell][0] != AFTER:
            signs[cell] = (BEFORE, "bold")
    if yardstick is not None and signs[place_on(yardstick, scale, cells)][0] not in (BEFORE, AFTER):
        signs[place_on(yardstick, scale, cells)] = (YARDSTICK, "bold $secondary")
    return tuple(signs)


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def arrow_words(arrow: Arrow, *, signed: bool = False) -> str:
    """Return the figures of an arrow in words: `48 → 71`. `signed`: they are differences."""
    said = [_number(value, signed) for value in (_value(arrow.before), _value(arrow.after))]
    if arrow.before is not None and arrow.after is not None:
        return f"{said[0]} → {said[1]}"
    return said[0] if arrow.after is None else said[1]


def _number(value: float | None, signed: bool) -> str:
    if value is None:
        return "?"
    return f"{value:+.0f}" if signed and value else f"{value:.0f}"


def shown(arrow: Arrow) -> bool:
    """Return whether an arrow has anything to show."""
    return _value(arrow.before) is not None or _value(arrow.after) is not None
