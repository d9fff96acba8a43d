"""The brief as a dialogue: whom one plays, the hand, and a first line in role. Pure."""

from collections.abc import Iterator

from turnabout_client.activities.brief import model
from turnabout_client.dialogue import reading
from turnabout_client.dialogue.answers import Values, fills
from turnabout_client.dialogue.commonly import ready
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Part, Text, Word
from turnabout_client.view.starters import filled
from turnabout_client.view.words import persona
from turnabout_language import _
from turnabout_protocol.activities.brief import Brief, BriefState, WarmUp
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.text import LINE


def part(seen: Seen, step: Brief) -> Part:
    """Return everything about the person one is to play."""
    said = seen.state(BriefState, step).lines.get(seen.seat or 0, "")
    line = _line(seen, step, said)
    asks = seen.plays and not said and not seen.ready(step)
    return Part(
        now=model.decided(seen.plays, seen.ready(step), seen.waiting(step)),
        blocks=tuple(_blocks(seen, step)),
        ask=line if asks else None,
        also=(*_changes(seen, line, asks=asks), *ready(seen, step, _("I am ready to play"))),
    )


def _blocks(seen: Seen, step: Brief) -> Iterator[Block]:
    public = seen.public
    if public.story is not None:
        yield Block(id="goal", head=_("What all of you want"), lines=(public.story.shared_goal,))
    who = reading.persona(seen)
    if who:
        yield from who
        yield from reading.hand(seen.own.hand)
        prompts = tuple(_(prompt) for prompt in step.prompts)
        if prompts:
            yield Block(
                id=f"{step.id}/prompts", kind="list", head=_("Think for a moment"), lines=prompts
            )
    else:
        yield Block(
            id="cast",
            kind="list",
            head=_("The people you will hear"),
            lines=tuple(_plays(public, seat) for seat in public.players() if seat.persona),
        )
    for seat, text in seen.state(BriefState, step).lines.items():
        if seat != seen.seat:
            tone = public.seats[seat].played or "" if seat in public.seats else ""
            yield Block(
                id=f"{step.id}/line/{seat}",
                kind="turn",
                head=persona(public, seat).plain,
                lines=(text,),
                tone=tone,
            )


def _plays(public: Public, seat: Seat) -> str:
    """Return whom somebody plays, in words alone."""
    side = "" if seat.played is None else public.label(seat.played)
    return _(
        "{persona}, {job}, {side}: played by {name}",
        persona=seat.persona,
        job=seat.job,
        side=side,
        name=seat.name,
    )


def _line(seen: Seen, step: Brief, said: str) -> Ask:
    start = "" if seen.me is None else filled(step.warm_up, seen.public, seen.me)
    rest = said.removeprefix(start).strip()
    fields = (Text(key="text", label=f"{start} …", limit=LINE - len(start) - 1, given=rest),)

    def whole(values: Values) -> Values:
        text = str(values["text"])
        return {"text": text if text.startswith(start) else f"{start} {text}"}

    def rest_of(values: Values) -> Values:
        return {"text": str(values["text"]).removeprefix(start).strip()}

    return Ask(
        id=seen.asked(step, "line"),
        prompt=_("Read who you are. Then say one line in role: go on from there."),
        fields=fields,
        makes=fills(WarmUp, fields, shape=whole, unshape=rest_of, step=step.id),
        send=_("Say it"),
    )


def _changes(seen: Seen, line: Ask, *, asks: bool) -> Iterator[Word]:
    if seen.plays and not asks:
        yield Word(key="line", name=_("line"), label=_("change my line"), then=line)
