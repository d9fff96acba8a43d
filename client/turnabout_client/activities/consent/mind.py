"""A bot is asked for its consent: it plays."""

from collections.abc import Iterator

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.consent import Agree, Consent, ConsentState


def intend(view: View, step: Consent) -> Iterator[Intention]:
    state = view.public.state(ConsentState, step.id)
    if view.me.plays and view.me.id not in state.agreed:
        yield view.intend(f"{step.id}/agree", Agree(step=step.id, yes=True), (2, 8))
