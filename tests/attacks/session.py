"""A whole session, in which each person has a part: all that they answer, rate, vote and write.

What everybody sees of somebody anyway (who speaks when, and what) goes by seat. The rest goes by
the part: `Part` has a field for each kind of secret, and `slot` says when in a stage its person
acts. So two people can exchange a secret, or the moment of it too, while all else stays as it is.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tests.attacks.recorder import Recorder
from tests.support.table import HOMES
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.consent import Agree, Consent
from turnabout_protocol.activities.deck import Deck, DeckHome, PutDots, WriteCard
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.lingo import Lingo, LingoOwn, MatchTerms
from turnabout_protocol.activities.plan import VOTE, WRITE, Plan, PlanState
from turnabout_protocol.activities.poll import Answer, Poll, Question
from turnabout_protocol.activities.rank import LockOrder, Rank
from turnabout_protocol.activities.review import MarkPromise, PromiseMark, Review
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    FlagCaricature,
    Missing,
    Pass,
    Rate,
    React,
    Reaction,
    Said,
    Scene,
    SceneState,
    Speak,
    StrikeWord,
    TagMissing,
    Turn,
    scenes_over,
)
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import NoteAha, Ready, ReleaseAha, Start
from turnabout_protocol.room import Earlier, HouseRules, Role, Seat, State
from turnabout_server.authoring.scenarios import find_agenda, find_scenario

BEAT: Final = 700
"""Milliseconds from one slot to the next."""
SCENARIO: Final = find_scenario("missed-target")
EARLIER: Final = Earlier(
    number=1, when="W", then="T", owner="Pat", partner="Sam", by="2026-02-01", sign="S"
)


class Part(NamedTuple):
    """What one person gives in a session, and when in each stage."""

    slot: int
    """Which of all people they are in time."""
    rings: tuple[int | None, ...] = (3, 4)
    """Ratings, turn by turn, again from the first after the last; None skips."""
    tag: Missing | None = None
    """What was missing, wherever they rate 1 or 2; None: they do not say."""
    order: int = 0
    """Which order of the own cards, of those of `ordered`."""
    guess: int = 0
    """Which order of the other side's cards."""
    answers: int = 4
    """Step of the scales on which they answer."""
    safe: int = 3
    """Answer to the two safety items."""
    feeling: str = "calm"
    names: int = 0
    """Which side they say usually has the last word."""
    knows: int = 3
    """How many of the other side's terms they match right; they leave out the others."""
    dots: int = 0
    """Which card of the own side gets their dots."""
    vote: int = 0
    """Which idea gets their dots."""
    flag: int = 0
    """That turn or the next one, of those of the other side, is a caricature to them; 0: none."""
    strike: int = 0
    """In that turn or the next one, of the other side's, they strike a word; 0: in none."""
    passes: int = 0
    """Which of their turns they pass, from 1; 0: none."""
    note: str = ""
    """An aha that they keep for themselves."""
    card: str = ""
    """A card that they write for their side."""
    idea: str = ""
    mark: PromiseMark | None = None
    """What they say became of the earlier promise."""
    reaction: Reaction | None = None
    """How they react to the cards of the others."""
    aha: str = ""
    """An aha that they share, unsigned."""


SEALED: Final = (
    "rings", "tag", "order", "guess", "answers", "safe", "feeling", "names", "knows", "dots",
    "vote", "flag", "strike", "note",
)  # fmt: skip
"""What nobody is told one by one: only what it adds up to, if that."""
DRAWN: Final = ("card", "idea")
"""What is told unsigned, in a drawn order, when its time is over."""
SAID: Final = ("mark", "reaction", "aha")
"""What is told unsigned as it is given: its moment is seen, and who was here then."""


def ordered(ids: Sequence[str], which: int) -> tuple[str, ...]:
    """Return the cards in one of many orders; near numbers are near orders."""
    cards = sorted(ids)
    for bit in range(len(cards) - 1):
        if which >> bit & 1:
            cards[bit], cards[bit + 1] = cards[bit + 1], cards[bit]
    return tuple(cards)


class Session:
    """A session of so many people a side, each with a part, at a table that keeps all it sends.

    `puppets`: how many times the first player comes in again, as a watcher of the own side, when
    the consent step is over. `voices`: so many more watch with a say, one of each side in turn, and
    have the last of the parts. `away`: somebody who loses the line in the scene, and comes back.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        agenda: Agenda | None = None,
        secret: str = "5" * 64,
        seed: int = 7,
        puppets: int = 0,
        voices: int = 0,
        away: int | None = None,
        asks_reports: bool = False,
    ) -> None:
        self.table = Recorder(
            players=len(parts) - voices,
            facilitators=1,
            scenario=SCENARIO,
            agenda=agenda or find_agenda("60"),
            house=HouseRules(opened_on="2026-03-02"),
            earlier=[EARLIER],
            secret=secret,
            seed=seed,
            asks_reports=asks_reports,
        )
        watching = [self.table.with_say(f"Voice {n}", HOMES[n % 2]) for n in range(voices)]
        self.people = (*self.table.players, *watching)
        """Everybody with a part, by their places."""
        self.parts = dict(zip(self.people, parts, strict=True))
        self.puppets: list[int] = []
        self._wanted = puppets
        self._away = away
        self._turns: dict[int, int] = {}
        """How many turns each player has had."""
        self._done: set[str] = set()

    @property
    def others(self) -> tuple[int, ...]:
        """All seats, the facilitator's and puppets among them."""
        return tuple(self.table.public.seats)

    @property
    def over(self) -> bool:
        """Whether the room is closed."""
        return self.table.public.phase == "closed"

    def play(self) -> "Session":
        """Play from the first step until the room closes, and return this."""
        table = self.table
        table.ask(table.boss[0], Start())
        while not self.over:
            where = self._where()
            self._act()
            if not self.over and self._where() == where:
                table.bell()
        return self

    def _where(self) -> tuple[object, ...]:
        step, state = self.table.step, self.table.state(State)
        turns = len(state.turns) if isinstance(state, SceneState) else 0
        phase = state.phase if isinstance(state, SceneState) else ""
        return step, state.stage, turns, phase

    def _act(self) -> None:
        table, step = self.table, self.table.public.step
        stage = table.state(State).stage
        if isinstance(step, Consent):
            for seat in table.players:
                table.ask(seat, Agree(step=step.id, yes=True))
            self._come_again()
        elif isinstance(step, Scene):
            self._scene(step)
        elif isinstance(step, Talk | Brief):
            self._ahas()
        elif step is not None and step.unsigned(stage):
            where = self._where()
            for seat, part in self._in_time():
                for command in self._commands(seat, part):
                    if self._where() == where:
                        table.ask(seat, command)

    def _in_time(self) -> Iterator[tuple[int, Part]]:
        """Yield everybody at their slot, as long as the part of the session is on."""
        table, where, begun = self.table, self._where(), self.table.now
        for seat, part in sorted(self.parts.items(), key=lambda item: item[1].slot):
            if self._where() != where:
                return
            table.wait(begun + (part.slot + 1) * BEAT - table.now)
            if table.public.seats[seat].present:
                yield seat, part

    def _commands(self, seat: int, part: Part) -> Iterator[Command]:
        """Yield what a seat does in the stage that is on; the last of it makes it ready."""
        table, step = self.table, self.table.public.step
        assert step is not None
        stage = table.state(State).stage
        ready = Ready(step=step.id, stage=stage)
        home = table.public.seats[seat].home
        assert home is not None
        match step:
            case Review():
                if part.mark is not None:
                    yield MarkPromise(step=step.id, number=1, mark=part.mark, obstacle="")
                yield ready
            case Poll():
                picks = {question.id: answer(question, part) for question in step.questions}
                yield Answer(step=step.id, picks=picks)
            case Deck() if stage == 0:
                if part.card:
                    text = part.card
                    yield WriteCard(step=step.id, number=1, kind="worry", text=text)
                yield ready
            case Deck() if stage == 1:
                yield ready
            case Deck():
                tops = table.room.home(home).state(DeckHome, step.id).tops
                card = sorted(pooled.card.id for pooled in tops)[part.dots]
                yield PutDots(step=step.id, dots={card: 2})
            case Rank():
                ids = [card.id for card in step.cards(table.room, home)]
                which = part.order if step.whose == "own" else part.guess
                yield LockOrder(step=step.id, order=ordered(ids, which))
            case Lingo():
                yield MatchTerms(step=step.id, pairs=self._pairs(seat, step, part.knows))
            case Plan() if stage == WRITE:
                if part.idea:
                    yield Propose(step=step.id, when=part.idea, then="we talk")
                yield ready
            case Plan() if stage == VOTE:
                kept = sorted(table.state(PlanState).kept, key=lambda idea: idea.when)
                yield Vote(step=step.id, dots={kept[part.vote % len(kept)].number: 2})
            case _:
                yield ready

    def _pairs(self, seat: int, step: Lingo, knows: int) -> dict[int, int]:
        sheet = self.table.room.of(seat).state(LingoOwn, step.id)
        assert sheet.side is not None
        means = {term.term: term.means for term in SCENARIO.sides[sheet.side].lingo}
        return {n: sheet.meanings.index(means[sheet.terms[n]]) for n in range(knows)}

    def _come_again(self) -> None:
        first = self.table.public.seats[self.table.players[0]]
        while len(self.puppets) < self._wanted:
            name = f"Puppet {len(self.puppets)}"
            role: Role = "player" if len(self.puppets) % 2 else "observer"
            self.puppets.append(self.table.sit(name, first.home, role))

    def _ahas(self) -> None:
        for seat, part in self._in_time():
            if part.aha and self._once(f"aha {seat}"):
                self.table.ask(seat, NoteAha(text=part.aha))
            elif part.aha and scenes_over(self.table.public) and self._once(f"shared {seat}"):
                self.table.ask(seat, ReleaseAha(number=1))
            if part.note and self._once(f"note {seat}"):
                self.table.ask(seat, NoteAha(text=part.note))

    def _once(self, what: str) -> bool:
        """Return whether `what` is done for the first time."""
        new = what not in self._done
        self._done.add(what)
        return new

    # The scene ------------------------------------------------------------------------------------

    def _scene(self, step: Scene) -> None:
        """Let everybody hear the turn before, and then the speaker speak."""
        table, state = self.table, self.table.state(SceneState)
        if self._away is not None and len(state.turns) == 3 and self._once("away"):
            table.drop(self._away)
        if self._away is not None and len(state.turns) == 4 and self._once("back"):
            table.back(self._away)
        if state.last is not None and self._once(f"hear {step.id} {state.last.number}"):
            self._hear(step, state.last)
        live = table.state(SceneState).live
        if live is not None and self._once(f"speak {step.id} {live.number}"):
            table.wait(max(0, table.public.clock.room(live.acts_from) - table.now))
            self._speak(step, live)

    def _hear(self, step: Scene, turn: Turn) -> None:
        table = self.table
        echoed = table.state(SceneState).given_back(turn, spoken=False)
        if echoed is not None:
            table.ask(echoed.seat, AnswerEcho(step=step.id, turn=turn.number, answer="yes"))
        for seat, part in self._in_time():
            for command in self._heard(step, turn, table.public.seats[seat], part):
                table.ask(seat, command)

    def _heard(self, step: Scene, turn: Turn, seat: Seat, part: Part) -> Iterator[Command]:
        """Yield what an owner does: to the turns of their own side nobody does anything here."""
        if seat.home != turn.side or turn.passed:
            return
        ring = part.rings[turn.number % len(part.rings)]
        yield Rate(step=step.id, turn=turn.number, ring=ring)
        if part.tag is not None and ring in (1, 2):
            yield TagMissing(step=step.id, turn=turn.number, missing=part.tag)
        if part.strike and turn.number in (part.strike, part.strike + 1):
            term = SCENARIO.sides[turn.side].lingo[0].term
            yield StrikeWord(step=step.id, turn=turn.number, term=term)
        if part.flag and turn.number in (part.flag, part.flag + 1):
            yield FlagCaricature(step=step.id, turn=turn.number)
        if part.reaction is not None and turn.card is not None:
            yield React(step=step.id, turn=turn.number, kind=part.reaction)

    def _speak(self, step: Scene, turn: Turn) -> None:
        self._turns[turn.seat] = self._turns.get(turn.seat, 0) + 1
        if self.parts[turn.seat].passes == self._turns[turn.seat]:
            self.table.ask(turn.seat, Pass(step=step.id, turn=turn.number))
            return
        term = SCENARIO.sides[turn.side].lingo[0].term
        hand = sorted(self.table.hand(turn.seat))
        echo = "You worry." if turn.echoes else ""
        said = Said(echo=echo, card=hand[0] if hand else "", say=f"I say {term}.")
        self.table.ask(turn.seat, Speak(step=step.id, turn=turn.number, said=said))


def answer(question: Question, part: Part) -> tuple[str, ...]:
    """Return what a part answers to a question."""
    if question.options == "feelings":
        return (part.feeling,)
    if question.measure in ("safe1", "safe2"):
        return (str(part.safe),)
    if question.steps:
        return (str(part.answers),)
    return (question.choices[part.names % len(question.choices)],)


def parts(a_side: int) -> list[Part]:
    """Return parts for so many people a side, as they sit: one of each side in turn.

    No two people of a side are alike in anything.
    """
    found = []
    for i in range(2 * a_side):
        n = i // 2
        found.append(
            Part(
                slot=i,
                rings=((1, 4, 2), (4, 3), (2, 2, None), (3, 1), (4, 4), (3, 2))[n],
                tag=("tone", None, "fact", "limit", None, "reason")[n],
                order=(0b00001, 0b00100, 0b10000, 0b00011, 0, 0b01010)[n],
                guess=(0b00110, 0b11000, 0, 0b00001, 0b10101, 0b01000)[n],
                answers=(2, 6, 4, 7, 3, 5)[n],
                safe=(2, 5, 3, 4, 3, 5)[n],
                feeling=("tired", "proud", "calm", "curious", "uneasy", "amused")[n],
                names=n % 2,
                knows=(2, 4, 3, 5, 1, 0)[n],
                dots=n,
                vote=n,
                flag=(1, 2, 0, 3, 0, 0)[n],
                strike=(2, 1, 0, 0, 0, 0)[n],
                note=f"Note {i} {'x' * 60 * n}",
                card=f"We fear {i}.",
                idea=f"it is {i}",
                mark=("done", "partly", None, "dropped", None, "not_yet")[n],
                reaction=("ouch", "new_to_me", None, "not_quite", None, "that_is_us")[n],
                aha=f"Aha {i}.",
            )
        )
    return found


def exchanged(given: Sequence[Part], one: int, two: int, *kinds: str) -> list[Part]:
    """Return parts in which two people, by their places, have exchanged secrets."""
    found = list(given)
    found[one] = given[one]._replace(**{kind: getattr(given[two], kind) for kind in kinds})
    found[two] = given[two]._replace(**{kind: getattr(given[one], kind) for kind in kinds})
    return found
