"""What the room sees of a scene, in lines: its question, the turns, and the twist. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.scene.model import console_lines
from turnabout_client.view.people import SHAPE, faces
from turnabout_language import _
from turnabout_protocol.activities.scene import Scene, SceneState
from turnabout_protocol.room import Public


def lines(public: Public, step: Scene) -> Iterator[Content]:
    """Yield how it opened, and what happened since."""
    state = public.state(SceneState, step.id)
    if public.story is not None and not state.turns:
        yield Content.styled(public.story.opening_question, "italic")
    yield from console_lines(public, state)


def now(public: Public, step: Scene) -> str:
    """Return who has the floor."""
    state = public.state(SceneState, step.id)
    if state.phase == "twist":
        return _("Something happens. Read it together.")
    if state.live is None:
        return _("The last turn is being rated.")
    return _(
        "{name} has the floor.",
        name=f"{SHAPE[state.live.side]} {faces(public, state.live.speakers)}",
    )
