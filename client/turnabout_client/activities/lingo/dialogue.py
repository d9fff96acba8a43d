"""The other side's words as a dialogue: what each means, then the truth, for me alone. Pure."""

from collections.abc import Iterator

from turnabout_client.activities.lingo import model
from turnabout_client.dialogue.answers import Values, fills
from turnabout_client.dialogue.commonly import ready
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Option, Part
from turnabout_language import _
from turnabout_protocol.activities.lingo import Lingo, LingoOwn, LingoState, MatchTerms
from turnabout_protocol.scenario import SIDES


def part(seen: Seen, step: Lingo) -> Part:
    """Return the words to match, or what they mean."""
    state, sheet = seen.state(LingoState, step), seen.own.state(LingoOwn, step.id)
    looking = state.glossary is not None
    matching = seen.plays and bool(sheet.terms) and not sheet.answers and not looking
    return Part(
        now=_now(seen, step, sheet, looking=looking),
        blocks=tuple(_blocks(seen, step, state, sheet)),
        ask=_ask(seen, step, sheet) if matching else None,
        also=ready(seen, step) if looking else (),
    )


def _now(seen: Seen, step: Lingo, sheet: LingoOwn, *, looking: bool) -> str:
    if looking and not seen.plays:
        return _("These words may need explaining.")
    if looking and not seen.ready(step):
        return _("Ask about a word, until you are ready.")
    if not seen.plays:
        return _("You watch. {waiting}", waiting=seen.waiting(step))
    waiting = seen.waiting(step)
    return _("Sent. {waiting}", waiting=waiting) if sheet.answers else waiting


def _ask(seen: Seen, step: Lingo, sheet: LingoOwn) -> Ask:
    options = tuple(
        Option(key=str(number), label=meaning, value=number)
        for number, meaning in enumerate(sheet.meanings)
    )
    fields = tuple(
        Choice(key=str(number), label=term, options=options, least=0)
        for number, term in enumerate(sheet.terms)
    )

    def paired(values: Values) -> Values:
        return {"pairs": {int(term): m for term, m in values.items() if m is not None}}

    def values(told: Values) -> Values:
        return {str(term): meaning for term, meaning in told["pairs"].items()}

    return Ask(
        id=f"{step.id}/match",  # as long as it is not answered, also when the room comes back
        prompt=_(
            "Guess what their words mean. Leaving one out is fine. Nobody sees what you knew."
        ),
        fields=fields,
        makes=fills(MatchTerms, fields, shape=paired, unshape=values, step=step.id),
        send=_("Send my guesses"),
        at_bell=seen.state(LingoState, step).bell != "back",
    )


def _blocks(seen: Seen, step: Lingo, state: LingoState, sheet: LingoOwn) -> Iterator[Block]:
    public = seen.public
    if sheet.side is not None and sheet.answers:
        side = public.label(sheet.side)
        rows = tuple(
            f"{_('you knew it') if sheet.knew(term) else _('new to you')}: {sheet.terms[term]}: "
            f"{sheet.meanings[meaning]}"
            for term, meaning in enumerate(sheet.answers)
        )
        yield Block(
            id=f"{step.id}/truth",
            kind="private",
            head=_("What words of {side} really mean", side=side),
            lines=(*rows, *model.mine(sheet)),
        )
    elif seen.plays and sheet.side is not None and not sheet.terms:
        said = _("{side} has brought no words of its own.", side=public.label(sheet.side))
        yield Block(id=f"{step.id}/none", lines=(said,))
    if state.glossary is None:
        return
    lines = [_("Whoever uses a word explains it in one sentence.")]
    for side in SIDES:
        lines += [
            f"{public.label(side)}: {word.term}: {word.means}"
            for word in model.of_side(state.glossary, side)
        ]
    if not state.glossary:
        lines = [_("Nothing. Here everybody knew every word.")]
    yield Block(
        id=f"{step.id}/glossary", kind="list", head=_("Words to explain"), lines=tuple(lines)
    )
