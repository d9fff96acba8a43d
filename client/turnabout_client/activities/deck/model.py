"""View logic of the key points: what lies where, in words and in order. Pure."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec import Struct
from textual.content import Content

from turnabout_language import N_, _, n_
from turnabout_protocol.activities.deck import WORDS, Deck, DeckHome, DeckOwn, Pooled
from turnabout_protocol.room import Public, Room, Seat
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
        """A name for it that no other has."""
        return self.card or self.of or f"own {self.number}"


class CardLine(NamedTuple):
    """One line of a list of cards."""

    key: str
    said: Content
    kind: str
    """The kind that gives the colour; empty: no card is there yet."""
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


def place_row(index: int, place: Place) -> CardLine:
    """Return the line of a place; `index` counts from 0."""
    key = place.target.key
    if not place.text:
        said = Content.assemble((f"{_digit(index)}  ", "bold"), _("Write a card of your own."))
        return CardLine(key, said, "", quiet=True)
    mark = _("your words") if place.mine and place.original else ""
    return CardLine(
        key, card_words(_digit(index), place.kind, place.text, place.why, mark), place.kind
    )


def card_words(number: str, kind: Kind, text: str, why: str = "", mark: str = "") -> Content:
    """Return a card as it is read in a list."""
    widest = max(len(_(name)) for name in KINDS.values())
    head = f"{number}  {_(KINDS[kind]):<{widest}}  "
    tail: list[tuple[str, str]] = [("  " + _("because: {why}", why=why), "italic")] if why else []
    said = [(f"  ✎ {mark}", "bold")] if mark else []
    return Content.assemble((head, "bold"), text, *tail, *said)


def _digit(index: int) -> str:
    return str(index + 1) if index < 9 else "·"


def in_pool_order(table: DeckHome) -> tuple[Pooled, ...]:
    """Return the cards of the table, each that lies on top before those under it."""
    return tuple(p for top in table.tops for p in (top, *table.below(top.card.id)))


def pool_rows(table: DeckHome) -> tuple[CardLine, ...]:
    """Return the lines of the table while the side puts together what says the same."""
    number = {pooled.card.id: i for i, pooled in enumerate(table.pool)}
    rows = []
    for pooled in in_pool_order(table):
        card = pooled.card
        edit = pooled.of not in ("", card.id)
        mark = "" if pooled.under else _("in other words") if edit else ""
        said = card_words(_digit(number[card.id]), card.kind, card.text, card.why, mark)
        rows.append(
            CardLine(
                card.id, said, card.kind, indented=bool(pooled.under), quiet=bool(pooled.under)
            )
        )
    return tuple(rows)


def vote_rows(table: DeckHome, dots: Mapping[str, int]) -> tuple[CardLine, ...]:
    """Return the lines of the table while the side votes, with my dots."""
    rows = []
    for index, pooled in enumerate(table.tops):
        card = pooled.card
        said = card_words(_digit(index), card.kind, card.text, card.why)
        signs = "●" * dots.get(card.id, 0) or "○"
        rows.append(CardLine(card.id, Content.assemble(said, (f"  {signs}", "bold")), card.kind))
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
        return _("Days before, too: the same link brings you back.")
    return n_("{n} card in your words is kept.", "{n} cards in your words are kept.", written)
