"""The consent as a dialogue. Pure."""

from turnabout_client.activities.consent import model
from turnabout_client.dialogue.answers import picks
from turnabout_client.dialogue.commonly import yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Option, Part, Word
from turnabout_client.view.people import whose_answers
from turnabout_language import _
from turnabout_protocol.activities.consent import Agree, Consent, ConsentState


def part(seen: Seen, step: Consent) -> Part:
    """Return the promises, and whether one plays."""
    return Part(
        now=model.decided(seen.plays, seen.waiting(step)),
        blocks=_blocks(seen, step),
        ask=_ask(seen, step),
        also=_also(seen, step),
    )


def _blocks(seen: Seen, step: Consent) -> tuple[Block, ...]:
    public = seen.public
    said = (model.agreed(public, seen.state(ConsentState, step)), whose_answers(public))
    role = () if seen.steers else (model.my_role(public, seen.me).plain,)
    return (
        Block(id="reversal", lines=role),
        Block(
            id=f"{step.id}/promises",
            kind="list",
            head=_("What we promise each other"),
            lines=model.promises(public, step),
        ),
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
