"""A scene as a dialogue: what was said, and the one thing to do: speak, judge, or listen. Pure."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.activities.scene import judging, my_turn
from turnabout_client.activities.scene.live_words import so_far
from turnabout_client.activities.scene.model import (
    NOTES,
    REACTIONS,
    opened_again,
    unsaid,
)
from turnabout_client.activities.scene.moment import Moment, moment
from turnabout_client.activities.scene.telling import listens, my_task
from turnabout_client.dialogue.answers import Values, fills
from turnabout_client.dialogue.commonly import yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, How, Option, Part, Text, Word
from turnabout_client.view.absence import by_bot
from turnabout_client.view.people import faces
from turnabout_language import N_, _
from turnabout_protocol.activities.observing import FillSheet
from turnabout_protocol.activities.scene import FlagCaricature, Pass, PassPen, Scene, Turn
from turnabout_protocol.commands import Ready
from turnabout_protocol.habits import HideWriting, TakeExtraTime
from turnabout_protocol.text import LINE

HEARD: Final = {
    "yes": N_("{name} heard it right."),
    "nearly": N_("{name} nearly heard it right."),
    "no": N_("{name} did not hear it right."),
}
"""What the person who was echoed has said of the echo."""
HEARD_MINE: Final = {
    "yes": N_("You heard it right."),
    "nearly": N_("You nearly heard it right."),
    "no": N_("You did not hear it right."),
}
"""The same, of my own echo."""


def part(seen: Seen, step: Scene) -> Part:
    """Return the table, and what this seat does at it now."""
    now = moment(seen.room, seen.seat, step, seen.now, seen.writing)
    ask = _ask(seen, now)
    return Part(
        now=_now(now),
        until=now.span,
        blocks=tuple(_blocks(now)),
        ask=ask,
        also=tuple(_also(seen, now, ask)),
    )


def _now(now: Moment) -> str:
    """Return what somebody does who is asked nothing: to listen is the same while others think."""
    live = now.state.live
    if live is not None and now.mine is None and now.thinking and not now.pen:
        return _("Listen to {name}.", name=faces(now.public, live.speakers))
    return listens(now)


def _task(now: Moment) -> str:
    """Return what I do in my turn; while I think, too, that it is mine."""
    thinks = now.thinking and now.spoken
    return _("Your turn. {task}", task=my_task(now)) if thinks else my_task(now)


def _ask(seen: Seen, now: Moment) -> Ask | None:
    if now.mine is not None:
        return my_turn.ask(now, f"{now.step.id}/turn/{now.mine.number}", _task(now))
    return next(judging.asks(seen, now), None)


# What there is to read --------------------------------------------------------------------------


def _blocks(now: Moment) -> Iterator[Block]:
    public, state, step = now.public, now.state, now.step
    if public.story is not None:
        yield Block(
            id=f"{step.id}/question",
            head=_("The question"),
            lines=(public.story.opening_question,),
            tone="strong",
        )
    for turn in state.stands:
        if turn.over:
            yield _turn(now, turn)
            yield from _said_to(now, turn)
        yield from _twists(now, turn.number)
    live = state.live
    if live is not None:
        if live.again is not None:
            again = opened_again(public, live)
            yield Block(
                id=f"{step.id}/again/{live.number}",
                group=f"turn/{live.number}",
                lines=(again,),
                tone="quiet",
            )
        yield from _live(now, live)


def _turn(now: Moment, turn: Turn) -> Block:
    lines: list[tuple[How, str]] = []
    if turn.echo:
        lines.append(("echo", f"{_('What I heard you say is')} {turn.echo}"))
    if turn.card is not None:
        lines.append(("card", _("{head}: {said}", head=_(turn.card.kind), said=turn.card.text)))
    lines += [("said", _("“{text}”", text=turn.say))] if turn.say else []
    lines += [("asks", _("asks: {question}", question=turn.ask))] if turn.ask else []
    return Block(
        id=f"{now.step.id}/turn/{turn.number}",
        kind="turn",
        group=f"turn/{turn.number}",
        head=f"{by_bot(now.public, turn)} ({now.public.label(turn.side)})",
        lines=tuple(line for _how, line in lines) or (unsaid(turn),),
        how=tuple(how for how, _line in lines),
        card=None if turn.card is None else turn.card.kind,
        tone=turn.side,
        news=not _is_own(now, turn),
    )


def _is_own(now: Moment, turn: Turn) -> bool:
    """Return whether a turn has what I wrote myself, and nobody else with me or for me."""
    me = now.me
    said = turn.echo or turn.card is not None or turn.say or turn.ask
    mine = me is not None and turn.seat == me.id and not turn.shared and not turn.covered
    return mine and bool(said)


def _said_to(now: Moment, turn: Turn) -> Iterator[Block]:
    """Yield what came of a turn after it: blocks of their own, so that it is not told again."""
    here, who = f"{now.step.id}/turn/{turn.number}", by_bot(now.public, turn)
    group = f"turn/{turn.number}"
    mine = now.me is not None and now.me.id in turn.speakers
    if turn.heard is not None:
        heard = _(HEARD_MINE[turn.heard]) if mine else _(HEARD[turn.heard], name=who)
        yield Block(id=f"{here}/heard", lines=(heard,), tone="quiet", group=group)
    said = ", ".join(
        f"{_(name)} ×{n}" for _key, kind, name in REACTIONS if (n := turn.reactions.get(kind))
    )
    if said:
        yield Block(
            id=f"{here}/said",
            head=_("To your turn") if mine else who,
            lines=(said,),
            tone="quiet",
            news=mine,
            group=group,
        )
    if turn.flagged:
        flagged = _("called a caricature: it does not count")
        yield Block(id=f"{here}/flagged", head=who, lines=(flagged,), tone="quiet", group=group)


def _twists(now: Moment, number: int) -> Iterator[Block]:
    known = zip(now.state.twists, now.state.twist_after, strict=True)
    for i, (twist, after) in enumerate(known):
        if after == number:
            yield Block(
                id=f"{now.step.id}/twist/{i}",
                kind="twist",
                group=f"twist/{i}",
                head=_("Something happens"),
                lines=(twist.text, twist.ask),
            )


def _live(now: Moment, live: Turn) -> Iterator[Block]:
    """Yield who has the floor, and what they have written so far."""
    who = faces(now.public, live.speakers)
    said = None if now.writing is None else now.writing.said
    lines = []
    if now.mine is None and now.writing is not None:
        lines = [_("is writing …") if said is None or said.empty else so_far(said).plain]
    yield Block(
        id=f"{now.step.id}/live/{live.number}",
        kind="live",
        group=f"turn/{live.number}",
        head=_("{name} has the floor.", name=who),
        lines=tuple(filter(None, lines)),
        tone=live.side,
        news=False,
    )


# What one can do beside -------------------------------------------------------------------------


def _also(seen: Seen, now: Moment, ask: Ask | None) -> Iterator[Word]:
    step = now.step.id
    if now.reads_twist and not seen.ready(now.step):
        said = Ready(step=step, stage=now.state.stage)
        yield Word(key="ready", name=_("ready"), label=_("I have read it"), then=said, group="main")
    if now.mine is not None:
        yield from _of_my_turn(now, ask)
    else:
        yield from judging.words(seen, now, ask)
    yield from _pen(now)
    if now.plays:
        yield from _habits(now)
    if now.watches:
        yield Word(key="sheet", name=_("sheet"), label=_("note what you hear"), then=_sheet(now))
    flagged = now.to_flag
    if flagged is not None:
        prompt = _(
            "Was {name}’s last turn a caricature? Nobody is told who said so, nor when. The "
            "facilitator decides whether the turn counts.",
            name=faces(now.public, flagged.speakers),
        )
        command = FlagCaricature(step=step, turn=flagged.number)
        sure = yes_no(f"{step}/flag/{flagged.number}", prompt, _("It was"), command)
        label = _("say that it was a caricature")
        yield Word(key="flag", name=_("flag"), label=label, then=sure, group="habits")


def _of_my_turn(now: Moment, ask: Ask | None) -> Iterator[Word]:
    if now.mine is None:
        return
    command = Pass(step=now.step.id, turn=now.mine.number)
    yield Word(key="pass", name=_("pass"), label=_("pass this turn"), then=command)
    whole = my_turn.speech(now, f"{now.step.id}/turn/{now.mine.number}", my_task(now))
    if whole is not None and (ask is None or ask.id != whole.id):
        yield Word(key="say", name=_("say"), label=_("go on without an echo"), then=whole)


def _pen(now: Moment) -> Iterator[Word]:
    if now.ours is not None and now.pen_to is not None:
        label = _("Pen to {name}", name=now.pen_told) if now.pen_told else _("take the pen")
        command = PassPen(step=now.step.id, turn=now.ours.number, to=now.pen_to)
        yield Word(key="pen", name=_("pen"), label=label, then=command)


def _habits(now: Moment) -> Iterator[Word]:
    hides, extra = now.own.hides, now.own.extra_time
    yield Word(
        key="hide",
        name=_("hide"),
        label=_("let all read along while you write") if hides else _("hide your words until sent"),
        then=HideWriting(hidden=not hides),
        group="habits",
    )
    yield Word(
        key="longer",
        name=_("longer"),
        label=_("turns of usual length again") if extra else _("30 s more for all of your turns"),
        then=TakeExtraTime(on=not extra),
        group="habits",
    )


def _sheet(now: Moment) -> Ask:
    sheet = now.sheet
    cards = tuple(Option(key=card.id, label=card.text, card=card.kind) for card in now.sheet_cards)
    ticks = Choice(
        key="heard",
        label=_("Which points were heard?"),
        options=cards,
        least=0,
        most=max(2, len(cards)),
        given=tuple(card for card in sheet.heard if card in {one.key for one in cards}),
    )
    notes = tuple(
        Text(key=key, label=_(name), limit=LINE, least=0, given=sheet.note(key))
        for key, name in NOTES.items()
    )
    fields = (*((ticks,) if cards else ()), *notes)

    def whole(values: Values) -> Values:
        return {"heard": (), **values}

    return Ask(
        id=f"{now.step.id}/sheet",
        prompt=_("Your sheet, for you alone."),
        fields=fields,
        makes=fills(FillSheet, fields, shape=whole, step=now.step.id),
        send=_("Keep it"),
    )
