"""The typed scenario: what an author writes in one YAML file.

Field names are those of the file. Lengths are in characters and generous: what makes a *good*
length is advice, not a rule of the format.
"""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

Side = Literal["business", "it"]
"""Key of a side. What people read is the scenario's label for it."""
SIDES: Final[tuple[Side, Side]] = ("business", "it")

Kind = Literal["need", "fact", "limit", "worry", "ask"]
"""What sort of sentence a key point is."""

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
    kind: Kind
    text: Sentence
    why: Annotated[str, Meta(max_length=240)] = ""


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A side's own word, in plain words."""

    term: Label
    means: Sentence
    aliases: Annotated[tuple[Label, ...], Meta(max_length=6)] = ()


class Persona(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fictional character on a side, with a pressure and a decent reason."""

    name: Annotated[str, Meta(min_length=1, max_length=24)]
    job: Annotated[str, Meta(min_length=1, max_length=60)]
    pressure: Sentence
    good_reason: Sentence


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything one side brings: its people, its key points, its words."""

    label: Label
    personas: Annotated[tuple[Persona, ...], Meta(min_length=1, max_length=6)]
    key_points: Annotated[tuple[KeyPoint, ...], Meta(min_length=4, max_length=8)]
    lingo: Annotated[tuple[Term, ...], Meta(max_length=12)] = ()


class Sides(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The two cases, by side key."""

    business: Case
    it: Case

    def __getitem__(self, side: Side) -> Case:
        return self.business if side == "business" else self.it


class Twist(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An outside event, read to everyone, that hits both sides."""

    id: Slug
    text: Sentence
    ask: Sentence


class Scenario(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One scenario file."""

    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    tags: Annotated[tuple[Slug, ...], Meta(max_length=12)] = ()
    level: Annotated[int, Meta(ge=1, le=3)] = 1
    version: Annotated[int, Meta(ge=1, le=9999)] = 1
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2}(-[A-Z]{2})?\Z")] = "en"
    licence: Annotated[str, Meta(max_length=60)] = ""
    author: Annotated[str, Meta(max_length=60)] = ""
    situation: Paragraph
    shared_goal: Sentence
    opening_question: Sentence
    sides: Sides
    twists: Annotated[tuple[Twist, ...], Meta(max_length=6)] = ()
    action_seeds: Annotated[tuple[Sentence, ...], Meta(max_length=6)] = ()
    host_note: Annotated[str, Meta(max_length=240)] = ""
    care: Annotated[str, Meta(max_length=240)] = ""
    off_limits: Annotated[tuple[Sentence, ...], Meta(max_length=6)] = ()


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
    )
