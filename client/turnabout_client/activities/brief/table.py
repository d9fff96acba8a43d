"""What the room sees of the brief, in lines: the shared goal, and the first words in role. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.brief.model import cast, first_words
from turnabout_language import _
from turnabout_protocol.activities.brief import Brief, BriefState
from turnabout_protocol.room import Public


def lines(public: Public, step: Brief) -> Iterator[Content]:
    """Yield what all want, who plays whom, and what was said so far."""
    if public.story is not None:
        yield Content.assemble((_("What all of you want") + "  ", "bold"), public.story.shared_goal)
    state = public.state(BriefState, step.id)
    yield first_words(public, state) if state.lines else cast(public)
