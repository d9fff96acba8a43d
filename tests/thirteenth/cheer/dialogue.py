"""Cheering as a dialogue. Pure."""

from tests.thirteenth.cheer import Cheer, CheerState, Hooray, model
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Block, Part, Word


def part(seen: Seen, step: Cheer) -> Part:
    """Return who has cheered, and a word for it."""
    cheered = seen.seat in seen.state(CheerState, step).cheered
    word = Word(key="cheer", name="cheer", label="hooray", then=Hooray(step=step.id))
    return Part(
        now=seen.waiting(step) if cheered else "Cheer, if you like.",
        blocks=(Block(id=step.id, lines=(model.said(seen.public, step),)),),
        also=() if cheered or not seen.plays else (word,),
    )
