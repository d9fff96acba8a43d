"""What happened at the table, in the past tense. Activities add their own events."""

from typing import TYPE_CHECKING, Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol import panel
from turnabout_protocol.activities import ACTIVITIES
from turnabout_protocol.activities.entry import union
from turnabout_protocol.agenda import MOST_STEPS, AnyStep, Slot, ahead, fitted, gone
from turnabout_protocol.bases import (
    Event,
    ToAll,
    ToFacilitators,
    ToSeat,
    ToServer,
    ToSide,
)
from turnabout_protocol.covering import CoverKeyIssued, PartTaken, SeatCovered
from turnabout_protocol.habits import ExtraTimeTaken, WritingHidden
from turnabout_protocol.leading import CoFacilitatorLeft, CoFacilitatorMade
from turnabout_protocol.nudging import NudgeNoted, NudgeRead, SeatNudged, ThereShown
from turnabout_protocol.pairs import PairsFormed, TurnsShared
from turnabout_protocol.presence import (
    COURSE,
    MACHINERY,
    Admitted,
    BotInvited,
    CoFacilitatorCame,
    CoKeyRenewed,
    DoorLocked,
    KeyIssued,
    KnockAnswered,
    Knocked,
    LinkRenewed,
    LinkReplaced,
    OwnSideAllowed,
    PassesIssued,
    PassUsed,
    SeatDropped,
    SeatMoved,
    SeatRemoved,
    SeatReturned,
    SeatTaken,
    TurnedBack,
)
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import (
    MINUTE,
    Aha,
    Console,
    Current,
    Earlier,
    Ending,
    Home,
    HouseRules,
    NotedAha,
    Own,
    Pausing,
    PlayClock,
    Public,
    SeatId,
    State,
    Vault,
)
from turnabout_protocol.scenario import Scenario, Side, Slug, Story
from turnabout_protocol.scoring import Scoring
from turnabout_protocol.steering import HoldSet, RatingsSwitched, StepKeptOpen
from turnabout_protocol.tables import AskedOver, TableKeyed, TableNumbered, TableOpened

PAUSES_WITHIN: Final = 5 * MINUTE
"""Room time in which the pauses of a seat are counted."""


HEADS: Final = Datum(
    "names", N_("How many people played on each side and how many watched, without names")
)
PAUSES: Final = Datum("session", N_("Who paused the session, and when it went on"))
PAUSE_WISH: Final = Datum("session", N_("That you watch and ask for a pause"))
ROOM: Final = Datum("session", N_("The case, the team, the date and the plan of the session"))
MINUTES: Final = Datum("session", N_("How long each step took"))
TRAP: Final = Datum("session", N_("What the author of the case asks facilitators to watch for"))
AUTHORS_ORDER: Final = Datum("session", N_("In a demo, the order of cards that bots go by"))
FILLING: Final = Datum("technical", N_("That the session has grown unusually long"))
READY: Final = Datum(
    "session", N_("That you are done with a step; where answers are secret, only once it is over")
)
OWN_READY: Final = Datum("session", N_("That you are done with a step whose answers are secret"))
READY_COUNT: Final = Datum("session", N_("How many are done with a step whose answers are secret"))
EARLIER: Final = Datum(
    "promises",
    N_("What your team promised before and has not settled, with the names of that time"),
)
OWN_AHA: Final = Datum("words", N_("What became clear to you, as long as you keep it to yourself"))
SHARED_AHA: Final = Datum(
    "words", N_("What became clear to you, once you share it; with your name only if you sign it")
)


class RoomPlanned(ToServer, frozen=True, kw_only=True):
    """What the room is made of, secrets included."""

    keeps = "until_close"
    tells = MACHINERY

    scenario: Scenario
    seed: int
    facilitator_key: str
    co_key: str = ""
    """Hash of the co-facilitators' key; empty: there is none."""
    series: str = ""
    """Hash of the key of the team's series; empty: there is none."""
    secret: str = ""
    """What orders that must tell nothing are drawn with; empty in rooms of 0.2 and before."""

    def fold(self, vault: Vault, at: int) -> Vault:
        return replace(
            vault,
            scenario=self.scenario,
            seed=self.seed,
            facilitator_key=self.facilitator_key,
            co_key=self.co_key,
            series=self.series,
            secret=self.secret,
        )


class EpochBegan(ToServer, frozen=True, kw_only=True):
    """From here on another server writes this log.

    A returning client names the epoch of its copy. If this log went on beyond that copy within the
    same epoch, it has all of it; if not, the copy may hold entries that this log never had.
    """

    keeps = "until_close"
    tells = MACHINERY

    epoch: str


class RoomOpened(ToAll, frozen=True, kw_only=True):
    """What everybody may know of the room."""

    keeps = "in_report"
    tells = ROOM

    story: Story
    agenda: tuple[AnyStep, ...]
    rules: HouseRules
    scoring: Scoring = Scoring()

    def fold(self, public: Public, at: int) -> Public:
        return replace(
            public,
            story=self.story,
            agenda=self.agenda,
            length=sum(step.length for step in self.agenda),
            rules=self.rules,
            scoring=self.scoring,
        )


class EarlierRecalled(ToAll, frozen=True, kw_only=True):
    """What the team promised before and has not settled yet."""

    keeps = "in_report"
    tells = EARLIER

    promises: tuple[Earlier, ...]

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, earlier=self.promises)


class FacilitatorsBriefed(ToFacilitators, frozen=True, kw_only=True):
    """The trap the scenario's author asks facilitators to watch for."""

    keeps = "until_close"
    tells = TRAP

    host_note: str

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, host_note=self.host_note)


class AuthorsOrderTold(ToSide, frozen=True, kw_only=True):
    """In a demo: how the author puts the cards of this side. Its bots go by it."""

    keeps = "until_close"
    tells = AUTHORS_ORDER

    rank: Annotated[tuple[Slug, ...], Meta(max_length=8)]

    def fold(self, home: Home, at: int) -> Home:
        return replace(home, rank=self.rank)


class RoomFilling(ToFacilitators, frozen=True, kw_only=True):
    """The room has grown to half of what a room may: somebody keeps sending commands."""

    keeps = "until_close"
    tells = FILLING

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, filling=True)


class PauseAsked(ToFacilitators, frozen=True, kw_only=True):
    """Somebody who watches asks for a pause; without a seat, that has been dealt with."""

    keeps = "until_close"
    tells = PAUSE_WISH

    seat: SeatId | None

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, pause_asked=self.seat)


class AgendaChanged(ToAll, frozen=True, kw_only=True):
    """Other steps lie ahead, or the same in another order or with other minutes."""

    keeps = "in_report"
    tells = ROOM

    ahead: Annotated[tuple[Slot, ...], Meta(max_length=MOST_STEPS)]

    def fold(self, public: Public, at: int) -> Public:
        steps = fitted(public, self.ahead) or ()
        stay = {step.id for step in steps}
        pool = (*public.shelf, *ahead(public))
        return replace(
            public,
            agenda=(*gone(public), *steps),
            shelf=tuple(step for step in pool if step.id not in stay),
        )


class StepOpened(ToAll, frozen=True, kw_only=True):
    """A step of the agenda began; the one before it is over."""

    keeps = "in_report"
    tells = MINUTES

    index: Annotated[int, Meta(ge=0, le=99)]
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        step = public.agenda[self.index]
        opened = _at_step(public, self.index, self.ends, public.clock.play(at))
        return panel.by_sitting(opened.with_state(step.id, step.fresh()))


class StepReopened(ToAll, frozen=True, kw_only=True):
    """A step that was left is on once more, with all that was given in it.

    A facilitator went back to it; or the room comes to it again after that.
    """

    keeps = "in_report"
    tells = MINUTES

    index: Annotated[int, Meta(ge=0, le=99)]
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        play = public.clock.play(at)
        opened = _at_step(public, self.index, self.ends, play)
        step = public.agenda[self.index].id
        return opened.with_state(step, public.state(State, step).reopened(self.ends, play))


def _at_step(public: Public, index: int, ends: int, play: int) -> Public:
    """Return `public` as the step at `index` begins at the play time `play`."""
    spent = public.spent
    if public.current is not None and public.step is not None:
        left = public.step.id
        spent = {**spent, left: spent.get(left, 0) + play - public.current.opened}
    current = Current(index=index, opened=play, ends=ends)
    return replace(public, phase="running", current=current, spent=spent)


class StageOpened(ToAll, frozen=True, kw_only=True):
    """A stage of a step began: a round of a talk, the vote of a plan. Nobody is ready yet."""

    keeps = "until_close"
    tells = COURSE

    step: Slug
    stage: Annotated[int, Meta(ge=0, le=99)]
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        since = public.clock.play(at)
        state = public.state(State, self.step).at_stage(self.stage, self.ends, since)
        return public.with_state(self.step, state)


class BellRung(ToAll, frozen=True, kw_only=True):
    """The time of the stage that is on ends now, whoever ended it.

    What was written or chosen and not sent is sent now; a moment later the room goes on.
    """

    keeps = "until_close"
    tells = COURSE

    step: Slug
    over: Ending

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step).rung(self.over, public.clock.play(at))
        return public.with_state(self.step, state)


class SidesAwaited(ToAll, frozen=True, kw_only=True):
    """The step is over, but nobody plays these sides: the room waits, and goes on by itself."""

    keeps = "until_close"
    tells = COURSE

    step: Slug
    sides: tuple[Side, ...]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step)
        play = public.clock.play(at)
        return public.with_state(self.step, replace(state, awaits=self.sides, ends=play, bell=None))


class SeatReady(ToAll, frozen=True, kw_only=True):
    """A seat has done what the stage asks."""

    keeps = "until_close"
    tells = READY

    step: Slug
    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step)
        return public.with_state(self.step, replace(state, ready=(*state.ready, self.seat)))


class ReadyNoted(ToSeat, frozen=True, kw_only=True):
    """I have done what an unsigned stage asks. Nobody else is told."""

    keeps = "until_close"
    tells = OWN_READY

    step: Slug
    opened: Annotated[int, Meta(ge=0)]
    """Play time at which the step began: when it is opened again, nobody is ready."""
    stage: Annotated[int, Meta(ge=0, le=99)]

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, ready={**own.ready, self.step: (self.opened, self.stage)})


class ReadyCounted(ToAll, frozen=True, kw_only=True):
    """So many have done what an unsigned stage asks. Nobody is told who."""

    keeps = "until_close"
    tells = READY_COUNT

    step: Slug
    n: Annotated[int, Meta(ge=1)]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step)
        return public.with_state(self.step, replace(state, counted=self.n))


class SeatsReady(ToAll, frozen=True, kw_only=True):
    """Who has done what an unsigned stage asked, all at once: it is over."""

    keeps = "until_close"
    tells = READY

    step: Slug
    seats: tuple[SeatId, ...]
    """By number: their order tells nothing."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step)
        return public.with_state(self.step, replace(state, ready=self.seats))


class TimeAdded(ToAll, frozen=True, kw_only=True):
    """The step, and the turn or stage that is on, got more time, in milliseconds."""

    keeps = "until_close"
    tells = COURSE

    step: Slug
    ms: int

    def fold(self, public: Public, at: int) -> Public:
        if public.current is None:
            return public
        current = replace(public.current, ends=public.current.ends + self.ms)
        state = public.state(State, self.step).later(self.ms)
        return replace(public, current=current).with_state(self.step, state)


class Paused(ToAll, frozen=True, kw_only=True):
    """All clocks stand still."""

    keeps = "until_close"
    tells = PAUSES

    by: SeatId

    def fold(self, public: Public, at: int) -> Public:
        recent = (one for one in public.pauses if at - one.at < PAUSES_WITHIN)
        pauses = (*recent, Pausing(seat=self.by, at=at))
        clock = PlayClock(held=public.clock.held, since=at, by=self.by)
        return replace(public, clock=clock, pauses=pauses)


class Resumed(ToAll, frozen=True, kw_only=True):
    """The clocks run on, with exactly the time they had."""

    keeps = "until_close"
    tells = PAUSES

    def fold(self, public: Public, at: int) -> Public:
        clock = public.clock
        since = at if clock.since is None else clock.since
        return replace(public, clock=PlayClock(held=clock.held + at - since))


class ServerRestarted(ToAll, frozen=True, kw_only=True):
    """The server came back. Clocks are held until the people it waits for are here again."""

    keeps = "until_close"
    tells = COURSE

    def fold(self, public: Public, at: int) -> Public:
        clock = public.clock if public.clock.paused else replace(public.clock, since=at, by=None)
        play = clock.play(at)
        seats = {
            k: replace(s, present=False, absent_since=play) if s.present else s
            for k, s in public.seats.items()
        }
        return replace(public, clock=clock, seats=seats)


class AhaNoted(ToSeat, frozen=True, kw_only=True):
    """Something became clear to somebody: nobody else is told."""

    keeps = "until_close"
    tells = OWN_AHA

    number: int
    text: str

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, ahas=(*own.ahas, NotedAha(number=self.number, text=self.text)))


class AhaTaken(ToSeat, frozen=True, kw_only=True):
    """An aha is no longer its writer's alone."""

    keeps = "until_close"
    tells = OWN_AHA

    number: int

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, ahas=tuple(a for a in own.ahas if a.number != self.number))


class AhaReleased(ToAll, frozen=True, kw_only=True):
    """A writer shared an aha. `by` is empty unless the writer signed it."""

    keeps = "in_report"
    tells = SHARED_AHA

    text: str
    by: str = ""

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, ahas=(*public.ahas, Aha(text=self.text, by=self.by)))


class RoomClosed(ToAll, frozen=True, kw_only=True):
    """The session is over."""

    keeps = "in_report"
    tells = HEADS

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, phase="closed")


TABLE_EVENTS: Final = (
    RoomPlanned,
    EpochBegan,
    RoomOpened,
    EarlierRecalled,
    FacilitatorsBriefed,
    AuthorsOrderTold,
    RoomFilling,
    SeatTaken,
    KeyIssued,
    PassesIssued,
    PassUsed,
    LinkRenewed,
    LinkReplaced,
    CoFacilitatorCame,
    CoFacilitatorMade,
    CoFacilitatorLeft,
    CoKeyRenewed,
    BotInvited,
    SeatMoved,
    Admitted,
    SeatRemoved,
    DoorLocked,
    Knocked,
    KnockAnswered,
    TurnedBack,
    SeatDropped,
    SeatReturned,
    SeatCovered,
    CoverKeyIssued,
    PartTaken,
    OwnSideAllowed,
    SeatNudged,
    NudgeRead,
    NudgeNoted,
    ThereShown,
    TurnsShared,
    PairsFormed,
    TableOpened,
    TableKeyed,
    TableNumbered,
    AskedOver,
    AgendaChanged,
    StepOpened,
    StepReopened,
    StageOpened,
    BellRung,
    SidesAwaited,
    SeatReady,
    ReadyNoted,
    ReadyCounted,
    SeatsReady,
    TimeAdded,
    HoldSet,
    StepKeptOpen,
    RatingsSwitched,
    Paused,
    PauseAsked,
    Resumed,
    ServerRestarted,
    WritingHidden,
    ExtraTimeTaken,
    AhaNoted,
    AhaTaken,
    AhaReleased,
    RoomClosed,
)
"""What can happen in any step."""

if TYPE_CHECKING:
    AnyEvent = Event
else:
    AnyEvent = union([*TABLE_EVENTS, *(e for one in ACTIVITIES for e in one.events)])
