"""The close as a dialogue: promises are read, a word each, the next date, a private slip. Pure."""

from collections.abc import Iterator

from turnabout_client.activities.close import model
from turnabout_client.dialogue.answers import fills
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Part, Text, Word
from turnabout_client.view.dates import day_words
from turnabout_client.view.people import face
from turnabout_client.view.promises import told
from turnabout_language import _
from turnabout_protocol.activities.close import (
    ONE_WORD,
    Close,
    CloseState,
    HaveRead,
    SayWord,
    SetNextDate,
    promises_of,
)
from turnabout_protocol.activities.promises import JoinIn


def part(seen: Seen, step: Close) -> Part:
    """Return how far the close has come, and what this seat adds to it."""
    state = seen.state(CloseState, step)
    spoken = seen.seat in state.words
    reads = model.may_say_read(seen.public, state, seen.me)
    asked = model.asked(seen.public, seen.me)
    promise = model.reading(seen.public, state)
    free = not reads and asked is None and promise is None
    return Part(
        now=_now(seen, state),
        blocks=tuple(_blocks(seen, step, state)),
        ask=_word(seen, step) if seen.plays and not spoken and free else None,
        also=tuple(_also(seen, step, state, free=free and not spoken)),
    )


def _now(seen: Seen, state: CloseState) -> str:
    promise, asked = model.reading(seen.public, state), model.asked(seen.public, seen.me)
    if promise is not None and seen.me is not None and promise.owner == seen.me.name:
        return _("Read your promise aloud, and say when you have.")
    if asked is not None:
        return _("{owner} promised this with you.", owner=asked.owner)
    if promise is not None:
        return model.asked_to_read(seen.public, promise)
    return _("The session is about to end.")


def _blocks(seen: Seen, step: Close, state: CloseState) -> Iterator[Block]:
    public = seen.public
    promises = promises_of(public)
    for place, promise in enumerate(promises):
        read = (_("It was read aloud."),) if place < state.read else ()
        yield Block(
            id=f"{step.id}/promise/{promise.idea}",
            kind="card",
            head=_("What we promised"),
            lines=(told(promise), *read),
        )
    if not promises:
        said = _("Nothing was promised today. What was said may work all the same.")
        yield Block(id=f"{step.id}/none", lines=(said,))
    if state.words:
        words = tuple(
            _("{head}: {said}", head=face(public, seat), said=word)
            for seat, word in sorted(state.words.items())
        )
        yield Block(id=f"{step.id}/words", kind="list", lines=words)
    if seen.own.slip is not None:
        yield Block(
            id=f"{step.id}/slip",
            kind="private",
            head=model.slip_title(public),
            lines=tuple(model.slip_lines(seen.own.slip, bots=public.rules.demo)),
        )
    ahead = (_("We meet again on {day}.", day=day_words(state.next_date)),)
    yield Block(
        id=f"{step.id}/now",
        head=_("What happens now"),
        lines=(
            _("The facilitator ends the session. What anybody rated or felt is deleted."),
            *model.stays(public, state),
            *(ahead if state.next_date else ()),
        ),
    )
    stays = model.stays_open(public, seen.play)
    yield Block(id=f"{step.id}/stays", lines=(stays,), tone="quiet", news=False)


def _word(seen: Seen, step: Close) -> Ask:
    fields = (Text(key="word", label=_("One word"), hint=_("to leave with"), limit=ONE_WORD),)
    return Ask(
        id=seen.asked(step, "word"),
        prompt=_("One word each. What do you leave with?"),
        fields=fields,
        makes=fills(SayWord, fields, step=step.id),
        send=_("Send my word"),
    )


def _also(seen: Seen, step: Close, state: CloseState, *, free: bool) -> Iterator[Word]:
    public = seen.public
    if model.may_say_read(public, state, seen.me):
        read = HaveRead(step=step.id, promise=state.read)
        yield Word(key="ready", name=_("ready"), label=_("it was read"), then=read, group="main")
    asked = model.asked(public, seen.me)
    if asked is not None:
        join = JoinIn(step=step.id, idea=asked.idea)
        yield Word(key="yes", name=_("yes"), label=_("yes, with you"), then=join, group="main")
    if seen.plays and not free:
        yield Word(
            key="word", name=_("word"), label=_("a word to leave with"), then=_word(seen, step)
        )
    steered = any(s.role == "facilitator" and s.present for s in public.seats.values())
    if seen.plays and not steered:
        yield Word(
            key="date", name=_("date"), label=_("when we meet again"), then=next_date(seen, step)
        )


def next_date(seen: Seen, step: Close) -> Ask:
    """Return the question when the room meets again."""
    known = seen.state(CloseState, step).next_date
    day = known or model.proposed_next(seen.public.rules.opened_on)
    fields = (Text(key="day", label=_("On"), hint=_("year-month-day"), limit=10, given=day),)
    return Ask(
        id=seen.asked(step, "date"),
        prompt=_("When do we meet again?"),
        fields=fields,
        makes=fills(SetNextDate, fields, step=step.id),
        send=_("That day"),
        at_bell=False,
    )
