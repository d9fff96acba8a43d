"""The charts of a reveal: one a slide, in lines that say what is measured. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace
from textual.content import Content

from turnabout_client.activities.reveal.model import change_words, gap_words
from turnabout_client.view import words
from turnabout_client.view.arrows import Scale, arrow_words, shown
from turnabout_client.view.dates import long_day
from turnabout_language import _
from turnabout_protocol.activities.reveal import RevealState, Slide
from turnabout_protocol.explanations import FigureName
from turnabout_protocol.figure_notes import looking_back
from turnabout_protocol.results import Accuracy, Arrow, Attitude, Retention, Understood
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES, Side, other

BOTH = Scale(-100, 100, 0)
"""The line of a difference."""
SIZE = Scale(0, 100, 0)
"""The line of its size, where the name says which way."""


class Line(NamedTuple):
    """An arrow with its name, on the line that it lies on."""

    name: Content
    arrow: Arrow
    explains: FigureName
    scale: Scale = Scale()
    yardstick: float | None = None
    note: str = ""

    @property
    def figures(self) -> Content:
        """Where it was and where it is, in figures, and what that change means."""
        signed = self.scale.low < 0
        change = gap_words(self.arrow) if signed else change_words(self.arrow)
        style = "$accent" if self.arrow.clear else "$quiet"
        said = arrow_words(self.arrow, signed=signed)
        return Content.assemble((said, "bold"), (f"  {change}" if change else "", style))


def chart(public: Public, state: RevealState, slide: Slide) -> list[Line]:
    """Return the lines of the chart of `slide`; none where nothing of it is shown."""
    return [*_chart(public, state, slide)]


def _chart(public: Public, state: RevealState, slide: Slide) -> Iterator[Line]:
    understood = state.understood
    match slide:
        case "accuracy" if state.accuracy is not None:
            yield from accuracy_lines(public, state.accuracy)
        case "felt" if understood is not None and understood.felt is not None:
            yield from _attitude(public, understood.felt, "felt", _("{side} feel understood"))
        case "close" if understood is not None and understood.close is not None:
            yield from _attitude(public, understood.close, "close", _("{side}: how close we are"))
        case "gap" if understood is not None:
            yield from _gaps(public, understood)
        case "looking_back" if understood is not None:
            yield from _looking_back(public, understood)
        case "regard" if state.regard is not None:
            for side, told in state.regard.items():
                name = _about(public, _("What {guessers} think of how {owners} work"), side)
                yield from _line(name, told.arrow, "regard", public)
        case "retention" if state.retention is not None:
            known = Content.styled(_known(state.retention), "bold")
            yield from _line(known, state.retention.room, "retention", public)
            if state.retention.felt is not None:
                felt = Content.styled(_("Understood, then and now"), "bold")
                yield from _line(felt, state.retention.felt.room, "retention", public)


def accuracy_lines(public: Public, accuracy: Accuracy) -> Iterator[Line]:
    """Yield how well each side's order was guessed, beside how far its owners agree."""
    for side in SIDES:
        name = _about(public, _("{guessers} on what matters to {owners}"), side)
        yield from _line(
            name, accuracy.sides[side], "accuracy", public,
            yardstick=accuracy.agreement[side].value,
        )  # fmt: skip


def _gaps(public: Public, understood: Understood) -> Iterator[Line]:
    for side, gap in understood.gap.items():
        name = _about(public, _("What {guessers} claim, less what {owners} feel"), side)
        yield from _line(name, gap, "gap", public, scale=BOTH)


def _looking_back(public: Public, understood: Understood) -> Iterator[Line]:
    if understood.claimed is not None:
        said = Content.styled(_("Both sides together: we understand them"), "bold")
        yield from _line(said, understood.claimed.room, "claimed", public)
    if understood.looking_back is not None:
        back = understood.looking_back.room
        said = Content.styled(looking_back(back), "bold")
        yield from _line(said, _size(back), "looking_back", public, scale=SIZE)


def _known(retention: Retention) -> str:
    date = long_day(retention.date)
    return _("Still known from {date}", date=date) if date else _("Still known from last time")


def _size(arrow: Arrow) -> Arrow:
    """Return an arrow of one end without its sign."""
    end = arrow.after
    if end is None or end.value is None:
        return arrow
    return replace(arrow, after=replace(end, value=abs(end.value)))


def _attitude(public: Public, attitude: Attitude, name: FigureName, said: str) -> Iterator[Line]:
    """Yield a question by side, or else both sides together."""
    by_side = {side: arrow for side, arrow in attitude.sides.items() if shown(arrow)}
    for side, arrow in by_side.items():
        before, _blank, after = said.partition("{side}")
        named = Content.assemble(before, words.side(public, side), after)
        yield from _line(named, arrow, name, public)
    if not by_side:
        together = Content.styled(said.format(side=_("Both sides together")), "bold")
        note = _("By side it is not shown: too few answers from one side.")
        yield from _line(together, attitude.room, name, public, note=note)


def _line(
    name: Content,
    arrow: Arrow,
    explains: FigureName,
    public: Public,
    *,
    scale: Scale | None = None,
    yardstick: float | None = None,
    note: str = "",
) -> Iterator[Line]:
    """Yield the line of an arrow; nothing where nothing of it is shown: the words say why."""
    if shown(arrow):
        yield Line(name, arrow, explains, scale or Scale(), yardstick, note)


def _about(public: Public, said: str, side: Side) -> Content:
    """Return `said` with the owners' and the guessers' sides filled in, in their colours."""
    found = Content("")
    for part in said.replace("{", "\0{").replace("}", "}\0").split("\0"):
        match part:
            case "{guessers}":
                found += words.side(public, other(side))
            case "{owners}":
                found += words.side(public, side)
            case _:
                found += Content(part)
    return found
