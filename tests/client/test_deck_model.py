"""What one seat sees of the key points, and what it may do with them: without a screen."""

from tests.client.tui_table import Host, library, taster
from turnabout_client.activities.deck.model import Target, card_command, seen
from turnabout_protocol.activities.deck import (
    Deck,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Start

DECK = Deck(id="deck", title="Cards", minutes=9, own_cards=2)
AGENDA = Agenda(id="a", title="A", steps=(DECK, *taster("agree").steps))
SIDE = library("service-backlog").sides["business"]


def table() -> tuple[Host, int, int]:
    host = Host(AGENDA)
    fay = host.sit("Fay", None, "facilitator")
    ann = host.sit("Ann", "business")
    host.sit("Bob", "it")
    host.do(fay, Start())
    return host, fay, ann


def test_a_player_writes_where_cards_are_prepared_and_one_more() -> None:
    host, _, ann = table()
    view = seen(host.table(ann).room, ann, DECK)
    assert (view.takes_part, view.writing, view.pooling, view.voting) == (True, True, False, False)
    assert [c.id for c in view.prepared] == [c.id for c in SIDE.key_points]
    assert view.keys == (*(c.id for c in SIDE.key_points), "own 1")
    assert view.may_add
    assert view.place("own 1") is not None
    assert view.place("own 9") is None


def test_a_facilitator_settles_no_cards() -> None:
    host, fay, _ = table()
    view = seen(host.table(fay).room, fay, DECK)
    assert not any((view.takes_part, view.writing, view.may_add))
    assert view.keys == ()


def test_after_all_own_cards_no_more_can_be_added() -> None:
    host, _, ann = table()
    for number in (1, 2):
        card = WriteCard(step="deck", number=number, kind="fact", text=f"Fact {number}", why="")
        host.do(ann, card)
    view = seen(host.table(ann).room, ann, DECK)
    assert view.written == 2
    assert not view.may_add


def test_what_is_said_in_the_form_becomes_the_command_for_it() -> None:
    host, _, ann = table()
    view = seen(host.table(ann).room, ann, DECK)
    first = SIDE.key_points[0]
    began = (first.kind, first.text, first.why)
    said = ("worry", "Other words", "")
    assert card_command(view, Target(of=first.id), began, ("worry", "Other words", "")) == (
        WriteCard(step="deck", of=first.id, number=0, kind="worry", text=said[1], why="")
    )
    # As it was prepared: nothing of mine is left on it.
    assert card_command(view, Target(of=first.id), ("fact", "x", ""), began) == (
        TakeBackCard(step="deck", of=first.id)
    )
    assert card_command(view, Target(card="c1"), ("fact", "was", ""), ("fact", "is", "")) == (
        RewordCard(step="deck", card="c1", was="was", kind="fact", text="is", why="")
    )
