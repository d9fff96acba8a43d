"""A player's slip as text: only a demo shows one to somebody else."""

from collections.abc import Iterator

from turnabout_client.activities.close.model import raters, verdict
from turnabout_client.view.bars import meter
from turnabout_client.view.missing import unseen
from turnabout_language import _
from turnabout_protocol.explanations import EXPLANATIONS, FigureName
from turnabout_protocol.figure_notes import rings
from turnabout_protocol.figures import Figure, Slip

CELLS = 20


def slip_text(name: str, slip: Slip) -> str:
    """Return the private result of the bot called `name` as Markdown that reads well as text."""
    return "\n".join(_lines(name, slip))


def _lines(name: str, slip: Slip) -> Iterator[str]:
    yield "## " + _("The private slip of {name}, a bot", name=name)
    yield ""
    yield _("In a session with people it goes to its player and to nobody else.")
    yield _("Bots rated it, by plain signs in what was typed.")
    yield ""
    parts: tuple[tuple[FigureName, float | None], ...] = (
        ("rings_true", slip.rings_true.value),
        ("heard", slip.heard),
        ("picks", slip.picks),
        ("their_words", slip.their_words),
        ("portrayal", slip.portrayal),
    )
    yield from (_part(figure, value, slip.rated) for figure, value in parts)
    if slip.rings_true.value is not None:
        yield f"- {raters(slip)} {rings()}."
    for said, guess in ((_("before"), slip.guess_before), (_("after"), slip.guess_after)):
        if guess is not None:
            what = f"{_(EXPLANATIONS['own_guess'].title)}, {said}"
            yield f"- {_('{what}:', what=what)} {_guess(guess)}"
    if slip.missing:
        yield "- " + _("Bots did not see: {tags}", tags=unseen(slip.missing))


def _part(figure: FigureName, value: float | None, rated: int) -> str:
    title = _(EXPLANATIONS[figure].title)
    if value is None:
        return "- " + _("{part}: not available", part=title)
    said = _("{part}: {value} of 100", part=title, value=f"{value:.0f}")
    return f"- {said}  {meter(value, 100, CELLS).plain}  {verdict(value, rated)}"


def _guess(guess: Figure) -> str:
    if guess.value is None:
        return _("not shown")
    return _("{value} of 100, where 50 is guessing", value=f"{guess.value:.0f}")
