"""A bot cheers after half a minute."""

from collections.abc import Iterator

from tests.thirteenth.cheer import Cheer, CheerState, Hooray
from turnabout_client.bots.view import Intention, View


def intend(view: View, step: Cheer) -> Iterator[Intention]:
    """Cheer once."""
    if view.me.plays and view.me.id not in view.public.state(CheerState, step.id).cheered:
        yield view.intend(f"{step.id}/cheer", Hooray(step=step.id), (20, 40))
