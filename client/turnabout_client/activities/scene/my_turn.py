"""My turn as a form: what I heard, a card, my own words, a question. Pure."""

from turnabout_client.activities.scene.moment import Moment
from turnabout_client.dialogue.answers import safely, values
from turnabout_client.dialogue.shapes import (
    Answers,
    Ask,
    Choice,
    Field,
    Option,
    Sorry,
    Text,
)
from turnabout_language import _
from turnabout_protocol.activities.scene import Said, SendEcho, Speak, Turn
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.text import LINE, SPEECH

NONE = "none"
"""The key for playing no card."""


def ask(now: Moment, id_: str, prompt: str) -> Ask | None:
    """Return what I am asked while I have the floor: my echo first where it is sent ahead."""
    mine = now.mine
    if mine is None:
        return None
    if now.spoken:
        return _aloud(now, mine, id_, prompt)
    if _echo_goes_ahead(now, mine):
        return _echo(now, mine, id_, prompt)
    return _speech(now, mine, id_, prompt)


def _echo_goes_ahead(now: Moment, mine: Turn) -> bool:
    return now.step.mend and mine.echoes is not None and (not mine.echo or now.mends)


def _echo_field(now: Moment, given: str) -> Text:
    return Text(
        key="echo",
        label=_("What I heard you say is"),
        hint=_("what {name} said, in your words", name=now.echoed),
        limit=LINE,
        least=0,
        given=given,
    )


def _echo(now: Moment, mine: Turn, id_: str, prompt: str) -> Ask:
    field = _echo_field(now, mine.echo)
    number = mine.number

    def make(answers: Answers) -> AnyCommand | Sorry:
        echo = str(answers.get("echo", "")).strip()
        if not echo or echo == mine.echo:
            return Sorry(_("Say it in other words, or say what comes next."))
        return SendEcho(step=now.step.id, turn=number, echo=echo[:LINE])

    def read(command: AnyCommand) -> Answers | None:
        ours = isinstance(command, SendEcho) and command.turn == number
        return {"echo": command.echo} if ours and isinstance(command, SendEcho) else None

    return Ask(
        id=f"{id_}/echo/{'mend' if mine.echo else 'first'}",
        prompt=prompt,
        fields=(field,),
        makes=safely(make, read),
        send=_("Send my echo"),
        drafts=lambda answers: Said(echo=str(answers.get("echo", ""))[:LINE]),
    )


def speech(now: Moment, id_: str, prompt: str) -> Ask | None:
    """Return the form of my whole turn, whatever else I am asked first."""
    return None if now.mine is None or now.spoken else _speech(now, now.mine, id_, prompt)


def _speech(now: Moment, mine: Turn, id_: str, prompt: str) -> Ask:
    kept = now.kept or Said()
    fields: list[Field] = []
    sent = now.step.mend and bool(mine.echo)
    if mine.echoes is not None and not sent:
        fields.append(_echo_field(now, kept.echo))
    if now.own.hand:
        fields.append(_cards(now, kept.card))
        say = Text(key="say", label=_("I say"), hint=_("the card in your own words"), limit=SPEECH)
    else:
        say = Text(key="say", label=_("I say"), hint=_("a thought, or nothing"), limit=SPEECH)
    fields += [
        Text(key="say", label=say.label, hint=say.hint, limit=SPEECH, least=0, given=kept.say,
             long=True),
        Text(key="ask", label=_("I ask"), hint=_("a question, or nothing"), limit=LINE, least=0,
             given=kept.ask),
    ]  # fmt: skip
    form = tuple(fields)

    def said(answers: Answers) -> Said:
        found = values(form, answers)
        card = found.get("card") or ""
        return Said(
            echo=mine.echo if sent else str(found.get("echo", ""))[:LINE],
            card="" if card == NONE else card,
            say=str(found.get("say", ""))[:SPEECH],
            ask=str(found.get("ask", ""))[:LINE],
        )

    def make(answers: Answers) -> AnyCommand | Sorry:
        command = now.speak(said(answers))
        return command or Sorry(_("Say something, choose a card, or pass."))

    def read(command: AnyCommand) -> Answers | None:
        if not isinstance(command, Speak) or command.turn != mine.number:
            return None
        told = command.said
        found: dict[str, str | tuple[str, ...]] = {"say": told.say, "ask": told.ask}
        if not sent and mine.echoes is not None:
            found["echo"] = told.echo
        if now.own.hand:
            found["card"] = (told.card or NONE,)
        return found

    return Ask(
        id=f"{id_}/speak",
        prompt=prompt,
        fields=form,
        makes=safely(make, read),
        send=_("Send"),
        drafts=said,
    )


def _cards(now: Moment, chosen: str) -> Choice:
    cards = tuple(
        Option(key=card.id, label=card.text, hint=_(card.kind), kind="card", card=card.kind)
        for card in now.own.hand
    )
    return Choice(
        key="card",
        label=_("Card"),
        options=(*cards, Option(key=NONE, label=_("no card"))),
        given=(chosen,) if chosen in {card.id for card in now.own.hand} else (),
    )


def _aloud(now: Moment, mine: Turn, id_: str, prompt: str) -> Ask:
    """Return what one says who speaks aloud: that one is done, and with which card."""
    fields: tuple[Field, ...] = (_cards(now, ""),) if now.own.hand else ()
    done = Choice(key="done", options=(Option(key="done", label=_("I have spoken")),))

    def make(answers: Answers) -> AnyCommand | Sorry:
        card = next(iter(answers.get("card", ())), NONE)
        command = now.speak(Said(card="" if card == NONE else str(card)))
        return command or Sorry(_("Your turn is over."))

    def read(command: AnyCommand) -> Answers | None:
        if not isinstance(command, Speak) or command.turn != mine.number:
            return None
        return {"card": (command.said.card or NONE,)} if now.own.hand else {"done": ("done",)}

    return Ask(
        id=f"{id_}/aloud",
        prompt=prompt,
        fields=fields or (done,),
        makes=safely(make, read),
        send=_("I have spoken"),
        drafts=lambda answers: Said(card=_played(answers)),
    )


def _played(answers: Answers) -> str:
    card = next(iter(answers.get("card", ())), NONE)
    return "" if card == NONE else str(card)
