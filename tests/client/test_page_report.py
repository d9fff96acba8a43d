"""The report on a page: whoever steered leaves with it."""

import base64
from pathlib import Path
from typing import Any

from tests.support.page import Page
from tests.support.serving import serving
from turnabout.serving import web_door
from turnabout_client.page.door import PageDoor


def web(tmp_path: Path, door: PageDoor | None = None) -> Any:
    """Run a server as `serve` does, with its web door."""
    return serving(tmp_path, web=door or web_door(on=True, public_url="", get_it=""))


def report_in(words: str) -> str:
    """Return the report that the button holds."""
    return base64.b64decode(words.partition("base64,")[2].partition('"')[0]).decode()


async def test_who_steers_saves_the_report_at_the_end_and_again_later(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        path = f"/steer/{opened.code}.{opened.facilitator_key}"
        fay = await Page.open(here.address, path)
        await fay.shows("ask", 'data-ask="door"')
        await fay.answer("door", name="Fay")
        await fay.seated()
        ann = await Page.join(here.address, opened.code, "Ann", "business")
        await Page.join(here.address, opened.code, "Bob", "it")
        await fay.shows("words", 'data-word="begin"')
        await fay.say("word", word="begin")
        await fay.shows("words", 'data-word="end"')
        await fay.say("word", word="end")
        await fay.until(lambda: 'data-ask="end"' in str(fay.told[-1].get("opened")))
        await fay.answer("end", sure=["yes"])
        await fay.message("bye")
        assert "valve" in report_in(await fay.shows("words", "download="))
        # Nobody else has it, and nobody has buttons that do nothing any more.
        await ann.message("bye")
        assert ann.regions["words"] == ""
        again = await Page.open(here.address, path)
        assert "valve" in report_in(await again.shows("words", "download="))
        await again.closed()


async def test_a_server_without_reports_has_no_button(tmp_path: Path) -> None:
    async with web(tmp_path, PageDoor()) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        await fay.do("start")
        await fay.do("end")
        await here.server.rooms.ended(opened.code)
        path = f"/steer/{opened.code}.{opened.facilitator_key}"
        page = await Page.open(here.address, path)
        assert "over" in (await page.message("bye"))["bye"]
        assert page.regions["words"] == ""
