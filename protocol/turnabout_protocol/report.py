"""The report: what is kept of a session after it closes, and all that is kept.

It is public: a server sends it to whoever holds the facilitator key, and its JSON is a published
format with a schema (docs/report.schema.json). It never says who rated, felt, guessed or passed.
"""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from turnabout_protocol.activities.plan import Idea, Promise, Upstairs
from turnabout_protocol.activities.poll import Tally
from turnabout_protocol.activities.review import PromiseMark
from turnabout_protocol.results import Results, Retention
from turnabout_protocol.room import Aha
from turnabout_protocol.scenario import Side
from turnabout_protocol.scoring import Scoring

REPORT_VERSION: Final = 1

SessionId = Annotated[str, Meta(pattern=r"\A[0-9a-f]{12}\Z")]
"""The name of a session in public: from it nobody can work out the code of its room."""
DayOrNone = Annotated[str, Meta(pattern=r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")]
"""A date, YYYY-MM-DD; empty: not known."""
Stands = Literal["open", PromiseMark]
"""How a promise stands."""


class StepTime(Struct, frozen=True, kw_only=True):
    """Planned and real minutes of a step."""

    title: str
    planned: float
    real: float


class AskedTally(Struct, frozen=True, kw_only=True):
    """A question with its pooled answers."""

    text: str
    tally: Tally


class Followed(Struct, frozen=True, kw_only=True):
    """A promise of an earlier session of this team, and what became of it."""

    number: int
    """Its number in the archive of the server."""
    made_on: DayOrNone
    when: str
    then: str
    owner: str
    partner: str
    by: DayOrNone
    mark: Stands
    """`open`: nobody said in this session how it went."""
    confirmed: bool | None = None
    """Whether the partner, or somebody of the partner's side, said so, too; None in reports of 0.2
    and before: nobody was asked."""
    obstacle: str = ""
    """What got in the way, if somebody said so."""


class Gloss(Struct, frozen=True, kw_only=True):
    """A term in plain words."""

    term: str
    means: str
    side: Side | None = None
    """Whose term it is, where that is known."""


class Report(Struct, frozen=True, kw_only=True):
    """What a session gave. `results` is None while nothing was revealed and in the end if no
    scene was played.
    """

    version: Literal[1] = 1
    """Of this format."""
    session: SessionId
    closed: bool
    """Whether the session was over; before that, the report holds what the room had been shown."""
    title: str
    demo: bool = False
    """Somebody practised with bots: what they gave is in the figures."""
    scenario: str
    """The id of the scenario."""
    team: str
    date: DayOrNone
    language: str
    """What the report is written in, unless its reader chooses another language."""
    shared_goal: str
    labels: dict[Side, str]
    """What this room calls its two sides."""
    people: dict[Side, int]
    """How many people of each home side played and are still at the table. Bots are no people."""
    observers: int
    voices: int = 0
    """How many of the observers had a say: their answers count."""
    counted: int = 0
    """How many people's answers count, those who left the table since included; 0: not recorded."""
    bots: int = 0
    """How many bots filled seats, on either side."""
    shared: bool = False
    """Two players of a side took turns as one."""
    pairs: tuple[tuple[str, ...], ...] = ()
    """By name, who did together. Empty: nobody, or not recorded."""
    steps: tuple[StepTime, ...]
    results: Results | None
    feelings: tuple[AskedTally, ...]
    promises: tuple[Promise, ...]
    other_ideas: tuple[Idea, ...]
    """Ideas that became no promise, those with most dots first."""
    upstairs: tuple[Upstairs, ...] = ()
    ahas: tuple[Aha, ...] = ()
    """What became clear to people, as far as they shared it."""
    glossary: tuple[Gloss, ...] = ()
    """New words that both sides share."""
    earlier: tuple[Followed, ...] = ()
    follow_through: float | None = None
    """How much of the earlier promises that were due was done and confirmed, of 100; None: not
    known."""
    due: int = 0
    """How many promises stand behind it."""
    next_date: DayOrNone = ""
    check_from: DayOrNone = ""
    """From this day on the link of the session asks its panel three things, for two weeks; empty:
    it does not."""
    check: Retention | None = None
    """What stayed until then; None: that is not known yet, or nobody was asked."""
    flagged: int = 0
    """In reports of 0.2 and before: how many turns were left out. It is shown nowhere."""
    scoring: Scoring = Scoring()
    """The weights and thresholds that held."""
