"""View logic of the screens around the scene: words, bars and dates. Pure."""

from collections.abc import Mapping
from typing import Final

from turnabout_language import N_, _, n_
from turnabout_protocol.activities.poll import Tally
from turnabout_protocol.parts import Figure, Public, Seat, Step

PICK_KEYS: Final = "123456789abcdefg"
"""One key for each of up to sixteen answers."""

MISSED: Final[Mapping[str, str]] = {
    "pressure": N_("a pressure"),
    "limit": N_("a limit"),
    "reason": N_("the reason"),
    "tone": N_("the tone"),
    "fact": N_("a fact"),
}
"""Tags for what was missing, in words."""

FULL: Final = "█"
PARTS: Final = " ▏▎▍▌▋▊▉"


def waiting(public: Public, step: Step, me: int | None) -> str:
    """Return for how many others the step still waits."""
    if public.phase != "running" or step.id not in public.steps:
        return _("One moment.")
    left = len(step.waited(public) - {me})
    if not left:
        return _("Going on in a moment.")
    return n_("Waiting for one other person.", "Waiting for {n} others.", left)


def filled(template: str, public: Public, seat: Seat) -> str:
    """Return `template`, translated, with name, home side and persona of `seat` put in."""
    home = public.label(seat.home) if seat.home else _("this team")
    persona = seat.persona or _("my character")
    text = _(template)
    for mark, filling in (("{name}", seat.name), ("{home}", home), ("{persona}", persona)):
        text = text.replace(mark, filling)
    return text


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
        return _("Early days")
    return _("Getting there") if value < 70 else _("Rings true")


def missed(tags: Mapping[str, int]) -> str:
    """Return what was missing as a list in words, most frequent first."""
    often = sorted(tags.items(), key=lambda pair: -pair[1])
    return ", ".join(_(MISSED.get(t, t)) + (f" (×{n})" if n > 1 else "") for t, n in often if n)


def why_hidden(figure: Figure | Tally) -> str:
    """Return why a result is not shown, so that nobody feels punished for a small room."""
    return _(
        "It takes {need} people before this is shown, so that nobody's answer can be worked out.",
        need=figure.need,
    )
