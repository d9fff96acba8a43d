"""A random session: seats ask for anything, drop and return, clocks jump, servers restart."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from msgspec.structs import replace

from tests.support.cards import wishes
from tests.support.table import HOMES, Table
from turnabout_protocol.activities.brief import Brief, WarmUp
from turnabout_protocol.activities.close import Close, HaveRead, SayWord, SetNextDate
from turnabout_protocol.activities.consent import Agree, Consent
from turnabout_protocol.activities.deck import (
    Deck,
    MergeCards,
    PartCards,
    PutDots,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.activities.ideas import Propose, PutUnder, SettleTie, Vote
from turnabout_protocol.activities.lingo import Lingo, MatchTerms
from turnabout_protocol.activities.observing import FillSheet
from turnabout_protocol.activities.plan import Plan, PlanState
from turnabout_protocol.activities.poll import Answer, Poll, Question
from turnabout_protocol.activities.promises import JoinIn, Promising, SendUpstairs
from turnabout_protocol.activities.rank import LockOrder, Rank
from turnabout_protocol.activities.recall import Recall
from turnabout_protocol.activities.review import MARKS, MarkPromise, Review
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    BringTwist,
    FlagCaricature,
    Pass,
    Rate,
    React,
    ReopenTurn,
    Said,
    SceneState,
    SendEcho,
    SkipTurn,
    Speak,
    StrikeWord,
    TagMissing,
    TakeBack,
)
from turnabout_protocol.activities.talk import MarkAha, SayRemark, Talk, Thank
from turnabout_protocol.agenda import Agenda, Slot, ahead
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import (
    AddBot,
    AllowOwnSide,
    Back,
    ClearSeats,
    End,
    LockDoor,
    MoreTime,
    Next,
    NextStage,
    NoteAha,
    Pause,
    PlayAfterAll,
    Ready,
    ReleaseAha,
    Remove,
    Replan,
    Reseat,
    Resume,
    Start,
    Watch,
)
from turnabout_protocol.covering import Cover, HandOver
from turnabout_protocol.leading import Promote, StepDown
from turnabout_protocol.nudging import MOST, NudgeSeat, ReadNudge
from turnabout_protocol.room import Earlier, HouseRules, Role, State
from turnabout_protocol.steering import HoldStep, SwitchRatings
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules import Refusal

FITTING: Final[dict[type | None, tuple[type[Command], ...]]] = {
    Consent: (Agree,),
    Deck: (
        WriteCard,
        TakeBackCard,
        MergeCards,
        PartCards,
        RewordCard,
        PutDots,
        Ready,
    ),
    Rank: (LockOrder, Ready),
    Recall: (LockOrder, Ready),
    Lingo: (MatchTerms, Ready),
    Brief: (WarmUp, Ready),
    Poll: (Answer, Ready),
    Talk: (SayRemark, Thank, Ready, MarkAha),
    Plan: (Propose, PutUnder, SendUpstairs, Vote, SettleTie, Promising, JoinIn, Ready),
    Review: (MarkPromise, Ready),
    Close: (HaveRead, SayWord, SetNextDate, JoinIn),
}
FOR_SEATS: Final = (NudgeSeat, Cover, HandOver, Promote, StepDown)
TERMS: Final = ("Pipeline", "Quota", "Backlog")
WORDS: Final = ("pipeline", "quota", "backlog", "we type on Sunday", "nobody answered", "")


CHECK: Final = Poll(
    id="check",
    title="Before",
    minutes=1,
    questions=(
        Question(id="felt", text="They understand us.", options="scale7", measure="felt"),
        Question(id="close", text="How close are we?", options="circles", measure="close"),
        Question(id="say", text="I can say what I think.", options="scale5", measure="safe1"),
        Question(id="clumsy", text="I may be clumsy.", options="scale5", measure="safe2"),
        Question(id="arrive", text="I arrive ...", options="feelings", up_to=2),
    ),
)
"""Measures and feelings in one poll."""


def with_check(agenda: Agenda) -> Agenda:
    """Return `agenda` with REVIEW and CHECK after its first step, and CHECK again at its end."""
    first, *others, last = agenda.steps
    again = replace(CHECK, id="check-again", questions=CHECK.questions[:2])
    return replace(agenda, steps=(first, REVIEW, CHECK, *others, again, last))


REVIEW: Final = Review(id="earlier", title="Last time", minutes=2)


class Chaos:
    """Somebody at every seat who means no good, and a network that is no better."""

    def __init__(
        self, seed: int, agenda: Agenda | None = None, earlier: Sequence[Earlier] = ()
    ) -> None:
        self.random = Random(seed)
        players = self.random.randint(2, 12)
        house = HouseRules(
            opened_on="2026-03-02",
            own_side_allowed=self.random.random() < 0.2,
            demo=self.random.random() < 0.3,
            spoken=self.random.random() < 0.3,
        )
        self.table = Table(
            seed=seed,
            facilitators=1,
            agenda=agenda or with_check(find_agenda("taster")),
            house=house,
            late=self.random.choice((0, 3, 200)),
            earlier=earlier or self.promised(),
        )
        split = self.random.randint(1, players - 1)
        self.taken: list[str] = []
        self.refusals: list[Refusal] = []
        for i in range(players):
            bot = self.random.random() < 0.2
            self.table.sit(f"P{i}", HOMES[i >= split], bot=bot)
        for i in range(self.random.randint(0, 3)):
            self.table.sit(f"O{i}", self.random.choice((None, *HOMES)), "observer")

    def promised(self) -> list[Earlier]:
        """Return what the team promised before: nothing, one thing or more."""
        return [
            Earlier(
                number=n, when="a deal is quiet", then="we call", owner=f"P{n}", partner="P0",
                by=f"2026-03-0{n}", sign="calls happen",
            )
            for n in range(1, self.random.choice((0, 1, 4)) + 1)
        ]  # fmt: skip

    def act(self) -> None:
        """Let one thing happen."""
        roll = self.random.random()
        if self.table.public.clock.by is not None and roll < 0.3:
            self.ask(self.table.boss[0], Resume())
        elif roll < 0.72:
            command = self.command()
            self.ask(self.seat_for(command), command)
        elif roll < 0.86:
            self.table.wait(self.random.choice((1, 300, 2000, 11_000, 45_000, 80_000)))
        elif roll < 0.90:
            self.table.drop(self.seat())
        elif roll < 0.96:
            self.table.back(self.seat())
        elif roll < 0.97:
            self.table.restart()
        elif roll < 0.98:
            self.sit()
        elif roll < 0.985:
            self.bot_comes()
        else:
            self.table.draft(self.seat(), say=self.word(), card=self.card())

    def willing(self) -> None:
        """Let everybody agree, so that a play comes of it."""
        self.ask(self.table.boss[0], Start())
        for seat in self.table.public.players():
            if self.random.random() < 0.95:
                self.ask(seat.id, Agree(step="agree", yes=True))

    def ask(self, seat: int, command: Command) -> None:
        before = self.table.room
        try:
            events = self.table.do(seat, command)
        except Refusal as refused:
            self.refusals.append(refused)
        else:
            assert events or isinstance(command, Ready)
            self.taken.append(type(command).__name__)
            return
        assert self.table.room is before

    def bot_comes(self) -> None:
        """Let a bot come to a seat that is away, most likely; asked for or not."""
        away = [s.id for s in self.table.public.players() if not s.present]
        try:
            self.table.cover(self.random.choice(away or [self.seat()]))
        except Refusal as refused:
            self.refusals.append(refused)
        else:
            self.taken.append("covered")

    def sit(self) -> None:
        name = f"N{self.random.randint(0, 30)}"
        role: Role = self.random.choice(("player", "observer", "facilitator"))
        try:
            self.table.sit(name, self.random.choice((None, *HOMES)), role)
        except Refusal as refused:
            self.refusals.append(refused)

    # What is asked --------------------------------------------------------------------------------

    def command(self) -> Command:
        """Return any command, most of the time one for this moment."""
        makers: list[Callable[[], Command]] = [
            self.for_scene,
            self.for_others,
            self.for_table,
            self.for_seat,
        ]
        weights = (60, 5, 4, 4) if self.scene else (2, 60, 5, 3)
        return self.random.choices(makers, weights)[0]()

    def for_scene(self) -> Command:
        step, turn = self.step(), self.turn()
        rarely: list[Command] = [
            FlagCaricature(step=step, turn=turn),
            SkipTurn(step=step, turn=turn),
            BringTwist(step=step),
            Pass(step=step, turn=turn),
            SendEcho(step=step, turn=turn, echo=self.word()),
            TakeBack(step=step, turn=max(1, turn - 1)),
            StrikeWord(step=step, turn=max(1, turn - 1), term=self.random.choice(TERMS)),
            FillSheet(step=step, heard=("b1",), mood=self.word()),
            ReopenTurn(step=step, turn=self.newest()),
            ReopenTurn(step=step, turn=self.newest()),
        ]
        often: list[Command] = [
            Speak(step=step, turn=turn, said=self.said()),
            Rate(
                step=step,
                turn=max(1, turn - 1) if self.scene and self.scene.live else turn,
                ring=self.random.choice((None, 1, 2, 3, 4)),
            ),
            TagMissing(
                step=step, turn=max(1, turn - 1), missing=self.random.choice(("limit", "tone"))
            ),
            AnswerEcho(step=step, turn=turn, answer=self.random.choice(("yes", "nearly", "no"))),
            React(step=step, turn=turn, kind=self.random.choice(("ouch", "that_is_us"))),
        ]
        return self.random.choice(often if self.random.random() < 0.9 else rarely)

    def for_others(self) -> Command:
        step, stage = self.step(), self.stage()
        dots = {self.random.randint(1, 4): self.random.randint(1, 3)}
        state = self.table.public.steps.get(step)
        chosen = state.chosen if isinstance(state, PlanState) else ()
        often: list[Command] = [
            Ready(step=step, stage=stage),
            Agree(step=step, yes=self.random.random() < 0.9),
            *wishes(self.table, self.random, step, self.random.choice(HOMES)),
            LockOrder(step=step, order=self.order()),
            MatchTerms(step=step, pairs=self.pairs()),
            WarmUp(step=step, text="I worry."),
            Answer(step=step, picks=self.picks()),
            SayRemark(step=step, stage=stage, prompt=self.random.choice((None, 0, 1, 7)), text="x"),
            Thank(step=step, stage=stage),
            MarkAha(step=step, remark=self.random.randint(0, 5)),
            Propose(
                step=step,
                when="a deal is quiet",
                then="we call",
                term=self.word()[:40],
                means=self.word(),
            ),
            PutUnder(step=step, idea=self.random.randint(1, 4), under=self.random.randint(0, 4)),
            SendUpstairs(step=step, idea=self.random.choice((*chosen, 1, 2))),
            MarkPromise(
                step=step,
                number=self.random.randint(1, 4),
                mark=self.random.choice(tuple(MARKS)),
                obstacle=self.word(),
            ),
            HaveRead(step=step, promise=self.random.randint(0, 2)),
            SayWord(step=step, word="lighter"),
            SetNextDate(step=step, day=self.random.choice(("2026-04-13", "2026-02-30"))),
            Vote(step=step, dots=dots),
            Promising(
                step=step,
                idea=self.random.choice((*chosen, 1)),
                partner=self.seat(),
                by=self.random.choice(("2026-03-20", "2026-02-30", "2027-01-01", "9999-12-31")),
                sign="calls happen",
            ),
            SettleTie(step=step, idea=self.random.choice((*chosen, 1, 2, 3))),
            JoinIn(step=step, idea=self.random.choice((*chosen, 1))),
        ]
        fitting = FITTING.get(type(self.table.public.step), ())
        fit = [command for command in often if isinstance(command, fitting)]
        return self.random.choice(fit if fit and self.random.random() < 0.8 else often)

    def for_table(self) -> Command:
        side = self.random.choice(HOMES)
        step = self.step()
        often: list[Command] = [
            Pause(),
            Resume(),
            Resume(),
            NoteAha(text="I see."),
            ReleaseAha(number=self.random.randint(1, 3), signed=self.random.random() < 0.5),
            MoreTime(step=step, seconds=self.random.choice((10, 600))),
            Reseat(
                seat=self.seat(),
                role=self.random.choice(("player", "observer", "facilitator")),
                home=self.random.choice((None, side)),
                played=self.random.choice((None, side)),
                say=self.random.random() < 0.3,
            ),
            PlayAfterAll(),
            LockDoor(locked=self.random.random() < 0.5),
            HoldStep(step=step, hold=self.random.random() < 0.7),
            SwitchRatings(on=self.random.random() < 0.6),
            AddBot(home=side),
            AllowOwnSide(allow=self.random.random() < 0.5),
            Start(),
            self.replan(),
        ]
        rarely: list[Command] = [
            Watch(),
            Remove(seat=self.seat()),
            ClearSeats(),
            End(),
        ]
        roll = self.random.random()
        if roll < 0.03:
            return self.random.choice(rarely)
        return self.move() if roll < 0.15 else self.random.choice(often)

    def for_seat(self) -> Command:
        """Return what a facilitator does for one seat: mostly what can be done."""
        public = self.table.public
        away = [s.id for s in public.players() if not s.here] or [self.seat()]
        watching = [s.id for s in public.seats.values() if s.watches] or [self.seat()]
        leading = [s.id for s in public.seats.values() if s.role == "facilitator"]
        whose = self.random.choice(away)
        to = self.random.choice((*watching, *public.parts_taken.values()))
        often: list[Command] = [
            NudgeSeat(
                seat=self.seat(),
                say=self.random.choice(("your_turn", "are_you_there", "own")),
                text=self.word()[:MOST],
            ),
            ReadNudge(),
            Cover(seat=whose, on=self.random.random() < 0.8),
            HandOver(seat=self.random.choice((whose, to)), to=to),
            Promote(seat=self.random.choice((*watching, self.seat()))),
            StepDown(seat=self.random.choice((*leading, self.seat()))),
        ]
        return self.random.choice(often)

    def sure(self) -> bool:
        return self.random.random() < 0.5

    def steer(self) -> None:
        """Let the facilitator move the session, undo a play, or see to somebody who goes away."""
        roll = self.random.random()
        if roll < 0.2:
            self.step_out()
        elif roll < 0.4:
            self.ask(self.table.boss[0], self.for_seat())
        elif self.scene and roll < 0.7:
            self.ask(self.table.boss[0], ReopenTurn(step=self.step(), turn=self.newest()))
        else:
            self.ask(self.table.boss[0], self.move())

    def step_out(self) -> None:
        """Let a player go away, and most likely a bot come in their place, or the player back."""
        players = self.table.public.players()
        if not players:
            return
        away = self.random.choice(players)
        self.table.drop(away.id)
        self.ask(self.table.boss[0], Cover(seat=away.id))
        self.bot_comes()
        if self.random.random() < 0.7:
            self.table.back(away.id)

    def move(self) -> Command:
        """Return a way on or back: now and then one that asks first, or of a part that is over."""
        step, stage = self.step(), self.stage()
        return self.random.choice(
            (
                Next(step=step, stage=self.random.choice((None, stage)), sure=self.sure()),
                NextStage(step=step, stage=stage, sure=self.sure()),
                Back(step=step),
            )
        )

    def replan(self) -> Replan:
        """Return a plan for what lies ahead: most of it, some of it moved or with other minutes."""
        public = self.table.public
        steps = [s for s in (*ahead(public), *public.shelf) if self.random.random() < 0.95]
        if len(steps) > 2 and self.random.random() < 0.5:
            at = self.random.randrange(len(steps) - 1)
            steps[at], steps[at + 1] = steps[at + 1], steps[at]
        slots = [
            Slot(
                step=s.id,
                minutes=self.random.choice((*[s.minutes] * 6, s.minutes + 1, 1)),
                hold=self.random.choice((None, None, True, False)),
            )
            for s in sorted(steps, key=lambda step: isinstance(step, Close))
        ]
        if self.random.random() < 0.1:
            slots.append(Slot(step=self.step() or "agree", minutes=2))
        return Replan(steps=tuple(slots))

    def picks(self) -> dict[str, tuple[str, ...]]:
        """Return answers to a question of the step, now and then more than fit it, or to none."""
        poll = self.table.public.step
        if not isinstance(poll, Poll) or self.random.random() < 0.05:
            return {"no": ("calm",)}
        question = self.random.choice(poll.questions)
        many = self.random.randint(0, min(question.up_to + 1, len(question.choices)))
        return {question.id: tuple(self.random.sample(question.choices, many))}

    # With what ------------------------------------------------------------------------------------

    @property
    def scene(self) -> SceneState | None:
        state = self.table.public.steps.get(self.table.step)
        return state if isinstance(state, SceneState) else None

    def seat_for(self, command: Command) -> int:
        """Return a seat that may well ask for `command`."""
        scene = self.scene
        steered = (Replan, Next, NextStage, Back, ReopenTurn, HoldStep, SwitchRatings, *FOR_SEATS)
        steers = isinstance(command, steered)
        if steers and self.random.random() < 0.9:
            return self.table.boss[0]
        nudged = [seat for seat, own in self.table.room.own.items() if own.nudge is not None]
        if isinstance(command, ReadNudge) and nudged:
            return self.random.choice(nudged)
        if scene is None or self.random.random() < 0.1:
            return self.seat()
        live, last = scene.live, scene.last
        if isinstance(command, Speak | Pass) and live:
            return live.seat
        if isinstance(command, Rate | TagMissing) and last and self.table.owners(last):
            return self.random.choice(self.table.owners(last))
        echoed = scene.turn(last.echoes) if last and last.echoes else None
        if isinstance(command, AnswerEcho) and echoed:
            return echoed.seat
        if isinstance(command, SkipTurn | BringTwist):
            return self.table.boss[0]
        return self.seat()

    def seat(self) -> int:
        """Return a seat; now and then one that has left."""
        if self.random.random() < 0.02:
            return 99
        return self.random.choice([*self.table.public.seats, *self.table.boss])

    def step(self) -> str:
        if self.random.random() < 0.06 or not self.table.step:
            return self.random.choice(("agree", "scene", "plan", "nowhere"))
        return self.table.step

    def turn(self) -> int:
        scene = self.scene
        if scene is None or self.random.random() < 0.05:
            return self.random.randint(1, 9)
        return max(1, len(scene.turns) - self.random.choice((0, 0, 1)))

    def newest(self) -> int:
        """Return the newest play, most of the time."""
        last = None if self.scene is None else self.scene.last
        return self.turn() if last is None else last.number

    def stage(self) -> int:
        state = self.table.public.steps.get(self.table.step)
        now = state.stage if isinstance(state, State) else 0
        return now if self.random.random() < 0.95 else 1

    def said(self) -> Said:
        return Said(echo=self.word(), card=self.card(), say=self.word(), ask=self.word())

    def order(self) -> tuple[str, ...]:
        step = self.table.public.step
        if not isinstance(step, Rank) or self.random.random() < 0.1:
            return ("b1", "no-such-card")
        cards = step.cards(self.table.room, self.random.choice(HOMES))
        return tuple(card.id for card in self.random.sample(cards, len(cards)))

    def pairs(self) -> dict[int, int]:
        most = self.random.choice((4, 6, 6, 8))
        some = self.random.randint(0, most)
        terms = self.random.sample(range(most), some)
        meanings = self.random.choices(range(most), k=some)
        if self.random.random() < 0.9:
            meanings = self.random.sample(range(most), some)
        return dict(zip(terms, meanings, strict=True))

    def word(self) -> str:
        return self.random.choice(WORDS)

    def card(self) -> str:
        live = self.scene.live if self.scene else None
        hand = self.table.hand(live.seat) if live else ()
        return self.random.choice((*hand, *hand, "", "b1", "no-such-card"))
