"""Which screen shows which activity. A new activity is one module and one line here."""

from collections.abc import Mapping
from inspect import getfile
from pathlib import Path
from typing import Final

from turnabout_client.activities.brief.screen import BriefScreen
from turnabout_client.activities.close.screen import CloseScreen
from turnabout_client.activities.consent.screen import ConsentScreen
from turnabout_client.activities.deck.screen import DeckScreen
from turnabout_client.activities.lingo.screen import LingoScreen
from turnabout_client.activities.plan.screen import PlanScreen
from turnabout_client.activities.poll.screen import PollScreen
from turnabout_client.activities.rank.screen import RankScreen
from turnabout_client.activities.reveal.screen import RevealScreen
from turnabout_client.activities.review.screen import ReviewScreen
from turnabout_client.activities.scene.screen import SceneScreen
from turnabout_client.activities.talk.screen import TalkScreen
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.room.closed import ClosedScreen
from turnabout_client.tui.room.lobby import LobbyScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.tui.room.waiting import WaitingScreen
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
from turnabout_protocol.room import Room, Step

ACTIVITIES: Final[Mapping[type[Step], type[RoomScreen]]] = {
    Consent: ConsentScreen,
    Deck: DeckScreen,
    Rank: RankScreen,
    Lingo: LingoScreen,
    Review: ReviewScreen,
    Brief: BriefScreen,
    Scene: SceneScreen,
    Poll: PollScreen,
    Talk: TalkScreen,
    Reveal: RevealScreen,
    Plan: PlanScreen,
    Close: CloseScreen,
}

_HERE: Final = Path(__file__).parent
STYLES: Final = (
    _HERE / "turnabout.tcss",
    _HERE / "room" / "room.tcss",
    _HERE / "console" / "console.tcss",
    _HERE / "entrance" / "entrance.tcss",
    *(Path(getfile(screen)).with_name("style.tcss") for screen in ACTIVITIES.values()),
)
"""The looks of everything: the kit first, then what builds on it."""


def screen_for(room: Room, seat: int | None) -> tuple[type[RoomScreen], str]:
    """Return the screen for what is on, and a name that changes when a new one must be opened."""
    public = room.public
    me = None if seat is None else public.seats.get(seat)
    if me is None:
        return WaitingScreen, "waiting"
    if public.phase == "closed":
        return ClosedScreen, "closed"
    if me.role == "facilitator":
        return ConsoleScreen, "console"
    if public.step is None:
        return LobbyScreen, "lobby"
    return ACTIVITIES.get(type(public.step), WaitingScreen), public.step.id
