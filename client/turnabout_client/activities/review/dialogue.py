"""The earlier promises as a dialogue: how did each go, and what got in the way. Pure."""

from collections.abc import Iterator

from turnabout_client.activities.review import model
from turnabout_client.dialogue.answers import fills
from turnabout_client.dialogue.commonly import ready
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Option, Part, Text, Word
from turnabout_client.view.promises import told
from turnabout_language import _
from turnabout_protocol.activities.review import (
    LOOKING,
    MARKS,
    MarkPromise,
    Review,
    ReviewState,
)
from turnabout_protocol.room import Earlier
from turnabout_protocol.text import LINE


def part(seen: Seen, step: Review) -> Part:
    """Return what was promised, and which of it this seat is asked about."""
    state = seen.state(ReviewState, step)
    here = _here(seen, state)
    asks = seen.plays and here is not None and not seen.ready(step)
    return Part(
        now=_now(seen, step, state),
        blocks=tuple(_blocks(seen, step, state)),
        ask=_ask(seen, step, state, here) if asks and here is not None else None,
        also=tuple(_also(seen, step, state, here)),
    )


def _here(seen: Seen, state: ReviewState) -> Earlier | None:
    number = model.first(seen.public, state, seen.me)
    return next((p for p in seen.public.earlier if p.number == number), None)


def _now(seen: Seen, step: Review, state: ReviewState) -> str:
    if seen.plays and seen.ready(step):
        return _("Ready. {waiting}", waiting=seen.waiting(step))
    if state.stage == LOOKING:
        if not state.outcomes:
            return _("Nothing was marked. What got in the way?")
        return _("This is what we kept. What helped?")
    return _("All of it is marked. Anything to add?") if seen.plays else _("Hear how it went.")


def _blocks(seen: Seen, step: Review, state: ReviewState) -> Iterator[Block]:
    for promise in seen.public.earlier:
        yield Block(
            id=f"{step.id}/{promise.number}",
            kind="card",
            lines=(told(promise), model.mark_line(state, promise.number).plain),
        )
    if state.stage == LOOKING:
        name, of_what = model.whole(seen.public, state)
        figure = "" if state.follow_through is None else f" {state.follow_through:.0f}."
        said = (f"{name}:{figure}" if figure else name, of_what)
        yield Block(id=f"{step.id}/whole", lines=tuple(filter(None, said)), tone="strong")


def _ask(seen: Seen, step: Review, state: ReviewState, promise: Earlier) -> Ask:
    said = state.outcomes.get(promise.number)
    mark = Choice(
        key="mark",
        label=_("How did it go?"),
        options=tuple(Option(key=key, label=_(name)) for key, name in MARKS.items()),
        given=() if said is None else (said.mark,),
    )
    obstacle = Text(
        key="obstacle",
        label=_("What got in the way?"),
        hint=_("one line, or nothing"),
        limit=LINE,
        least=0,
        given="" if said is None else said.obstacle,
    )
    fields = (mark, obstacle)
    return Ask(
        id=seen.asked(step, "mark", promise.number),
        prompt=f"{told(promise)} {model.asks(seen.public, state, promise, seen.me)}",
        fields=fields,
        makes=fills(MarkPromise, fields, step=step.id, number=promise.number),
        send=_("Send"),
        about=f"{step.id}/{promise.number}",
        at_bell=False,
    )


def _also(seen: Seen, step: Review, state: ReviewState, here: Earlier | None) -> Iterator[Word]:
    if seen.plays:
        asked = None if seen.ready(step) else here
        for promise in seen.public.earlier:
            if promise != asked:
                yield Word(
                    key=f"promise-{promise.number}",
                    name=f"{_('promise')}-{promise.number}",
                    label=promise.then,
                    then=_ask(seen, step, state, promise),
                )
    yield from ready(seen, step)
