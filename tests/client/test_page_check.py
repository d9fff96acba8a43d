"""The check at the same link, in a browser: for whoever's seat it has, one form, sent once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.client.test_tui_check import ASKED
from tests.server.test_checks import Over, days, played_on, report_of
from tests.support.page import Page
from tests.support.serving import Serving, serving
from turnabout_client.dialogue import checking
from turnabout_client.page.check import ASK
from turnabout_client.page.door import PageDoor
from turnabout_protocol.check import Reply


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data", web=PageDoor()) as found:
        yield found


def seat(over: Over, number: int = 0) -> dict[str, str]:
    """Return what a browser has kept of a seat."""
    return {"name": f"it {number + 1}", "key": over.keys["it"][number]}


async def at_check(here: Serving) -> Over:
    """Return a session whose check is on."""
    over = await played_on(here)
    await days(here, 14)
    return over


async def come(here: Serving, over: Over, **hello: Any) -> Page:
    return await Page.open(here.address, f"/join/{over.opened.code}", **hello)


async def order_in(page: Page) -> list[str]:
    """Return the cards of the form, as they lie there."""
    form = await page.shows("ask", f'data-ask="{ASK}"')
    return [part.partition('"')[0] for part in form.split('data-key="')[1:]]


async def test_who_comes_back_answers_in_one_form_and_is_thanked(here: Serving) -> None:
    over = await at_check(here)
    page = await come(here, over, kept=[seat(over)])
    cards = await order_in(page)
    assert "After your session of" in page.regions["above"]
    await page.answer(ASK, order=cards[::-1], felt=["5"])
    assert "Thank you" in (await page.message("bye"))["bye"]
    assert (await page.message("forget"))["forget"] == seat(over)["key"]
    await page.closed()
    again = await come(here, over, kept=[seat(over)])
    assert "already" in (await again.message("bye"))["bye"]


async def test_cards_that_nobody_moved_and_what_is_left_out_do_not_count(here: Serving) -> None:
    over = await at_check(here)
    for side, keys in over.keys.items():
        for number, key in enumerate(keys, 1):
            page = await come(here, over, kept=[{"name": f"{side} {number}", "key": key}])
            cards = await order_in(page)
            moved = side == "it"
            await page.answer(ASK, order=cards[::-1] if moved else cards, felt=[])
            await page.closed()
    found = (await report_of(over)).check
    assert found is not None
    guessed = {side: figures.after for side, figures in found.accuracy.items()}
    assert {side: n.n for side, n in guessed.items() if n is not None} == {"business": 2, "it": 0}


async def test_a_window_that_was_left_open_asks_for_its_own_seat(here: Serving) -> None:
    over = await at_check(here)
    kept = [seat(over, 1), seat(over)]
    page = await come(here, over, key=seat(over)["key"], kept=kept)
    await order_in(page)


async def test_of_several_seats_somebody_says_which_is_theirs(here: Serving) -> None:
    over = await at_check(here)
    page = await come(here, over, kept=[seat(over), seat(over, 1)])
    form = await page.shows("ask", 'data-ask="door/kept"')
    assert "three things" in page.regions["now"]
    assert 'value="new"' not in form
    await page.answer("door/kept", seat=["1"])
    await order_in(page)


async def test_a_browser_without_a_seat_is_told_where_to_answer(here: Serving) -> None:
    over = await at_check(here)
    page = await come(here, over)
    assert "key of a seat" in (await page.message("bye"))["bye"]
    await page.closed()
    # Whoever steered is not asked.
    steer = f"/steer/{over.opened.code}.{over.opened.facilitator_key}"
    boss = await Page.open(here.address, steer, kept=[seat(over)])
    assert "over" in (await boss.message("bye"))["bye"]


async def test_what_cannot_be_sent_stays_in_the_form(here: Serving) -> None:
    over = await at_check(here)
    page = await come(here, over, kept=[seat(over)])
    cards = await order_in(page)
    await page.answer(ASK, order=[cards[0], *cards[:-1]], felt=["5"])
    assert await page.sorry()
    await page.answer(ASK, order=cards[::-1], felt=["5"])
    assert (await page.message("bye"))["bye"]


def test_promises_are_asked_of_those_who_hold_them_alone() -> None:
    cards = tuple(card.id for card in ASKED.cards)
    fields = checking.fields(ASKED, "Dana")
    assert [field.key for field in fields] == ["order", "felt", "mark/0", "mark/2"]
    answers = {"order": cards, "felt": ("7",), "mark/0": ("done",), "mark/2": ()}
    assert checking.reply(ASKED, "Dana", answers) == Reply(order=cards, felt=7, marks={0: "done"})
    assert checking.reply(ASKED, "Omar", {"order": (), "felt": ()}) == Reply()
