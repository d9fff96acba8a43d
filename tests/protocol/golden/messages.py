"""The messages whose bytes are kept beside this file.

Within a version of the protocol no pair ever changes: add new ones.
"""

from typing import Final

from msgspec import Struct

from turnabout_protocol.activities.ideas import Vote
from turnabout_protocol.activities.scene import (
    Rate,
    Said,
    Speak,
)
from turnabout_protocol.activities.turns import (
    TurnEnded,
    TurnStarted,
)
from turnabout_protocol.clocks import Paused
from turnabout_protocol.course import StepOpened
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import (
    VERSION,
    Accepted,
    Do,
    Door,
    Draft,
    Farewell,
    Hello,
    Join,
    Refused,
    Return,
    Update,
    Welcome,
)
from turnabout_protocol.presence import SeatTaken
from turnabout_protocol.scenario import KeyPoint

CARD: Final = KeyPoint(id="b1", kind="need", text="We need to see which deals have gone quiet.")

GOLDEN: Final[dict[str, Struct]] = {
    "hello": Hello(version=VERSION, code="7F3K2QMX9TRVH4WZ"),
    "join": Join(name="Dana", home="it"),
    "return": Return(key="8QX0ABCDEFGHJKMN", seen=41, epoch="5T9W", moves=1),
    "speak": Do(
        id="c7-1",
        command=Speak(
            step="scene",
            turn=3,
            said=Said(echo="You lose time.", card="b1", say="日本語 too", ask="When?"),
        ),
    ),
    "rate": Do(id="c7-2", command=Rate(step="scene", turn=3, ring=2)),
    "vote": Do(id="c7-3", command=Vote(step="plan", dots={1: 2, 4: 1})),
    "draft": Draft(step="scene", turn=3, said=Said(say="half a sen")),
    "door": Door(
        title="The quarter that slipped",
        team="Sales and IT",
        labels={"business": "Sales", "it": "IT"},
        phase="lobby",
        players=3,
        max_players=12,
        playing=True,
    ),
    "welcome": Welcome(
        seat=4, key="8QX0ABCDEFGHJKMN", restart=True, newest=21, epoch="5T9W", moves=1
    ),
    "update": Update(
        now=61_250,
        first=17,
        entries=(
            Entry(
                at=0,
                event=SeatTaken(seat=4, name="Dana", role="player", home="it", played="business"),
            ),
            Entry(at=1000, event=StepOpened(index=2, ends=481_000)),
            Entry(
                at=1000,
                event=TurnStarted(
                    step="scene", turn=1, seat=4, side="business", acts_from=16_000, ends=76_000
                ),
            ),
            Entry(
                at=61_000,
                event=TurnEnded(step="scene", turn=1, passed=False, card=CARD, say="It hurts."),
            ),
            Entry(at=61_200, event=Paused(by=4)),
        ),
        running=True,
    ),
    "accepted": Accepted(id="c7-1"),
    "refused": Refused(id="c7-1", code="moved_on", sentence="The table has moved on."),
    "farewell": Farewell(code=1012, sentence="The server restarts. Come back in a moment."),
}
