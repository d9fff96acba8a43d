"""The check two weeks after a session: who is asked, once, sealed; figures alone are left of it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.measured import measuring
from tests.support.minds import Minds
from tests.support.reports import full, results
from tests.support.serving import Serving, on_disk, order, serving
from tests.support.table import HOMES, SESSION, Table
from tests.support.wire import Wire
from turnabout_client.link.check import answer_check, ask_check
from turnabout_client.link.connection import ask_report, forget_room, knock
from turnabout_client.link.errors import TurnedAway
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close, CloseState
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.review import MARKS, PromiseMark
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.check import Reply
from turnabout_protocol.commands import Start
from turnabout_protocol.links import Link
from turnabout_protocol.messages import CloseCode, Opened
from turnabout_protocol.report import Report
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_server.after import publish
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.after.archive.checks import Check, Checks
from turnabout_server.after.past import past_of
from turnabout_server.after.report import build
from turnabout_server.live.checks import CLAIMS, planned, together
from turnabout_server.live.keys import hashed, room_id
from turnabout_server.live.roomkeys import RoomKeys, of_checks

DAY = 86_400.0
TEAM = "Field crews and IT"

# Pure ---------------------------------------------------------------------------------------------

RESULTS = results()
REPORT = full(results=RESULTS)
DECKS = {side: tuple(fate.card.id for fate in RESULTS.board[side]) for side in SIDES}


def replies(side: Side) -> st.SearchStrategy[tuple[Side, Reply]]:
    cards = DECKS[other(side)]
    orders = st.one_of(st.just(()), st.permutations(cards).map(tuple))
    felt = st.one_of(st.none(), st.integers(1, 7))
    return st.builds(Reply, order=orders, felt=felt).map(lambda reply: (side, reply))


REPLIES = st.lists(st.one_of(*(replies(side) for side in SIDES)), max_size=12)


@given(REPLIES)
def test_no_figure_of_a_check_is_shown_of_fewer_people_than_it_takes(
    given_: list[tuple[Side, Reply]],
) -> None:
    found = publish.checked(REPORT, given_)
    assert found is not None
    assert (found.when, found.session) == ("check", REPORT.session)
    for side in SIDES:
        people = sum(home != side and bool(reply.order) for home, reply in given_)
        now = found.accuracy[side].after
        assert now is not None
        assert (now.value is not None, now.n) == (people >= 2, people if people >= 2 else 0)
    felt = {side: sum(h == side and r.felt is not None for h, r in given_) for side in SIDES}
    assert found.felt is not None
    by_side = min(felt.values()) >= 3
    shown = by_side or sum(felt.values()) >= 5
    assert bool(found.felt.sides) == by_side
    assert found.felt.room.after is not None
    assert (found.felt.room.after.value is not None) == shown


@given(REPLIES)
def test_who_answered_first_makes_no_difference(given_: list[tuple[Side, Reply]]) -> None:
    turned = given_[::-1]
    assert publish.checked(REPORT, turned) == publish.checked(REPORT, given_)


def test_there_is_no_check_of_a_session_that_showed_no_order() -> None:
    assert publish.checked(full(results=None), []) is None


MARK = st.sampled_from(tuple(MARKS))
SAID = st.lists(st.dictionaries(st.integers(0, 3), MARK), max_size=5)


@given(SAID)
def test_of_two_marks_the_one_that_claims_less_counts_whoever_said_it(
    said: list[dict[int, PromiseMark]],
) -> None:
    found = together(said)
    assert together(said[::-1]) == found
    assert {*found} == {place for one in said for place in one}
    for place, mark in found.items():
        told = [one[place] for one in said if place in one]
        assert CLAIMS.index(mark) == min(map(CLAIMS.index, told))


def played(*, demo: bool = False) -> Table:
    """Return a table whose session people (or bots of a demo) have played to its end."""
    house = HouseRules(opened_on="2026-03-02", demo=demo)
    table = Table(facilitators=1, agenda=measuring(), house=house)
    for i in range(6):
        table.sit(f"Player {i}", HOMES[i % 2])
    minds = Minds(table, expect=6)
    table.do(table.boss[0], Start())
    minds.play()
    return table


def test_asked_are_the_people_of_the_panel_in_a_window_two_weeks_later() -> None:
    table = played()
    found = planned(table.room, build(table.room, SESSION), date(2026, 3, 4))
    assert found is not None
    assert (found.opens, found.ends) == ("2026-03-18", "2026-04-01")
    keys, seats = table.room.vault.seat_keys, table.public.seats.values()
    assert found.asked == {keys[seat.id]: seat.home for seat in seats if seat.plays}
    assert table.public.state(CloseState, "close").check


def test_a_practice_has_no_check() -> None:
    table = played(demo=True)
    assert planned(table.room, build(table.room, SESSION), date(2026, 3, 4)) is None
    assert not table.public.state(CloseState, "close").check


# The archive --------------------------------------------------------------------------------------


def test_a_seat_answers_once_and_all_of_it_is_gone_in_the_end(tmp_path: Path) -> None:
    archive, report = Archive(tmp_path), full("a", earlier=())
    check = Check("2030-03-19", "2030-04-02", {"hash-of-one": "it", "hash-of-two": "business"})
    archive.keep(report, series="mine", check=check)
    checks = Checks(archive.file)
    assert checks.days(report.session) == ("2030-03-19", "2030-04-02")
    assert checks.of_series("mine") == [report.session]
    assert checks.of_series("") == []
    assert checks.over("2030-04-01") == []
    assert checks.over("2030-04-02") == [report.session]
    assert checks.take(report.session, "hash-of-one", b"sealed words")
    assert not checks.take(report.session, "hash-of-one", b"other words")
    assert not checks.take(report.session, "hash-of-none", b"other words")
    assert [one.reply for one in checks.asked(report.session)] == [b"sealed words", None]
    archive.mark(1, "partly", "", "2030-03-20")
    checks.end(report.session, None, {0: "done", 1: "done"}, "2030-04-02")
    assert checks.days(report.session) is None
    assert checks.asked(report.session) == []
    left = on_disk(tmp_path)
    assert b"hash-of-one" not in left
    assert b"sealed words" not in left
    marks = [(standing.mark, standing.reviewed) for standing in archive.promises()]
    assert marks == [("partly", False), ("done", False)], "what was marked by hand stays"


def test_forgetting_a_session_forgets_its_check(tmp_path: Path) -> None:
    archive, report = Archive(tmp_path), full("a")
    archive.keep(report, check=Check("2030-03-19", "2030-04-02", {"hash-of-one": "it"}))
    archive.forget(report.session)
    assert Checks(archive.file).days(report.session) is None
    assert b"hash-of-one" not in on_disk(tmp_path)


# On a server --------------------------------------------------------------------------------------

AGENDA = replace(
    order().agenda,
    steps=(
        Rank(id="own", title="Ours", minutes=2, whose="own"),
        Rank(id="guess", title="Theirs", minutes=2, whose="other"),
        Brief(id="brief", title="Brief", minutes=2),
        Scene(id="scene", title="Scene", minutes=10),
        Close(id="close", title="Close", minutes=10),
    ),
)


class Over(NamedTuple):
    """A session that four people have played on a server."""

    opened: Opened
    keys: Mapping[Side, list[str]]
    """Of the seats of each home side."""
    where: Link
    steer: Link

    @property
    def session(self) -> str:
        return session_id(room_id(self.opened.code))


async def played_on(here: Serving, series: str = "") -> Over:
    wanted = replace(order(), agenda=AGENDA, series=series)
    wanted = replace(wanted, rules=HouseRules(team=TEAM, opened_on="1970-01-01"))
    opened = await here.open(wanted)
    fay = await here.steer(opened)
    people = {
        side: [await Wire.join(here.address, opened.code, f"{side} {n}", side) for n in (1, 2)]
        for side in SIDES
    }
    await fay.do("start")
    for step in ("own", "guess"):
        for side, wires in people.items():
            for wire in wires:
                shown = await wire.wait_event("deck_shown" if step == "own" else "cards_swapped")
                cards = sorted(card["id"] for card in shown["event"]["cards"])
                locked = await wire.do("lock_order", step=step, order=cards)
                assert locked["msg"] == "accepted", (side, locked)
    await fay.do("next", step="brief")
    turn = (await fay.wait_event("turn_started"))["event"]
    speaker = next(w for wires in people.values() for w in wires if w.seat == turn["seat"])
    said = {"say": "We wait for every part."}
    spoke = await speaker.do("speak", step="scene", turn=turn["turn"], said=said)
    assert spoke["msg"] == "accepted", spoke
    await fay.do("end")
    await here.server.rooms.ended(opened.code)
    keys = {side: [wire.key for wire in wires] for side, wires in people.items()}
    where = Link(server=here.address, code=opened.code, door="join")
    return Over(opened, keys, where, steering(where, opened.facilitator_key))


def steering(where: Link, key: str) -> Link:
    return Link(server=where.server, code=where.code, door="steer", key=key)


async def days(here: Serving, number: int) -> None:
    """Let it be that many days after the beginning."""
    here.clock.advance_to(number * DAY)
    await here.wait(2)


async def report_of(over: Over) -> Report:
    return (await ask_report(over.steer)).report


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


async def refused(over: Over, key: str) -> TurnedAway:
    with pytest.raises(TurnedAway) as caught:
        await ask_check(over.where, key)
    return caught.value


async def test_from_its_close_to_the_figures(here: Serving) -> None:
    over = await played_on(here)
    kept = await report_of(over)
    assert kept.check_from == "1970-01-15"
    assert past_of(kept) is not None
    key = over.keys["it"][0]
    early = await refused(over, key)
    assert (early.code, "1970-01-15" in early.sentence) == (CloseCode.CLOSED, True)

    await days(here, 14)
    door = await knock(over.where)
    assert (door.check, door.phase, door.playing) == (True, "closed", False)
    assert (await refused(over, "0" * 16)).code == CloseCode.WRONG_KEY
    assert (await refused(over, over.opened.facilitator_key)).code == CloseCode.WRONG_KEY
    everybody = [(side, key) for side in SIDES for key in over.keys[side]]
    for number, (side, key) in enumerate(everybody):
        asked = await ask_check(over.where, key)
        assert (asked.side, asked.label) == (other(side), kept.labels[other(side)])
        cards = tuple(sorted(card.id for card in asked.cards))
        wrong = Reply(order=(*cards[1:], cards[1]))
        with pytest.raises(TurnedAway):
            await answer_check(over.where, key, wrong)
        assert (await report_of(over)).check is None, "nothing is told before all have answered"
        await answer_check(over.where, key, Reply(order=cards, felt=5))
        if number < len(everybody) - 1:
            again = await refused(over, key)
            assert "already" in again.sentence
            assert hashed(key).encode() in on_disk(here.data)

    found = (await report_of(over)).check
    assert found is not None
    assert found.room.change == 0, "they guessed as they had, and it is judged alike"
    assert found.room.after is not None
    assert found.room.after.n == 4
    assert (await refused(over, key)).code == CloseCode.CLOSED
    left = on_disk(here.data)
    for _, key in everybody:
        assert hashed(key).encode() not in left
    assert RoomKeys(of_checks(here.server.keys_folder)).rooms() == []


async def test_a_reply_is_sealed_and_says_nothing_without_its_key(here: Serving) -> None:
    over = await played_on(here)
    await days(here, 15)
    key = over.keys["business"][0]
    asked = await ask_check(over.where, key)
    cards = [card.id for card in asked.cards]
    before = on_disk(here.data).count(cards[0].encode())
    await answer_check(over.where, key, Reply(order=tuple(cards), felt=2))
    assert on_disk(here.data).count(cards[0].encode()) == before
    assert RoomKeys(of_checks(here.server.keys_folder)).rooms() == [over.session]


async def test_when_its_days_are_over_what_there_is_is_told_and_the_rest_is_gone(
    here: Serving,
) -> None:
    over = await played_on(here)
    await days(here, 20)
    for key in over.keys["it"]:
        asked = await ask_check(over.where, key)
        order_ = tuple(sorted(card.id for card in asked.cards))
        await answer_check(over.where, key, Reply(order=order_))
    await days(here, 28)
    found = (await report_of(over)).check
    assert found is not None
    about_business, about_it = found.accuracy["business"].after, found.accuracy["it"].after
    assert about_business is not None
    assert about_it is not None
    assert (about_business.n, about_it.value) == (2, None)
    assert Checks(here.data / "archive.db").asked(over.session) == []
    assert (await refused(over, over.keys["it"][0])).code == CloseCode.CLOSED


async def test_the_next_session_of_the_series_ends_it(here: Serving) -> None:
    over = await played_on(here)
    await days(here, 16)
    assert (await knock(over.where)).check
    wanted = replace(order(), series=over.opened.series)
    await here.open(replace(wanted, rules=HouseRules(team=TEAM)))
    assert (await report_of(over)).check is not None
    assert (await refused(over, over.keys["it"][0])).code == CloseCode.CLOSED


async def test_a_check_that_fails_to_end_is_ended_on_another_day(
    here: Serving, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    over = await played_on(here)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(publish, "checked", broken)
        await days(here, 28)
        assert "A check could not be ended" in caplog.text
        assert (await report_of(over)).check is None
    await here.open()
    await days(here, 29)
    assert (await report_of(over)).check is not None


async def test_who_forgets_the_session_forgets_its_check(here: Serving) -> None:
    over = await played_on(here)
    await days(here, 16)
    key = over.keys["it"][0]
    await answer_check(over.where, key, Reply(felt=3))
    await forget_room(over.steer)
    assert RoomKeys(of_checks(here.server.keys_folder)).rooms() == []
    assert hashed(key).encode() not in on_disk(here.data)


async def test_two_who_answer_at_once_are_both_counted_and_a_seat_once(here: Serving) -> None:
    over = await played_on(here)
    await days(here, 16)
    one, two = over.keys["it"]
    sent = [answer_check(over.where, key, Reply(felt=3)) for key in (one, one, two)]
    done = await asyncio.gather(*sent, return_exceptions=True)
    assert sum(isinstance(result, TurnedAway) for result in done) == 1
    asked = Checks(here.data / "archive.db").asked(over.session)
    assert sum(reply.reply is not None for reply in asked) == 2


async def test_a_session_without_its_check_is_just_over(here: Serving) -> None:
    opened, fay, *_ = await here.table()
    await fay.do("end")
    await here.server.rooms.ended(opened.code)
    await days(here, 16)
    with pytest.raises(TurnedAway) as caught:
        await knock(Link(server=here.address, code=opened.code, door="join"))
    assert caught.value.code == CloseCode.CLOSED
