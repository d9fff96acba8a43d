"""What the room sees of the words, in lines: the glossary, once there is one. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol.activities.lingo import Lingo, LingoState
from turnabout_protocol.room import Public


def lines(public: Public, step: Lingo) -> Iterator[Content]:
    """Yield what is matched, or the words that somebody did not know."""
    glossary = public.state(LingoState, step.id).glossary
    if glossary is None:
        yield Content(_("Everybody matches the other side's words with what they mean."))
        yield words.so_many_are_ready(public, step)
        return
    for word in glossary:
        yield Content.assemble((word.term, "bold"), f"  {word.means}")
    if not glossary:
        yield Content(_("Everybody knew all of them."))


def part(public: Public, step: Lingo) -> str:
    """Return what is done once the answers are known: people explain their words to one another."""
    glossary = public.state(LingoState, step.id).glossary
    return _("Whoever uses a word explains it in one sentence.") if glossary else ""


def now(public: Public, step: Lingo) -> str:
    """Return what all do together, once the words to explain are there."""
    glossary = public.state(LingoState, step.id).glossary
    return _("Ask about a word, and let it be explained.") if glossary else ""
