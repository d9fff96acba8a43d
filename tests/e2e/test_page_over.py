"""In a real browser: over to the next table with a press, and weeks later the check."""

import json
from pathlib import Path

from tests.client.test_page_check import at_check, seat
from tests.client.test_tui_tables import CO, CODE, KEY
from tests.support.chromium import chromium, needs_chromium
from tests.support.patience import until
from tests.support.serving import serving
from turnabout_client.page.door import PageDoor

pytestmark = needs_chromium


async def test_a_press_takes_the_window_to_the_next_table(tmp_path: Path) -> None:
    async with chromium() as browser, serving(tmp_path, web=PageDoor()) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        page = await browser.new_page()
        web = here.address.replace("ws", "http", 1)
        await page.goto(f"{web}/join/{opened.code}")
        await page.fill("#ask input[name=name]", "Ann")
        await page.check("#ask input[value=business]")
        await page.click("#ask button[type=submit]")
        await page.wait_for_selector("#words [data-word]", state="attached")
        await fay.do("open_table", code=CODE, key=KEY, co_key=CO)
        await here.rest()
        await page.click("[data-word=over]")
        await page.click("#opened button[value=yes]")
        await page.wait_for_url(f"{web}/join/{CODE}")
        await page.wait_for_selector("text=This is table 2.")
        there = await here.server.rooms.find(CODE)
        await until(
            lambda: [s.name for s in there._history.room.public.seats.values() if s.here] == ["Ann"]
        )
        # The browser offers the seat that is gone to nobody.
        store = f"turnabout:/join/{opened.code}:seats"
        assert json.loads(await page.evaluate("key => localStorage[key]", store)) == []
        await page.reload()
        await page.wait_for_selector("text=This is table 2.")


async def test_weeks_later_the_same_browser_answers_the_check(tmp_path: Path) -> None:
    async with chromium() as browser, serving(tmp_path, web=PageDoor()) as here:
        over = await at_check(here)
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        link = f"{here.address.replace('ws', 'http', 1)}/join/{over.opened.code}"
        store = f"turnabout:/join/{over.opened.code}:seats"
        await page.goto(link)
        await page.wait_for_selector("text=no key of a seat")
        await page.evaluate("both => { localStorage[both[0]] = both[1]; }",
                            [store, json.dumps([seat(over)])])  # fmt: skip
        await page.reload()
        await page.click("#ask li:last-child [data-move='-1']")
        await page.check("#ask input[value='5']")
        # What stands there outlasts the window.
        order = "() => [...document.querySelectorAll('.order li')].map((one) => one.dataset.key)"
        before = await page.evaluate(order)
        await page.reload()
        await page.wait_for_selector("#ask form")
        assert await page.evaluate(order) == before
        assert await page.is_checked("#ask input[value='5']")
        await page.click("#ask button[type=submit]")
        await page.wait_for_selector("text=Thank you")
        assert json.loads(await page.evaluate("key => localStorage[key]", store)) == []
