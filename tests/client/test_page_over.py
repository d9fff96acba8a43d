"""Going to the next table on a page: the name and the side go along, and a seat is never lost."""

from pathlib import Path
from typing import Any

from tests.client.test_tui_tables import CO, CODE, KEY, seated
from tests.support.page import Page
from tests.support.patience import until
from tests.support.serving import Serving, serving
from tests.support.wire import Wire
from turnabout_client.page import over
from turnabout_client.page.door import PageDoor
from turnabout_protocol import links
from turnabout_protocol.messages import Opened


def web(tmp_path: Path) -> Any:
    """Run a server with a web door."""
    return serving(tmp_path, web=PageDoor())


async def two_tables(here: Serving) -> tuple[Opened, Wire, Page]:
    """Return a room with a next table, its facilitator, and a page at it."""
    opened = await here.open()
    fay = await here.steer(opened)
    ann = await Page.join(here.address, opened.code, "Ann", "business")
    assert 'data-word="over"' not in ann.regions.get("words", "")
    assert (await fay.do("open_table", code=CODE, key=KEY, co_key=CO))["msg"] == "accepted"
    await ann.shows("words", 'data-word="over"')
    await here.rest()
    return opened, fay, ann


async def go(page: Page, *, sure: str = "yes") -> None:
    """Say that one goes over."""
    await page.say("word", word="over")
    await page.until(lambda: 'data-ask="over"' in str(page.told[-1].get("opened")))
    await page.answer("over", sure=[sure])


async def test_a_page_goes_over_and_its_seat_is_free(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        _, fay, ann = await two_tables(here)
        old = ann.seat["key"]
        await go(ann)
        told = await ann.message("go")
        assert (told["go"], told["forget"]) == (f"/join/{CODE}", old)
        assert (told["seat"]["name"], told["seat"]["key"] != old) == ("Ann", True)
        await ann.closed()
        gone = await fay.wait_event("seat_removed")
        assert gone["event"]["seat"] == seated(fay, "Ann")["seat"]
        there = await Wire.join(here.address, CODE, "Bob", "it")
        await there.wait_event("table_numbered")
        assert seated(there, "Ann")["home"] == "business"
        # The page of that table comes back to the seat.
        again = await Page.open(here.address, told["go"], key=told["seat"]["key"])
        assert (await again.seated())["name"] == "Ann"


async def test_who_is_asked_over_has_it_before_all_else(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        _, fay, ann = await two_tables(here)
        assert 'class="main" data-word="over"' not in ann.regions["words"]
        await fay.do("ask_over", seats=[seated(fay, "Ann")["seat"]])
        await ann.shows("words", 'class="main" data-word="over"')


async def test_who_thinks_better_of_it_stays(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        _, _, ann = await two_tables(here)
        await go(ann, sure="no")
        await ann.until(lambda: ann.told[-1].get("opened") == "")
        await ann.say("word", word="people")
        await ann.until(lambda: "Ann" in str(ann.told[-1].get("opened")))


async def test_who_cannot_go_stays_and_reads_why(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        _, fay, ann = await two_tables(here)
        await Wire.join(here.address, CODE, "Ann", "it")
        await go(ann)
        assert "Ann" in await ann.sorry()
        await ann.say("word", word="people")
        await ann.until(lambda: "Ann" in str(ann.told[-1].get("opened")))
        assert seated(fay, "Ann")


async def test_who_is_answered_at_the_door_keeps_the_seat_until_then(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened, _, ann = await two_tables(here)
        boss = await Wire.knock(here.address, CODE)
        await boss.enter({"msg": "steer", "key": KEY, "name": "Boss"})
        assert (await boss.do("lock_door", locked=True))["msg"] == "accepted"
        await go(ann)
        await ann.until(lambda: "wait at the door" in str(ann.told[-1].get("opened")))
        room = await here.server.rooms.find(opened.code)
        assert any(s.name == "Ann" and s.here for s in room._history.room.public.seats.values())
        await boss.wait_event("knocked")
        knock = boss.messages[-1]["entries"][-1]["event"]["knock"]
        assert (await boss.do("let_in", knock=knock))["msg"] == "accepted"
        assert (await ann.message("go"))["go"] == f"/join/{CODE}"
        await until(lambda: all(s.name != "Ann" for s in room._history.room.public.seats.values()))


def test_the_address_of_a_link_below_its_server() -> None:
    for text in (f"wss://a.example/turnabout/join/{CODE}@{'A' * 26}", f"ws://a:1/join/{CODE}"):
        where = links.parse(text)
        assert links.browsed(where.server) + over.path(where) == str(where)
        assert over.path(where).startswith(f"/join/{CODE}")
