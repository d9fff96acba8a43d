"""What a seat is asked of the turns before, one thing at a time, as questions. Pure."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.activities.scene.asking import Ask as Asked
from turnabout_client.activities.scene.asking import Kind, question
from turnabout_client.activities.scene.model import HEARD, REACTIONS, RINGS, TAGS
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.dialogue.answers import picks
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Choice, Option, Word
from turnabout_client.view.missing import MISSING
from turnabout_language import _
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    Rate,
    React,
    StrikeWord,
    TagMissing,
    TakeBack,
    Turn,
)

LOW: Final = ("2", "1")
"""The rings after which one is asked what was missing, as keys."""
SKIP: Final = "skip"


def asks(seen: Seen, now: Moment) -> Iterator[Ask]:
    """Yield what is open, the most urgent first."""
    judging = now.judging
    for turn in judging:
        ring = seen.given.get(_id(now, "ring", turn.number), {}).get("ring", ())
        if ring and ring[0] in LOW and not seen.answered(_id(now, "missing", turn.number)):
            yield _missing(now, turn)
    for turn in judging:
        if not _rated(seen, now, turn):
            yield ring_ask(now, turn)
    if now.to_hear is not None and not seen.answered(_id(now, "heard", now.to_hear.number)):
        yield heard_ask(now, now.to_hear)
    for turn in judging:
        ring = seen.given.get(_id(now, "ring", turn.number), {}).get("ring", ())
        for term in now.own_words_in(turn):
            # Whoever skipped the rating wants to be asked no more of it.
            open_ = not seen.answered(_id(now, "word", turn.number, term))
            if ring and ring[0] != SKIP and open_:
                yield _word(now, turn, term)
    if now.to_react is not None and not seen.answered(_id(now, "reaction", now.to_react.number)):
        yield reaction_ask(now, now.to_react)


def words(seen: Seen, now: Moment, asked: Ask | None) -> Iterator[Word]:
    """Yield how to take a rating back, and what can be answered before it is asked."""
    given = next((t for t in reversed(now.judging) if _rated(seen, now, t)), None)
    if given is not None:
        ids = tuple(_id(now, kind, given.number) for kind in ("ring", "missing"))
        back = TakeBack(step=now.step.id, turn=given.number)
        label = _("take my rating back")
        yield Word(key="undo", name=_("undo"), label=label, then=back, undoes=ids)
    later = (
        ("echo", _("echo"), _("say whether you were heard"), now.to_hear, heard_ask),
        ("react", _("react"), _("say something to the card"), now.to_react, reaction_ask),
    )
    for key, name, label, turn, make in later:
        ask = None if turn is None else make(now, turn)
        if ask is not None and (asked is None or asked.id != ask.id):
            yield Word(key=key, name=name, label=label, then=ask, told=False)


def _id(now: Moment, *what: object) -> str:
    return "/".join(map(str, (now.step.id, *what)))


def _rated(seen: Seen, now: Moment, turn: Turn) -> bool:
    return turn.number in now.known.rated or seen.answered(_id(now, "ring", turn.number))


def _one(now: Moment, kind: Kind, turn: Turn, options: list[Option], term: str = "") -> Ask:
    asked = Asked(kind, turn.number, term)
    field = Choice(key=kind, options=tuple(options))
    what = (kind, turn.number, term) if term else (kind, turn.number)
    return Ask(
        id=_id(now, *what),
        prompt=question(asked, now.public, turn),
        fields=(field,),
        makes=picks(field),
        send=_("Say it"),
        about=_id(now, "turn", turn.number),
        at_bell=False,
    )


def ring_ask(now: Moment, turn: Turn) -> Ask:
    """Return the question how true a turn rang."""
    step, number = now.step.id, turn.number
    options = [
        Option(key=str(ring), label=_(wide), value=Rate(step=step, turn=number, ring=ring))
        for _key, ring, _short, wide in RINGS
    ]
    skip = Option(key=SKIP, label=_("skip"), value=Rate(step=step, turn=number, ring=None))
    return _one(now, "ring", turn, [*options, skip])


def _missing(now: Moment, turn: Turn) -> Ask:
    options = [
        Option(
            key=tag,
            label=_(MISSING[tag][0]),
            value=TagMissing(step=now.step.id, turn=turn.number, missing=tag),
        )
        for _key, tag in TAGS
    ]
    return _one(now, "missing", turn, [*options, Option(key=SKIP, label=_("skip"))])


def heard_ask(now: Moment, turn: Turn) -> Ask:
    """Return the question whether I was heard."""
    options = [
        Option(
            key=answer,
            label=_(name),
            value=AnswerEcho(step=now.step.id, turn=turn.number, answer=answer),
        )
        for _key, answer, name in HEARD
    ]
    return _one(now, "heard", turn, [*options, Option(key=SKIP, label=_("skip"))])


def _word(now: Moment, turn: Turn, term: str) -> Ask:
    strike = StrikeWord(step=now.step.id, turn=turn.number, term=term)
    options = [
        Option(key="yes", label=_("yes")),
        Option(key="no", label=_("no"), value=strike),
        Option(key=SKIP, label=_("skip")),
    ]
    return _one(now, "word", turn, options, term)


def reaction_ask(now: Moment, turn: Turn) -> Ask:
    """Return the question what one says to a card."""
    options = [
        Option(
            key=kind,
            label=_(name),
            value=React(step=now.step.id, turn=turn.number, kind=kind),
        )
        for _key, kind, name in REACTIONS
    ]
    return _one(now, "reaction", turn, [*options, Option(key=SKIP, label=_("skip"))])
