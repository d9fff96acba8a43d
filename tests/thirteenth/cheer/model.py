"""What the screen of cheering says. Pure."""

from tests.thirteenth.cheer import Cheer, CheerState
from turnabout_protocol.room import Public


def said(public: Public, step: Cheer) -> str:
    """Return who has cheered."""
    faces = [public.face(seat) for seat in public.state(CheerState, step.id).cheered]
    return f"{step.call}: {', '.join(faces)}"
