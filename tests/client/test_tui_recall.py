"""Recalling an earlier session: whose cards, of when; locked once; what stayed, at the reveal."""

import pytest
from msgspec.structs import replace

from tests.client.test_tui_activities import app_of_pilot, sentence
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from tests.support.past import guessed, ids, past
from turnabout_client.activities.recall import table
from turnabout_client.activities.recall.model import whose
from turnabout_client.activities.reveal.arrow import ArrowRow
from turnabout_client.activities.reveal.charts import chart
from turnabout_client.tui.kit.order import OrderList, Position
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.rank import RankOwn
from turnabout_protocol.activities.recall import Recall, RecallHome
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Start
from turnabout_protocol.results import Arrow, Attitude, Retention
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES

SMALL = (80, 24)
AGENDA = Agenda(
    id="recalls",
    title="Recalls",
    steps=(
        Recall(id="recall", title="Still known?", minutes=1),
        Close(id="close", title="Close", minutes=1),
    ),
)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def recalling() -> tuple[Host, int, int, int]:
    """Return a host in which the step is on, its facilitator, a player, and a guest."""
    host = Host(AGENDA, past=past())
    boss = host.sit("Boss", None, "facilitator")
    me, _other = (host.sit(f"Player {side}", side) for side in SIDES)
    guest = host.sit("Olu", None, "observer")
    host.do(boss, Start())
    return host, boss, me, guest


async def test_the_others_old_cards_are_put_in_order_and_locked() -> None:
    host, _, me, _ = recalling()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: len(pilot.app.screen.query(Position)) == 6)
        await pilot.pause()
        seen = text(app_of_pilot(pilot))
        assert "IT then, 15 January 2026" in seen
        assert "What mattered most to them then?" in seen
        assert sentence(pilot) == "Order them as they did then, then press enter."
        order = pilot.app.screen.query_one(OrderList).order
        assert sorted(order) == sorted(ids("it"))
        await pilot.press("2", "enter", "enter")
        await until(pilot, lambda: sentence(pilot).startswith("Locked."))
        assert "only how much stayed" in text(app_of_pilot(pilot))
        locked = host.room.of(me).state(RankOwn, "recall").order
        assert locked == (order[1], order[0], *order[2:])


async def test_who_watches_without_a_say_reads_what_is_going_on() -> None:
    host, _, _, guest = recalling()
    async with app_of(host, guest).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "You watch." in sentence(pilot))
        assert "Each guesses alone" in text(app_of_pilot(pilot))
        await pilot.press("1", "enter", "enter")
        assert host.table(guest).done == []


def test_whose_cards_they_were_and_what_facilitators_see() -> None:
    assert whose(RecallHome(label="IT")) == "IT"
    assert whose(RecallHome(label="IT", date="2026-01-15")) == "IT, 15 January 2026"
    host, boss, _, _ = recalling()
    public = host.table(boss).room.public
    assert isinstance(public.step, Recall)
    lines = [line.plain for line in table.lines(public, public.step)]
    assert "of an earlier session" in lines[0]
    assert lines[-1] == "0 of 2 are ready."


def test_the_chart_of_what_stayed_says_from_when_it_is_and_of_how_many() -> None:
    arrow = Arrow(before=guessed(80), after=guessed(40), change=-40, band=24, n=4)
    found = Retention(
        session="0123456789ab", date="2026-01-15", title="The old case", labels={},
        accuracy={}, room=arrow, felt=Attitude(room=arrow),
    )  # fmt: skip
    known, felt = chart(Public(), RevealState(retention=found), "retention")
    assert known.name.plain == "Still known from 15 January 2026"
    assert felt.name.plain == "Understood, then and now"
    assert known.figures.plain == "80 → 40  no clear change"
    assert ArrowRow(known).counted.startswith("4 people guessed. Chance alone")
    last = replace(found, date="")
    (known, _felt) = chart(Public(), RevealState(retention=last), "retention")
    assert known.name.plain == "Still known from last time"
