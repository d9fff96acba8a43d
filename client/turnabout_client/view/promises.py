"""What is still open about a promise, in words. Pure."""

from turnabout_language import _
from turnabout_protocol.activities.plan import Promise


def not_yet(promise: Promise) -> str:
    """Return that the partner has not said yes yet: the promise is kept all the same."""
    return _("{name} has not said yes yet.", name=promise.partner)


def question(promise: Promise) -> str:
    """Return what its partner is asked."""
    return _("{owner} promised this with you. y: yes.", owner=promise.owner)
