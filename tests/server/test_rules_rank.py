"""rank: orders are permutations, locked for good, and nobody's but their owner's."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.rank import LockOrder, Rank, RankOwn, RankState
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Ready, Reseat, Start
from turnabout_protocol.fold import fold, may_know
from turnabout_protocol.room import MINUTE, Home
from turnabout_protocol.scenario import SIDES, other

AGENDA = Agenda(
    id="ranks",
    title="Ranks",
    steps=(
        Rank(id="ours", title="Ours", minutes=2, whose="own"),
        Rank(id="guess", title="Guess", minutes=2, whose="other"),
        Rank(id="again", title="Again", minutes=2, whose="other"),
        Close(id="close", title="Close", minutes=1),
    ),
)


def ranking(players: int = 4, step: str = "ours", seed: int = 7) -> Table:
    table = Table(players=players, facilitators=1, agenda=AGENDA, seed=seed)
    table.do(table.boss[0], Start())
    table.reach(step)
    return table


def ids(table: Table, seat: int) -> list[str]:
    """Return the cards that `seat` orders now, as it was shown them."""
    step, home = table.public.step, table.public.seats[seat].home
    assert isinstance(step, Rank)
    assert home is not None
    return [card.id for card in step.cards(table.room, home)]


def lock(table: Table, seat: int, order: list[str]) -> None:
    table.do(seat, LockOrder(step=table.step, order=tuple(order)))


def order(table: Table, seat: int, step: str) -> tuple[str, ...]:
    return table.room.of(seat).state(RankOwn, step).order


def test_before_any_rank_nobody_has_cards() -> None:
    table = Table(players=4, facilitators=1, agenda=AGENDA)
    assert table.room.homes == {}
    table.do(table.boss[0], Start())
    for side in SIDES:
        assert table.room.home(side) == Home(deck=table.room.vault.deck(side))


def test_until_the_swap_nobody_is_sent_a_card_of_the_other_side() -> None:
    table = ranking()
    for seat in table.players:
        home = table.public.seats[seat].home
        assert home is not None
        me = table.public.seats[seat]
        shown = msgspec.json.encode([e for e in table.log if may_know(me, e.event)]).decode()
        assert all(card.text in shown for card in table.room.vault.deck(home))
        assert not any(card.text in shown for card in table.room.vault.deck(other(home)))


def test_the_other_sides_cards_are_swapped_once_in_an_order_that_tells_nothing() -> None:
    seen = set()
    for seed in range(20):
        table = ranking(step="guess", seed=seed)
        for side in SIDES:
            theirs, deck = table.room.home(side).theirs, table.room.vault.deck(other(side))
            assert sorted(c.id for c in theirs) == sorted(c.id for c in deck)
            seen.add(tuple(deck.index(card) for card in theirs))
        first = [table.room.home(side).theirs for side in SIDES]
        table.reach("again")
        assert [table.room.home(side).theirs for side in SIDES] == first
    assert len(seen) > 35


def test_cards_that_changed_are_swapped_again() -> None:
    table = ranking(step="guess")
    deck = table.room.vault.deck("it")
    vault = replace(table.room.vault, decks={"it": (replace(deck[0], text="New."), *deck[1:])})
    table.room = replace(table.room, vault=vault)
    business = table.room.home("business").theirs
    table.reach("again")
    assert "New." in [card.text for card in table.room.home("business").theirs]
    assert len(table.room.home("business").theirs) == len(business)


def test_when_all_players_have_locked_the_step_ends() -> None:
    table = ranking()
    for seat in table.players[:-1]:
        lock(table, seat, ids(table, seat))
    assert table.step == "ours"
    state = table.state(RankState)
    assert (state.ready, state.counted) == ((), len(table.players) - 1)
    lock(table, table.players[-1], ids(table, table.players[-1]))
    assert table.step == "guess"


def test_locked_means_locked() -> None:
    table = ranking()
    seat = table.players[0]
    cards = ids(table, seat)
    lock(table, seat, cards)
    again = LockOrder(step="ours", order=tuple(reversed(cards)))
    assert table.refused(seat, again) == "locked"
    assert order(table, seat, "ours") == tuple(cards)


def test_observers_with_a_home_side_may_lock_and_are_not_waited_for() -> None:
    table = Table(players=2, facilitators=1, agenda=AGENDA)
    watcher = table.with_say("Olga", "it")
    guest = table.sit("Gast", None, "observer")
    table.do(table.boss[0], Start())
    lock(table, watcher, ids(table, watcher))
    assert order(table, watcher, "ours")
    assert table.state(RankState).counted == 0
    cards = tuple(ids(table, watcher))
    assert table.refused(guest, LockOrder(step="ours", order=cards)) == "no_home"
    assert table.refused(table.boss[0], LockOrder(step="ours", order=cards)) == "no_home"
    for seat in table.players:
        lock(table, seat, ids(table, seat))
    assert table.step == "guess"


def test_ready_is_no_way_around_an_order_and_the_bell_ends_the_step() -> None:
    table = ranking()
    assert table.refused(table.players[0], Ready(step="ours", stage=0)) == "lock_first"
    table.wait(2 * MINUTE)
    assert table.step == "guess"
    assert order(table, table.players[0], "ours") == ()


def test_nobody_waits_for_the_absent() -> None:
    table = ranking()
    for seat in table.players[:-1]:
        lock(table, seat, ids(table, seat))
    table.drop(table.players[-1])
    assert table.step == "guess"


def test_whoever_has_ordered_cards_stays_with_that_side() -> None:
    table = ranking()
    seat = table.players[0]
    lock(table, seat, ids(table, seat))
    home = table.public.seats[seat].home
    assert home is not None
    move = Reseat(seat=seat, role="player", home=other(home), played=home)
    assert table.refused(table.boss[0], move) == "cards_seen"


@given(st.data())
def test_only_permutations_are_taken(data: st.DataObject) -> None:
    table = ranking(players=2, step=data.draw(st.sampled_from(["ours", "guess"])))
    seat = data.draw(st.sampled_from(table.players))
    cards = ids(table, seat)
    strangers = [*ids(table, sum(table.players) - seat), "nobodys-card"]
    asked = data.draw(
        st.one_of(
            st.permutations(cards),
            st.lists(st.sampled_from([*cards, *strangers]), min_size=2, max_size=8),
        )
    )
    command = LockOrder(step=table.step, order=tuple(asked))
    if sorted(asked) == sorted(cards):
        table.do(seat, command)
    else:
        assert table.refused(seat, command) == "not_the_cards"


@settings(max_examples=30)
@given(st.lists(st.permutations(range(7)), min_size=4, max_size=4, unique_by=tuple))
def test_nobodys_bytes_contain_an_order_of_somebody_else(orders: list[list[int]]) -> None:
    table = ranking()
    for step in ("ours", "guess"):
        for seat, places in zip(table.players, orders, strict=True):
            cards = ids(table, seat)
            lock(table, seat, [cards[place] for place in places])
        for seat in table.players:
            me = table.public.seats[seat]
            mine = [entry for entry in table.log if may_know(me, entry.event)]
            shown = msgspec.json.encode(mine).decode()
            for writer in table.players:
                said = msgspec.json.encode(order(table, writer, step)).decode()
                own = [order(table, seat, one) for one in ("ours", "guess")]
                if order(table, writer, step) not in own:
                    assert said[1:-1] not in shown
            assert set(fold(mine).own) == {seat}
