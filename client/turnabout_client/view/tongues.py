"""What a scenario is written in, and what is said when the room speaks another language."""

from turnabout_language import _
from turnabout_language.formats import tongue
from turnabout_protocol.room import Public


def written_in(public: Public) -> str:
    """Return what the scenario's language is called; empty when the room does not know."""
    story = public.story
    return tongue(story.language) if story is not None and story.language else ""


def apart(public: Public) -> str:
    """Return a sentence when the cards and the screens of the room have different languages."""
    story = public.story
    return "" if story is None else two_tongues(story.language, public.rules.language)


def two_tongues(written: str, spoken: str) -> str:
    """Return a sentence when a scenario `written` in one language meets screens in another.

    Both are tags, such as en or de-CH: regions make no difference, and an empty one says nothing.
    """
    if not written or written[:2] == spoken[:2]:
        return ""
    return _(
        "The scenario is written in {written}, and the screens of this room are in {spoken}.",
        written=tongue(written),
        spoken=tongue(spoken),
    )
