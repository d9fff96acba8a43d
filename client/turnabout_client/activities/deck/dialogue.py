"""The key points of one's side as a dialogue: write, put together, give dots. Pure."""

from collections.abc import Iterator

from turnabout_client.activities.deck import model
from turnabout_client.dialogue.answers import fills, safely
from turnabout_client.dialogue.ballots import dots_ask
from turnabout_client.dialogue.commonly import merging, ready, yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import (
    Answers,
    Ask,
    Block,
    Choice,
    Option,
    Part,
    Sorry,
    Text,
    Word,
)
from turnabout_language import _
from turnabout_protocol.activities.deck import (
    Deck,
    LookAtCards,
    MergeCards,
    PartCards,
    PutDots,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.scenario import KINDS, KeyPoint
from turnabout_protocol.text import LINE


def part(seen: Seen, step: Deck) -> Part:
    """Return the cards of one's side, and what one does with them now."""
    view = model.seen(seen.room, seen.seat, step)
    if not view.takes_part:
        return Part(
            now=_("You watch. {waiting}", waiting=seen.waiting(step)),
            blocks=(
                Block(
                    id=f"{step.id}/watched",
                    lines=(_("Each side settles its own cards now. Nobody else sees them."),),
                ),
            ),
        )
    votes = view.voting and not seen.ready(step)
    return Part(
        now=_now(seen, step, view),
        blocks=tuple(_blocks(step, view)),
        ask=_vote(seen, step, view) if votes else None,
        also=tuple(_also(seen, step, view)),
    )


def ahead(seen: Seen, step: Deck) -> Iterator[Word]:
    """Yield what one can write before the session."""
    if seen.me is None or seen.public.phase != "lobby":
        return
    if model.in_lobby(seen.room, step, seen.me) is None:
        return
    view = model.seen(seen.room, seen.seat, step)
    yield Word(
        key="cards", name=_("cards"), label=_("see the prepared cards"),
        then=LookAtCards(step=step.id),
    )  # fmt: skip
    yield from _writes(seen, step, view)


def _now(seen: Seen, step: Deck, view: model.Seen) -> str:
    if seen.ready(step):
        return _("Ready. {waiting}", waiting=seen.waiting(step))
    if view.pooling:
        return _("Put together what says the same.")
    return _("Would your side say it like this?")


def _blocks(step: Deck, view: model.Seen) -> Iterator[Block]:
    if view.writing:
        yield Block(
            id=f"{step.id}/alone",
            lines=(
                _("Only you see this. Later your side sees all cards, without names."),
                _("One sentence your side would really say, without blame."),
            ),
            tone="quiet",
        )
        for number, place in enumerate(view.places, 1):
            if place.text:
                mark = _("your words") if place.mine and place.original else ""
                yield _card(f"{step.id}/place/{place.target.key}", number, place, mark)
        return
    for number, pooled in enumerate(model.in_pool_order(view.table), 1):
        card = pooled.card
        under = view.table.find(pooled.under) if pooled.under else None
        same = "" if under is None else _("the same as: {text}", text=under.card.text)
        yield Block(
            id=f"{step.id}/card/{card.id}",
            kind="card",
            head=f"{number}  {_(KINDS[card.kind])}",
            lines=tuple(line for line in (card.text, card.why, same) if line),
            how=("card", *(("why",) if card.why else ())),
            card=card.kind,
        )


def _card(id_: str, number: int, place: model.Place, mark: str) -> Block:
    return Block(
        id=id_,
        kind="card",
        head=f"{number}  {_(KINDS[place.kind])}",
        lines=tuple(filter(None, (place.text, place.why, mark))),
        how=("card", *(("why",) if place.why else ())),
        card=place.kind,
    )


def _also(seen: Seen, step: Deck, view: model.Seen) -> Iterator[Word]:
    if view.writing:
        yield from _writes(seen, step, view)
    if view.pooling:
        yield from _pools(seen, step, view)
    if view.voting and seen.ready(step):
        yield Word(
            key="dots", name=_("dots"), label=_("change my dots"), then=_vote(seen, step, view)
        )
    if not view.voting or seen.public.steps[step.id].again:
        yield from ready(seen, step)


# Write ------------------------------------------------------------------------------------------


def _writes(seen: Seen, step: Deck, view: model.Seen) -> Iterator[Word]:
    for at, place in enumerate(view.places, 1):
        new = not place.text
        number = place.target.number
        key = f"card-{place.target.of or number}"
        name = f"{_('card')}-{at}"  # the number that stands before it
        yield Word(
            key=key,
            name=name,
            label=_("write a card of your own") if new else _("put it in better words"),
            then=_writing(seen, step, view, place),
            about="" if new else f"{step.id}/place/{place.target.key}",
        )
        if place.mine:
            back = TakeBackCard(step=step.id, of=place.target.of, number=number)
            sure = yes_no(
                f"{step.id}/back/{place.target.key}",
                _("Take back what you wrote? “{text}”", text=place.text),
                _("Take back"),
                back,
            )
            yield Word(
                key=f"back-{key}",
                name=f"{_('back')}-{name}",
                label=_("take it back"),
                then=sure,
                about=f"{step.id}/place/{place.target.key}",
            )


def _fields(kind: str, text: str, why: str) -> tuple[Choice, Text, Text]:
    return (
        Choice(
            key="kind",
            label=_("Kind"),
            options=tuple(
                Option(key=key, label=_(KINDS[key]), hint=_(model.MEANS[key])) for key in KINDS
            ),
            given=(kind,) if text else (),
        ),
        Text(key="text", label=_("CARD"), hint=_("one sentence"), limit=LINE, given=text),
        Text(
            key="why",
            label=_("WHY"),
            hint=_("the reason behind it, if you like"),
            limit=LINE,
            least=0,
            given=why,
        ),
    )


def _writing(seen: Seen, step: Deck, view: model.Seen, place: model.Place) -> Ask:
    fields = _fields(place.kind, place.text, place.why)
    target = place.target
    return Ask(
        id=seen.asked(step, "card", target.key)
        if step.id in seen.public.steps
        else f"{step.id}/ahead/{target.key}",
        prompt=_("One sentence your side would really say, without blame."),
        fields=fields,
        makes=fills(WriteCard, fields, step=step.id, of=target.of, number=target.number),
        send=_("Keep it"),
    )


# Put together -----------------------------------------------------------------------------------


def _pools(seen: Seen, step: Deck, view: model.Seen) -> Iterator[Word]:
    cards = model.in_pool_order(view.table)
    options = tuple(_option(p.card) for p in cards)
    if len(options) > 1:
        fields = (
            Choice(key="card", label=_("Which card?"), options=options),
            Choice(key="keep", label=_("Under which one does it go?"), options=options),
        )
        yield merging(seen, step, fields, MergeCards)
    under = tuple(o for o, p in zip(options, cards, strict=True) if p.under)
    if under:
        field = (Choice(key="card", label=_("Which card?"), options=under),)
        yield Word(
            key="part",
            name=_("take-out"),
            label=_("take one out again"),
            then=Ask(
                id=seen.asked(step, "part"),
                prompt=_("Which one says something of its own?"),
                fields=field,
                makes=fills(PartCards, field, step=step.id),
                send=_("Take it out"),
                at_bell=False,
            ),
        )
    if options:
        yield Word(
            key="reword",
            name=_("reword"),
            label=_("say a card in better words"),
            then=_reword(seen, step, tuple(p.card for p in cards if not p.under)),
        )


def _reword(seen: Seen, step: Deck, cards: tuple[KeyPoint, ...]) -> Ask:
    which = Choice(
        key="card",
        label=_("Which card?"),
        options=tuple(_option(card) for card in cards),
    )
    fields = (which, *_fields("", "", ""))
    was = {card.id: card.text for card in cards}
    rewords = fills(RewordCard, fields, shape=lambda v: {**v, "was": was[v["card"]]}, step=step.id)
    return Ask(
        id=seen.asked(step, "reword"),
        prompt=_("Say it in better words. Your side sees the change, without a name."),
        fields=fields,
        makes=rewords,
        send=_("Keep it"),
    )


def _option(card: KeyPoint, hint: str = "") -> Option:
    return Option(key=card.id, label=card.text, hint=hint, kind="card", card=card.kind)


# Vote -------------------------------------------------------------------------------------------


def _vote(seen: Seen, step: Deck, view: model.Seen) -> Ask:
    options = tuple(_option(p.card, _(KINDS[p.card.kind])) for p in view.table.tops)
    given = tuple(card for card, n in view.own.dots.items() for _dot in range(n))
    ask = dots_ask(
        seen.asked(step, "dots"),
        _("Put your dots where it matters most."),
        options,
        step.dots,
        step.most_on_one,
        given,
    )

    def make(answers: Answers) -> AnyCommand | Sorry:
        dots = ask.counted(answers)
        return dots if isinstance(dots, Sorry) else PutDots(step=step.id, dots=dots)

    def read(command: AnyCommand) -> Answers | None:
        ours = isinstance(command, PutDots) and command.step == step.id
        return ask.spread(command.dots) if ours and isinstance(command, PutDots) else None

    return ask.with_makes(safely(make, read), _("Send my dots"))
