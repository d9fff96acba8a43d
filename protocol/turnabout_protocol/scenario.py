"""The typed scenario: what an author writes in one YAML file.

Field names are those of the file. Lengths are in characters and generous: what makes a *good*
length is advice, not a rule of the format.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

from turnabout_language import N_

Side = Literal["business", "it"]
"""Key of a side. What people read is the scenario's label for it."""
SIDES: Final[tuple[Side, Side]] = ("business", "it")

Kind = Literal["need", "fact", "limit", "worry", "ask"]
KINDS: Final[Mapping[Kind, str]] = {
    "need": N_("need"),
    "fact": N_("fact"),
    "limit": N_("limit"),
    "worry": N_("worry"),
    "ask": N_("ask"),
}
"""The kinds of card, in the order of their keys, with the word on the card."""
"""What sort of sentence a key point is."""
Source = Literal["authored", "session", "real"]
"""Where a key point comes from."""
Length = Literal[20, 25, 45, 60, 90]
"""Length of a session, in minutes. Write 25 for the taster; up to 0.3 it took 20."""

Slug = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,39}\Z")]
Label = Annotated[str, Meta(min_length=1, max_length=40)]
Sentence = Annotated[str, Meta(min_length=1, max_length=240)]
Paragraph = Annotated[str, Meta(min_length=1, max_length=1200)]


def other(side: Side) -> Side:
    """Return the side across the table."""
    return "it" if side == "business" else "business"


class KeyPoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A card: one sentence that a side really argues."""

    id: Slug
    """Unlike every other card's, on both sides."""
    kind: Kind
    """A need, a fact, a limit, a worry or an ask. A side that worries is easier to understand."""
    text: Sentence
    """What the side would say itself: one sentence, at most 20 words, without blame."""
    why: Annotated[str, Meta(max_length=240)] = ""
    """The reason behind it: the back of the card."""
    source: Source = "authored"
    """Written by an author, written in a session, or paraphrased from a real discussion."""


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A side's own word, in plain words."""

    term: Label
    means: Sentence
    """In words that the other side uses."""
    aliases: Annotated[tuple[Label, ...], Meta(max_length=6)] = ()
    """Other words for the same."""


class Persona(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fictional character on a side, with a pressure and a decent reason."""

    name: Annotated[str, Meta(min_length=1, max_length=24)]
    """A first name of nobody in the room, used once in the file."""
    job: Annotated[str, Meta(min_length=1, max_length=60)]
    pressure: Sentence
    """What weighs on this person; reads on after the name."""
    good_reason: Sentence
    """What this person wants that anybody can respect; reads on after the name."""


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything one side brings: its people, its key points, its words."""

    label: Label
    """What this side is called on every screen."""
    personas: Annotated[tuple[Persona, ...], Meta(min_length=1, max_length=6)]
    """Three are a good number."""
    key_points: Annotated[tuple[KeyPoint, ...], Meta(min_length=4, max_length=8)]
    """The cards, as many as the other side has. Seven are a good number."""
    rank: Annotated[tuple[Slug, ...], Meta(max_length=8)] = ()
    """Ids of the key points, what matters most to this side first: bots in a demo go by it."""
    lingo: Annotated[tuple[Term, ...], Meta(max_length=12)] = ()
    """This side's words. Six are a good number."""

    @property
    def ranked(self) -> tuple[str, ...]:
        """The ids of the key points as the author put them; without `rank`, as they stand."""
        return self.rank or tuple(point.id for point in self.key_points)


class Sides(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The two cases, by side key."""

    business: Case
    """One side; its label may say anything."""
    it: Case
    """The side across the table; its label may say anything."""

    def __getitem__(self, side: Side) -> Case:
        return self.business if side == "business" else self.it


class Twist(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An outside event, read to everyone, that hits both sides."""

    id: Slug
    text: Sentence
    """What happens to both sides, and is nobody's fault."""
    ask: Sentence
    """The question it leaves on the table."""


class Import(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of the discussion that cards with the source `real` retell."""

    from_real: bool
    """Whether they come from a real discussion."""
    consented: bool = False
    """Whether those who were there agreed."""
    scrubbed: bool = False
    """Whether they are retold: no names, no quotes, no figures by which somebody can be found."""
    age_days: Annotated[int, Meta(ge=0, le=9999)] = 0
    """How long ago it was, in days; at least 14."""


class Scenario(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One scenario file."""

    id: Slug
    """Small letters, digits and dashes; best the file's name without its ending."""
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    tags: Annotated[tuple[Slug, ...], Meta(max_length=12)] = ()
    """What it is about, to choose by."""
    level: Annotated[int, Meta(ge=1, le=3)] = 1
    """1: easy to speak about; 2: some heat; 3: for groups that know the game."""
    minutes: Annotated[tuple[Length, ...], Meta(max_length=4)] = ()
    """Session lengths it is made for; none: all of them."""
    version: Annotated[int, Meta(ge=1, le=9999)] = 1
    """Counted up by its author."""
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2}(-[A-Z]{2})?\Z")] = "en"
    """Language of its texts, such as en or de-CH."""
    licence: Annotated[str, Meta(max_length=60)] = ""
    """Under what terms others may use it."""
    author: Annotated[str, Meta(max_length=60)] = ""
    situation: Paragraph
    """What happened, in 60 to 110 words that both sides can agree with."""
    shared_goal: Sentence
    """What both sides want."""
    opening_question: Sentence
    """What the facilitator asks to start the first scene."""
    sides: Sides
    twists: Annotated[tuple[Twist, ...], Meta(max_length=6)] = ()
    """Two are a good number."""
    action_seeds: Annotated[tuple[Sentence, ...], Meta(max_length=6)] = ()
    """Examples of a promise: When this happens, then we do that."""
    host_note: Annotated[str, Meta(max_length=240)] = ""
    """The trap of blame in this scenario, and what to ask instead. For the facilitator alone."""
    care: Annotated[str, Meta(max_length=240)] = ""
    """What might touch somebody: read to everyone before they agree to play."""
    off_limits: Annotated[tuple[Sentence, ...], Meta(max_length=6)] = ()
    """What nobody should bring up."""
    imported: Import | None = field(default=None, name="import")
    """Where cards from real discussions come from."""


class Story(Struct, frozen=True, kw_only=True):
    """What of a scenario everybody at the table may read from the start."""

    id: str
    title: str
    situation: str
    shared_goal: str
    opening_question: str
    labels: dict[Side, str]
    care: str
    action_seeds: tuple[str, ...]
    """Examples of the when-then form."""
    language: str = ""
    """What its texts are written in, such as en or de-CH; empty in a room of an older version."""


def story_of(scenario: Scenario) -> Story:
    """Return the part of `scenario` that holds no secret."""
    return Story(
        id=scenario.id,
        title=scenario.title,
        situation=scenario.situation,
        shared_goal=scenario.shared_goal,
        opening_question=scenario.opening_question,
        labels={side: scenario.sides[side].label for side in SIDES},
        care=scenario.care,
        action_seeds=scenario.action_seeds,
        language=scenario.language,
    )
