"""deck: write alone, put together what is the same, vote. Each side for itself, in parallel."""

from collections.abc import Sequence

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.deck import (
    FEWEST,
    POOL,
    VOTE,
    WRITE,
    CardPooled,
    CardPutUnder,
    CardReworded,
    CardsLaidOut,
    CardTakenBack,
    CardWritten,
    Deck,
    DeckHome,
    DeckOpened,
    DeckOwn,
    DeckSealed,
    DeckSettled,
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
    kept,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.events import SeatReady, StageOpened
from turnabout_protocol.parts import Room, Seat, State
from turnabout_protocol.scenario import SIDES, KeyPoint, Side
from turnabout_server.rules.activities.base import Activity
from turnabout_server.rules.cast import scenario_of
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refused import Refused, moved_on


class DeckRules(Activity[Deck]):
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
            raise Refused("already", N_("The cards of your side lie before you."))
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

    def final(self, room: Room, step: Deck) -> bool:
        return room.public.state(State, step.id).stage == VOTE

    def close(self, d: Decision, step: Deck) -> None:
        if d.public.state(State, step.id).stage == WRITE:
            pool(d, step)
        settle_decks(d, step)

    def _open_stage(self, d: Decision, step: Deck, stage: int) -> None:
        d.emit(StageOpened(step=step.id, stage=stage, ends=d.play + step.seconds(stage)))


def _at(stage: int, wanted: int) -> None:
    if stage != wanted:
        raise moved_on()


def home_of(seat: Seat) -> Side:
    """Return the side whose cards `seat` settles. Raises Refused."""
    if not seat.owner or seat.home is None:
        raise Refused("not_yours", N_("Only the people of a side write its cards."))
    return seat.home


def counts(d: Decision, seat: Seat) -> bool:
    """Return whether what `seat` writes and chooses counts: a bot is nobody's colleague."""
    return seat.id not in d.public.bots or d.public.rules.bots_count


def prepared(d: Decision, side: Side) -> tuple[KeyPoint, ...]:
    """Return the cards that `side` starts from."""
    return d.room.vault.decks.get(side, scenario_of(d).sides[side].key_points)


def has_seen(room: Room, seat: Seat) -> bool:
    """Return whether `seat` has seen cards of its home side, and so must stay with it."""
    if seat.home is None or not seat.owner:
        return False
    decks = [step for step in room.public.agenda if isinstance(step, Deck)]
    own = room.of(seat.id)
    opened = any(step.id in room.public.steps for step in decks)
    looked = any(own.state(DeckOwn, step.id).prepared for step in decks)
    return opened or looked or bool(room.home(seat.home).deck)


# --- write ----------------------------------------------------------------------------------------


def write(d: Decision, step: Deck, seat: Seat, command: WriteCard) -> None:
    """Keep what somebody wrote in its place. Raises Refused."""
    side = home_of(seat)
    if bool(command.of) == bool(command.number):
        raise Refused("no_such_card", N_("Say which card this is: a prepared one, or your own."))
    if command.number > step.own_cards:
        raise Refused(
            "enough", N_("You may write {n} cards. Change one of them instead."), n=step.own_cards
        )
    if command.of:
        card = next((c for c in prepared(d, side) if c.id == command.of), None)
        if card is None:
            raise Refused("no_such_card", N_("That card is not one of your side's."))
        if (card.kind, card.text, card.why) == (command.kind, command.text, command.why):
            raise Refused("same", N_("That is what the card says already."))
    written = Written(
        of=command.of,
        number=command.number,
        kind=command.kind,
        text=command.text,
        why=command.why,
    )
    d.emit(CardWritten(seat=seat.id, step=step.id, card=written))


def take_back(d: Decision, step: Deck, seat: Seat, command: TakeBackCard) -> None:
    """Forget what somebody wrote in that place. Raises Refused."""
    home_of(seat)
    if d.room.of(seat.id).state(DeckOwn, step.id).find(command.of, command.number) is None:
        raise Refused("no_such_card", N_("There is nothing to take back."))
    d.emit(CardTakenBack(seat=seat.id, step=step.id, of=command.of, number=command.number))


# --- pool -----------------------------------------------------------------------------------------


def pool(d: Decision, step: Deck) -> None:
    """Put all cards on their side's table: the prepared ones, each with its edits, then others."""
    taken = {card.id for side in SIDES for card in prepared(d, side)}
    for side in SIDES:
        cards = prepared(d, side)
        written = _written(d, step, side)
        seen = {_said(card.text) for card in cards}
        number = 0
        for of in (*(card.id for card in cards), ""):
            for card in cards:
                if card.id == of:
                    d.emit(CardPooled(side=side, step=step.id, card=card, of=of))
            for one in written:
                if one.of != of or _said(one.text) in seen:
                    continue
                seen.add(_said(one.text))
                number = _free(taken, side, number + 1)
                card = KeyPoint(
                    id=_id(side, number),
                    kind=one.kind,
                    text=one.text,
                    why=one.why,
                    source="session",
                )
                d.emit(CardPooled(side=side, step=step.id, card=card, of=of))


def _written(d: Decision, step: Deck, side: Side) -> list[Written]:
    """Return what the people of `side` wrote, on the day or before it, in a drawn order."""
    authors = [seat for seat in d.public.owners(side) if counts(d, seat)]
    all_of_it = [w for s in authors for w in d.room.of(s.id).state(DeckOwn, step.id).written]
    return d.shuffled(all_of_it, "pool", step.id, side)


def _said(text: str) -> str:
    """Return what two cards share that say the same, word for word."""
    return text.casefold().rstrip(" .!")


def _id(side: Side, number: int) -> str:
    return f"{side}-s{number}"


def _free(taken: set[str], side: Side, number: int) -> int:
    """Return the first number from `number` on that makes an id no card has."""
    while _id(side, number) in taken:
        number += 1
    return number


def table_of(room: Room, step: Deck, side: Side) -> DeckHome:
    """Return the table of `side`."""
    return room.home(side).state(DeckHome, step.id)


def _changes(d: Decision, step: Deck, seat: Seat) -> tuple[Side, DeckHome]:
    """Return the side and the table that `seat` may change. Raises Refused."""
    side = home_of(seat)
    if not counts(d, seat):
        raise Refused("bot", N_("Bots leave the cards of a side to its people."))
    return side, table_of(d.room, step, side)


def _top(table: DeckHome, card: str) -> Pooled:
    """Return the card with that id if it lies on top. Raises Refused."""
    found = table.find(card)
    if found is None:
        raise Refused("no_such_card", N_("That card is not one of your side's."))
    if found.under:
        raise Refused("under", N_("That card lies under another one now."))
    return found


def merge(d: Decision, step: Deck, seat: Seat, command: MergeCards) -> None:
    """Put one card under another. Raises Refused."""
    side, table = _changes(d, step, seat)
    card, keep = _top(table, command.card).card.id, _top(table, command.keep).card.id
    if card == keep:
        raise Refused("same", N_("Choose another card to put it under."))
    fewest = min(FEWEST, len(table.prepared))
    if len(table.tops) <= fewest:
        raise Refused("too_few", N_("Keep at least {n} cards beside each other."), n=fewest)
    for one in (card, *(p.card.id for p in table.below(card))):
        d.emit(CardPutUnder(side=side, step=step.id, card=one, under=keep))


def part(d: Decision, step: Deck, seat: Seat, command: PartCards) -> None:
    """Take a card out again. Raises Refused."""
    side, table = _changes(d, step, seat)
    found = table.find(command.card)
    if found is None or not found.under:
        raise Refused("no_such_card", N_("That card lies under no other."))
    d.emit(CardPutUnder(side=side, step=step.id, card=command.card, under=""))


def reword(d: Decision, step: Deck, seat: Seat, command: RewordCard) -> None:
    """Put a card in better words, unless somebody was quicker. Raises Refused."""
    side, table = _changes(d, step, seat)
    card = _top(table, command.card).card
    if card.text != command.was:
        raise Refused("reworded", N_("Somebody has changed that card. Read it again first."))
    better = replace(card, kind=command.kind, text=command.text, why=command.why, source="session")
    if (better.kind, better.text, better.why) == (card.kind, card.text, card.why):
        raise Refused("same", N_("That is what the card says already."))
    d.emit(CardReworded(side=side, step=step.id, card=better))


# --- vote -----------------------------------------------------------------------------------------


def to_choose(room: Room, step: Deck) -> bool:
    """Return whether a side has more cards than it keeps."""
    sizes = {side: len(table_of(room, step, side).tops) for side in SIDES}
    return any(size > kept(sizes) for size in sizes.values())


def put_dots(d: Decision, step: Deck, seat: Seat, command: PutDots) -> None:
    """Keep where somebody's dots are. Raises Refused."""
    table = table_of(d.room, step, home_of(seat))
    if sum(command.dots.values()) > step.dots:
        raise Refused("too_many", N_("You have {n} dots."), n=step.dots)
    if any(n > step.most_on_one for n in command.dots.values()):
        raise Refused("too_many", N_("At most {n} dots on one card."), n=step.most_on_one)
    for card in command.dots:
        _top(table, card)
    d.emit(DotsPut(seat=seat.id, step=step.id, dots=command.dots))
    if seat.plays and seat.id not in d.public.state(State, step.id).ready:
        d.emit(SeatReady(step=step.id, seat=seat.id))


def settle_decks(d: Decision, step: Deck) -> None:
    """Let both sides keep the same number of cards: those with the most dots."""
    tables = {side: table_of(d.room, step, side) for side in SIDES}
    number = kept({side: len(table.tops) for side, table in tables.items()})
    for side, table in tables.items():
        chosen = [pooled.card for pooled in _by_dots(d, step, side, table)[:number]]
        # In a drawn order: the one of the votes would be copied into the rankings.
        cards = tuple(d.shuffled(chosen, "deck", step.id, side))
        d.emit(DeckSettled(side=side, step=step.id, cards=cards))
        d.emit(DeckSealed(side=side, cards=cards))


def _by_dots(d: Decision, step: Deck, side: Side, table: DeckHome) -> Sequence[Pooled]:
    """Return the cards on top, those to keep first.

    Among equals the people's own words come before the prepared ones, and the second of two cards
    that put the same prepared one in different words comes last. Where nobody put a dot the
    prepared cards stay.
    """
    dots: dict[str, int] = {}
    for seat in d.public.owners(side):
        if counts(d, seat):
            for card, n in d.room.of(seat.id).state(DeckOwn, step.id).dots.items():
                dots[card] = dots.get(card, 0) + n

    def first(pooled: Pooled) -> tuple[int, bool]:
        was_prepared = pooled.of == pooled.card.id
        return -dots.get(pooled.card.id, 0), was_prepared if dots else not was_prepared

    tops = table.tops if not dots else d.shuffled(table.tops, "equals", step.id, side)
    ordered = sorted(tops, key=first)
    families: set[str] = set()
    again: set[str] = set()
    for pooled in ordered:
        family = pooled.of or pooled.card.id
        if family in families:
            again.add(pooled.card.id)
        families.add(family)
    return sorted(ordered, key=lambda p: (first(p)[0], p.card.id in again))
