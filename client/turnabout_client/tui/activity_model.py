"""View logic of the screens around the scene: words, bars and dates. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from turnabout_protocol.activities.poll import Tally
from turnabout_protocol.parts import Figure, Public, Seat, Step
from turnabout_protocol.scenario import SIDES, Side, other

PICK_KEYS: Final = "123456789abcdefg"
"""One key for each of up to sixteen answers."""

MISSED: Final[Mapping[str, str]] = {
    "pressure": "a pressure",
    "limit": "a limit",
    "reason": "the reason",
    "tone": "the tone",
    "fact": "a fact",
}
"""Tags for what was missing, in words."""

FULL: Final = "█"
PARTS: Final = " ▏▎▍▌▋▊▉"
DUE: Final = timedelta(days=14)
"""How far ahead a promise's date is proposed."""


def waiting(public: Public, step: Step, me: int | None) -> str:
    """Return for how many others the step still waits."""
    if public.phase != "running" or step.id not in public.steps:
        return "One moment."
    left = len(step.waited(public) - {me})
    match left:
        case 0:
            return "Going on in a moment."
        case 1:
            return "Waiting for one other person."
        case _:
            return f"Waiting for {left} others."


def filled(template: str, public: Public, seat: Seat) -> str:
    """Return `template` with name, home side and persona of `seat` put in."""
    home = public.label(seat.home) if seat.home else "this team"
    known = {"{name}": seat.name, "{home}": home, "{persona}": seat.persona or "my character"}
    for mark, text in known.items():
        template = template.replace(mark, text)
    return template


def continues(starter: str, text: str) -> bool:
    """Return whether `text` says more than the sentence it was started with."""
    return bool(text) and text.rstrip(" .") != starter.rstrip(" .")


def bar(value: float, most: float, cells: int) -> str:
    """Return a bar of at most `cells` cells, to an eighth of a cell, for `value` of `most`."""
    eighths = round(max(0.0, min(1.0, value / most)) * cells * 8) if most > 0 else 0
    part = PARTS[eighths % 8].strip()
    return FULL * (eighths // 8) + part


def ranked(tally: Tally) -> tuple[tuple[str, int], ...]:
    """Return the answers that were given, most frequent first, equals in the order asked."""
    return tuple(sorted(tally.counts.items(), key=lambda pair: -pair[1]))


def verdict(value: float) -> str:
    """Return the word for a part of a slip, 0 to 100."""
    if value < 40:
        return "Early days"
    return "Getting there" if value < 70 else "Rings true"


def missed(tags: Mapping[str, int]) -> str:
    """Return what was missing as a list in words, most frequent first."""
    often = sorted(tags.items(), key=lambda pair: -pair[1])
    return ", ".join(MISSED.get(t, t) + (f" (×{n})" if n > 1 else "") for t, n in often if n)


def why_hidden(figure: Figure | Tally) -> str:
    """Return why a result is not shown, so that nobody feels punished for a small room."""
    return (
        f"It takes {figure.need} people before this is shown, "
        "so that nobody's answer can be worked out."
    )


def proposed_day(opened_on: str) -> str:
    """Return the date that a promise's form starts with, YYYY-MM-DD; empty when unknown."""
    return (date.fromisoformat(opened_on) + DUE).isoformat() if opened_on else ""


def is_day(text: str) -> bool:
    """Return whether `text` is a date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_words(day: str) -> str:
    """Return a date as people read it: `Monday, 7 December`."""
    if not is_day(day):
        return day
    when = date.fromisoformat(day)
    return f"{when:%A}, {when.day} {when:%B}"


def partners(public: Public, me: Seat) -> tuple[Seat, ...]:
    """Return the people who belong to the other side: one of them shares a promise."""
    sides: tuple[Side, ...] = SIDES if me.home is None else (other(me.home),)
    return tuple(s for side in sides for s in public.owners(side) if s.id != me.id)


def next_dots(dots: Mapping[int, int], idea: int, most: int, on_one: int) -> dict[int, int] | None:
    """Return the ballot with one more dot on `idea`, or none there after the last that fits.

    None: all dots are used and there is none on this idea to take back.
    """
    has = dots.get(idea, 0)
    rest = {number: n for number, n in dots.items() if number != idea}
    if has < on_one and sum(dots.values()) < most:
        return {**rest, idea: has + 1}
    return rest if has else None
