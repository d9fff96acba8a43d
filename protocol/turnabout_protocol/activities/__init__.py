"""What people do in a step. To add an activity, write its module and name its parts here."""

from typing import Final

from turnabout_protocol.activities.brief import (
    Brief,
    Briefed,
    HandDealt,
    SeatCast,
    WarmedUp,
    WarmUp,
)
from turnabout_protocol.activities.close import Close, SlipSent
from turnabout_protocol.activities.consent import Agree, Agreed, Consent
from turnabout_protocol.activities.observing import FillSheet, SheetFilled
from turnabout_protocol.activities.plan import (
    BallotSealed,
    IdeaNoted,
    IdeaWritten,
    Plan,
    Promised,
    Promising,
    Propose,
    Vote,
    VotesCounted,
)
from turnabout_protocol.activities.poll import Answer, AnswersSealed, Poll, SafetyJudged, TallyShown
from turnabout_protocol.activities.reveal import Reveal, Revealed
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    BringTwist,
    CaricatureReported,
    EchoAnswered,
    FlagCaricature,
    LastRatings,
    OwnWordsRecalled,
    Pass,
    Rate,
    RatingSealed,
    React,
    Reacted,
    ReactionNoted,
    Scene,
    SkipTurn,
    Speak,
    StrikeWord,
    TurnEnded,
    TurnFlagged,
    TurnRated,
    TurnStarted,
    TwistCalled,
    TwistCame,
    WordStruck,
)
from turnabout_protocol.activities.talk import (
    FirstSideDrawn,
    MarkAha,
    Remarked,
    RemarkMarked,
    SayRemark,
    Talk,
    Thank,
    Thanked,
)

AnyStep = Consent | Brief | Scene | Poll | Talk | Reveal | Plan | Close

AnyActivityCommand = (
    Agree
    | WarmUp
    | Speak | Pass | AnswerEcho | Rate | React | FlagCaricature | SkipTurn | BringTwist
    | StrikeWord | FillSheet
    | Answer
    | SayRemark | Thank | MarkAha
    | Propose | Vote | Promising
)  # fmt: skip

AnyActivityEvent = (
    Agreed
    | SeatCast | Briefed | HandDealt | WarmedUp
    | TurnStarted | TurnEnded | EchoAnswered | TurnRated | RatingSealed | Reacted | ReactionNoted
    | TurnFlagged | CaricatureReported | TwistCame | TwistCalled | LastRatings
    | OwnWordsRecalled | WordStruck | SheetFilled
    | AnswersSealed | TallyShown | SafetyJudged
    | Remarked | Thanked | FirstSideDrawn | RemarkMarked
    | Revealed
    | IdeaWritten | IdeaNoted | BallotSealed | VotesCounted | Promised
    | SlipSent
)  # fmt: skip

__all__: Final = ["AnyActivityCommand", "AnyActivityEvent", "AnyStep"]
