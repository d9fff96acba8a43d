"""What a seat may ask at the table, in the imperative. Activities add their own commands."""

from typing import TYPE_CHECKING, Annotated, Final

from msgspec import Meta

from turnabout_protocol.activities import ACTIVITIES
from turnabout_protocol.activities.entry import union
from turnabout_protocol.agenda import MOST_STEPS, Slot
from turnabout_protocol.bases import Bound, Command, Hash, LinkKey, StepCommand
from turnabout_protocol.covering import Cover, HandOver
from turnabout_protocol.habits import HideWriting, TakeExtraTime
from turnabout_protocol.leading import Promote, StepDown
from turnabout_protocol.nudging import NudgeSeat, ReadNudge
from turnabout_protocol.pairs import ShareTurns
from turnabout_protocol.room import Role, SeatId
from turnabout_protocol.scenario import Side, Slug
from turnabout_protocol.steering import HoldStep, SwitchRatings
from turnabout_protocol.tables import AskOver, Depart, OpenTable
from turnabout_protocol.text import LINE


class Ready(StepCommand, frozen=True, kw_only=True):
    """I have done what this stage asks. When everybody who is here has, it moves on."""

    bound = Bound(40)

    stage: Annotated[int, Meta(ge=0, le=99)]


class Pause(Command, frozen=True, kw_only=True):
    """Stop all clocks. Anyone may, without a reason, twice in five minutes.

    Who watches asks the facilitators for it.
    """

    bound = Bound(30, per="session")


class Resume(Command, frozen=True, kw_only=True):
    """Start the clocks again: whoever paused may, or a facilitator; after 60 s anyone."""

    bound = Bound(60, per="session")


class Watch(Command, frozen=True, kw_only=True):
    """I observe from here on; of somebody who is asked late whether they play: I go on watching."""

    bound = Bound(10, per="session")


class PlayAfterAll(Command, frozen=True, kw_only=True):
    """I was asked for my consent, in the step or late, and had not answered: yes. Until the brief
    begins."""

    bound = Bound(10, per="session")


class NoteAha(Command, frozen=True, kw_only=True):
    """Keep, for me alone, what has just become clear to me. Players and observers may."""

    bound = Bound(40, per="session")

    text: Annotated[str, Meta(min_length=1, max_length=LINE)]


class ReleaseAha(Command, frozen=True, kw_only=True):
    """Share one of my ahas with the room, once the last scene is over."""

    bound = Bound(40, per="session")

    number: Annotated[int, Meta(ge=1, le=999)]
    signed: bool = False
    """With my name beside it."""


class Start(Command, frozen=True, kw_only=True):
    """Facilitator: begin the session."""

    bound = Bound(2, per="session")


class Replan(Command, frozen=True, kw_only=True):
    """Facilitator: from here on these steps, in this order, with these minutes.

    The steps that lie ahead can be left out, moved and given other minutes; one that was left out
    can come back. What has run or is on stays as it is.
    """

    bound = Bound(60, per="session")

    steps: Annotated[tuple[Slot, ...], Meta(max_length=MOST_STEPS)]


class Next(StepCommand, frozen=True, kw_only=True):
    """Facilitator: end this step, whatever is still to come in it, and open the next one.

    What has only just begun is ended by those who are `sure` alone.
    """

    bound = Bound(80, per="session")

    stage: Annotated[int, Meta(ge=0)] | None = None
    """The stage that is on: a late one ends nothing else. None: whichever is."""
    sure: bool = False


class Back(StepCommand, frozen=True, kw_only=True):
    """Facilitator: leave this step as it stands and open the one before it once more.

    What was given there is kept, and so are its promises. `step` is the one that is on.
    """

    bound = Bound(80, per="session")


class NextStage(StepCommand, frozen=True, kw_only=True):
    """Facilitator: end the stage that is on; after the last one, the step."""

    bound = Bound(300, per="session")

    stage: Annotated[int, Meta(ge=0)]
    """The stage that is on: a late one ends nothing else."""
    sure: bool = False
    """End it although it has only just begun."""


class MoreTime(StepCommand, frozen=True, kw_only=True):
    """Facilitator: give this step, and the turn or stage that is on, more time."""

    bound = Bound(80, per="session")

    seconds: Annotated[int, Meta(ge=10, le=600)] = 60


class Reseat(Command, frozen=True, kw_only=True):
    """Facilitator: give a seat another role or side, until the brief is dealt (observer: any time).

    `played` equal to `home` is refused unless `AllowOwnSide` was given for this room.
    """

    bound = Bound(150, per="session")

    seat: SeatId
    role: Role
    home: Side | None = None
    played: Side | None = None
    say: bool = False
    """For an observer, until the brief is dealt: the answers of this seat count. A player's do."""


class AllowOwnSide(Command, frozen=True, kw_only=True):
    """Facilitator: people may be seated on their own side in this room."""

    bound = Bound(40, per="session")

    allow: bool


class JudgeFlag(Command, frozen=True, kw_only=True):
    """Facilitator: a turn that was flagged counts, or does not. Also after its scene."""

    bound = Bound(150, per="session")

    scene: Slug
    turn: Annotated[int, Meta(ge=1, le=999)]
    counts: bool


class Remove(Command, frozen=True, kw_only=True):
    """Facilitator: take a seat out of the room. Its key no longer opens the room."""

    bound = Bound(150, per="session")

    seat: SeatId


class LetIn(Command, frozen=True, kw_only=True):
    """Facilitator: let in somebody who waits at the door."""

    bound = Bound(300, per="session")

    knock: Annotated[int, Meta(ge=1)]


class TurnAway(Command, frozen=True, kw_only=True):
    """Facilitator: turn away somebody who waits at the door."""

    bound = Bound(300, per="session")

    knock: Annotated[int, Meta(ge=1)]


class LockDoor(Command, frozen=True, kw_only=True):
    """Facilitator: from here on newcomers wait at the door, or no longer."""

    bound = Bound(60, per="session")

    locked: bool


class IssuePass(Command, frozen=True, kw_only=True):
    """Facilitator: a personal link is good for one seat. I made its key; this is the hash of it."""

    bound = Bound(60, per="session")

    issued: Hash


class RenewLink(Command, frozen=True, kw_only=True):
    """Facilitator: replace the room's shared link. The new one has this key, which I drew.

    Newcomers with the old one are turned away. Seats and personal links stay good.
    """

    bound = Bound(30, per="session")

    key: LinkKey


class RenewCoKey(Command, frozen=True, kw_only=True):
    """Facilitator who opened the room: replace the co-facilitators' key. I drew the new one.

    Who steers with the old one keeps the seat; take them out with `Remove`.
    """

    bound = Bound(30, per="session")

    key: Hash


class ClearSeats(Command, frozen=True, kw_only=True):
    """Facilitator: take out whoever sat down and did nothing: no yes, no look at cards, no say.

    Somebody who filled the room with empty seats is gone with it. Bots stay.
    """

    bound = Bound(30, per="session")


class AddBot(Command, frozen=True, kw_only=True):
    """Facilitator, before the play: let a bot belong to `home`, and so play the other side."""

    bound = Bound(60, per="session")

    home: Side


class End(Command, frozen=True, kw_only=True):
    """Facilitator: close the session for good. Raw answers are deleted."""

    # It begins like a Next where a step is on, and shares its count: there must be room for both.
    bound = Bound(160, per="session")


TABLE_COMMANDS: Final = (
    Ready,
    Pause,
    Resume,
    Watch,
    PlayAfterAll,
    NoteAha,
    ReleaseAha,
    HideWriting,
    TakeExtraTime,
    Start,
    Replan,
    Next,
    NextStage,
    Back,
    MoreTime,
    HoldStep,
    SwitchRatings,
    Reseat,
    ShareTurns,
    OpenTable,
    AskOver,
    Depart,
    AllowOwnSide,
    JudgeFlag,
    Remove,
    LetIn,
    TurnAway,
    LockDoor,
    IssuePass,
    RenewLink,
    RenewCoKey,
    ClearSeats,
    AddBot,
    NudgeSeat,
    ReadNudge,
    Cover,
    HandOver,
    Promote,
    StepDown,
    End,
)
"""What a seat may ask in any step."""

if TYPE_CHECKING:
    AnyCommand = Command
else:
    AnyCommand = union([*TABLE_COMMANDS, *(c for one in ACTIVITIES for c in one.commands)])
