"""View logic of the key points: what lies where, in words and in order. Pure."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec import Struct
from textual.content import Content

from turnabout_language import N_, _, n_
from turnabout_protocol.activities.deck import (
    POOL,
    VOTE,
    WORDS,
    WRITE,
    Deck,
    DeckHome,
    DeckOwn,
    Pooled,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.room import Home, Public, Room, Seat, State, in_panel
from turnabout_protocol.scenario import KINDS, KeyPoint, Kind

MEANS: Final[Mapping[Kind, str]] = {
    "need": N_("need: what we need to do our work"),
    "fact": N_("fact: how it is, and you cannot see it"),
    "limit": N_("limit: what we cannot do, and why"),
    "worry": N_("worry: what keeps us awake"),
    "ask": N_("ask: what we ask of you"),
}
"""What each kind of card is for."""
KIND_KEYS: Final = frozenset("12345")


class Target(Struct, frozen=True):
    """What the form is about: a prepared card, one of my own, or one on the table."""

    of: str = ""
    """A prepared card, by id."""
    number: int = 0
    """One of my own cards, from 1."""
    card: str = ""
    """A card on the side's table, by id."""

    @property
    def key(self) -> str:
        """A name that no other target has."""
        return self.card or self.of or f"own {self.number}"


class CardLine(NamedTuple):
    """One line of a list of cards."""

    key: str
    said: Content
    kind: str
    """The kind that gives the colour; empty: no card is there yet."""
    why: str = ""
    """The back of the card; read while the cursor is on it."""
    indented: bool = False
    quiet: bool = False


class Place(NamedTuple):
    """A place in which one can write alone: a prepared card, or room for one of my own."""

    target: Target
    kind: Kind
    text: str
    why: str
    original: KeyPoint | None
    mine: bool
    """Whether I have written what is there."""


def places(prepared: tuple[KeyPoint, ...], own: DeckOwn, most: int) -> tuple[Place, ...]:
    """Return where one can write: on each prepared card, on my own ones, and on one more."""
    found = []
    for card in prepared:
        mine = own.find(card.id, 0)
        shown = mine or card
        found.append(
            Place(Target(of=card.id), shown.kind, shown.text, shown.why, card, mine is not None)
        )
    room = False
    for number in range(1, most + 1):
        mine = own.find("", number)
        if mine is not None:
            found.append(Place(Target(number=number), mine.kind, mine.text, mine.why, None, True))
        elif not room:
            room = True
            found.append(Place(Target(number=number), "need", "", "", None, False))
    return tuple(found)


class Seen(Struct, frozen=True):
    """What one seat sees of the key points just now, and what it may do with them."""

    step: Deck
    stage: int
    """Of the step; before it has begun, the first."""
    me: Seat | None
    own: DeckOwn
    table: DeckHome
    """The cards of my side."""
    asked: bool
    """Whether my answers count, or nobody has been asked yet."""

    @property
    def takes_part(self) -> bool:
        """Whether I belong to a side, and settle its cards."""
        return self.me is not None and self.me.owner and self.asked

    @property
    def writing(self) -> bool:
        """Whether I write alone now."""
        return self.takes_part and self.stage == WRITE

    @property
    def pooling(self) -> bool:
        """Whether my side puts together what says the same."""
        return self.takes_part and self.stage == POOL

    @property
    def voting(self) -> bool:
        """Whether my side votes."""
        return self.takes_part and self.stage == VOTE

    @property
    def prepared(self) -> tuple[KeyPoint, ...]:
        """The prepared cards of my side, on the day or before it."""
        return self.table.prepared or self.own.prepared

    @property
    def places(self) -> tuple[Place, ...]:
        """Where I can write."""
        return places(self.prepared, self.own, self.step.own_cards)

    def place(self, key: str) -> Place | None:
        """Return the place with that key."""
        return next((p for p in self.places if p.target.key == key), None)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the lines in which the cursor moves."""
        if self.writing:
            return tuple(place.target.key for place in self.places)
        if self.pooling:
            return tuple(pooled.card.id for pooled in in_pool_order(self.table))
        return tuple(pooled.card.id for pooled in self.table.tops) if self.voting else ()

    @property
    def written(self) -> int:
        """How many cards of my own I have written."""
        return sum(1 for card in self.own.written if card.number)

    @property
    def may_add(self) -> bool:
        """Whether I may write one more."""
        return self.writing and self.written < self.step.own_cards


def seen(room: Room, seat: int | None, step: Deck) -> Seen:
    """Return what `seat` sees of `step`."""
    me = None if seat is None else room.public.seats.get(seat)
    state = room.public.steps.get(step.id, step.fresh())
    home = room.home(me.home) if me is not None and me.home is not None else Home()
    return Seen(
        step=step,
        stage=state.stage,
        me=me,
        own=room.of(seat or 0).state(DeckOwn, step.id),
        table=home.state(DeckHome, step.id),
        asked=room.public.phase == "lobby" or (me is not None and in_panel(room.public, me.id)),
    )


Said = tuple[Kind, str, str]
"""What makes a card: its kind, its sentence, the reason."""


def card_command(
    view: Seen, target: Target, began: Said, said: Said
) -> WriteCard | TakeBackCard | RewordCard:
    """Return the command for what is said in the form, which was opened with `began`."""
    kind, text, why = said
    step = view.step.id
    if target.card:
        return RewordCard(step=step, card=target.card, was=began[1], kind=kind, text=text, why=why)
    original = next((card for card in view.prepared if card.id == target.of), None)
    if original is not None and said == (original.kind, original.text, original.why):
        return TakeBackCard(step=step, of=target.of)
    return WriteCard(step=step, of=target.of, number=target.number, kind=kind, text=text, why=why)


def place_row(index: int, place: Place) -> CardLine:
    """Return the line of a place; `index` counts from 0."""
    key = place.target.key
    if not place.text:
        said = Content.assemble((f"{_digit(index)}  ", "bold"), _("Write a card of your own."))
        return CardLine(key, said, "", quiet=True)
    mark = _("your words") if place.mine and place.original else ""
    return CardLine(
        key, card_words(_digit(index), place.kind, place.text, mark), place.kind, place.why
    )


def card_words(number: str, kind: Kind, text: str, mark: str = "") -> Content:
    """Return the front of a card as it is read in a list."""
    widest = max(len(_(name)) for name in KINDS.values())
    head = f"{number}  {_(KINDS[kind]):<{widest}}  "
    said = [(f"  ✎ {mark}", "bold")] if mark else []
    return Content.assemble((head, "bold"), text, *said)


def _digit(index: int) -> str:
    return str(index + 1) if index < 9 else "·"


def in_pool_order(table: DeckHome) -> tuple[Pooled, ...]:
    """Return the cards of the table, each top card before those under it."""
    return tuple(p for top in table.tops for p in (top, *table.below(top.card.id)))


def pool_rows(table: DeckHome) -> tuple[CardLine, ...]:
    """Return the lines of the table while the side puts together what says the same."""
    number = {pooled.card.id: i for i, pooled in enumerate(table.pool)}
    rows = []
    for pooled in in_pool_order(table):
        card = pooled.card
        edit = pooled.of not in ("", card.id)
        mark = "" if pooled.under else _("in other words") if edit else ""
        said = card_words(_digit(number[card.id]), card.kind, card.text, mark)
        under = bool(pooled.under)
        rows.append(CardLine(card.id, said, card.kind, card.why, indented=under, quiet=under))
    return tuple(rows)


def vote_rows(table: DeckHome, dots: Mapping[str, int]) -> tuple[CardLine, ...]:
    """Return the lines of the table while the side votes, with my dots."""
    rows = []
    for index, pooled in enumerate(table.tops):
        card = pooled.card
        said = card_words(_digit(index), card.kind, card.text)
        signs = "●" * dots.get(card.id, 0) or "○"
        whole = Content.assemble(said, (f"  {signs}", "bold"))
        rows.append(CardLine(card.id, whole, card.kind, card.why))
    return tuple(rows)


def length_words(text: str) -> Content:
    """Return how long a card is, and a hint when it is longer than one can play well."""
    count = len(text.split())
    said = n_("{n} word", "{n} words", count)
    if count <= WORDS:
        return Content.styled(said, "$quiet")
    hint = _("{said}: up to {most} are easy to say.", said=said, most=WORDS)
    return Content.styled(hint, "$warning")


def kind_answers() -> tuple[tuple[str, str], ...]:
    """Return the kinds as keys and words."""
    return tuple((str(i + 1), _(KINDS[kind])) for i, kind in enumerate(KINDS))


# Ahead of the session -----------------------------------------------------------------------------


def deck_ahead(public: Public) -> Deck | None:
    """Return the step for which cards can be written in the lobby."""
    if public.phase != "lobby":
        return None
    return next((step for step in public.agenda if isinstance(step, Deck)), None)


def in_lobby(room: Room, step: Deck, me: Seat) -> str | None:
    """Return how many cards `me` has written ahead of the session; None: it has none to write."""
    if not me.owner:
        return None
    written = len(room.of(me.id).state(DeckOwn, step.id).written)
    if not written:
        return _("Even days ahead: the same link brings you back.")
    return n_("{n} card in your words is kept.", "{n} cards in your words are kept.", written)


def unfinished(public: Public, state: State, left: int) -> str:
    """Return what is lost if it ends now."""
    if not left:
        return ""
    if state.stage == VOTE:
        return n_("{n} has not put dots.", "{n} have not put dots.", left)
    return n_("{n} is not ready.", "{n} are not ready.", left)
