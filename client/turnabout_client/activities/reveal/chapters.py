"""The arrows of a reveal: how well each side was guessed, and how understood it feels."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace
from textual.content import Content

from turnabout_client.activities.reveal.arrow import ArrowRow
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.view import words
from turnabout_client.view.arrows import Scale, shown
from turnabout_language import _
from turnabout_protocol.activities.reveal import Accuracy, Arrow, Attitude, Regard, Understood
from turnabout_protocol.explanations import FigureName, looking_back, seen_as, withheld
from turnabout_protocol.room import Figure, Public
from turnabout_protocol.scenario import SIDES, Side, other

BOTH = Scale(-100, 100, 0)
"""The line of a difference."""
SIZE = Scale(0, 100, 0)
"""The line of its size, where the name says which way."""


class Arrows(Pane):
    """Arrows under each other, that grow together when they come."""

    def fill(self, rows: Iterator[ArrowRow], calmly: bool) -> None:
        """Show these rows, once."""
        if self.query(ArrowRow):
            return
        found = list(rows)
        self.mount_all(found)
        for row in found if calmly else ():
            row.grow()
        self.hint_soon()


def accuracy_rows(public: Public, accuracy: Accuracy) -> Iterator[ArrowRow]:
    """Yield how well each side's order was guessed, and how well the room did."""
    for side in SIDES:
        agreement = accuracy.agreement[side].value
        note = _agreement(public.label(side), accuracy.agreement[side])
        yield ArrowRow(
            _about(public, _("{guessers} on what matters to {owners}"), side),
            accuracy.sides[side],
            "accuracy",
            public.scoring,
            yardstick=agreement,
            note=note,
        )
    yield ArrowRow(Content(_("The room")), accuracy.room, "accuracy", public.scoring)


def _agreement(side: str, figure: Figure) -> str:
    """Return how well the owners of a side agree with one another, or why that is not shown."""
    if figure.value is None:
        why = withheld(figure, "agreement")
        return _("How much {side} agree with one another: {hidden}.", side=side, hidden=why)
    return _(
        "▽ {side} agree with one another on {n} of 100 pairs.", side=side, n=f"{figure.value:.0f}"
    )


def understood_rows(public: Public, understood: Understood) -> Iterator[ArrowRow]:
    """Yield what people felt, the gap to what was claimed, what they say looking back."""
    if understood.felt is not None:
        yield from _attitude(public, understood.felt, "felt", _("{side} feel understood"))
    shown_gaps = {side: gap for side, gap in understood.gap.items() if shown(gap)}
    for side, gap in (shown_gaps or dict(list(understood.gap.items())[:1])).items():
        name = _about(public, _("Gap: what {guessers} claim, less what {owners} feel"), side)
        if not shown(gap):
            name = Content.styled(_("Understanding gap"), "bold")
        yield ArrowRow(name, gap, "gap", public.scoring, scale=BOTH)
    if understood.looking_back is not None:
        if understood.claimed is not None:
            said = _("Both sides together: we understand them")
            yield from _single(public, understood.claimed.room, "claimed", said, Scale())
        back = understood.looking_back.room
        yield from _single(public, _size(back), "looking_back", looking_back(back), SIZE)
    if understood.close is not None:
        yield from _attitude(public, understood.close, "close", _("{side}: how close we are"))


def regard_rows(public: Public, regard: Mapping[Side, Regard]) -> Iterator[ArrowRow]:
    """Yield how each side is seen by the other: an arrow from what it believed to what is."""
    for side, told in regard.items():
        name = _about(public, _("What {guessers} think of how {owners} work"), side)
        said = seen_as(told, public.label(side), public.label(other(side)))
        yield ArrowRow(
            name, told.arrow, "regard", public.scoring, note=said,
            spoken=told.than_thought is not None,
        )  # fmt: skip


def _size(arrow: Arrow) -> Arrow:
    """Return an arrow of one end without its sign."""
    end = arrow.after
    if end is None or end.value is None:
        return arrow
    return replace(arrow, after=replace(end, value=abs(end.value)))


def _attitude(
    public: Public, attitude: Attitude, name: FigureName, said: str
) -> Iterator[ArrowRow]:
    """Yield a question by side, or else both sides together."""
    by_side = {side: arrow for side, arrow in attitude.sides.items() if shown(arrow)}
    for side, arrow in by_side.items():
        before, _blank, after = said.partition("{side}")
        named = Content.assemble(before, words.side(public, side), after)
        yield ArrowRow(named, arrow, name, public.scoring)
    if not by_side:
        together = said.format(side=_("Both sides together"))
        note = _("By side it is not shown: too few answers from one side.")
        yield from _single(public, attitude.room, name, together, Scale(), note)


def _single(
    public: Public, arrow: Arrow, name: FigureName, said: str, scale: Scale, note: str = ""
) -> Iterator[ArrowRow]:
    title = Content.styled(said, "bold")
    yield ArrowRow(title, arrow, name, public.scoring, scale=scale, note=note)


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
