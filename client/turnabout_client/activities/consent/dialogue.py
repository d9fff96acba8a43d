"""The consent as a dialogue. Pure."""

from turnabout_client.activities.consent import model
from turnabout_client.dialogue.answers import picks
from turnabout_client.dialogue.commonly import yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Option, Part, Word
from turnabout_client.view.people import whose_answers
from turnabout_language import _
from turnabout_protocol.activities.consent import Agree, Consent, ConsentState
from turnabout_protocol.commands import PlayAfterAll, Watch
from turnabout_protocol.panel import may_say_yes


def part(seen: Seen, step: Consent) -> Part:
    """Return the promises, and whether one plays."""
    return Part(
        now=model.decided(seen.plays, seen.waiting(step)),
        blocks=_blocks(seen, step),
        ask=_ask(seen, step),
        also=_also(seen, step),
    )


def late(seen: Seen, step: Consent) -> Part:
    """Return the promises for a seat that missed them, and whether it comes in if it is asked."""
    public, me = seen.public, seen.me
    if me is None:
        return Part(now=_("One moment."))
    role = model.late_role(public, me).plain
    blocks = (Block(id=f"{step.id}/late", lines=(role,)), _promised(seen, step))
    if not may_say_yes(public, me):
        return Part(now=_("You watch."), blocks=blocks)
    field = Choice(
        key="late",
        options=(
            Option(key="play", label=model.late_yes(public, me), value=PlayAfterAll()),
            Option(key="watch", label=_("I watch"), value=Watch()),
        ),
    )
    ask = Ask(
        id=f"{step.id}/late",
        prompt=_("Do you come in, or watch?"),
        fields=(field,),
        makes=picks(field),
        send=_("Say it"),
        at_bell=False,
    )
    return Part(now=_("You watch."), blocks=blocks, ask=ask)


def _promised(seen: Seen, step: Consent) -> Block:
    return Block(
        id=f"{step.id}/promises",
        kind="list",
        head=_("What we promise each other"),
        lines=model.promises(seen.public, step),
    )


def _blocks(seen: Seen, step: Consent) -> tuple[Block, ...]:
    public = seen.public
    said = (model.agreed(public, seen.state(ConsentState, step)), whose_answers(public))
    mine = model.my_role(public, seen.me).plain
    role = () if seen.steers else (Block(id="reversal", lines=(mine,), tone="strong"),)
    return (
        *role,
        _promised(seen, step),
        Block(id=f"{step.id}/agreed", lines=tuple(filter(None, said)), tone="quiet", news=False),
    )


def _ask(seen: Seen, step: Consent) -> Ask | None:
    if not seen.plays or seen.ready(step):
        return None
    field = Choice(
        key="role",
        options=(
            Option(key="play", label=_("I play"), value=Agree(step=step.id, yes=True)),
            Option(key="watch", label=_("I watch instead"), value=Agree(step=step.id, yes=False)),
        ),
    )
    return Ask(
        id=seen.asked(step, "agree"),
        prompt=_("Do you play, or watch?"),
        fields=(field,),
        makes=picks(field),
        send=_("Say it"),
        at_bell=False,
    )


def _also(seen: Seen, step: Consent) -> tuple[Word, ...]:
    if not seen.plays or not seen.ready(step):
        return ()
    sure = yes_no(
        seen.asked(step, "watch"),
        _("Watch this session? You will have no role and no turn."),
        _("Watch"),
        Agree(step=step.id, yes=False),
    )
    return (Word(key="watch", name=_("watch"), label=_("watch instead"), then=sure),)
