"""The room, partitioned by who may know what.

    Room = Public + Console + one Home per side + one Own per seat + Vault

All times are whole milliseconds. *Room time* counts while the room runs, also through a pause;
*play time* stands still while the clocks are held. Deadlines are play times.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeVar

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.figures import Slip
from turnabout_protocol.scenario import KeyPoint, Persona, Scenario, Side, Slug, Story, Term
from turnabout_protocol.scoring import Scoring

SeatId = Annotated[int, Meta(ge=1, le=999)]
Pair = tuple[SeatId, ...]
"""Players of a side who take turns as one. `turnabout_protocol.pairs` says how."""
Role = Literal["player", "observer", "facilitator"]
Phase = Literal["lobby", "running", "closed"]
Ending = Literal["stage", "step", "back", "session"]
"""What is over with a bell: the stage that is on, the whole step, the step as the room goes back to
the one before, or the session."""

MOST_CARDS: Final = 7
"""Most cards of a side that are in play: more are too many to rank."""
IN_A_PAIR: Final = 2
"""So many times as many players have a place at a table where they share turns."""
GONE: Final = N_("someone who left")
"""What is shown for the name of a seat that is no longer there."""
MOST_MONTHS: Final = 120
"""Most months that a server may keep a report."""
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
    stage: bool = False
    """A screen for all to look at: nobody sits there, so nothing is asked of it."""
    late: bool = False
    """Came when nobody could sit down to play any more by themselves, and missed the promises."""
    covered: bool = False
    """A bot plays for this person, who is away; then the bot is what is present."""

    @property
    def watches(self) -> bool:
        """Whether somebody is here who only watches."""
        return self.role == "observer" and not self.stage

    @property
    def here(self) -> bool:
        """Whether whoever took this seat is here, and not a bot for them."""
        return self.present and not self.covered

    @property
    def plays(self) -> bool:
        """Whether this seat takes turns."""
        return self.role == "player"

    @property
    def owner(self) -> bool:
        """Whether this seat belongs to a side, and so may know its cards."""
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
    demo: bool = field(default=False, name="bots_count")
    """Somebody practises: bots are in the panel, for there is nobody else to answer.

    It keeps its first name in a frame and in the log.
    """
    approve: bool = False
    """Whoever comes waits at the door until a facilitator lets them in."""
    spoken: bool = False
    """People sit together or in a call and talk: nobody needs to type."""
    tiny_room_ok: bool = False
    """Two raters are enough for a private slip. Everybody who plays has agreed to that."""
    alignment: bool = False
    """The reveal adds accuracy, felt understood and rings true to one number. Otherwise they
    stand beside each other.
    """
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2}(-[A-Z]{2})?\Z")] = "en"
    """Language of the screens and the report, for whoever has not chosen another one."""
    opened_on: Annotated[str, Meta(pattern=r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""
    """Date of the session, YYYY-MM-DD: a promise's date is checked against it."""
    kept_by: Annotated[str, Meta(max_length=60)] = ""
    """Who keeps the server, and could read what lies on it; empty: whoever runs it. The server
    itself says so, whatever the order for the room says."""
    keep_months: Annotated[int, Meta(ge=0, le=MOST_MONTHS)] = 0
    """How many months the report is kept, as the server says; then it is deleted by itself. 0: a
    room of an older version, which did not say."""


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
    side: Side | None = None
    """The home side of its owner; None: it was not noted."""
    opened_on: str = ""
    """Date of the session in which it was made, YYYY-MM-DD; empty when unknown."""


class Step(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="activity", tag=snake
):
    """One entry of an agenda: an activity with its settings. Activities extend it."""

    asks: ClassVar[bool] = False
    """Whether people give answers here that nobody else may know: the panel gives them."""

    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=24)]
    minutes: Annotated[float, Meta(gt=0, le=120)]
    in_role: bool = False
    """People are their personas: colours and persona names are on the screen."""
    hold: bool = False
    """When its time is up, the step is kept open for a facilitator who is here, at most HOLD."""
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

    def final(self, state: "State") -> bool:
        """Return whether the step is over after the stage that is on in `state`."""
        return True

    def waited(self, public: "Public") -> frozenset[int]:
        """Return the seats the step waits for. When there are none left, it moves on early.

        Only players who are here are waited for, and where answers are asked only the panel's; no
        stand-ins, which only play the scene. In an unsigned stage only the server can tell.
        """
        ready = public.state(State, self.id).ready
        players = (s for s in public.players() if not self.asks or in_panel(public, s.id))
        people = (s.id for s in players if s.present and not public.stands_in(s.id))
        return frozenset(seat for seat in people if seat not in ready)


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
    since: int = 0
    """Play time at which the stage began; 0: with the step."""
    bell: Ending | None = None
    """What is over: what stands on the screens is on its way, and then the room goes on. None:
    nothing is."""
    awaits: tuple[Side, ...] = ()
    """Sides that nobody plays: the step is over, and the room waits for them to go on."""
    again: bool = False
    """It was opened before, and is open once more with all that was given."""
    kept_open: bool = False
    """Its time was up, and it waits until its new deadline for a facilitator to go on."""

    def later(self, ms: int) -> Self:
        """Return this with its deadlines moved by `ms`. A bell that has just rung is taken back."""
        ends = None if self.ends is None else self.ends + ms
        return replace(self, ends=ends, bell=None, kept_open=False)

    def at_stage(self, stage: int, ends: int, since: int = 0) -> Self:
        """Return this as `stage` begins, at the play time `since`: nobody is ready yet."""
        return replace(
            self, stage=stage, ends=ends, ready=(), counted=0, since=since, bell=None, awaits=()
        )

    def rung(self, over: Ending, play: int) -> Self:
        """Return this as the bell rings, at the play time `play`."""
        return replace(self, bell=over, ends=play)

    def reopened(self, ends: int, since: int) -> Self:
        """Return this as its step is opened once more: all is kept, and nobody is ready."""
        staged = None if self.ends is None else ends
        return replace(
            self,
            ends=staged,
            ready=(),
            counted=0,
            since=since,
            bell=None,
            awaits=(),
            again=True,
            kept_open=False,
        )


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


class Pausing(Struct, frozen=True, kw_only=True):
    """Somebody stopped the clocks."""

    seat: int
    at: int
    """Room time."""


class NextTable(Struct, frozen=True, kw_only=True):
    """Another room on the same server, for those who are too many here."""

    code: str
    key: str
    """Of whoever opened it."""
    co_key: str


class Knock(Struct, frozen=True, kw_only=True):
    """Somebody waits at the door."""

    number: int
    name: str
    role: Role
    home: Side | None


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
    """Seats that bots took, even those that are gone: what they said still came from a bot."""
    parts_taken: Mapping[int, int] = {}
    """Whose part somebody plays, where it was given to another seat first, by seat."""
    shared: bool = False
    """Two players of a side take turns as one."""
    pairs: tuple[Pair, ...] = ()
    """Who takes turns together, once parts are given; also those who left."""
    table: int = 1
    """Which table this is, where there are several."""
    next_table: str = ""
    """The code of the next one; empty: there is none."""
    asked_over: tuple[SeatId, ...] = ()
    """Seats that are asked to go there."""
    panel: tuple[int, ...] = ()
    """Seats whose answers count, also those that left since it was frozen."""
    locked: bool = False
    """The facilitators have locked the door: whoever comes waits there."""
    link: str = ""
    """The hash of the shared link's key; empty: it is the room's first, which has none."""
    barred: tuple[str, ...] = ()
    """Names of the people whom a facilitator took out: they wait at the door, too."""
    pauses: tuple[Pausing, ...] = ()
    """Who paused and when, the newest last."""
    clock: PlayClock = PlayClock()
    current: Current | None = None
    steps: Mapping[str, State] = {}
    """States of the steps so far, by step id."""
    spent: Mapping[str, int] = {}
    """Play time that each finished step really took, by step id."""
    ahas: tuple[Aha, ...] = ()
    """What people shared of what became clear to them."""

    @property
    def begun(self) -> tuple[Step, ...]:
        """The steps that have been opened: also those after the one that is on, if the room went
        back."""
        here = 0 if self.current is None else self.current.index + 1
        return tuple(s for i, s in enumerate(self.agenda) if i < here or s.id in self.steps)

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

    def with_say(self, *seats: int) -> "Public":
        """Return this with `seats` in the panel. A bot is in none outside a demo."""
        new = [s for s in dict.fromkeys(seats) if s not in self.panel]
        told = (s for s in new if self.rules.demo or s not in self.bots)
        return replace(self, panel=(*self.panel, *told))

    def without_say(self, seat: int) -> "Public":
        """Return this with `seat` not in the panel."""
        return replace(self, panel=tuple(s for s in self.panel if s != seat))

    def players(self, played: Side | None = None) -> tuple[Seat, ...]:
        """Return the seats that take turns, of one played side or of both, by id."""
        found = (s for _, s in sorted(self.seats.items()) if s.plays)
        return tuple(s for s in found if played is None or s.played == played)

    @property
    def most_players(self) -> int:
        """How many players have a place."""
        return self.rules.max_players * (IN_A_PAIR if self.shared else 1)

    def stands_in(self, seat: int) -> bool:
        """Return whether a bot fills `seat` among people: it plays the scene and nothing else.

        In a demo bots do all that people do, but for somebody who is away.
        """
        return (seat in self.bots and not self.rules.demo) or self.covered(seat)

    def covered(self, seat: int) -> bool:
        """Return whether a bot plays for the person of `seat`, who is away."""
        return seat in self.seats and self.seats[seat].covered

    def owners(self, side: Side) -> tuple[Seat, ...]:
        """Return the people of the panel whose own case `side` is: they rate who plays it."""
        found = (s for _, s in sorted(self.seats.items()) if s.owner and s.home == side)
        return tuple(s for s in found if in_panel(self, s.id))

    def label(self, side: Side) -> str:
        """Return what this room calls `side`."""
        return self.story.labels[side] if self.story else side

    def face(self, seat: int) -> str:
        """Return the name to show for `seat`: the persona's in role, the person's otherwise."""
        who = self.seats.get(seat)
        if who is None:
            return GONE
        return who.persona if self.in_role and who.persona else who.name


def in_panel(public: Public, seat: int) -> bool:
    """Return whether the answers of `seat` count: nobody else ranks, guesses, rates or votes.

    `turnabout_protocol.panel` says how the panel comes about.
    """
    return seat in public.panel


NudgeKind = Literal["your_turn", "take_your_time", "are_you_there", "say_what_you_need", "own"]
"""What a facilitator says to one seat alone: fixed sentences, or own words."""


class Nudge(Struct, frozen=True, kw_only=True):
    """What a facilitator said to one seat alone."""

    say: NudgeKind
    text: str
    """The words, with `own` alone."""
    at: int
    """Room time."""


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
    waiting: tuple[Knock, ...] = ()
    """Who waits at the door, in the order in which they came."""
    knocks: int = 0
    """How many have waited there so far."""
    turned_back: tuple[str, ...] = ()
    """Names of those who came to play and found no place left: each once, and the first few."""
    pause_asked: int | None = None
    """The seat of somebody who watches and asks for a pause; None: nobody does."""
    passes: tuple[str, ...] = ()
    """Hashes of the keys of personal links that nobody has used yet."""
    links: tuple[str, ...] = ()
    """Keys of the shared links that replaced the room's first one, the newest last."""
    co_facilitators: tuple[int, ...] = ()
    """Seats that came in with the co-facilitators' key, or were asked to lead, too: they steer, and
    do not end the session."""
    homes_before: Mapping[int, Side | None] = {}
    """Where those belonged who were asked, by seat: they go back there."""
    nudged: Mapping[int, int] = {}
    """Room time of the newest nudge of each seat."""
    there: tuple[int, ...] = ()
    """Seats that were asked whether they are there, and showed it."""

    @property
    def link(self) -> str:
        """The key of the shared link that is good; empty while that is the room's first one."""
        return self.links[-1] if self.links else ""

    def leads(self, seat: int) -> bool:
        """Return whether a facilitator's seat came in with the key of whoever opened the room."""
        return seat not in self.co_facilitators


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
