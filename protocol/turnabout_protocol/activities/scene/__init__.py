"""scene: timed turns. Echo the last speaker, play a card in your own words, perhaps ask.

The people whose case it really is rate each turn in silence. Ratings stay with the server.

    turn        one seat's go
    state       the settings, and what everybody sees
    hidden      what the server alone knows of it, and what a side alone does
    commands    what a seat may ask

What happens in it is beside this package: in `turns`, `ratings`, `flags` and `observing`.
"""

from turnabout_protocol.activities.scene.commands import (
    AnswerEcho,
    BringTwist,
    FlagCaricature,
    Pass,
    PassPen,
    Rate,
    React,
    ReopenTurn,
    Said,
    SendEcho,
    SkipTurn,
    Speak,
    StrikeWord,
    TagMissing,
    TakeBack,
    TurnCommand,
)
from turnabout_protocol.activities.scene.hidden import Rating, SceneHome, SceneVault
from turnabout_protocol.activities.scene.state import (
    ABSENCE_GRACE,
    BELL_GRACE,
    SPOKEN_ACT,
    Scene,
    SceneState,
    Stage,
    scenes_over,
    too_short,
)
from turnabout_protocol.activities.scene.turn import (
    MEND,
    EchoAnswer,
    Missing,
    Reaction,
    Ring,
    Turn,
    TurnNumber,
)

__all__ = [
    "ABSENCE_GRACE",
    "BELL_GRACE",
    "MEND",
    "SPOKEN_ACT",
    "AnswerEcho",
    "BringTwist",
    "EchoAnswer",
    "FlagCaricature",
    "Missing",
    "Pass",
    "PassPen",
    "Rate",
    "Rating",
    "React",
    "Reaction",
    "ReopenTurn",
    "Ring",
    "Said",
    "Scene",
    "SceneHome",
    "SceneState",
    "SceneVault",
    "SendEcho",
    "SkipTurn",
    "Speak",
    "Stage",
    "StrikeWord",
    "TagMissing",
    "TakeBack",
    "Turn",
    "TurnCommand",
    "TurnNumber",
    "scenes_over",
    "too_short",
]
