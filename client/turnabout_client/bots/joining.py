"""What a bot says to a promise that names it as partner: yes, in the plan or in the close."""

from collections.abc import Iterator

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.close import promises_of
from turnabout_protocol.activities.promises import JoinIn


def join(view: View, step: str) -> Iterator[Intention]:
    """Yield a yes to each promise that waits for this seat's; `step` is the one that is on."""
    for promise in promises_of(view.public):
        if promise.unsaid and promise.names(view.me):
            yes = JoinIn(step=step, idea=promise.idea)
            yield view.intend(f"{step}/join/{promise.idea}", yes, (3, 7))
