"""A bot reads each slide, and says so in good time."""

from collections.abc import Iterator

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.reveal import Reveal, RevealState


def intend(view: View, step: Reveal) -> Iterator[Intention]:
    state = view.public.state(RevealState, step.id)
    if view.me.plays and view.me.id not in state.ready and not state.coming:
        yield view.ready(step, (10, 16))
