"""What people do in a step: one entry an activity.

To add an activity, write its module here, its rules on the server, its screen, style and mind in
the client and its section in docs/activities.md, and name it in `ACTIVITIES`. Nothing else changes:
code that goes through all activities finds its way from this table.
"""

from functools import cache

from turnabout_language import N_
from turnabout_protocol.activities import (
    brief,
    close,
    consent,
    deck,
    flags,
    ideas,
    lingo,
    observing,
    plan,
    poll,
    promises,
    rank,
    ratings,
    recall,
    reveal,
    review,
    scene,
    talk,
    turns,
)
from turnabout_protocol.activities.entry import Activity, OrderRule
from turnabout_protocol.room import Step

__all__ = ["ACTIVITIES", "Activity", "Rule", "activity_of"]

ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        name="consent",
        step=consent.Consent,
        commands=(consent.Agree,),
        events=(
            consent.Agreed,
            consent.LeftOpen,
            consent.LateAsked,
            consent.StaysWatching,
        ),
        once=N_("People are asked for their consent once. Take one of the two out."),
        ahead_of=OrderRule(
            ("brief", "scene"),
            N_("People are asked for their consent before they get a part, not after."),
        ),
    ),
    Activity(
        name="review",
        step=review.Review,
        commands=(review.MarkPromise,),
        events=(review.PromiseMarked, review.FollowedThrough),
        once=N_("Earlier promises are reviewed once. Take one of the two out."),
        report=("earlier", "follow_through", "due"),
    ),
    Activity(
        name="recall",
        step=recall.Recall,
        events=(recall.PastFound, recall.PastShown),
        once=N_("An earlier session is recalled once. Take one of the two out."),
        ahead_of=OrderRule(
            ("deck", "rank", "brief", "scene"),
            N_("An earlier session is recalled before this one's cards are on the table."),
        ),
        report=("check_from", "check"),
    ),
    Activity(
        name="deck",
        step=deck.Deck,
        commands=(
            deck.LookAtCards,
            deck.WriteCard,
            deck.TakeBackCard,
            deck.MergeCards,
            deck.PartCards,
            deck.RewordCard,
            deck.PutDots,
        ),
        events=(
            deck.DeckOpened,
            deck.CardsLaidOut,
            deck.CardWritten,
            deck.CardTakenBack,
            deck.CardPooled,
            deck.CardPutUnder,
            deck.CardReworded,
            deck.DotsPut,
            deck.DeckSettled,
            deck.DeckSealed,
        ),
        once=N_("The key points are settled once. Take one of the two out."),
        ahead_of=OrderRule(
            ("rank", "brief", "scene"),
            N_("The key points are settled before they are put in order and dealt."),
        ),
    ),
    Activity(
        name="rank",
        step=rank.Rank,
        commands=(rank.LockOrder,),
        events=(rank.DeckShown, rank.CardsSwapped, rank.OrderLocked),
        check=rank.misplaced,
    ),
    Activity(
        name="lingo",
        step=lingo.Lingo,
        commands=(lingo.MatchTerms,),
        events=(lingo.TermsDealt, lingo.TermsMatched, lingo.GlossaryShown),
        once=N_("Their words are matched once. Take one of the two out."),
        report=("glossary",),
    ),
    Activity(
        name="brief",
        step=brief.Brief,
        commands=(brief.WarmUp,),
        events=(brief.SeatCast, brief.Briefed, brief.HandDealt, brief.WarmedUp),
        once=N_("The parts are dealt once. Take one of the two briefs out."),
        ahead_of=OrderRule(("scene",), N_("The brief comes before the first scene.")),
    ),
    Activity(
        name="scene",
        step=scene.Scene,
        commands=(
            scene.Speak,
            scene.Pass,
            scene.AnswerEcho,
            scene.Rate,
            scene.TagMissing,
            scene.React,
            scene.FlagCaricature,
            scene.SkipTurn,
            scene.BringTwist,
            scene.TakeBack,
            scene.SendEcho,
            scene.StrikeWord,
            scene.ReopenTurn,
            scene.PassPen,
            observing.FillSheet,
        ),
        events=(
            turns.TurnStarted,
            turns.HandNoted,
            turns.TurnEnded,
            turns.TurnTakenBack,
            turns.WordsKept,
            turns.EchoAnswered,
            ratings.RatingNoted,
            ratings.RatingsCounted,
            turns.EchoSent,
            ratings.RatingWithdrawn,
            ratings.RatingUncounted,
            ratings.RatingUnsealed,
            ratings.TurnRated,
            ratings.RatingSealed,
            ratings.MissingSealed,
            ratings.Reacted,
            ratings.ReactionNoted,
            flags.FlagSealed,
            flags.FlagNoted,
            flags.TurnFlagged,
            flags.CaricatureReported,
            flags.FlagJudged,
            turns.TwistCame,
            turns.TwistCalled,
            turns.LastRatings,
            turns.OwnWordsRecalled,
            ratings.WordStruck,
            turns.PenPassed,
            observing.SheetFilled,
        ),
        behind=OrderRule(
            ("brief",), N_("A scene needs a brief before it: people get their cards there.")
        ),
        check=scene.too_short,
        report=("flagged",),
    ),
    Activity(
        name="poll",
        step=poll.Poll,
        commands=(poll.Answer,),
        events=(poll.AnswersSealed, poll.TallySealed, poll.TallyShown, poll.SafetyJudged),
        check=poll.asked_again,
        report=("feelings",),
    ),
    Activity(
        name="talk",
        step=talk.Talk,
        commands=(talk.SayRemark, talk.Thank, talk.MarkAha),
        events=(talk.Remarked, talk.Thanked, talk.FirstSideDrawn, talk.RemarkMarked),
        report=("ahas",),
    ),
    Activity(
        name="reveal",
        step=reveal.Reveal,
        events=(
            reveal.ResultsSealed,
            reveal.RevealBegun,
            reveal.PlaceRevealed,
            reveal.BlindSpotsNamed,
            reveal.AccuracyShown,
            reveal.UnderstoodShown,
            reveal.RegardShown,
            reveal.CardsShown,
            reveal.RetentionShown,
            reveal.Revealed,
        ),
        once=N_("What the room knows is revealed once. Take one of the two out."),
        behind=OrderRule(
            ("scene",), N_("A reveal needs a scene before it: there is nothing to show yet.")
        ),
        report=("results",),
    ),
    Activity(
        name="plan",
        step=plan.Plan,
        commands=(
            ideas.Propose,
            ideas.PutUnder,
            ideas.Vote,
            ideas.SettleTie,
            promises.Reserve,
            promises.Release,
            promises.Promising,
            promises.JoinIn,
            promises.SendUpstairs,
        ),
        events=(
            ideas.IdeaKept,
            ideas.IdeaWritten,
            ideas.IdeaNoted,
            ideas.WordShared,
            ideas.IdeaMoved,
            ideas.BallotSealed,
            ideas.BallotKept,
            ideas.VotesCounted,
            ideas.TieSettled,
            promises.Reserved,
            promises.Released,
            promises.Promised,
            promises.PartnerJoined,
            promises.SentUpstairs,
            promises.IdeaChosen,
        ),
        once=N_("Promises are made once. Take one of the two plans out."),
        report=("promises", "other_ideas", "upstairs"),
    ),
    Activity(
        name="close",
        step=close.Close,
        commands=(close.HaveRead, close.SayWord, close.SetNextDate),
        events=(
            close.PromiseRead,
            close.WordSaid,
            close.NextDateSet,
            close.CheckTold,
            close.SlipSent,
        ),
        last=OrderRule(
            (), N_("The last step must be a close: promises are read and slips handed out there.")
        ),
        report=("next_date",),
    ),
)
"""In the order in which a session usually has them."""


@cache
def activity_of(kind: type[Step]) -> Activity:
    """Return the activity of a kind of step. Raises KeyError if the table has none."""
    return {activity.step: activity for activity in ACTIVITIES}[kind]
