"""The rules of every activity. To add one, write its module and name it in the table."""

from typing import Any, Final

from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import Consent
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.activities.lingo import Lingo
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.poll import Poll
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.reveal import Reveal
from turnabout_protocol.activities.review import Review
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.room import Step
from turnabout_server.rules.activities.base import Activity
from turnabout_server.rules.activities.brief import BriefRules
from turnabout_server.rules.activities.close import CloseRules
from turnabout_server.rules.activities.consent import ConsentRules
from turnabout_server.rules.activities.deck import DeckRules
from turnabout_server.rules.activities.lingo import LingoRules
from turnabout_server.rules.activities.plan import PlanRules
from turnabout_server.rules.activities.poll import PollRules
from turnabout_server.rules.activities.rank import RankRules
from turnabout_server.rules.activities.reveal import RevealRules
from turnabout_server.rules.activities.review import ReviewRules
from turnabout_server.rules.activities.scene import SceneRules
from turnabout_server.rules.activities.talk import TalkRules

ACTIVITIES: Final[dict[type[Step], Activity[Any]]] = {
    Consent: ConsentRules(),
    Review: ReviewRules(),
    Deck: DeckRules(),
    Rank: RankRules(),
    Lingo: LingoRules(),
    Brief: BriefRules(),
    Scene: SceneRules(),
    Poll: PollRules(),
    Talk: TalkRules(),
    Reveal: RevealRules(),
    Plan: PlanRules(),
    Close: CloseRules(),
}


def rules_of(step: Step) -> Activity[Any]:
    """Return the rules of a step's activity."""
    return ACTIVITIES[type(step)]
