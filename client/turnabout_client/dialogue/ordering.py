"""Cards to put in order, as one question. Pure."""

from turnabout_client.dialogue.answers import fills
from turnabout_client.dialogue.commonly import ready
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Option, Part
from turnabout_client.view.orders import locked_order, start_order
from turnabout_language import _
from turnabout_protocol.activities.rank import LockOrder, Ordering
from turnabout_protocol.room import in_panel


def part(seen: Seen, step: Ordering, prompt: str, kept: str, watched: str) -> Part:
    """Return the order that is asked for, once; what becomes of it; or what watchers read."""
    me = seen.me
    asked = me is not None and me.owner and in_panel(seen.public, me.id)
    if me is None or not asked:
        lines = (watched, seen.waiting(step))
        return Part(
            now=_("You watch. {waiting}", waiting=seen.waiting(step)),
            blocks=(Block(id=f"{step.id}/watched", lines=lines[:1]),),
        )
    locked = locked_order(seen.room, step, me)
    if locked:
        again = seen.public.steps[step.id].again
        return Part(
            now=_("Locked. {waiting}", waiting=seen.waiting(step)),
            blocks=(Block(id=f"{step.id}/kept", lines=(kept,)),),
            also=ready(seen, step, _("my order stands")) if again else (),
        )
    return Part(now=prompt, ask=_ask(seen, step, prompt))


def _ask(seen: Seen, step: Ordering, prompt: str) -> Ask | None:
    me = seen.me
    if me is None or me.home is None:
        return None
    cards = {card.id: card for card in step.cards(seen.room, me.home)}
    if not cards:
        return None
    options = tuple(
        Option(
            key=id_, label=cards[id_].text, hint=cards[id_].why, kind="card", card=cards[id_].kind
        )
        for id_ in start_order(seen.room, step, me)
    )
    fields = (
        Choice(
            key="order",
            label=_("The most important first"),
            options=options,
            least=len(options),
            most=max(1, len(options)),
            ordered=True,
        ),
    )
    return Ask(
        id=seen.asked(step, "order"),
        prompt=prompt,
        fields=fields,
        makes=fills(LockOrder, fields, step=step.id),
        send=_("Lock my order"),
    )
