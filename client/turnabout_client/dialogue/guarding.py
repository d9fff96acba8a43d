"""The door and what is told of it: who waits, flags, who floods, links that are made. Pure."""

from collections.abc import Iterator

from turnabout_client.console.flags import pending
from turnabout_client.console.helm import Helm
from turnabout_client.console.safety import advice
from turnabout_client.dialogue.answers import fills, picks
from turnabout_client.dialogue.commonly import grouped, yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Drawn, Option, Word
from turnabout_client.view.people import face, faces, knocker, names, undecided
from turnabout_language import _
from turnabout_machine.keys import hashed
from turnabout_protocol.activities.scene import Turn
from turnabout_protocol.commands import (
    AllowOwnSide,
    ClearSeats,
    IssuePass,
    JudgeFlag,
    LetIn,
    LockDoor,
    RenewCoKey,
    RenewLink,
    TurnAway,
)
from turnabout_protocol.pairs import ShareTurns
from turnabout_protocol.panel import came_late, frozen
from turnabout_protocol.tables import OpenTable


def blocks(seen: Seen) -> Iterator[Block]:
    """Yield what a facilitator must see before anything else."""
    public, console = seen.public, seen.room.console
    for knock in console.waiting:
        said = _("At the door: {names}.", names=knocker(public, knock))
        yield Block(id=f"knock/{knock.number}", lines=(said,), tone="strong")
    if console.pause_asked is not None:
        name = face(public, console.pause_asked)
        said = _("{name}, who watches, asks for a pause.", name=name)
        yield Block(id=f"pause-asked/{console.pause_asked}", lines=(said,), tone="strong")
    if public.locked:
        yield Block(id="locked", lines=(_("The door is locked."),), tone="quiet")
    for step, turn in pending(seen.room):
        yield Block(
            id=f"flag/{step}/{turn.number}",
            head=_("Caricature?"),
            lines=(_of(seen, turn),),
            tone="strong",
        )
    late = undecided(public)
    if late:
        who = names(public, tuple(seat.id for seat in late))
        said = _("Still to say whether they play: {names}. Until the parts are given they can.",
                 names=who)  # fmt: skip
        yield Block(id="undecided", lines=(said,))
    late = came_late(public)
    if late:
        who = names(public, tuple(seat.id for seat in late))
        said = _("Came late, and watches: {names}. You can ask them in, until the parts are given.",
                 names=who)  # fmt: skip
        yield Block(id="late", lines=(said,), tone="strong")
    for number, one in enumerate(advice(seen.room)):
        yield Block(id=f"safety/{number}", lines=(one.plain,), tone="strong")
    if console.filling:
        said = _(
            "Somebody keeps sending commands: the room is half full. See who it is and take them "
            "out, or end the session in time."
        )
        yield Block(id="filling", head=_("Take care"), lines=(said,))


def words(seen: Seen, helm: Helm) -> Iterator[Word]:
    """Yield what is done at the door."""
    yield from _knocks(seen, helm)
    yield from grouped("door", _links(helm))
    yield from _flags(seen)
    yield from grouped("people", _large(helm))


def _links(helm: Helm) -> Iterator[Word]:
    """Yield what becomes of the door and of the links that lead to it."""
    locked = helm.public.locked
    yield Word(
        key="lock",
        name=_("lock-door"),
        label=_("unlock the door") if locked else _("lock the door"),
        then=LockDoor(locked=not locked),
    )
    said = _(
        "Take out everybody who sat down and did nothing: no yes, no look at the cards, no note? "
        "Whoever is meant to be here can come in again by the link."
    )
    yield Word(
        key="clear",
        name=_("clear"),
        label=_("clear empty seats"),
        then=yes_no("clear", said, _("Take out"), ClearSeats()),
    )
    yield Word(
        key="personal-link",
        name=_("personal-link"),
        label=_("make a personal link"),
        then=Drawn(IssuePass, lambda key: IssuePass(issued=hashed(key()))),
    )
    yield Word(
        key="new-link",
        name=_("new-link"),
        label=_("replace the shared link"),
        then=Drawn(RenewLink, lambda key: RenewLink(key=key())),
    )
    if helm.leads:
        yield Word(
            key="new-co-key",
            name=_("new-co-key"),
            label=_("replace the co-facilitators' key"),
            then=Drawn(RenewCoKey, lambda key: RenewCoKey(key=hashed(key()))),
        )


def _large(helm: Helm) -> Iterator[Word]:
    """Yield what helps a room with many people, before it begins."""
    public = helm.public
    if helm.lobby:
        allow = AllowOwnSide(allow=not public.rules.own_side_allowed)
        label = _("allow the own side") if allow.allow else _("no longer allow the own side")
        yield Word(key="own-side", name=_("own-side"), label=label, then=allow)
    if not frozen(public):
        share = ShareTurns(shared=not public.shared)
        label = _("two share a turn") if share.shared else _("turns alone")
        yield Word(key="share", name=_("share"), label=label, then=share)
    if helm.lobby and helm.leads and not public.next_table:
        yield Word(
            key="next-table",
            name=_("next-table"),
            label=_("open another table"),
            then=Drawn(OpenTable, lambda key: OpenTable(code=key(), key=key(), co_key=key())),
        )


def _knocks(seen: Seen, helm: Helm) -> Iterator[Word]:
    if not helm.waiting:
        return
    for key, name, label, prompt, kind in (
        ("let-in", _("let-in"), _("let somebody in"), _("Who comes in?"), LetIn),
        ("turn-away", _("turn-away"), _("turn somebody away"), _("Who is turned away?"), TurnAway),
    ):
        field = Choice(
            key="knock",
            options=tuple(
                Option(key=str(knock.number), label=knocker(seen.public, knock), value=knock.number)
                for knock in helm.waiting
            ),
        )
        ask = Ask(
            id=key,
            prompt=prompt,
            fields=(field,),
            makes=fills(kind, (field,)),
            send=label,
            at_bell=False,
        )
        yield Word(key=key, name=name, label=label, then=ask)


def _flags(seen: Seen) -> Iterator[Word]:
    for step, turn in pending(seen.room):
        judged = [JudgeFlag(scene=step, turn=turn.number, counts=yes) for yes in (True, False)]
        field = Choice(
            key="counts",
            options=(
                Option(
                    key="counts",
                    label=_("It counts: say one sentence about fairness"),
                    value=judged[0],
                ),
                Option(key="not", label=_("It does not count"), value=judged[1]),
            ),
        )
        ask = Ask(
            id=f"flag/{step}/{turn.number}",
            prompt=_of(seen, turn),
            fields=(field,),
            makes=picks(field),
            send=_("Decide"),
            at_bell=False,
        )
        yield Word(
            key=f"flag-{step}-{turn.number}",
            name=f"{_('flag')}-{turn.number}",
            label=_("decide whether it counts"),
            then=ask,
        )


def _of(seen: Seen, turn: Turn) -> str:
    said = " " + _("“{text}”", text=turn.say) if turn.say else ""
    return _("Turn of {name}.", name=faces(seen.public, turn.speakers)) + said
