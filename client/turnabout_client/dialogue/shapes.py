"""What a dialogue is made of: blocks to read, one ask, and words that always mean the same."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from turnabout_client.view.time import Span
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.scenario import Kind as CardKind
from turnabout_protocol.scenario import Side

Kind = Literal["text", "card", "turn", "live", "list", "tally", "chart", "twist", "private"]
Tone = Side | Literal["", "quiet", "strong"]
How = Literal["", "echo", "card", "said", "asks", "why"]
Group = Literal[
    "", "main", "always", "starts", "habits", "course", "scene", "people", "door", "plan"
]
ALONE = "alone"
"""The group of what is said to a seat alone, whatever goes on: it comes before all else."""
Answers = Mapping[str, str | tuple[str, ...]]
"""What somebody gave: by the key of a field, a text, or the keys of the options chosen."""


class Sorry(Struct, frozen=True):
    """Why an answer becomes no command, in one sentence that says what to do instead."""

    sentence: str


class Bar(Struct, frozen=True, kw_only=True):
    """One row of a chart."""

    label: str
    value: float
    """As long as it is drawn, of the chart's `most`."""
    said: str
    """The value in words: what stands beside it."""
    before: float | None = None
    """Where it was before."""
    mark: float | None = None
    """What it can be held against, as how far those agree who were guessed."""
    tone: Tone = ""


class Chart(Struct, frozen=True, kw_only=True):
    """Rows to draw. Its sentence stands in the block's lines: who draws nothing misses nothing."""

    most: float
    least: float = 0
    """Where a row begins; below zero where it can fall on either side of a line."""
    bars: tuple[Bar, ...]
    tells: int
    """So many of the block's first lines say what the rows show."""
    arrows: bool = False
    """Whether a row is a place on a line, and where that was before; otherwise it is a length."""


class Block(Struct, frozen=True, kw_only=True):
    """Something to read. A skin tells it once, and again only what has changed in it."""

    id: str
    """The same as long as it is the same thing."""
    kind: Kind = "text"
    group: str = ""
    """What it belongs with. A skin that shows the newest first does so with groups: what is in one
    is read in its order."""
    head: str = ""
    lines: tuple[str, ...] = ()
    tone: Tone = ""
    how: tuple[How, ...] = ()
    """What each of the lines is, for whoever draws them differently; empty: they are alike."""
    card: CardKind | None = None
    """The kind of the card that it is, or that is among its lines: kinds have colours."""
    chart: Chart | None = None
    link: str = ""
    """An address to come in by, which stands among the lines, too: a skin that draws shows it large
    and as a square for cameras."""
    news: bool = True
    """Whether to tell it by itself. Otherwise it is there for whoever looks: a count, a hand."""


class Option(Struct, frozen=True, kw_only=True):
    """One thing to choose."""

    key: str
    """What an answer names it by: short, stable, one word. Its number is the skin's affair."""
    label: str
    value: object = None
    """What it stands for in a command; None: its key."""
    hint: str = ""
    """More about it, for whoever has room."""
    kind: Kind = "text"
    card: CardKind | None = None
    """The kind of the card that it is."""
    tone: Tone = ""


class Choice(Struct, frozen=True, kw_only=True):
    """A field to choose in: one of several, several of several, or all of them in an order."""

    key: str
    label: str = ""
    options: tuple[Option, ...]
    least: Annotated[int, Meta(ge=0)] = 1
    most: Annotated[int, Meta(ge=1)] = 1
    ordered: bool = False
    """All of them, the most important first."""
    again: bool = False
    """Whether the same can be chosen more than once, as with dots."""
    ends: tuple[str, str] | None = None
    """The words for both ends, where the options are the steps of a scale."""
    given: tuple[str, ...] = ()
    """The keys that are chosen already."""


class Text(Struct, frozen=True, kw_only=True):
    """A field to write in."""

    key: str
    label: str
    hint: str = ""
    """What stands there while it is empty. No part of the sentence that the label begins."""
    limit: int
    """Most characters."""
    least: Annotated[int, Meta(ge=0)] = 1
    """0: it may stay empty."""
    given: str = ""
    """What stands in it already."""
    long: bool = False
    """Whether people write more than a line."""


Field = Choice | Text


class Ask(Struct, frozen=True, kw_only=True):
    """The one question. An answer to it names it, so that a late one never hits the next."""

    id: str
    """Names the step, the stage, and what else makes it this question."""
    prompt: str
    """What is asked, in one sentence."""
    fields: tuple[Field, ...]
    """One after the other: what is asked in the last may follow from none of those before."""
    makes: "Makes"
    send: str
    """What the answer does: the label of a button."""
    about: str = ""
    """The id of the block that it is about: whoever reads the question wants that beside it."""
    at_bell: bool = True
    """Whether what stands there half done is sent when the time is over."""
    drafts: Callable[[Answers], Said] | None = None
    """For the speaker's words: what the table may read while they are written."""


class Makes(Struct, frozen=True):
    """What becomes of answers, and which answers a command has come from. See `answers`."""

    make: Callable[[Answers], "AnyCommand | Sorry | None"]
    """None: nothing follows, as from a no."""
    read: Callable[[AnyCommand], "Answers | None"]
    """None: this ask never gives that command."""


class Drawn(Struct, frozen=True):
    """A command that takes fresh keys: whoever gives it draws them, and tells nobody."""

    kind: type[AnyCommand]
    make: Callable[[Callable[[], str]], AnyCommand]
    """Handed what draws a key."""


class Word(Struct, frozen=True, kw_only=True):
    """Something that can be said at any moment, beside the one question."""

    key: str
    """One word, the same everywhere it is offered, in English: programs and tests use it."""
    name: str
    """The word in the reader's language: what they type or see."""
    label: str
    """What it does, in a few words."""
    then: "AnyCommand | Drawn | Ask | tuple[Block, ...]"
    """A command at once; a question first; or something to read."""
    undoes: tuple[str, ...] = ()
    """Ids of the asks that are open again once it is taken."""
    about: str = ""
    """The id of the block that it does something with."""
    group: Group = ""
    """With which others it belongs: `main` is what one does when all is read, `always` is the same
    in every step. Empty: it is of this moment."""
    told: bool = True
    """Whether it is worth being told by itself, where words are told one by one."""
    beside: bool = False
    """Whether what it tells is worth a place beside the table, where there is room."""


class Part(Struct, frozen=True, kw_only=True):
    """What one activity, or what stands for one, has to say to a seat."""

    now: str
    """What the seat does now, as long as it is asked nothing."""
    waits: str = ""
    """What in `now` says who is waited for, where that is another sentence than the usual one."""
    until: Span | None = None
    """The time of that; None: that of the stage that is on."""
    blocks: tuple[Block, ...] = ()
    ask: Ask | None = None
    also: tuple[Word, ...] = ()


class InRole(Struct, frozen=True, kw_only=True):
    """Whom a seat plays just now."""

    side: Side
    name: str
    told: str
    """The persona's job and side."""


class Dialogue(Struct, frozen=True, kw_only=True):
    """What a seat has in front of it at one moment."""

    title: str
    """Where we are: the step, or what stands for it."""
    now: str
    """The one sentence: what this seat does now. It is the question if there is one."""
    waits: str = ""
    """What in `now` says for how many others we wait: it changes often, and is no news."""
    until: Span | None = None
    """The time of that, in play time; None: no clock runs for it."""
    role: InRole | None = None
    """Whom this seat plays; None before it is in role, and from the moment it leaves it."""
    whole: Span | None = None
    """The time of the whole step; None: no clock runs for it."""
    place: tuple[int, int] | None = None
    """Which of how many steps this is, from 1."""
    stage: bool = False
    """Whether it is for all in the room to look at, and nobody answers."""
    above: str = ""
    """What must be known before all else: a pause, a lost line, a missing side. Empty: nothing."""
    blocks: tuple[Block, ...] = ()
    ask: Ask | None = None
    also: tuple[Word, ...] = ()

    def word(self, key: str) -> Word | None:
        """Return the word `key`, if it is offered now."""
        return next((word for word in self.also if word.key == key), None)
