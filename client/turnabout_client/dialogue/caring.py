"""The people, one at a time: a private word, a bot in their place, another place. Pure."""

from collections.abc import Iterator

from turnabout_client.console.caring import Care, cares, people
from turnabout_client.console.helm import Helm
from turnabout_client.console.model import places
from turnabout_client.dialogue.answers import fills, picks
from turnabout_client.dialogue.commonly import yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Choice, Option, Text, Word
from turnabout_client.view import tables
from turnabout_client.view.absence import WITHOUT_KEYS
from turnabout_language import _
from turnabout_protocol.commands import AddBot, Remove
from turnabout_protocol.nudging import MOST, NudgeSeat
from turnabout_protocol.room import Seat
from turnabout_protocol.scenario import SIDES
from turnabout_protocol.tables import AskOver


def words(seen: Seen, helm: Helm) -> Iterator[Word]:
    """Yield what is done with people: each word names the one it means."""
    public = helm.public
    if helm.lobby or helm.awaited:
        for side in SIDES:
            label = _("bot from {side}", side=public.label(side))
            yield Word(
                key=f"bot-{side}", name=f"{_('bot')}-{side}", label=label, then=AddBot(home=side)
            )
    for seat in people(helm):
        yield from _see_to(helm, seat)
    for seat in helm.others:
        yield from _place(helm, seat)
    if public.next_table:
        yield from _over(seen)


def _see_to(helm: Helm, seat: Seat) -> Iterator[Word]:
    found = list(cares(helm, seat))
    options = tuple(
        Option(key=str(number), label=_said(care), value=care.command)
        for number, care in enumerate(found, 1)
        if care.command is not None
    )
    if options:
        label = _("see to {name}", name=seat.name)
        yield _chosen(seat, "see-to", _("see-to"), label, Choice(key="what", options=options))
    if any(care.command is None for care in found):
        fields = (Text(key="text", label=_("Your words"), limit=MOST),)
        yield Word(
            key=f"say-to-{seat.id}",
            name=f"{_('say-to')}-{seat.id}",
            label=_("say something to {name} alone", name=seat.name),
            then=Ask(
                id=f"say-to/{seat.id}",
                prompt=_("What do you say to {name} alone?", name=seat.name),
                fields=fields,
                makes=fills(NudgeSeat, fields, seat=seat.id, say="own"),
                send=_("Say it"),
                at_bell=False,
            ),
        )


def _said(care: Care) -> str:
    """Return what a care is called; of a private word, as it is read without a screen."""
    command = care.command
    if not isinstance(command, NudgeSeat) or command.say == "own":
        return care.words
    return _("say alone: {words}", words=_(WITHOUT_KEYS[command.say]))


def _place(helm: Helm, seat: Seat) -> Iterator[Word]:
    public = helm.public
    field = Choice(
        key="place",
        options=tuple(
            Option(key=str(number), label=place.told(public), value=place.command(seat.id))
            for number, place in enumerate(places(public), 1)
        ),
    )
    label = _("give {name} another place", name=seat.name)
    yield _chosen(seat, "move", _("move"), label, field)
    said = _("Take {name} out of the room? Their key no longer opens it.", name=seat.name)
    yield Word(
        key=f"remove-{seat.id}",
        name=f"{_('remove')}-{seat.id}",
        label=_("take {name} out of the room", name=seat.name),
        then=yes_no(f"remove/{seat.id}", said, _("Remove"), Remove(seat=seat.id)),
    )


def _chosen(seat: Seat, key: str, name: str, label: str, field: Choice) -> Word:
    """Return a word that asks what of `field` is done with the person at `seat`."""
    ask = Ask(
        id=f"{key}/{seat.id}",
        prompt=_("{name} ...", name=seat.name),
        fields=(field,),
        makes=picks(field),
        send=_("Do it"),
        at_bell=False,
    )
    return Word(key=f"{key}-{seat.id}", name=f"{name}-{seat.id}", label=label, then=ask)


def _over(seen: Seen) -> Iterator[Word]:
    """Yield the question who is asked to go to the next table."""
    public = seen.public
    people = tables.goers(public)
    if not people:
        return
    field = Choice(
        key="seats",
        options=tuple(Option(key=str(s.id), label=s.name, value=s.id) for s in people),
        least=0,
        most=max(2, len(people)),
        given=tuple(str(seat) for seat in public.asked_over),
    )
    yield Word(
        key="ask-over",
        name=_("ask-over"),
        label=_("ask people over to the next table"),
        then=Ask(
            id="ask-over",
            prompt=_("Who is asked to go to the next table?"),
            fields=(field,),
            makes=fills(AskOver, (field,)),
            send=_("Ask them"),
            at_bell=False,
        ),
    )
