"""deck: write alone, put together what says the same, vote. Each side by itself, in parallel."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.deck import (
    FEWEST,
    POOL,
    VOTE,
    WRITE,
    CardPutUnder,
    CardReworded,
    CardsLaidOut,
    CardTakenBack,
    CardWritten,
    Deck,
    DeckHome,
    DeckOpened,
    DeckOwn,
    DotsPut,
    LookAtCards,
    MergeCards,
    PartCards,
    Pooled,
    PutDots,
    RewordCard,
    TakeBackCard,
    WriteCard,
    Written,
)
from turnabout_protocol.activities.rank import any_locked
from turnabout_protocol.bases import Command, StepCommand
from turnabout_protocol.course import StageOpened
from turnabout_protocol.room import Room, Seat, State, in_panel
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.rules import readiness
from turnabout_server.rules.activities.base import Rules
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.pooling import (
    pool,
    prepared,
    settle_decks,
    table_of,
    to_choose,
)
from turnabout_server.rules.refusal import Refusal, moved_on, not_in_panel


class DeckRules(Rules[Deck]):
    """Stages: write, pool, vote. The cards are settled however the step ends."""

    def open(self, d: Decision, step: Deck) -> None:
        for side in SIDES:
            d.emit(DeckOpened(side=side, step=step.id, cards=prepared(d, side)))
        self._open_stage(d, step, WRITE)

    def prepare(self, d: Decision, step: Deck, seat: Seat, command: Command) -> None:
        side = home_of(seat)
        if not d.room.of(seat.id).state(DeckOwn, step.id).prepared:
            d.emit(CardsLaidOut(seat=seat.id, step=step.id, cards=prepared(d, side)))
        elif isinstance(command, LookAtCards):
            raise Refusal("already", N_("The cards of your side lie before you."))
        match command:
            case LookAtCards():
                pass
            case WriteCard():
                write(d, step, seat, command)
            case TakeBackCard():
                take_back(d, step, seat, command)
            case _:
                raise moved_on()

    def act(self, d: Decision, step: Deck, seat: Seat, command: Command) -> None:
        stage = d.public.state(State, step.id).stage
        if isinstance(command, StepCommand) and seat.owner and not in_panel(d.public, seat.id):
            raise not_in_panel()
        if isinstance(command, StepCommand) and in_use(d.room):
            raise Refusal(
                "in_use",
                N_("These cards are in use. This step is open again to read and to talk."),
            )
        match command:
            case WriteCard():
                _at(stage, WRITE)
                write(d, step, seat, command)
            case TakeBackCard():
                _at(stage, WRITE)
                take_back(d, step, seat, command)
            case MergeCards():
                _at(stage, POOL)
                merge(d, step, seat, command)
            case PartCards():
                _at(stage, POOL)
                part(d, step, seat, command)
            case RewordCard():
                _at(stage, POOL)
                reword(d, step, seat, command)
            case PutDots():
                _at(stage, VOTE)
                put_dots(d, step, seat, command)
            case _:
                super().act(d, step, seat, command)

    def advance(self, d: Decision, step: Deck) -> bool:
        stage = d.public.state(State, step.id).stage
        if stage == WRITE:
            pool(d, step)
            self._open_stage(d, step, POOL)
            return True
        if stage == POOL and to_choose(d.room, step):
            self._open_stage(d, step, VOTE)
            return True
        return False

    def close(self, d: Decision, step: Deck) -> None:
        if d.public.state(State, step.id).stage == WRITE:
            pool(d, step)
        if not in_use(d.room):
            settle_decks(d, step)

    def unsent(self, room: Room, step: Deck) -> bool:
        return not in_use(room)

    def reopen(self, d: Decision, step: Deck) -> None:
        # Cards that lie on the table are not written any more.
        laid_out = any(table_of(d.room, step, side).pool for side in SIDES)
        if d.public.state(State, step.id).stage == WRITE and laid_out:
            self._open_stage(d, step, POOL)

    def _open_stage(self, d: Decision, step: Deck, stage: int) -> None:
        d.emit(StageOpened(step=step.id, stage=stage, ends=d.play + step.seconds(stage)))


def in_use(room: Room) -> bool:
    """Return whether somebody has put the cards in order or was dealt some: they stay as they are.

    Another deck would make orders of cards that are no longer there.
    """
    return any(own.hand for own in room.own.values()) or any_locked(room)


def _at(stage: int, wanted: int) -> None:
    if stage != wanted:
        raise moved_on()


def home_of(seat: Seat) -> Side:
    """Return the side whose cards `seat` settles. Raises Refusal."""
    if not seat.owner or seat.home is None:
        raise Refusal("not_yours", N_("Only the people of a side write its cards."))
    return seat.home


# --- write ----------------------------------------------------------------------------------------


def write(d: Decision, step: Deck, seat: Seat, command: WriteCard) -> None:
    """Keep what somebody wrote in its place. Raises Refusal."""
    side = home_of(seat)
    if bool(command.of) == bool(command.number):
        raise Refusal("no_such_card", N_("Say which card this is: a prepared one, or your own."))
    if command.number > step.own_cards:
        raise Refusal(
            "enough", N_("You may write {n} cards. Change one of them instead."), n=step.own_cards
        )
    if command.of:
        card = next((c for c in prepared(d, side) if c.id == command.of), None)
        if card is None:
            raise Refusal("no_such_card", N_("That card is not one of your side's."))
        if (card.kind, card.text, card.why) == (command.kind, command.text, command.why):
            raise Refusal("same", N_("That is what the card says already."))
    written = Written(
        of=command.of,
        number=command.number,
        kind=command.kind,
        text=command.text,
        why=command.why,
    )
    d.emit(CardWritten(seat=seat.id, step=step.id, card=written))


def take_back(d: Decision, step: Deck, seat: Seat, command: TakeBackCard) -> None:
    """Forget what somebody wrote in that place. Raises Refusal."""
    home_of(seat)
    if d.room.of(seat.id).state(DeckOwn, step.id).find(command.of, command.number) is None:
        raise Refusal("no_such_card", N_("There is nothing to take back."))
    d.emit(CardTakenBack(seat=seat.id, step=step.id, of=command.of, number=command.number))


# --- pool -----------------------------------------------------------------------------------------


def _changes(d: Decision, step: Deck, seat: Seat) -> tuple[Side, DeckHome]:
    """Return the side and the table that `seat` may change. Raises Refusal."""
    side = home_of(seat)
    return side, table_of(d.room, step, side)


def _top(table: DeckHome, card: str) -> Pooled:
    """Return the card with that id if it lies on top. Raises Refusal."""
    found = table.find(card)
    if found is None:
        raise Refusal("no_such_card", N_("That card is not one of your side's."))
    if found.under:
        raise Refusal("under", N_("That card lies under another one now."))
    return found


def merge(d: Decision, step: Deck, seat: Seat, command: MergeCards) -> None:
    """Put one card under another. Raises Refusal."""
    side, table = _changes(d, step, seat)
    card, keep = _top(table, command.card).card.id, _top(table, command.keep).card.id
    if card == keep:
        raise Refusal("same", N_("Choose another card to put it under."))
    fewest = min(FEWEST, len(table.prepared))
    if len(table.tops) <= fewest:
        raise Refusal("too_few", N_("Keep at least {n} cards beside each other."), n=fewest)
    for one in (card, *(p.card.id for p in table.below(card))):
        d.emit(CardPutUnder(side=side, step=step.id, card=one, under=keep))


def part(d: Decision, step: Deck, seat: Seat, command: PartCards) -> None:
    """Take a card out again. Raises Refusal."""
    side, table = _changes(d, step, seat)
    found = table.find(command.card)
    if found is None or not found.under:
        raise Refusal("no_such_card", N_("That card lies under no other."))
    d.emit(CardPutUnder(side=side, step=step.id, card=command.card, under=""))


def reword(d: Decision, step: Deck, seat: Seat, command: RewordCard) -> None:
    """Put a card in better words, unless somebody was quicker. Raises Refusal."""
    side, table = _changes(d, step, seat)
    card = _top(table, command.card).card
    if card.text != command.was:
        raise Refusal("reworded", N_("Somebody has changed that card. Read it again first."))
    better = replace(card, kind=command.kind, text=command.text, why=command.why, source="session")
    if (better.kind, better.text, better.why) == (card.kind, card.text, card.why):
        raise Refusal("same", N_("That is what the card says already."))
    d.emit(CardReworded(side=side, step=step.id, card=better))


# --- vote -----------------------------------------------------------------------------------------


def put_dots(d: Decision, step: Deck, seat: Seat, command: PutDots) -> None:
    """Keep where somebody's dots are. Raises Refusal."""
    table = table_of(d.room, step, home_of(seat))
    if sum(command.dots.values()) > step.dots:
        raise Refusal("too_many", N_("You have {n} dots."), n=step.dots)
    if any(n > step.most_on_one for n in command.dots.values()):
        raise Refusal("too_many", N_("At most {n} dots on one card."), n=step.most_on_one)
    for card in command.dots:
        _top(table, card)
    d.emit(DotsPut(seat=seat.id, step=step.id, dots=command.dots))
    readiness.note(d, step, seat)


RULES: Final = DeckRules()
