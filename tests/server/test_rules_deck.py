"""Key points: written alone, put together, voted on; the same number on both sides, always."""

from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.cards import wishes
from tests.support.table import Table, through_the_wire
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.deck import (
    FEWEST,
    POOL,
    VOTE,
    WRITE,
    Deck,
    DeckHome,
    DeckOwn,
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
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import AddBot, MoreTime, Next, Ready, Reseat, Start
from turnabout_protocol.fold import fold, may_know
from turnabout_protocol.room import MINUTE, MOST_CARDS, SECOND, HouseRules, Room, State
from turnabout_protocol.scenario import SIDES, KeyPoint, Side
from turnabout_server.authoring.scenarios import find_agenda, find_scenario
from turnabout_server.rules import Refusal
from turnabout_server.rules.activities.base import ABANDONED

OWN = "We type every number twice, and on Sundays."


def agenda(**of_the_deck: Any) -> Agenda:
    """Return the taster with a deck step behind the consent."""
    taster = find_agenda("taster")
    deck = Deck(id="deck", title="Key points", minutes=5, **of_the_deck)
    return replace(taster, steps=(taster.steps[0], deck, *taster.steps[1:]))


def lobby(players: int = 4, *, points: int = 7, **house: Any) -> Table:
    """Return a table before its start. `points`: how many cards the IT side has prepared."""
    scenario = find_scenario("missed-target")
    cards = scenario.sides.it.key_points
    extra = tuple(replace(cards[0], id=f"x{i}", text=f"More {i}.") for i in range(points - 7))
    it = replace(scenario.sides.it, key_points=(*cards, *extra)[:points])
    return Table(
        players=players,
        facilitators=1,
        scenario=replace(scenario, sides=replace(scenario.sides, it=it)),
        agenda=agenda(),
        house=HouseRules(opened_on="2026-03-02", **house),
    )


def begin(table: Table) -> Table:
    """Bring a table from its lobby to its deck step."""
    table.do(table.boss[0], Start())
    for seat in table.players:
        if not table.public.stands_in(seat):
            table.do(seat, Agree(step="agree", yes=True))
    assert table.step == "deck"
    return table


def deck(players: int = 4, **more: Any) -> Table:
    return begin(lobby(players, **more))


def own(text: str = OWN, number: int = 1) -> WriteCard:
    return WriteCard(step="deck", number=number, kind="worry", text=text)


def edit(card: str, text: str) -> WriteCard:
    return WriteCard(step="deck", of=card, kind="need", text=text)


def on(table: Table, side: Side) -> DeckHome:
    return table.room.home(side).state(DeckHome, "deck")


def ids(cards: tuple[Pooled, ...]) -> list[str]:
    return [pooled.card.id for pooled in cards]


def stage(table: Table) -> int:
    return table.state(State).stage


def ready(table: Table, *seats: int) -> None:
    for seat in seats or [s.id for s in table.public.players() if s.present]:
        table.do(seat, Ready(step="deck", stage=stage(table)))


def to(table: Table, wanted: int) -> Table:
    while stage(table) < wanted:
        table.bell()
    return table


def decks(table: Table) -> dict[Side, tuple[KeyPoint, ...]]:
    """Return both decks, which their sides know as the server does."""
    for side in SIDES:
        assert table.room.home(side).deck == table.room.vault.deck(side)
    return {side: table.room.home(side).deck for side in SIDES}


# Write --------------------------------------------------------------------------------------------


def test_everybody_of_a_side_writes_alone_and_nobody_else_is_told() -> None:
    table = deck()
    seat = table.players[0]
    (event,) = table.do(seat, own())
    assert [s.id for s in table.public.seats.values() if may_know(s, event)] == [seat]
    state = table.room.of(seat).state(DeckOwn, "deck")
    assert state.written == (Written(number=1, kind="worry", text=OWN),)
    assert on(table, "business").pool == ()


def test_writing_in_the_same_place_replaces_and_can_be_taken_back() -> None:
    table = deck()
    seat = table.players[0]
    first = on(table, "business").prepared[0]
    table.do(seat, own("One."))
    table.do(seat, own("Two."))
    table.do(seat, edit(first.id, "In my words."))
    table.do(seat, edit(first.id, "In better words."))
    texts = [w.text for w in table.room.of(seat).state(DeckOwn, "deck").written]
    assert texts == ["Two.", "In better words."]
    table.do(seat, TakeBackCard(step="deck", number=1))
    table.do(seat, TakeBackCard(step="deck", of=first.id))
    assert table.room.of(seat).state(DeckOwn, "deck").written == ()
    assert table.refused(seat, TakeBackCard(step="deck", number=1)) == "no_such_card"


def test_three_cards_a_person_and_only_words_for_ones_own_side() -> None:
    table = deck()
    seat = table.players[0]
    for number in (1, 2, 3):
        table.do(seat, own(f"Card {number}.", number))
    assert table.refused(seat, own("A fourth.", 4)) == "enough"
    theirs = on(table, "it").prepared[0]
    assert table.refused(seat, edit(theirs.id, "Theirs.")) == "no_such_card"
    assert table.refused(seat, WriteCard(step="deck", kind="need", text="?")) == "no_such_card"
    mine = on(table, "business").prepared[0]
    same = WriteCard(step="deck", of=mine.id, kind=mine.kind, text=mine.text, why=mine.why)
    assert table.refused(seat, same) == "same"
    assert table.refused(table.boss[0], own()) == "not_yours"


def test_an_observer_of_a_side_writes_and_votes_and_is_not_waited_for() -> None:
    table = lobby()
    owl = table.with_say("Owl", "it")
    stray = table.sit("Stray", None, "observer")
    begin(table)
    table.do(owl, own("Seen from outside."))
    assert table.refused(stray, own()) == "not_yours"
    ready(table)
    assert stage(table) == POOL
    assert "Seen from outside." in [p.card.text for p in on(table, "it").pool]
    ready(table)
    table.do(owl, PutDots(step="deck", dots={on(table, "it").tops[-1].card.id: 2}))
    assert table.state(State).counted == 0
    ready(table)
    assert "Seen from outside." in [c.text for c in decks(table)["it"]]


# Pool ---------------------------------------------------------------------------------------------


def test_the_pool_has_every_card_unsigned_and_edits_beside_their_original() -> None:
    table = deck(6)
    a, _, b, *_ = table.players
    third = on(table, "business").prepared[2]
    table.do(a, own("Ours, first."))
    table.do(b, own("ours, first"))  # the same, word for word
    table.do(b, own("Ours, second.", 2))
    table.do(a, edit(third.id, "Third, by one."))
    table.do(b, edit(third.id, "Third, by another."))
    events = table.bell()
    assert stage(table) == POOL
    pool = on(table, "business").pool
    assert [p.of for p in pool[2:5]] == [third.id] * 3
    assert {p.card.text for p in pool[3:5]} == {"Third, by one.", "Third, by another."}
    assert len(pool) == 11
    assert all(p.card.source == "session" for p in pool if p.of != p.card.id)
    assert len({p.card.id for side in SIDES for p in on(table, side).pool}) == 11 + 7
    for event in events[:-1]:
        names = {s.home for s in table.public.seats.values() if may_know(s, event)}
        assert len(names) == 1


def test_what_is_the_same_is_put_together_and_can_be_parted_again() -> None:
    table = deck()
    seat = table.players[0]
    table.do(seat, own("One."))
    table.do(seat, own("Two.", 2))
    table.do(seat, own("Three.", 3))
    to(table, POOL)
    *_, x, y, z = ids(on(table, "business").tops)
    table.do(seat, MergeCards(step="deck", card=x, keep=y))
    table.do(seat, MergeCards(step="deck", card=y, keep=z))
    assert ids(on(table, "business").below(z)) == [x, y]
    assert table.refused(seat, MergeCards(step="deck", card=x, keep=z)) == "under"
    assert table.refused(seat, MergeCards(step="deck", card=z, keep=z)) == "same"
    table.do(seat, PartCards(step="deck", card=x))
    assert ids(on(table, "business").tops)[-2:] == [x, z]
    assert table.refused(seat, PartCards(step="deck", card=x)) == "no_such_card"
    across = ids(on(table, "it").tops)[0]
    assert table.refused(seat, MergeCards(step="deck", card=x, keep=across)) == "no_such_card"


@pytest.mark.parametrize(("points", "least"), [(4, 4), (6, 6), (7, FEWEST)])
def test_a_side_does_not_put_its_deck_together_until_too_little_is_left(
    points: int, least: int
) -> None:
    table = to(deck(points=points), POOL)
    seat = table.players[1]
    while len(on(table, "it").tops) > least:
        first, second, *_ = ids(on(table, "it").tops)
        table.do(seat, MergeCards(step="deck", card=first, keep=second))
    first, second, *_ = ids(on(table, "it").tops)
    assert table.refused(seat, MergeCards(step="deck", card=first, keep=second)) == "too_few"


def test_the_second_of_two_who_reword_a_card_reads_it_again_first() -> None:
    table = to(deck(), POOL)
    a, b = table.players[0], table.players[2]
    card = on(table, "business").tops[0].card

    def reword(text: str) -> RewordCard:
        return RewordCard(step="deck", card=card.id, was=card.text, kind="ask", text=text)

    table.do(a, reword("Better."))
    assert table.refused(b, reword("Better still.")) == "reworded"
    found = on(table, "business").find(card.id)
    assert found is not None
    assert (found.card.text, found.card.kind, found.card.source) == ("Better.", "ask", "session")


# Vote ---------------------------------------------------------------------------------------------


def test_dots_are_secret_and_the_cards_with_the_most_stay() -> None:
    table = deck(players=4)
    a, _, b, _ = table.players
    for number in (1, 2, 3):
        table.do(a, own(f"Card {number}.", number))
    to(table, VOTE)
    *_, x, y, z = ids(on(table, "business").tops)
    event, *seen = table.do(a, PutDots(step="deck", dots={x: 2, y: 2}))
    assert [s.id for s in table.public.seats.values() if may_know(s, event)] == [a]
    assert not any("dots" in msgspec.to_builtins(other) for other in seen)
    table.do(b, PutDots(step="deck", dots={x: 1}))
    table.do(b, PutDots(step="deck", dots={z: 1}))
    table.bell()
    assert table.step == "brief"
    assert {x, y, z} <= {card.id for card in decks(table)["business"]}
    assert {len(cards) for cards in decks(table).values()} == {7}
    hands = {card for seat in (table.players[1], table.players[3]) for card in table.hand(seat)}
    assert hands <= {card.id for card in decks(table)["business"]}


def test_four_dots_two_on_one_and_only_on_ones_own_cards_on_top() -> None:
    table = deck()
    table.do(table.players[0], own())
    to(table, POOL)
    first, second, *_, last = ids(on(table, "business").tops)
    table.do(table.players[0], MergeCards(step="deck", card=last, keep=first))
    table.do(table.players[0], PartCards(step="deck", card=last))
    table.do(table.players[0], MergeCards(step="deck", card=first, keep=last))
    # As many cards as both keep: there is nothing to choose.
    table.bell()
    assert table.step == "brief"
    table = deck()
    seat = table.players[0]
    table.do(seat, own())
    table.do(seat, own("Another.", 2))
    to(table, POOL)
    first, second, third, *_, last = ids(on(table, "business").tops)
    table.do(seat, MergeCards(step="deck", card=last, keep=first))
    to(table, VOTE)
    for dots, code in (
        ({first: 2, second: 2, third: 1}, "too_many"),
        ({first: 3}, "too_many"),
        ({last: 1}, "under"),
        ({on(table, "it").tops[0].card.id: 1}, "no_such_card"),
    ):
        assert table.refused(seat, PutDots(step="deck", dots=dots)) == code
    assert table.refused(table.boss[0], PutDots(step="deck", dots={})) == "not_yours"


def test_ones_own_words_come_before_prepared_ones_and_two_versions_of_one_card_last() -> None:
    table = deck(players=2)
    seat = table.players[0]
    table.do(seat, own())
    first, second, *_ = on(table, "business").prepared
    table.do(seat, edit(first.id, "First, as we say it."))
    to(table, VOTE)
    table.do(seat, PutDots(step="deck", dots={second.id: 1}))
    table.bell()
    kept = [card.text for card in decks(table)["business"]]
    assert {OWN, "First, as we say it.", second.text} <= set(kept)
    assert first.text not in kept


@pytest.mark.parametrize(("points", "number"), [(4, 4), (6, 6), (7, 7), (8, 7)])
def test_both_sides_keep_seven_or_six_or_as_many_as_the_smaller_one_has(
    points: int, number: int
) -> None:
    table = deck(points=points)
    table.reach("brief")
    assert {len(cards) for cards in decks(table).values()} == {number}
    assert kept({"business": 9, "it": points}) == number


def test_a_side_with_nobody_there_keeps_its_prepared_cards() -> None:
    table = deck()
    table.do(table.players[1], own("Written, and gone."))
    table.do(table.players[0], own())
    table.drop(table.players[1], table.players[3])
    ready(table, table.players[0], table.players[2])
    assert stage(table) == POOL
    table.reach("brief")
    it = on(table, "it").prepared
    assert {card.id for card in decks(table)["it"]} == {card.id for card in it}


def test_bots_write_and_vote_for_nobody_unless_in_a_demo() -> None:
    for count in (False, True):
        table = lobby(players=2, demo=count)
        bot = table.sit("Robot", "it", bot=True)
        table.players.append(bot)
        begin(table)
        if count:
            table.do(bot, own("By a bot."))
        else:
            assert table.refused(bot, own("By a bot.")) == "bot"
        to(table, POOL)
        pool = on(table, "it")
        assert ("By a bot." in [p.card.text for p in pool.pool]) == count
        last = pool.tops[-1].card
        if not count:
            first = pool.tops[0].card
            merge = MergeCards(step="deck", card=last.id, keep=first.id)
            assert table.refused(bot, merge) == "bot"


def test_a_deck_that_is_skipped_is_settled_too() -> None:
    for where in (WRITE, POOL):
        table = deck()
        table.do(table.players[0], own())
        to(table, where)
        table.do(table.boss[0], Next(step="deck"))
        assert {len(cards) for cards in decks(table).values()} == {7}
        assert OWN in [card.text for card in decks(table)["business"]]


def test_stages_share_the_minutes_that_no_setting_takes() -> None:
    plain = Deck(id="deck", title="Key points", minutes=5)
    assert sum(plain.seconds(s) for s in (WRITE, POOL, VOTE)) == 5 * MINUTE
    some = replace(plain, pool=60)
    assert some.seconds(POOL) == MINUTE
    assert sum(some.seconds(s) for s in (WRITE, POOL, VOTE)) == 5 * MINUTE
    assert replace(plain, write=900, pool=900).seconds(VOTE) == 15 * SECOND


# Before the day -----------------------------------------------------------------------------------


def test_cards_are_written_days_before_and_are_there_on_the_day() -> None:
    table = lobby()
    seat = table.players[0]
    laid, written = table.do(seat, own("Days before."))
    for event in (laid, written):
        assert [s.id for s in table.public.seats.values() if may_know(s, event)] == [seat]
    first = table.room.of(seat).state(DeckOwn, "deck").prepared[0]
    table.do(seat, edit(first.id, "In other words."))
    table.drop(*table.players, *table.boss)
    table.wait(3 * ABANDONED)
    table.restart()
    table.back(*table.players[1:], *table.boss)
    assert table.public.phase == "lobby"
    table.do(table.boss[0], Start())
    for one in table.players[1:]:
        table.do(one, Agree(step="agree", yes=True))
    table.reach("deck")
    table.bell()
    texts = [p.card.text for p in on(table, "business").pool]
    assert texts[:2] == [first.text, "In other words."]
    assert texts[-1] == "Days before."


def test_in_the_lobby_one_only_looks_writes_and_takes_back() -> None:
    table = lobby()
    seat = table.players[0]
    table.do(seat, LookAtCards(step="deck"))
    assert table.refused(seat, LookAtCards(step="deck")) == "already"
    table.do(seat, own())
    table.do(seat, TakeBackCard(step="deck", number=1))
    moved_on: list[Command] = [
        PutDots(step="deck", dots={}),
        Ready(step="deck", stage=0),
        replace(own(), step="agree"),
        replace(own(), step="nowhere"),
        MoreTime(step="deck"),
        Next(step="deck"),
    ]
    for command in moved_on:
        assert table.refused(seat, command) == "moved_on"
    assert table.refused(table.boss[0], own()) == "not_yours"


def test_who_has_seen_cards_stays_with_that_side() -> None:
    table = lobby()
    a, b = table.players[0], table.players[2]
    boss = table.boss[0]
    table.do(a, LookAtCards(step="deck"))
    for role in ("player", "observer"):
        assert table.refused(boss, Reseat(seat=a, role=role, home="it")) == "cards_seen"
    table.do(boss, Reseat(seat=a, role="observer"))
    table.do(boss, Reseat(seat=a, role="player"))
    table.do(boss, Reseat(seat=b, role="player", home="it"))
    table.do(boss, Reseat(seat=b, role="player", home="business"))
    begin(table)
    assert table.refused(boss, Reseat(seat=b, role="observer", home="it")) == "cards_seen"
    table.do(boss, Reseat(seat=b, role="observer"))


# Always -------------------------------------------------------------------------------------------


def secrets(room: Room, side: Side) -> set[str]:
    """Return every text that only `side` may know."""
    seats = [room.of(s.id) for s in room.public.owners(side)]
    cards = {p.card.text for p in room.home(side).state(DeckHome, "deck").pool}
    cards |= {c.text for c in room.home(side).state(DeckHome, "deck").prepared}
    return cards | {w.text for o in seats for w in o.state(DeckOwn, "deck").written}


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(4, 8), st.integers(2, 6))
def test_whatever_people_do_both_decks_are_equal_and_neither_side_knows_the_other(
    seed: int, points: int, players: int
) -> None:
    random = Random(seed)
    table = lobby(players, points=points, demo=random.random() < 0.5)
    table.sit("Owl", "it", "observer")
    deal(table, random, random.randint(0, 15))
    table.back(*table.public.seats)
    begin(table)
    deal(table, random, 60)
    while table.step == "deck":
        table.bell()
    settled = decks(table)
    assert len(settled["business"]) == len(settled["it"]) == min(MOST_CARDS, len(settled["it"]))
    assert len(settled["it"]) >= min(points, FEWEST)
    assert len({card.id for cards in settled.values() for card in cards}) == 2 * len(settled["it"])
    assert fold(table.log) == table.room
    assert all(through_the_wire(entry) == entry for entry in table.log)
    opened = next(i for i, e in enumerate(table.log) if type(e.event).__name__ == "SeatCast")
    for seat in table.public.seats.values():
        known = fold(e for e in table.log[:opened] if may_know(seat, e.event))
        sent = msgspec.json.encode(msgspec.to_builtins(known, str_keys=True)).decode()
        for side in SIDES:
            if seat.home != side or seat.role == "facilitator":
                assert not any(text in sent for text in secrets(table.room, side))


def deal(table: Table, random: Random, times: int) -> None:
    """Let `times` things happen."""
    for _ in range(times):
        roll, seat = random.random(), random.choice([*table.public.seats])
        if roll < 0.05:
            table.drop(seat)
        elif roll < 0.12:
            table.back(seat)
        elif roll < 0.16 and table.step == "deck":
            table.wait(40 * SECOND)
        else:
            side = table.public.seats[seat].home or "it"
            others: tuple[Command, ...] = (
                Ready(step="deck", stage=random.choice((WRITE, POOL, VOTE))),
                AddBot(home=side),
            )
            try:
                table.do(seat, random.choice((*wishes(table, random, "deck", side), *others)))
            except Refusal:
                continue
