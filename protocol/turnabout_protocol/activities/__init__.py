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
from turnabout_protocol.activities.close import (
    Close,
    HaveRead,
    NextDateSet,
    PromiseRead,
    SayWord,
    SetNextDate,
    SlipSent,
    WordSaid,
)
from turnabout_protocol.activities.consent import Agree, Agreed, Consent
from turnabout_protocol.activities.deck import (
    CardPooled,
    CardPutUnder,
    CardReworded,
    CardsLaidOut,
    CardTakenBack,
    CardWritten,
    Deck,
    DeckOpened,
    DeckSealed,
    DeckSettled,
    DotsPut,
    LookAtCards,
    MergeCards,
    PartCards,
    PutDots,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.activities.lingo import (
    GlossaryShown,
    Lingo,
    MatchTerms,
    TermsDealt,
    TermsMatched,
)
from turnabout_protocol.activities.observing import FillSheet, SheetFilled
from turnabout_protocol.activities.plan import (
    BallotSealed,
    IdeaChosen,
    IdeaMoved,
    IdeaNoted,
    IdeaWritten,
    Plan,
    Promised,
    Promising,
    Propose,
    PutUnder,
    SendUpstairs,
    SentUpstairs,
    Vote,
    VotesCounted,
    WordShared,
)
from turnabout_protocol.activities.poll import Answer, AnswersSealed, Poll, SafetyJudged, TallyShown
from turnabout_protocol.activities.rank import (
    CardsSwapped,
    DeckShown,
    LockOrder,
    OrderLocked,
    Rank,
)
from turnabout_protocol.activities.reveal import (
    AccuracyShown,
    BlindSpotsNamed,
    PlaceRevealed,
    ResultsSealed,
    Reveal,
    RevealBegun,
    Revealed,
    UnderstoodShown,
)
from turnabout_protocol.activities.review import (
    FollowedThrough,
    MarkPromise,
    PromiseMarked,
    Review,
)
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    BringTwist,
    FlagCaricature,
    Pass,
    Rate,
    React,
    Scene,
    SkipTurn,
    Speak,
    StrikeWord,
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
from turnabout_protocol.activities.turns import (
    CaricatureReported,
    EchoAnswered,
    HandNoted,
    LastRatings,
    OwnWordsRecalled,
    RatingSealed,
    Reacted,
    ReactionNoted,
    TurnEnded,
    TurnFlagged,
    TurnRated,
    TurnStarted,
    TwistCalled,
    TwistCame,
    WordStruck,
)

AnyStep = (
    Consent | Review | Deck | Rank | Lingo | Brief | Scene | Poll | Talk | Reveal | Plan | Close
)

AnyActivityCommand = (
    Agree
    | MarkPromise
    | LookAtCards | WriteCard | TakeBackCard | MergeCards | PartCards | RewordCard | PutDots
    | LockOrder
    | MatchTerms
    | WarmUp
    | Speak | Pass | AnswerEcho | Rate | React | FlagCaricature | SkipTurn | BringTwist
    | StrikeWord | FillSheet
    | Answer
    | SayRemark | Thank | MarkAha
    | Propose | PutUnder | Vote | Promising | SendUpstairs
    | HaveRead | SayWord | SetNextDate
)  # fmt: skip

AnyActivityEvent = (
    Agreed
    | PromiseMarked | FollowedThrough
    | DeckOpened | CardsLaidOut | CardWritten | CardTakenBack | CardPooled | CardPutUnder
    | CardReworded | DotsPut | DeckSettled | DeckSealed
    | DeckShown | CardsSwapped | OrderLocked
    | TermsDealt | TermsMatched | GlossaryShown
    | SeatCast | Briefed | HandDealt | WarmedUp
    | TurnStarted | HandNoted | TurnEnded | EchoAnswered | TurnRated | RatingSealed | Reacted
    | ReactionNoted
    | TurnFlagged | CaricatureReported | TwistCame | TwistCalled | LastRatings
    | OwnWordsRecalled | WordStruck | SheetFilled
    | AnswersSealed | TallyShown | SafetyJudged
    | Remarked | Thanked | FirstSideDrawn | RemarkMarked
    | ResultsSealed | RevealBegun | PlaceRevealed | BlindSpotsNamed | AccuracyShown
    | UnderstoodShown | Revealed
    | IdeaWritten | IdeaNoted | WordShared | IdeaMoved | BallotSealed | VotesCounted
    | Promised | SentUpstairs | IdeaChosen
    | PromiseRead | WordSaid | NextDateSet | SlipSent
)  # fmt: skip

__all__: Final = ["AnyActivityCommand", "AnyActivityEvent", "AnyStep"]
