"""Which screen shows which activity. A new activity is one module and one line here."""

from collections.abc import Mapping
from typing import Final

from turnabout_client.tui.screens.base import RoomScreen
from turnabout_client.tui.screens.brief import BriefScreen
from turnabout_client.tui.screens.close import CloseScreen
from turnabout_client.tui.screens.closed import ClosedScreen
from turnabout_client.tui.screens.consent import ConsentScreen
from turnabout_client.tui.screens.console import ConsoleScreen
from turnabout_client.tui.screens.deck import DeckScreen
from turnabout_client.tui.screens.lingo import LingoScreen
from turnabout_client.tui.screens.lobby import LobbyScreen
from turnabout_client.tui.screens.plan import PlanScreen
from turnabout_client.tui.screens.poll import PollScreen
from turnabout_client.tui.screens.rank import RankScreen
from turnabout_client.tui.screens.reveal import RevealScreen
from turnabout_client.tui.screens.review import ReviewScreen
from turnabout_client.tui.screens.scene import SceneScreen
from turnabout_client.tui.screens.talk import TalkScreen
from turnabout_client.tui.screens.waiting import WaitingScreen
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
from turnabout_protocol.parts import Room, Step

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
