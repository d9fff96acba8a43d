"""What a session gave, in figures: what becomes of cards, orders, answers and ratings.

Only the server's `publish` makes any of it. The reveal tells it, and the report keeps it.
"""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from turnabout_language import N_
from turnabout_protocol.figures import Figure, Withheld
from turnabout_protocol.scenario import KeyPoint, Side
from turnabout_protocol.scoring import AlignmentWeights

Third = Literal[1, 2, 3]
THIRDS: Final[Mapping[Third, str]] = {
    1: N_("among the first"),
    2: N_("in the middle"),
    3: N_("among the last"),
}
"""What the thirds of an order are called, what matters most first.

Three people are few: two of them, who know their own, could work out the third one's order from an
exact sum of all three. So an order that three people stand behind is told in thirds.
"""


def third_of(place: int, cards: int) -> Third:
    """Return the third of `place` (from 1) among `cards`. Of seven the middle one has three."""
    size = round(cards / 3)
    return 1 if place <= size else 3 if place > cards - size else 2


class CardFate(Struct, frozen=True, kw_only=True):
    """What became of a key point."""

    card: KeyPoint
    played: int
    """How often it was played, over all scenes."""
    by_bots: int = 0
    """How many of those times a bot played it."""
    place: int | None = None
    """Its place in its owners' order, 1 matters most; None: too few ranked. With a `third` it is
    only where the card lies on the table: within a third the cards are in no order."""
    guessed: int | None = None
    """The place that the other side gave it, all guesses together; None: too few guessed."""
    third: Third | None = None
    """The third of its owners' order that it is in, where three people stand behind an order."""
    guessed_third: Third | None = None
    """The third in which the other side put it."""


class Arrow(Struct, frozen=True, kw_only=True):
    """A figure before and after the play, of the same people. None: that was not asked."""

    before: Figure | None = None
    after: Figure | None = None
    change: float | None = None
    """Points, after minus before; None unless both are shown."""
    clear: bool = False
    """Whether the change is larger than chance alone makes it."""
    band: float | None = None
    """Points by which chance alone moves so few people; None: two people, of whom nothing is said,
    or no change, or a session of an older version.
    """
    n: int = 0
    """How many people answered both times; 0: no change, or a session of an older version."""


class BlindSpot(Struct, frozen=True, kw_only=True):
    """The card that the other side misplaced most."""

    card: KeyPoint | None
    """None when hidden, and when no card was off by more than a place, or lay at the other end."""
    place: int = 0
    """Its place in its owners' order."""
    guessed: int = 0
    """The place that the other side gave it."""
    in_thirds: bool = False
    """Whether three people stand behind one of the two orders: then thirds are compared, and
    `place` and `guessed` are 0. Only a card at the other end is named: one that is a third off may
    be off by a single place."""
    third: Third | None = None
    """Then: the third that it is in."""
    guessed_third: Third | None = None
    n: int
    """How many guessed; 0 when hidden."""
    need: int
    why: Withheld = ""
    """Why it is hidden; empty: fewer than `need` people guessed."""

    @property
    def hidden(self) -> bool:
        """Whether it is withheld because too few people stand behind it."""
        return self.n < self.need


class Accuracy(Struct, frozen=True, kw_only=True):
    """How well each side's order was guessed: of 100 pairs of cards, those put right. 50 is chance.

    Keys are the sides whose cards were guessed.
    """

    sides: dict[Side, Arrow]
    room: Arrow
    """The mean of the two directions."""
    agreement: dict[Side, Figure]
    """How well the owners of each side agree with one another: the yardstick beside the guesses."""
    as_shown: dict[Side, Figure] = {}
    """How many of 100 pairs the last guesses put as the orders that the room was shown: what a
    guess in a later session is set against. Empty in sessions of older versions.
    """


class Attitude(Struct, frozen=True, kw_only=True):
    """What people answered to one question, 0 to 100: by home side, or else only pooled."""

    sides: dict[Side, Arrow] = {}
    """By the home side of those who answered; empty when only pooled or hidden."""
    room: Arrow
    """The mean of the two sides; where they are not shown, the mean of all answers."""


class Understood(Struct, frozen=True, kw_only=True):
    """What people said of how well the sides understand each other. None: it was not asked."""

    felt: Attitude | None = None
    """The other side understands us."""
    claimed: Attitude | None = None
    """We understand the other side."""
    then: Attitude | None = None
    """Looking back: before today we understood it. Only `after` is set."""
    close: Attitude | None = None
    """How close the sides are at work."""
    gap: dict[Side, Arrow] = {}
    """What the others claim about that side less what it feels, -100 to 100; 0 is best."""
    looking_back: Attitude | None = None
    """What was claimed before less what it looks like now, -100 to 100. Only `after` is set."""


ThanThought = Literal["better", "as_thought", "less"]
"""How the others think of a side's work: better than it thought, as it thought, or less."""


class Regard(Struct, frozen=True, kw_only=True):
    """How the others think of how a side works, beside what that side believed they do."""

    seen: Figure
    """What the side believed. Without a value also where the others think less: that is said in
    words alone.
    """
    regard: Figure
    """What the others answered. Without a value where `seen` has none."""
    than_thought: ThanThought | None
    """None: it is not shown."""

    @property
    def arrow(self) -> Arrow:
        """From what was believed to what is."""
        return Arrow(before=self.seen, after=self.regard)


class Alignment(Struct, frozen=True, kw_only=True):
    """The room's score, with what it is made of."""

    figure: Figure
    """Without a value when one of the parts has none."""
    accuracy: Figure
    felt: Figure
    rings_true: Figure
    weights: AlignmentWeights


class Rated(Struct, frozen=True, kw_only=True):
    """What stands behind the room's Rings true."""

    turns: int
    """Turns that somebody rated."""
    band: float
    """Points by which chance alone may put it off."""
    fours: float | None
    """How many of 100 ratings were a 4, in tens; None: too few ratings to say."""


class Dealt(Struct, frozen=True, kw_only=True):
    """What people gained on pairs with a card that the server dealt them, and on pairs without."""

    dealt: float
    """Points that accuracy moved by on pairs with a dealt card: the sum over people."""
    undealt: float
    """The same on the other pairs, of the same people."""
    n: int
    band: float
    """Points by which chance alone moves the difference of the two means."""

    @property
    def difference(self) -> float:
        """By how many points they gained more where they held a card."""
        return (self.dealt - self.undealt) / self.n


class Retention(Struct, frozen=True, kw_only=True):
    """What stayed of an earlier session: its deck guessed again, and how understood people feel.

    Each arrow goes from the end of that session to now. They are levels of whoever was there then
    and of whoever is here now, perhaps not the same people; the bands are wide enough for that.
    """

    session: str
    """The id of that session."""
    date: str
    """Its date, YYYY-MM-DD; empty: not known."""
    title: str
    """Of its scenario."""
    labels: dict[Side, str]
    """What that room called its two sides."""
    when: Literal["opening", "check"] = "opening"
    """When it was asked: at the opening of a later session, or in the check two weeks later."""
    accuracy: dict[Side, Arrow]
    """By whose cards they are: how many of 100 pairs were put in the order as it was shown."""
    room: Arrow
    """The mean of the two."""
    felt: Attitude | None = None
    """How understood people felt at the end of that session, and before the next one's play or in
    the check. None: not asked both times.
    """


class Results(Struct, frozen=True, kw_only=True):
    """What the whole room may see. Only `publish` makes one."""

    rings_true: Figure
    board: dict[Side, tuple[CardFate, ...]]
    """In their owners' order where that is known."""
    turns: int
    """Turns that said something."""
    blind_spots: dict[Side, BlindSpot] = {}
    """By the side whose card it is; empty when nobody was asked to guess."""
    accuracy: Accuracy | None = None
    """None: nobody was asked to guess."""
    understood: Understood | None = None
    """None: nobody was asked."""
    regard: dict[Side, Regard] | None = None
    """By the side whose work it is; None: nobody was asked."""
    dealt: Dealt | None = None
    """None: too few people guessed twice, or every card was dealt."""
    retention: Retention | None = None
    """None: nobody was asked to recall an earlier session."""
    rated: Rated | None = None
    """None: Rings true is hidden, or a session of an older version."""
    alignment: Alignment | None = None
    """None: the house does not add its parts up, or this session does not measure all of them."""
