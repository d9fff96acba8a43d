"""A talk as a dialogue: those who speak answer in turn; the others listen, thank and ask. Pure."""

from collections.abc import Iterator

from turnabout_client.activities.talk import model
from turnabout_client.dialogue.answers import Values, fills
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Option, Part, Text, Word
from turnabout_client.view.people import face
from turnabout_language import _
from turnabout_protocol.activities.talk import MarkAha, SayRemark, Talk, Thank
from turnabout_protocol.commands import Ready
from turnabout_protocol.room import Home
from turnabout_protocol.text import LINE


def part(seen: Seen, step: Talk) -> Part:
    """Return the round that is on, and what one may add to it."""
    view = model.hearing(seen.room, seen.seat, step)
    done = seen.ready(step)
    asks = view.speaks and bool(view.open_prompts) and not done and not view.spoken
    return Part(
        now=_now(seen, step, view, done=done),
        blocks=tuple(_blocks(seen, step, view)),
        ask=_answer(seen, step, view, view.open_prompts[0]) if asks else None,
        also=tuple(_also(seen, step, view, done=done)),
    )


def _now(seen: Seen, step: Talk, view: model.Hearing, *, done: bool) -> str:
    if view.speaks and done:
        return f"{_('Thank you.')} {seen.waiting(step)}"
    if view.speaks and view.spoken:
        return _("Speak, one after the other, until you have said it.")
    if view.speaks:
        return _("Read on, until you are done.")
    return model.listens(view)


def _blocks(seen: Seen, step: Talk, view: model.Hearing) -> Iterator[Block]:
    public, state = seen.public, view.state
    for stage in sorted(view.rounds):
        plan, head = step.rounds[stage], view.heading(stage)
        hint = (_(plan.hint),) if plan.hint else ()
        yield Block(
            id=f"{step.id}/round/{stage}",
            kind="list",
            group=f"round/{stage}",
            head=_(step.title) if head is None else head.plain,
            lines=(*(_(prompt) for prompt in plan.prompts), *hint),
        )
        for place, remark in enumerate(state.remarks):
            if remark.stage != stage:
                continue
            who = face(public, remark.seat)
            asks = remark.prompt is None
            yield Block(
                id=f"{step.id}/remark/{place}",
                kind="turn",
                group=f"remark/{place}",
                head=_("{name} asks", name=who) if asks else who,
                lines=(remark.text, *((_("an aha"),) if place in state.marked else ())),
                news=remark.seat != seen.seat,
            )
        thanks = state.thanks.get(stage, 0)
        if thanks:
            said = f"{_('thank you')} ×{thanks}"
            yield Block(
                id=f"{step.id}/thanks/{stage}",
                group=f"thanks/{stage}",
                lines=(said,),
                tone="quiet",
                news=False,
            )
    for place, aha in enumerate(public.ahas if step.ahas else ()):
        by = f" – {aha.by}" if aha.by else ""
        yield Block(
            id=f"aha/{place}",
            kind="turn",
            group=f"aha/{place}",
            head=_("an aha"),
            lines=(aha.text + by,),
        )


def _answer(seen: Seen, step: Talk, view: model.Hearing, prompt: int) -> Ask:
    """Return the question numbered `prompt`, to somebody who speaks."""
    start, noted = view.starter, view.from_sheet(prompt)
    fields = (
        Text(
            key="text",
            label=f"{start} …" if start else _("In a line, or aloud"),
            limit=LINE - len(start) - 1 if start else LINE,
            given=noted,
        ),
    )

    def whole(values: Values) -> Values:
        text = str(values["text"])
        return {"text": text if text.startswith(start) else f"{start} {text}".strip()}

    def rest_of(values: Values) -> Values:
        return {"text": str(values["text"]).removeprefix(start).strip()}

    return Ask(
        id=seen.asked(step, "prompt", prompt),
        prompt=_(view.round.prompts[prompt]),
        fields=fields,
        makes=fills(
            SayRemark,
            fields,
            shape=whole,
            unshape=rest_of,
            step=step.id,
            stage=view.state.stage,
            prompt=prompt,
        ),
        send=_("Send"),
        # What comes from a private sheet is said by its writer, never by the bell.
        at_bell=not noted,
    )


def _also(seen: Seen, step: Talk, view: model.Hearing, *, done: bool) -> Iterator[Word]:
    stage = view.state.stage
    if view.speaks:
        first = -1 if done or view.spoken else next(iter(view.open_prompts), -1)
        for prompt in range(len(view.round.prompts)):
            if prompt != first:
                yield Word(
                    key=f"answer-{prompt + 1}",
                    name=f"{_('answer')}-{prompt + 1}",
                    label=_(view.round.prompts[prompt]),
                    then=_answer(seen, step, view, prompt),
                    told=False,  # all of them are asked, one after the other
                )
    elif view.may_ask:
        yield Word(
            key="ask",
            name=_("question"),
            label=_("one honest question"),
            then=_question(seen, step),
        )
    if view.may_thank:
        thanks = Thank(step=step.id, stage=stage)
        yield Word(key="thank", name=_("thank"), label=_("thank you"), then=thanks)
    if view.may_mark:
        yield Word(key="mark", name=_("mark"), label=_("mark a line as an aha"), then=_mark(view))
    if view.may_end and not done:
        label = _("we are done") if view.speaks else _("go on")
        said = Ready(step=step.id, stage=stage)
        yield Word(key="ready", name=_("ready"), label=label, then=said, group="main")
    if step.board:
        yield Word(
            key="points",
            name=_("points"),
            label=_("what became of the key points"),
            then=tuple(_points(seen, view)),
        )


def _question(seen: Seen, step: Talk) -> Ask:
    fields = (Text(key="text", label=_("Your question"), limit=LINE),)
    stage = seen.stage(step)
    return Ask(
        id=seen.asked(step, "question"),
        prompt=_("One honest question, if you have one."),
        fields=fields,
        makes=fills(SayRemark, fields, step=step.id, stage=stage, prompt=None),
        send=_("Ask it"),
    )


def _mark(view: model.Hearing) -> Ask:
    remarks = view.state.remarks
    field = Choice(
        key="remark",
        options=tuple(
            Option(key=str(place), label=remarks[place].text, value=place)
            for place in view.may_mark
        ),
    )
    return Ask(
        id=f"{view.step.id}/mark",
        prompt=_("Which of your lines is an aha?"),
        fields=(field,),
        makes=fills(MarkAha, (field,), step=view.step.id),
        send=_("Mark as aha"),
        at_bell=False,
    )


def _points(seen: Seen, view: model.Hearing) -> Iterator[Block]:
    home = None if seen.me is None else seen.me.home
    known = Home() if home is None else seen.room.home(home)
    found = model.fates(seen.public, known, seen.own, seen.me)
    for id_, head, fates in (
        ("played", _("What was played"), found.played),
        ("silent", _("What never came up"), found.silent),
    ):
        if fates:
            lines = tuple(f"{seen.public.label(fate.side)}: {fate.card.text}" for fate in fates)
            yield Block(id=f"points/{id_}", kind="list", head=head, lines=lines)
