"""The seat behind a browser: how it is taken, kept, lost and found again."""

from pathlib import Path
from typing import Any

import pytest
from websockets.frames import CloseCode

from tests.support.page import Page
from tests.support.patience import until
from tests.support.serving import serving
from tests.support.wire import Wire
from turnabout_client.dialogue.shapes import Ask, Choice, Makes, Option, Text
from turnabout_client.page import render
from turnabout_client.page.door import PageDoor
from turnabout_client.page.fitting import fitting
from turnabout_protocol.messages import CloseCode as Reason

STALE = "7F3K2QMX9TRVH4WZ"


def web(tmp_path: Path, **more: Any) -> Any:
    """Run a server with a web door."""
    return serving(tmp_path, web=PageDoor(), **more)


async def test_a_new_seat_has_a_key_that_only_its_window_gets(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        ann = await Page.join(here.address, opened.code, "Ann", "business")
        bob = await Page.join(here.address, opened.code, "Bob", "it")
        assert ann.seat["name"] == "Ann"
        assert not any(ann.seat["key"] in text for text in bob.raw)


async def test_a_window_that_is_loaded_again_has_its_seat_again(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        ann = await Page.join(here.address, opened.code, "Ann", "business")
        again = await Page.open(here.address, f"/join/{opened.code}", key=ann.seat["key"])
        assert (await again.seated())["key"] == ann.seat["key"]
        # The other window is told that it is no longer the one.
        assert await ann.message("bye")
        await ann.closed()


async def test_a_stale_key_is_forgotten_and_the_door_asks(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        page = await Page.open(here.address, f"/join/{opened.code}", key=STALE)
        assert (await page.message("forget"))["forget"] == STALE
        assert await page.sorry()
        await page.shows("ask", 'data-ask="door"')
        # What a table has left in that window goes.
        door = next(told for told in reversed(page.told) if "regions" in told)
        assert (door["blocks"], door["order"], door["opened"]) == ({}, [], "")
        assert not any(door["regions"][name] for name in ("waits", "pin", "desk", "beside"))
        await page.answer("door", name="Ann", home=["business"])
        await page.seated()


async def test_a_key_that_is_none_is_forgotten_too(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        page = await Page.open(here.address, f"/join/{opened.code}", key="no key at all")
        await page.message("forget")
        await page.shows("ask", 'data-ask="door"')


async def test_a_new_window_offers_to_go_on_as_before(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        ann = await Page.join(here.address, opened.code, "Ann", "business")
        await ann.close()
        kept = [{"name": "Ann <b>", "key": STALE}, ann.seat]
        page = await Page.open(here.address, f"/join/{opened.code}", kept=kept)
        form = await page.shows("ask", 'data-ask="door/kept"')
        assert "Ann &lt;b&gt;" in form
        # A seat that is gone is offered no more, and the others are.
        await page.answer("door/kept", seat=["0"])
        assert (await page.message("forget"))["forget"] == STALE
        await page.until(lambda: "&lt;b&gt;" not in page.regions["ask"])
        await page.answer("door/kept", seat=["0"])
        assert (await page.seated())["key"] == ann.seat["key"]


async def test_somebody_new_at_a_shared_machine(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        ann = await Page.join(here.address, opened.code, "Ann", "business")
        page = await Page.open(here.address, f"/join/{opened.code}", kept=[ann.seat])
        await page.shows("ask", 'data-ask="door/kept"')
        await page.answer("door/kept", seat=["new"])
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name="Bea", home=["business"])
        assert (await page.seated())["name"] == "Bea"


async def test_a_name_that_is_taken_is_asked_for_again(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        await Page.join(here.address, opened.code, "Ann", "business")
        page = await Page.open(here.address, f"/join/{opened.code}")
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name="", home=["it"])
        assert await page.sorry()
        await page.answer("door", name="Ann", home=["it"])
        await page.until(lambda: 'value="Ann"' in page.regions["ask"])
        await page.answer("door", name="Ann B", home=["it"])
        await page.seated()


async def test_a_stage_is_nobody_and_asked_nothing(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        stage = await Page.open(here.address, f"/stage/{opened.code}")
        await stage.seated()
        room = await here.server.rooms.find(opened.code)
        (seat,) = room._history.room.public.seats.values()
        assert seat.stage


async def test_who_watches_is_an_observer(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        page = await Page.open(here.address, f"/watch/{opened.code}")
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name="Owl", home=["it"])
        await page.seated()
        room = await here.server.rooms.find(opened.code)
        (seat,) = room._history.room.public.seats.values()
        assert (seat.role, seat.home) == ("observer", "it")


async def test_a_facilitator_reads_the_invitation_and_a_link_that_was_made(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        page = await Page.open(here.address, f"/steer/{opened.code}.{opened.facilitator_key}")
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name="Fay")
        await page.shows("words", 'data-word="invite"')
        await page.say("word", word="invite")
        shown = (await page.message("opened"))["opened"]
        assert f"/join/{opened.code}" in shown
        assert f"/steer/{opened.code}.{opened.facilitator_key}" in shown
        assert f"/join/{opened.code}." not in shown
        await page.say("word", word="personal-link")
        await page.until(lambda: f"/join/{opened.code}." in str(page.told[-1].get("opened")))
        ann = await Page.join(here.address, opened.code, "Ann", "business")
        assert "invite" not in ann.regions["words"]


async def test_a_facilitator_steers_from_a_page(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        page = await Page.open(here.address, f"/steer/{opened.code}.{opened.facilitator_key}")
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name="Fay")
        await page.seated()
        await page.shows("words", 'data-word="begin"')


async def test_a_facilitator_answers_the_door(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        await fay.do("lock_door", locked=True)
        page = await Page.open(here.address, f"/join/{opened.code}")
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name="Ann", home=["business"])
        await page.shows("now", "wait at the door")
        assert page.regions["ask"] == ""
        await fay.wait_event("knocked")
        knock = fay.messages[-1]["entries"][-1]["event"]
        await fay.do("let_in", knock=knock["knock"])
        await page.seated()


async def test_who_is_turned_away_reads_so(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        await fay.do("lock_door", locked=True)
        page = await Page.open(here.address, f"/join/{opened.code}")
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name="Ann", home=["business"])
        await fay.wait_event("knocked")
        knock = fay.messages[-1]["entries"][-1]["event"]
        await fay.do("turn_away", knock=knock["knock"])
        assert await page.sorry()


async def test_a_waiting_window_that_closes_waits_no_longer(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        await fay.do("lock_door", locked=True)
        page = await Page.open(here.address, f"/join/{opened.code}")
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name="Ann", home=["business"])
        await fay.wait_event("knocked")
        await page.close()
        room = await here.server.rooms.find(opened.code)
        await until(lambda: not room._history.room.console.waiting)


async def test_no_such_room_is_said_once_and_for_good(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        page = await Page.open(here.address, f"/join/{STALE}")
        assert "code" in (await page.message("bye"))["bye"]
        assert await page.closed() == CloseCode.NORMAL_CLOSURE


async def test_a_path_that_is_no_link_is_said_too(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        page = await Page.open(here.address, "/nowhere")
        assert await page.message("bye")


async def test_a_whole_round_from_a_page(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        ann = await Page.join(here.address, opened.code, "Ann", "business")
        bob = await Wire.join(here.address, opened.code, "Bob", "it")
        assert (await fay.do("start"))["msg"] == "accepted"
        await ann.until(lambda: 'data-ask="agree' in ann.regions.get("ask", ""))
        ask = ann.regions["ask"].partition('data-ask="')[2].partition('"')[0]
        key = ann.regions["ask"].partition('value="')[2].partition('"')[0]
        name = ann.regions["ask"].partition('class="choice')[2].partition('name="')[2]
        await ann.answer(ask, **{name.partition('"')[0]: [key]})
        assert (await bob.do("agree", step="agree", yes=True))["msg"] == "accepted"
        await bob.wait_event("briefed")
        await ann.until(lambda: bool(ann.regions.get("where")) and ask not in ann.regions["ask"])
        # A late answer hits nothing, and is told.
        before = len(ann.told)
        await ann.answer(ask, **{name.partition('"')[0]: [key]})
        await ann.until(lambda: any(told.get("sorry") for told in ann.told[before:]))


async def test_a_page_that_cannot_be_drawn_reaches_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        bob = await Wire.join(here.address, opened.code, "Bob", "it")
        ann = await Page.join(here.address, opened.code, "Ann", "business")
        await ann.shows("words", "data-word")

        def broken(*_: object) -> str:
            raise ZeroDivisionError("a secret")

        monkeypatch.setattr("turnabout_client.page.render.regions", broken)
        await Wire.join(here.address, opened.code, "Cem", "it")
        assert (await bob.do("pause"))["msg"] == "refused"
        fay = await here.steer(opened)
        assert (await fay.do("lock_door", locked=True))["msg"] == "accepted"
        assert (await fay.do("start"))["msg"] == "accepted"
        assert await ann.closed() == Reason.FAILED
        assert (await bob.do("agree", step="agree", yes=True))["msg"] == "accepted"
        assert "showing.py" in caplog.text
        assert "a secret" not in caplog.text


def test_what_does_not_fit_a_field_is_no_answer() -> None:
    fields = (
        Text(key="said", label="You say", limit=20),
        Choice(key="card", options=(Option(key="1", label="One"),)),
    )
    ask = Ask(
        id="x", prompt="?", fields=fields, makes=Makes(lambda a: None, lambda c: None), send="Go"
    )
    assert fitting(ask, {"said": ("1",), "card": "1", "more": "x"}) == {}
    assert fitting(ask, {"said": "so", "card": ("1",)}) == {"said": "so", "card": ("1",)}


def test_a_half_made_order_is_drawn_as_it_stands() -> None:
    options = tuple(Option(key=key, label=key.upper()) for key in "abcd")
    field = Choice(key="order", options=options, ordered=True, most=4)
    assert [o.key for o in render.ordered(field, ("c", "a"))] == ["c", "a", "b", "d"]
    ask = Ask(
        id="x", prompt="?", fields=(field,), makes=Makes(lambda a: None, lambda c: None), send="Go"
    )
    html = render.ask(ask, {"order": ("d", "c", "b", "a")})
    assert html.index('data-key="d"') < html.index('data-key="c"') < html.index('data-key="a"')
