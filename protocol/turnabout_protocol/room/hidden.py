"""What the people of one side know, what one seat knows, and what the server alone knows."""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from turnabout_protocol.figures import Slip
from turnabout_protocol.room.steps import Keeping
from turnabout_protocol.scenario import KeyPoint, Persona, Scenario, Side, Term

MOST_CARDS: Final = 7
"""Most cards of a side that are in play: more are too many to rank."""


class NotedAha(Struct, frozen=True, kw_only=True):
    """An aha that only its writer knows of."""

    number: int
    """Counts up for each seat."""
    text: str


class NextTable(Struct, frozen=True, kw_only=True):
    """Another room on the same server, for those who are too many here."""

    code: str
    key: str
    """Of whoever opened it."""
    co_key: str


NudgeKind = Literal["your_turn", "take_your_time", "are_you_there", "say_what_you_need", "own"]
"""What a facilitator says to one seat alone: fixed sentences, or own words."""


class Nudge(Struct, frozen=True, kw_only=True):
    """What a facilitator said to one seat alone."""

    say: NudgeKind
    text: str
    """The words, with `own` alone."""
    at: int
    """Room time."""


class Home(Keeping, frozen=True, kw_only=True):
    """What the people of one home side know among themselves, and nobody else."""

    deck: tuple[KeyPoint, ...] = ()
    """This side's own cards, as they are in play; empty until they are."""
    theirs: tuple[KeyPoint, ...] = ()
    """The other side's cards in a drawn order; empty until they were swapped."""
    rank: tuple[str, ...] = ()
    """In a demo: ids of this side's own cards as the author put them; bots go by it."""


class Own(Keeping, frozen=True, kw_only=True):
    """What one seat alone knows."""

    persona: Persona | None = None
    lingo: tuple[Term, ...] = ()
    hand: tuple[KeyPoint, ...] = ()
    dealt: tuple[str, ...] = ()
    """Ids of the cards of the first hand: the server drew them."""
    slip: Slip | None = None
    ahas: tuple[NotedAha, ...] = ()
    """Own ahas that are not shared, or not yet."""
    ready: Mapping[str, tuple[int, int]] = {}
    """The newest unsigned stage, by step, in which this seat has done what is asked: the play time
    at which the step began, and the stage."""
    hides: bool = False
    """Whether nobody reads what I write before it is sent."""
    extra_time: bool = False
    """Whether my turns last longer than everybody is told."""
    nudge: Nudge | None = None
    """The newest that a facilitator said to this seat alone, until it was read."""
    next_table: NextTable | None = None
    """The next table, if I opened it."""


class Vault(Keeping, frozen=True, kw_only=True):
    """What the server alone knows. It never enters a frame."""

    scenario: Scenario | None = None
    seed: int = 0
    """What parts, hands and turns are drawn with. Whoever opened the room may have chosen it."""
    secret: str = ""
    """What is unsigned is put in order with this, which nobody ever chose or saw; empty: with the
    seed."""
    facilitator_key: str = ""
    """Hash of the facilitator key, of whoever opened the room."""
    co_key: str = ""
    """Hash of the co-facilitators' key; empty: there is none."""
    series: str = ""
    """Hash of the key of the team's series; empty: there is none."""
    seat_keys: Mapping[int, str] = {}
    """Hash of each seat's key, by seat."""
    cover_keys: Mapping[int, str] = {}
    """Hash of the key of the bot that covers it, by seat."""
    decks: Mapping[Side, tuple[KeyPoint, ...]] = {}
    """Each side's cards as its people settled them."""

    def deck(self, side: Side) -> tuple[KeyPoint, ...]:
        """Return the cards of `side` in play: those its people settled, else the scenario's."""
        if side in self.decks or self.scenario is None:
            return self.decks.get(side, ())
        return self.scenario.sides[side].key_points[:MOST_CARDS]
