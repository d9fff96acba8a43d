"""All that can happen, as one union: at the table in any step, and in each activity."""

from typing import TYPE_CHECKING, Final

from turnabout_protocol.activities import ACTIVITIES
from turnabout_protocol.activities.entry import union
from turnabout_protocol.ahas import AhaNoted, AhaReleased, AhaTaken
from turnabout_protocol.bases import Event
from turnabout_protocol.clocks import PauseAsked, Paused, Resumed, ServerRestarted, TimeAdded
from turnabout_protocol.course import (
    AgendaChanged,
    BellRung,
    ReadyCounted,
    ReadyNoted,
    RoomClosed,
    RoomFilling,
    SeatReady,
    SeatsReady,
    SidesAwaited,
    StageOpened,
    StepOpened,
    StepReopened,
)
from turnabout_protocol.covering import CoverKeyIssued, PartTaken, SeatCovered
from turnabout_protocol.habits import ExtraTimeTaken, WritingHidden
from turnabout_protocol.leading import CoFacilitatorLeft, CoFacilitatorMade
from turnabout_protocol.nudging import NudgeNoted, NudgeRead, SeatNudged, ThereShown
from turnabout_protocol.opening import (
    AuthorsOrderTold,
    EarlierRecalled,
    EpochBegan,
    FacilitatorsBriefed,
    RoomOpened,
    RoomPlanned,
)
from turnabout_protocol.pairs import PairsFormed, TurnsShared
from turnabout_protocol.presence import (
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
from turnabout_protocol.steering import HoldSet, RatingsSwitched, StepKeptOpen
from turnabout_protocol.tables import AskedOver, TableKeyed, TableNumbered, TableOpened

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
