"""A random session in which every accepted command is looked for in its seat's dialogue."""

from collections import Counter

from msgspec.structs import replace

from tests.support.chaos import Chaos
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Answers, Dialogue
from turnabout_client.dialogue.ways import Way, way
from turnabout_client.view.absence import nudge, to_play
from turnabout_protocol.activities.observing import FillSheet
from turnabout_protocol.activities.poll import Poll
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    FlagCaricature,
    Rate,
    React,
    Scene,
    SceneState,
    SendEcho,
    StrikeWord,
    TagMissing,
    TakeBack,
)
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import (
    AddBot,
    AllowOwnSide,
    LockDoor,
    MoreTime,
    NextStage,
    Ready,
    Remove,
    Reseat,
    Watch,
)
from turnabout_protocol.covering import Cover, HandOver
from turnabout_protocol.fold import apply, may_know
from turnabout_protocol.nudging import NudgeSeat, ReadNudge
from turnabout_protocol.panel import frozen
from turnabout_protocol.room import Public, Room
from turnabout_protocol.scenario import other
from turnabout_protocol.steering import HoldStep, SwitchRatings, rates


class Walk(Chaos):
    """Notes how each command could have been given, and which could not."""

    lost: list[tuple[int, Command, Dialogue]]
    found: list[tuple[int, Command, Way]]
    unoffered: Counter[str]
    """What the rules take and nobody is offered, on no screen either, by the reason."""

    def begin(self) -> None:
        """Start to note."""
        self.lost, self.found, self.unoffered = [], [], Counter()
        self._given: dict[int, dict[str, Answers]] = {}

    def ask(self, seat: int, command: Command) -> None:
        if seat not in self.table.public.seats:
            super().ask(seat, command)
            return
        command = usual(command, self.table.public)
        seen = self.seen(seat)
        before, accepted = dialogue(seen), len(self.taken)
        super().ask(seat, command)
        if len(self.taken) == accepted:
            return
        there = way(before, command)
        if there is not None:
            self.found.append((seat, command, there))
            if not there.word and before.ask is not None and there.answers is not None:
                self._given.setdefault(seat, {})[before.ask.id] = there.answers
        elif reason := why_not(seen, command):
            self.unoffered[reason] += 1
        else:
            self.lost.append((seat, command, before))

    def seen(self, seat: int) -> Seen:
        """Return the room as the person at `seat` has it in front of them."""
        who = self.table.public.seats[seat]
        view = Room()
        for entry in self.table.log:
            if may_know(who, entry.event):
                view = apply(view, entry)
        given = self._given.get(seat, {})
        return Seen(room=view, seat=seat, now=self.table.now, given=given)


def usual(command: Command, public: Public) -> Command:
    """Return `command` with what a person cannot choose as it always is."""
    match command:
        case MoreTime():
            return replace(command, seconds=60)
        case NudgeSeat() if command.say != "own":
            return replace(command, text="")
        case Reseat(role="player", played=None) if command.seat in public.seats:
            home = command.home or public.seats[command.seat].home
            return replace(command, home=home, played=None if home is None else other(home))
    return command


def why_not(seen: Seen, command: Command) -> str:
    """Return why no dialogue offers `command`, as no screen does; empty: one should."""
    public, step = seen.public, seen.public.step
    state = None if step is None else public.steps.get(step.id)
    match command:
        case Ready() if step is not None and seen.ready(step):
            return "they are ready already"
        case Ready() if isinstance(step, Poll):
            return "in a poll an answer says it, even an empty one"
        case Ready() if isinstance(step, Talk):
            return "who listens does not end the round of those who speak"
        case Ready() if not seen.plays:
            return "nobody waits for who watches"
        case Rate() | TagMissing() | AnswerEcho() | React() | TakeBack() | StrikeWord():
            return _of_a_turn(state, seen.seat)
        case FillSheet() if step is not None:
            return "the sheet has the cards of this table only"
        case SendEcho():
            return "an echo goes ahead once, and once more when it may be mended"
        case NextStage() if isinstance(step, Scene) or (state is not None and state.ends is None):
            return "a step without parts is ended as a whole"
        case HoldStep() if step is None or command.step != step.id:
            return "a step ahead is held in the plan"
        case HoldStep() if state is not None and state.kept_open:
            return "a step that is held at its end is ended with next"
        case HoldStep() if step is not None and command.hold == step.hold:
            return "it is so already"
        case SwitchRatings() if command.on == rates(public):
            return "it is so already"
        case LockDoor() if command.locked == public.locked:
            return "it is so already"
        case AllowOwnSide() if public.phase != "lobby" or (
            command.allow == public.rules.own_side_allowed
        ):
            return "it is settled in the lobby, and so already"
        case Watch() if public.phase != "lobby" or not seen.plays:
            return "one turns to watching in the lobby, or when asked for consent"
        case Reseat() if command.role != "player" and (
            command.played is not None or (command.home is not None and not command.say)
        ):
            return "who watches plays no side, and without a say belongs to none"
        case Reseat() if command.say and frozen(public):
            return "whose answers count is settled with the brief"
        case AddBot() if public.phase != "lobby" and (state is None or not state.awaits):
            return "a bot comes before the session, or when a side is missing"
        case Remove() if public.seats[command.seat].role == "facilitator":
            return "who leads is asked to step down first"
        case HandOver() | Cover() if not to_play(public):
            return "there is no part left to play"
        case HandOver() if public.seats[command.seat].bot:
            return "the part of a bot is a bot's"
        case Cover() if command.on and public.seats[command.seat].present:
            return "who is here plays"
        case Cover() if command.on == public.covered(command.seat):
            return "it is so already"
        case ReadNudge() if not nudge(seen.room, seen.seat, seen.now):
            return "it is read already, or has gone by itself"
        case FlagCaricature():
            return "only the newest turn is called a caricature"
    return ""


def _of_a_turn(state: object, seat: int | None) -> str:
    if not isinstance(state, SceneState):
        return ""
    if state.phase == "twist":
        return "under a twist nothing is asked"
    if state.live is not None and seat in state.live.speakers:
        return "in one's own turn nothing is asked"
    return "it is asked of the newest turns, one thing at a time"
