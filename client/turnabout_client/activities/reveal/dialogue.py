"""The reveal as a dialogue: cards as they come, then a sentence a slide, and its chart. Pure."""

from collections.abc import Iterator
from itertools import zip_longest

from msgspec.structs import replace

from turnabout_client.activities.reveal import saying
from turnabout_client.activities.reveal.charts import Line, chart
from turnabout_client.activities.reveal.model import (
    FIGURES,
    TITLES,
    guess_words,
    numeral,
    question,
)
from turnabout_client.dialogue.commonly import reads, ready
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Bar, Block, Chart, How, Part, Word
from turnabout_language import _
from turnabout_protocol.activities.reveal import Reveal, RevealState, Slide
from turnabout_protocol.explanations import explained
from turnabout_protocol.in_words import right
from turnabout_protocol.results import THIRDS, CardFate
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES, Side


def part(seen: Seen, step: Reveal) -> Part:
    """Return the slides up to the one that is on."""
    state = seen.state(RevealState, step)
    slides = state.slides[: state.stage + 1]
    blocks = [
        replace(block, group=slide)
        for slide in slides
        for block in _slide(seen.public, step, state, slide)
    ]
    return Part(
        now=_now(seen, step, state),
        blocks=tuple(blocks),
        also=(
            *(() if state.coming else ready(seen, step, _("I have read it"))),
            *_explains(seen, state),
        ),
    )


def _now(seen: Seen, step: Reveal, state: RevealState) -> str:
    if state.coming:
        return _("Watch the cards come, from the last place up.")
    if seen.plays and seen.ready(step):
        return _("Talk about it. {waiting}", waiting=seen.waiting(step))
    return _("Talk about it.")


def _slide(public: Public, step: Reveal, state: RevealState, slide: Slide) -> Iterator[Block]:
    title, more = TITLES[slide]
    here = f"{step.id}/{slide}"
    head = _("{title}, {more}", title=_(title), more=_(more))
    yield Block(id=here, head=head, tone="strong")
    for number, said in enumerate(saying.said(public, state, slide)):
        yield Block(id=f"{here}/said/{number}", lines=tuple(said.plain.split("\n")))
    if slide == "orders":
        yield from _orders(public, here, state)
    elif slide == "cards":
        yield from _cards(public, here, state)
    lines = chart(public, state, slide)
    if lines:
        yield Block(
            id=f"{here}/chart",
            kind="chart",
            lines=tuple(
                _("{head}: {said}", head=line.name.plain, said=line.figures.plain) for line in lines
            ),
            chart=_chart(lines),
        )
    if not state.coming or slide != "orders":
        yield Block(id=f"{here}/asks", lines=(question(state, slide),))


def _chart(lines: list[Line]) -> Chart:
    bars = []
    for line in lines:
        before, after = line.arrow.before, line.arrow.after
        was = None if before is None else before.value
        now = None if after is None else after.value
        bars.append(
            Bar(
                label=line.name.plain,
                value=was or 0.0 if now is None else now,
                said=line.figures.plain,
                before=was if now is not None else None,
                mark=line.yardstick,
            )
        )
    scale = lines[0].scale
    return Chart(least=scale.low, most=scale.high, bars=tuple(bars), tells=len(lines), arrows=True)


def _orders(public: Public, here: str, state: RevealState) -> Iterator[Block]:
    """Yield the cards that have come: each is a block of its own, the first place on top."""
    for row in zip_longest(*(state.orders.get(side, ()) for side in SIDES)):
        for side, fate in zip(SIDES, row, strict=True):
            if fate is not None:
                yield _place(public, here, side, fate)


def _place(public: Public, here: str, side: Side, fate: CardFate) -> Block:
    guess = _guess(fate)
    back = saying.back(fate.card).plain
    lines: tuple[tuple[How, str], ...] = (("card", fate.card.text), ("", guess), ("why", back))
    return Block(
        id=f"{here}/{side}/{fate.card.id}",
        kind="card",
        head=_head(public.label(side), fate),
        lines=tuple(line for _how, line in lines if line),
        how=tuple(how for how, line in lines if line),
        card=fate.card.kind,
        tone=side,
    )


def _head(side: str, fate: CardFate) -> str:
    if fate.third is None:
        return _("{side}, place {place}", side=side, place=numeral(fate))
    return f"{side}, {_(THIRDS[fate.third])}"


def _guess(fate: CardFate) -> str:
    """Return where the others had put a card, in words alone."""
    if fate.third is None or fate.guessed_third is None:
        return guess_words(fate)
    said = _("guess {place}", place=_(THIRDS[fate.guessed_third]))
    return f"✓ {said}" if right(fate) else said


def _cards(public: Public, here: str, state: RevealState) -> Iterator[Block]:
    for side, fates in (state.cards or {}).items():
        for played, what in ((False, _("never came up")), (True, _("came up"))):
            lines = tuple(fate.card.text for fate in fates if fate.played == played)
            if lines:
                yield Block(
                    id=f"{here}/{side}/{'played' if played else 'silent'}",
                    kind="list",
                    head=f"{public.label(side)}, {what}",
                    lines=lines,
                    tone=side,
                    news=not played,  # those were heard
                )


def _explains(seen: Seen, state: RevealState) -> tuple[Word, ...]:
    """Return the word that tells how the figures of the slide are made."""
    slide = state.slide
    names = () if slide is None else FIGURES[slide]
    blocks = []
    for name in names:
        how = explained(name, seen.public.scoring)
        lines = tuple(filter(None, (how.meaning, how.formula, how.source, how.enough)))
        blocks.append(Block(id=f"explained/{name}", head=_(how.title), lines=lines))
    if not blocks:
        return ()
    return (reads("explain", _("explain"), _("how the figures are made"), *blocks),)
