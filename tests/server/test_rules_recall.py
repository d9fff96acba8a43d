"""An earlier session's deck is guessed once more, and what stayed of it is told at the reveal."""

import pytest
from msgspec.structs import replace

from tests.support.measured import measuring
from tests.support.minds import Minds
from tests.support.past import guessed, ids, past
from tests.support.table import SESSION, Table
from turnabout_protocol.activities.rank import LockOrder, OrderLocked, RankOwn
from turnabout_protocol.activities.recall import Past, PastFound, PastShown, Recall, RecallHome
from turnabout_protocol.agenda import Agenda, faults
from turnabout_protocol.commands import Next, Ready, Start
from turnabout_protocol.course import ReadyCounted, SeatReady
from turnabout_protocol.fold import may_know
from turnabout_protocol.results import Arrow, Attitude, Retention
from turnabout_protocol.room import HouseRules, Step
from turnabout_protocol.scenario import SIDES, other
from turnabout_server.after.report import build
from turnabout_server.authoring.scenarios import find_agenda

RECALL = Recall(id="recall", title="Still known?", minutes=1)
BOTS = HouseRules(opened_on="2026-03-02", demo=True)


def agenda(*steps: Step) -> Agenda:
    """Return the taster with these steps in the place of its consent, and measures."""
    found = measuring()
    return replace(found, steps=(*steps, *found.steps[1:]))


def table_of(recalled: Past | None, players: int = 4) -> Table:
    table = Table(players=players, facilitators=1, agenda=agenda(RECALL), past=recalled)
    table.do(table.boss[0], Start())
    return table


def lock(table: Table, seat: int, order: tuple[str, ...] = ()) -> None:
    home = table.public.seats[seat].home
    assert home is not None
    table.do(seat, LockOrder(step="recall", order=order or ids(other(home))))


def test_with_nothing_to_recall_the_step_is_over_as_it_opens() -> None:
    table = table_of(None)
    assert table.step != "recall"
    assert table.public.spent["recall"] == 0
    assert not [e for e in table.log if isinstance(e.event, PastFound | PastShown)]


def test_each_side_is_shown_the_others_old_cards_in_an_order_that_tells_nothing() -> None:
    table = table_of(past())
    assert table.step == "recall"
    for side in SIDES:
        shown = table.room.home(side).state(RecallHome, "recall")
        assert sorted(card.id for card in shown.cards) == sorted(ids(other(side)))
        assert tuple(card.id for card in shown.cards) != ids(other(side))
        assert shown.label == past().labels[other(side)]
        assert shown.date == "2026-01-15"
    found = next(e.event for e in table.log if isinstance(e.event, PastFound))
    for seat in table.public.seats.values():
        assert not may_know(seat, found), "the true orders never leave the server"


def test_the_step_goes_on_when_all_players_have_locked_and_tells_nobody_who_did_what() -> None:
    table = table_of(past())
    *first, last = table.players
    for seat in first:
        lock(table, seat)
    assert table.step == "recall"
    locked = [e.event for e in table.log if isinstance(e.event, OrderLocked)]
    assert [event.seat for event in locked] == first
    counted = [e.event.n for e in table.log if isinstance(e.event, ReadyCounted)]
    assert counted == [1, 2, 3]
    assert not [e for e in table.log if isinstance(e.event, SeatReady)]
    lock(table, last)
    assert table.step != "recall"


def test_what_is_no_order_of_these_cards_is_refused_and_a_second_one_too() -> None:
    table = table_of(past())
    one = table.players[0]
    own = LockOrder(step="recall", order=ids("business"))
    assert table.refused(one, own) == "not_the_cards"
    few = LockOrder(step="recall", order=ids("it")[:4])
    assert table.refused(one, few) == "not_the_cards"
    assert table.refused(one, Ready(step="recall", stage=0)) == "lock_first"
    lock(table, one)
    assert table.refused(one, LockOrder(step="recall", order=ids("it")[::-1])) == "locked"
    boss = LockOrder(step="recall", order=ids("it"))
    assert table.refused(table.boss[0], boss) == "no_home"


def test_who_watches_without_a_say_is_not_asked() -> None:
    table = table_of(past())
    late = table.sit("Late", "it")
    assert table.refused(late, LockOrder(step="recall", order=ids("business"))) == "not_in_panel"


def stayed(table: Table) -> Retention:
    results = build(table.room, SESSION).results
    assert results is not None
    assert results.retention is not None
    return results.retention


def play_turns(table: Table) -> None:
    """Let bots play on, so that there is something to reveal."""
    Minds(table, expect=len(table.players)).play()


def test_what_stayed_is_in_the_report_beside_what_was_known_that_day() -> None:
    table = Table(players=6, facilitators=1, agenda=agenda(RECALL), past=past(), house=BOTS)
    table.do(table.boss[0], Start())
    right, wrong = ids("it"), ids("business")[::-1]
    for seat in table.players:
        lock(table, seat, right if table.public.seats[seat].home == "business" else wrong)
    play_turns(table)
    found = stayed(table)
    assert (found.session, found.date, found.title) == (
        "0123456789ab",
        "2026-01-15",
        "The old case",
    )
    about_it, about_business = found.accuracy["it"], found.accuracy["business"]
    assert about_it.before == guessed(60)
    assert about_it.after is not None
    assert (about_it.after.value, about_it.after.n, about_it.change) == (100, 3, 40)
    assert about_business.after is not None
    assert (about_business.after.value, about_business.change) == (0, -80)
    # Three and four others: 34.5 / sqrt(12 / 7), wider than the 20 of three people twice.
    assert about_it.band == 26
    assert found.room.change == -20
    assert found.when == "opening"


def test_people_who_do_not_guess_leave_a_reason_and_no_number() -> None:
    table = Table(players=4, facilitators=1, agenda=agenda(RECALL), past=past(), house=BOTS)
    table.do(table.boss[0], Start())
    lock(table, table.players[0])
    table.do(table.boss[0], Next(step="recall"))
    play_turns(table)
    found = stayed(table)
    for arrow in (*found.accuracy.values(), found.room):
        assert arrow.after is not None
        assert (arrow.after.value, arrow.after.n, arrow.change) == (None, 0, None)


def test_what_is_felt_is_the_first_answer_of_this_session_and_no_second_figure() -> None:
    felt = Attitude(room=Arrow(after=guessed(70, 6)))
    table = Table(players=6, facilitators=1, agenda=agenda(RECALL), past=past(felt), house=BOTS)
    table.do(table.boss[0], Start())
    table.do(table.boss[0], Next(step="recall"))
    play_turns(table)
    found, results = stayed(table), build(table.room, SESSION).results
    assert found.felt is not None
    assert results is not None
    assert results.understood is not None
    assert results.understood.felt is not None
    assert found.felt.room.before == guessed(70, 6)
    assert found.felt.room.after == results.understood.felt.room.before


def test_a_session_that_recalled_nothing_says_nothing_of_it() -> None:
    table = Table(players=4, facilitators=1, agenda=agenda(RECALL), house=BOTS)
    table.do(table.boss[0], Start())
    play_turns(table)
    results = build(table.room, SESSION).results
    assert results is not None
    assert results.retention is None


def test_outside_a_demo_no_bot_recalls() -> None:
    table = Table(facilitators=1, agenda=agenda(RECALL), past=past())
    people = [table.sit(f"P{n}", SIDES[n % 2]) for n in range(2)]
    bot = table.sit("Bot", "it", bot=True)
    table.do(table.boss[0], Start())
    assert table.refused(bot, LockOrder(step="recall", order=ids("business"))) == "bot"
    for seat in people:
        lock(table, seat)
    assert table.step != "recall", "nobody waits for a bot"
    assert table.room.of(bot).state(RankOwn, "recall").order == ()


@pytest.mark.parametrize("name", ["45", "60", "90"])
def test_it_comes_right_after_the_review_in_the_agendas_that_have_one(name: str) -> None:
    steps = [type(step).__name__ for step in find_agenda(name).steps]
    assert steps.index("Recall") == steps.index("Review") + 1


def test_an_agenda_recalls_once_and_before_the_cards() -> None:
    first, *others = measuring().steps
    twice = (first, RECALL, replace(RECALL, id="again"), *others)
    assert [fault.at for fault in faults(twice)] == [2]
    late = (first, *others[:3], RECALL, *others[3:])
    assert "before this one's cards" in " ".join(str(f.phrase.template) for f in faults(late))
