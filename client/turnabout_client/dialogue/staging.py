"""The screen for all in a room: what goes on, and what all look at. It is asked nothing. Pure."""

from collections.abc import Iterator

from turnabout_client.activities import dialogue_part
from turnabout_client.dialogue import closed, reading
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Block, Part
from turnabout_client.stage import model
from turnabout_language import _
from turnabout_protocol.room import Step


def part(seen: Seen) -> Part:
    """Return what everybody may see, for the last row of chairs."""
    public, step = seen.public, seen.public.step
    now = model.sentence(public)
    if public.phase == "closed":
        return Part(now=now, blocks=closed.part(seen).blocks)
    if step is None or public.phase == "lobby":
        return Part(now=now, blocks=(*reading.people(seen), *_goal(seen)))
    if step.id not in public.steps:
        return Part(now=now or _("One moment."))
    here = dialogue_part(seen, step)
    now = model.asked(public) or now
    blocks = (*_goal(seen), *_written(now, step, here.blocks))
    return Part(now=now, until=here.until, blocks=blocks)


def _goal(seen: Seen) -> Iterator[Block]:
    story = seen.public.story
    if story is not None:
        yield Block(id="goal", head=_("We all want"), lines=(story.shared_goal,), news=False)


def _written(now: str, step: Step, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield what lies on the table: nothing that is for a screen of one's own, nothing twice."""
    mine = (f"{step.id}/watched", "reversal", "role", "goal")
    for block in blocks:
        told = bool(block.lines) and block.lines[0] in now
        if block.id not in mine and block.kind != "private" and not told:
            yield block
