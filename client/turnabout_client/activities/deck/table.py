"""What the room sees of the key points, in lines: what is done, and no card of a side. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.view import words
from turnabout_language import N_, _
from turnabout_protocol.activities.deck import POOL, WRITE, Deck, DeckState
from turnabout_protocol.room import Public

WRITING = N_("Each side writes what really matters to it, unseen by the other.")
POOLING = N_("Each side puts together what says the same.")
VOTING = N_("Each side gives its dots to the cards that matter most.")


def lines(public: Public, step: Deck) -> Iterator[Content]:
    """Yield what is done just now, and how many are ready."""
    yield Content(part(public, step))
    yield words.so_many_are_ready(public, step)


def part(public: Public, step: Deck) -> str:
    """Return what is done in the part that is on."""
    stage = public.state(DeckState, step.id).stage
    return _({WRITE: WRITING, POOL: POOLING}.get(stage, VOTING))
