"""The room, partitioned by who may know what.

    Room = Public + Console + one Home per side + one Own per seat + Vault

All times are whole milliseconds. *Room time* counts while the room runs, also through a pause;
*play time* stands still while the clocks are held. Deadlines are play times.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.scenario import KeyPoint, Persona, Scenario, Side, Slug, Story, Term
from turnabout_protocol.scoring import Scoring

SeatId = Annotated[int, Meta(ge=1, le=999)]
Role = Literal["player", "observer", "facilitator"]
Phase = Literal["lobby", "running", "closed"]

MOST_CARDS: Final = 7
"""Most cards of a side that are in play: more are too many to rank."""
GONE: Final = N_("someone who left")
"""What is shown for the name of a seat that is no longer there."""
SECOND: Final = 1000
MINUTE: Final = 60 * SECOND


def snake(name: str) -> str:
    """Return the wire tag of a class: `TurnStarted` -> `turn_started`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Seat(Struct, frozen=True, kw_only=True):
    """A place in the room, as everybody sees it."""

    id: int
    name: str
    role: Role
    home: Side | None = None
    """The side this person belongs to. A facilitator has none."""
    played: Side | None = None
    """The side this person plays: the other one, unless the facilitator allowed otherwise."""
    persona: str = ""
    job: str = ""
    bot: bool = False
    present: bool = True
    absent_since: int = 0
    """Play time of the last drop; means nothing while present."""

    @property
    def plays(self) -> bool:
        """Whether this seat takes turns."""
        return self.role == "player"

    @property
    def owner(self) -> bool:
        """Whether this seat rates the people who play its home side."""
        return self.role != "facilitator" and self.home is not None


class PlayClock(Struct, frozen=True, kw_only=True):
    """Turns room time into play time."""

    held: int = 0
    """Room time that was not play time, up to the last resume."""
    since: int | None = None
    """Room time at which the clocks were stopped; None while they run."""
    by: int | None = None
    """The seat that paused; None when the server holds the clocks for people not yet back."""

    @property
    def paused(self) -> bool:
        return self.since is not None

    def play(self, now: int) -> int:
        """Return the play time at room time `now`."""
        return (now if self.since is None else self.since) - self.held

    def room(self, play: int) -> int:
        """Return the room time of a play-time deadline if the clocks run on from here."""
        return play + self.held


class HouseRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What whoever opened the room decided."""

    team: Annotated[str, Meta(max_length=60)] = ""
    max_players: Annotated[int, Meta(ge=2, le=12)] = 12
    max_observers: Annotated[int, Meta(ge=0, le=50)] = 12
    own_side_allowed: bool = False
    """The facilitator may seat people on their own side. The screens then say so."""
    bots_count: bool = False
    """Ratings by bots count. Only in a demo, where there is nobody else to rate."""
    spoken: bool = False
    """People sit together or in a call and talk: nobody needs to type."""
    tiny_room_ok: bool = False
    """Private slips from two raters on. Everybody who plays has agreed to that."""
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2}(-[A-Z]{2})?\Z")] = "en"
    """Language of the screens and the report, for who has not chosen another one."""
    opened_on: Annotated[str, Meta(pattern=r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""
    """Date of the session, YYYY-MM-DD: a promise's date is checked against it."""


class Earlier(Struct, frozen=True, kw_only=True):
    """A promise that the team made in an earlier session. Names are as they were then."""

    number: Annotated[int, Meta(ge=1, le=9999)]
    when: str
    then: str
    owner: str
    partner: str
    by: str
    """Date, YYYY-MM-DD."""
    sign: str
    """We see it works when ..."""
    opened_on: str = ""
    """Date of the session in which it was made, YYYY-MM-DD; empty when unknown."""


class Step(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="activity", tag=snake
):
    """One entry of an agenda: an activity with its settings. Activities extend it."""

    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=24)]
    minutes: Annotated[float, Meta(gt=0, le=120)]
    in_role: bool = False
    """People are their personas: colours and persona names are on the screen."""
    hold: bool = False
    """At its deadline the step waits for a connected facilitator, at most HOLD."""
    script: Annotated[str, Meta(max_length=400)] = ""
    """What the facilitator may say when the step opens."""

    @property
    def length(self) -> int:
        """The planned time in milliseconds."""
        return round(self.minutes * MINUTE)

    def fresh(self) -> "State":
        """Return the public state this step starts from."""
        return State()

    def unsigned(self, stage: int) -> bool:
        """Return whether what people do in `stage` is nobody's to see: answers, orders, votes.

        Then who is ready is told when the stage is over; until then, only how many are.
        """
        return False

    def waited(self, public: "Public") -> frozenset[int]:
        """Return the seats the step waits for. When there are none left, it moves on early.

        Only players who are here are waited for. In an unsigned stage only the server can tell.
        """
        ready = public.state(State, self.id).ready
        return frozenset(s.id for s in public.players() if s.present and s.id not in ready)


class State(Struct, frozen=True, kw_only=True):
    """What everybody sees of a step. Activities extend it."""

    stage: int = 0
    """Which part of the step is on: a round of a talk, a stage of a plan."""
    ends: int | None = None
    """Deadline of the stage. While there is one it governs, not the deadline of the step."""
    ready: tuple[int, ...] = ()
    """Seats that have done what this stage asks of them; in an unsigned one, once it is over."""
    counted: int = 0
    """How many are ready in an unsigned stage."""

    def later(self, ms: int) -> Self:
        """Return this with its deadlines moved by `ms`."""
        return replace(self, ends=None if self.ends is None else self.ends + ms)

    def at_stage(self, stage: int, ends: int) -> Self:
        """Return this as `stage` begins: nobody is ready yet."""
        return replace(self, stage=stage, ends=ends, ready=(), counted=0)


class Part(Struct, frozen=True, kw_only=True):
    """What only some know of a step. Use one of the three kinds below as the base."""


class OwnState(Part, frozen=True, kw_only=True):
    """What one seat alone knows of a step. Activities extend it."""


class HomeState(Part, frozen=True, kw_only=True):
    """What one home side alone knows of a step. Activities extend it."""


class VaultState(Part, frozen=True, kw_only=True):
    """What the server alone knows of a step. Activities extend it."""


class Current(Struct, frozen=True, kw_only=True):
    """The step that is on."""

    index: int
    opened: int
    ends: int


S = TypeVar("S", bound=State)
K = TypeVar("K", bound=Part)
T = TypeVar("T")


class Keeping(Struct, frozen=True, kw_only=True):
    """A part of the room that is not everybody's, with what it holds of each step."""

    steps: Mapping[str, Part] = {}

    def state(self, kind: type[K], step: str) -> K:
        """Return the state of `step`; a new one when nothing was put in yet."""
        found = self.steps.get(step)
        return kind() if found is None else _of(kind, found)

    def with_state(self, step: str, state: Part) -> Self:
        """Return this with another state of `step`."""
        return replace(self, steps={**self.steps, step: state})


class Aha(Struct, frozen=True, kw_only=True):
    """What became clear to somebody, as its writer shared it."""

    text: str
    by: str = ""
    """The writer's name; empty unless the writer signed it."""


class NotedAha(Struct, frozen=True, kw_only=True):
    """An aha that only its writer knows of."""

    number: int
    """Counts up for each seat."""
    text: str


class Public(Struct, frozen=True, kw_only=True):
    """What everybody in the room knows."""

    story: Story | None = None
    rules: HouseRules = HouseRules()
    agenda: tuple[Step, ...] = ()
    shelf: tuple[Step, ...] = ()
    """Steps that were taken out of the agenda and can be brought back."""
    length: int = 0
    """Planned time of the whole session as it was opened, in milliseconds."""
    scoring: Scoring = Scoring()
    earlier: tuple[Earlier, ...] = ()
    """What the team promised before and has not settled yet."""
    phase: Phase = "lobby"
    seats: Mapping[int, Seat] = {}
    bots: tuple[int, ...] = ()
    """Seats that bots took, also those that are gone: what they said stays a bot's."""
    clock: PlayClock = PlayClock()
    current: Current | None = None
    steps: Mapping[str, State] = {}
    """States of the steps so far, by step id."""
    spent: Mapping[str, int] = {}
    """Play time that each finished step really took, by step id."""
    ahas: tuple[Aha, ...] = ()
    """What people shared of what became clear to them."""

    @property
    def step(self) -> Step | None:
        """The step that is on."""
        return None if self.current is None else self.agenda[self.current.index]

    @property
    def in_role(self) -> bool:
        """Whether people are their personas just now."""
        return self.phase == "running" and self.step is not None and self.step.in_role

    def state(self, kind: type[S], step: str) -> S:
        """Return the state of `step`, which must be of `kind`."""
        return _of(kind, self.steps[step])

    def with_state(self, step: str, state: State) -> "Public":
        """Return this with another state of `step`."""
        return replace(self, steps={**self.steps, step: state})

    def with_seat(self, seat: Seat) -> "Public":
        """Return this with `seat` in it, or changed."""
        return replace(self, seats={**self.seats, seat.id: seat})

    def players(self, played: Side | None = None) -> tuple[Seat, ...]:
        """Return the seats that take turns, of one played side or of both, by id."""
        found = (s for _, s in sorted(self.seats.items()) if s.plays)
        return tuple(s for s in found if played is None or s.played == played)

    def owners(self, side: Side) -> tuple[Seat, ...]:
        """Return the seats whose own case `side` is: they rate those who play it."""
        return tuple(s for _, s in sorted(self.seats.items()) if s.owner and s.home == side)

    def label(self, side: Side) -> str:
        """Return what this room calls `side`."""
        return self.story.labels[side] if self.story else side

    def face(self, seat: int) -> str:
        """Return the name to show for `seat`: the persona's in role, the person's otherwise."""
        who = self.seats.get(seat)
        if who is None:
            return GONE
        return who.persona if self.in_role and who.persona else who.name


SafetyVerdict = Literal["go", "take_care", "too_few"]
"""Whether people feel safe enough to play; `too_few` answered to say so."""


class Flag(Struct, frozen=True, kw_only=True):
    """A turn that somebody found a caricature. Nobody is told who."""

    step: str
    turn: int
    counts: bool | None = None
    """What a facilitator decided; None: nothing yet."""


class Console(Struct, frozen=True, kw_only=True):
    """What only facilitators know."""

    host_note: str = ""
    flags: tuple[Flag, ...] = ()
    twists_called: Mapping[str, int] = {}
    """How many twists are to have come in by the end of the live turn, by step."""
    safety: Mapping[str, SafetyVerdict] = {}
    """What the safety items of a poll advise, by step."""
    filling: bool = False
    """Whether the room has grown to half of what a room may."""


class Figure(Struct, frozen=True, kw_only=True):
    """A published number, or the fact that too few people stand behind it.

    Only `publish` makes one, on the server.
    """

    value: float | None
    """Whole points, 0 to 100, of a difference -100 to 100. None when hidden, or when there is
    nothing to average or to compare.
    """
    n: int
    """How many different people supplied it; 0 when hidden, as it would tell who skipped."""
    need: int
    """How many are needed before it is shown."""

    @property
    def hidden(self) -> bool:
        """Whether it is withheld because too few people stand behind it."""
        return self.n < self.need


class Slip(Struct, frozen=True, kw_only=True):
    """A player's private result, 0 to 100 each; None: not available. Only `publish` makes one."""

    rings_true: Figure
    heard: float | None
    picks: float | None = None
    """From the cards in the hand, whether those were played that matter most to their owners."""
    their_words: float | None
    portrayal: float | None
    guess_before: Figure | None = None
    """How well this person's own first guess was; None: there was none."""
    guess_after: Figure | None = None
    """The same for the second guess."""
    missing: Mapping[str, int] = {}
    """How often each tag for what was missing was given, pooled over turns."""
    turns: int = 0


class Home(Keeping, frozen=True, kw_only=True):
    """What the people of one home side know among themselves, and nobody else."""

    deck: tuple[KeyPoint, ...] = ()
    """This side's own cards, as they are in play; empty until they are."""
    theirs: tuple[KeyPoint, ...] = ()
    """The other side's cards in a drawn order; empty until they were swapped."""


class Own(Keeping, frozen=True, kw_only=True):
    """What one seat alone knows."""

    persona: Persona | None = None
    lingo: tuple[Term, ...] = ()
    hand: tuple[KeyPoint, ...] = ()
    slip: Slip | None = None
    ahas: tuple[NotedAha, ...] = ()
    """Own ahas that are not shared, or not yet."""
    ready: Mapping[str, tuple[int, int]] = {}
    """The newest unsigned stage, by step, in which this seat has done what is asked: the play time
    at which the step began, and the stage."""


class Vault(Keeping, frozen=True, kw_only=True):
    """What the server alone knows. It never enters a frame."""

    scenario: Scenario | None = None
    seed: int = 0
    """What parts, hands and turns are drawn with. Whoever opened the room may have chosen it."""
    secret: str = ""
    """What is unsigned is put in order with this, which nobody ever chose or saw; empty: with the
    seed."""
    facilitator_key: str = ""
    """Hash of the facilitator key."""
    seat_keys: Mapping[int, str] = {}
    """Hash of each seat's key, by seat."""
    decks: Mapping[Side, tuple[KeyPoint, ...]] = {}
    """Each side's cards as its people settled them."""

    def deck(self, side: Side) -> tuple[KeyPoint, ...]:
        """Return the cards of `side` in play: those its people settled, else the scenario's."""
        if side in self.decks or self.scenario is None:
            return self.decks.get(side, ())
        return self.scenario.sides[side].key_points[:MOST_CARDS]


class Room(Struct, frozen=True, kw_only=True):
    """One table. A client folds only what it was sent, so most parts of its copy stay empty."""

    public: Public = Public()
    console: Console = Console()
    homes: Mapping[Side, Home] = {}
    own: Mapping[int, Own] = {}
    vault: Vault = Vault()

    def home(self, side: Side) -> Home:
        """Return what the people of `side` alone know."""
        return self.homes.get(side, Home())

    def of(self, seat: int) -> Own:
        """Return what `seat` alone knows."""
        return self.own.get(seat, Own())

    def is_ready(self, seat: int, step: str) -> bool:
        """Return whether `seat` has done what the stage of `step` asks, as far as is known here."""
        state = self.public.state(State, step)
        opened = 0 if self.public.current is None else self.public.current.opened
        return seat in state.ready or self.of(seat).ready.get(step) == (opened, state.stage)


def _of(kind: type[T], found: Any) -> T:
    if not isinstance(found, kind):
        raise TypeError(f"state is {type(found).__name__}, not {kind.__name__}")
    return found
