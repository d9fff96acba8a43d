"""People in real browsers: they read what stands on the page, press buttons and fill forms."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.support.patience import patience
from turnabout_client.dialogue.shapes import Ask
from turnabout_client.dialogue.sitting import Sitting

if TYPE_CHECKING:
    from playwright.async_api import Browser, ConsoleMessage, ElementHandle, Page

SAID = "We said so in March, and nobody answered."
LOOK = 0.02
"""Seconds between two looks at a page."""
ENOUGH = 2
"""How often somebody answers the same of each turn: the rest of the time they listen."""


class Seats:
    """What stands behind each page, by the name of its person."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.all: list[Sitting] = []
        seats = self.all

        class Noted(Sitting):
            def __init__(self, *given: object) -> None:
                super().__init__(*given)  # type: ignore[arg-type]
                seats.append(self)

        monkeypatch.setattr("turnabout_client.page.seat.Sitting", Noted)

    def of(self, name: str) -> Sitting:
        """Return the newest that sits there under that name."""
        named = (one for one in reversed(self.all) if _name(one) == name)
        return next(named)


class Person:
    """Somebody in front of a page of their own."""

    def __init__(self, page: "Page", name: str, seats: Seats) -> None:
        self.page = page
        self.name = name
        self.seats = seats
        self.answered: list[str] = []
        """The asks that were answered, or tried to."""
        self.trouble: list[str] = []
        """What the browser complains of: errors, and what the content policy kept out."""
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", self._hear)
        page.on("dialog", lambda dialog: self.trouble.append(dialog.message))

    def _hear(self, message: "ConsoleMessage") -> None:
        # The server is gone for a moment: the browser says so, and the page comes back.
        if message.type == "error" and "WebSocket" not in message.text:
            self.trouble.append(message.text)

    @property
    def spoke(self) -> bool:
        """Whether they have had a turn."""
        return any(one.endswith("/speak") for one in self.answered)

    def can(self, word: str) -> bool:
        """Return whether that word is offered now."""
        return self.seats.of(self.name).look().word(word) is not None

    async def say_yes(self) -> None:
        """Say yes to what a word has asked, if it has asked something."""
        button = await self.page.query_selector("#opened form button[type=submit]")
        if button is not None:
            await button.evaluate("button => button.click()")

    @classmethod
    async def come(
        cls, browser: "Browser", link: str, name: str, seats: Seats, side: str = "", **more: object
    ) -> "Person":
        """Open a link in a browser of one's own, and take a seat."""
        context = await browser.new_context(**more)  # type: ignore[arg-type]
        page = await context.new_page()
        person = cls(page, name, seats)
        await page.goto(link)
        if "/stage/" not in link:
            await page.fill("#ask input[name=name]", name)
            if side:
                await page.check(f"#ask input[value={side}]")
            await page.click("#ask button[type=submit]")
        await page.wait_for_selector("[data-ask^=door]", state="detached")
        async with patience():
            while not any(_name(one) == name for one in seats.all):
                await asyncio.sleep(LOOK)
        return person

    @property
    def ask(self) -> Ask | None:
        """What this seat is asked and has not answered."""
        ask = self.seats.of(self.name).look().ask
        if ask is None or ask.id in self.answered:
            return None
        alike = [one for one in self.answered if kind(one) == kind(ask.id)]
        return ask if len(alike) < ENOUGH else None

    async def answer(self) -> bool:
        """Answer what is asked, if something is; return whether it was."""
        ask = self.ask
        if ask is None:
            return False
        form = f'#ask form[data-ask="{ask.id}"]'
        if not await self._there(ask.id):
            return True
        self.answered.append(ask.id)
        for field in await self.page.query_selector_all(f"{form} textarea, {form} input"):
            kind = await field.get_attribute("type")
            if kind not in ("radio", "checkbox"):
                await field.fill(SAID)
        for group in await self.page.query_selector_all(f"{form} fieldset[data-field]"):
            first = await group.query_selector("input")
            if first is not None:
                await first.check()
            more = await group.query_selector("[data-dot='1']")
            if more is not None:
                await more.click()
        button = await self.page.query_selector(f"{form} button[type=submit] >> nth=0")
        if button is not None:
            await self._pressed(button, ask.id)
        return True

    async def _pressed(self, button: "ElementHandle", ask: str) -> None:
        """Press a button; the table may go on at the same moment, and take the question away."""
        from playwright.async_api import Error

        try:
            await button.click()
        except Error:
            if await self._there(ask):
                raise

    async def _there(self, ask: str) -> bool:
        """Return whether the page asks that, once it shows what its seat is asked."""
        shown = "document.querySelector('#ask form')?.dataset.ask || ''"
        async with patience():
            while True:
                there = await self.page.evaluate(shown)
                now = self.seats.of(self.name).look().ask
                if there == ("" if now is None else now.id):
                    return bool(there == ask)
                await asyncio.sleep(LOOK)

    async def press(self, word: str) -> None:
        """Press the button of a word, which may be folded away."""
        await self.page.wait_for_selector(f"#words [data-word='{word}']", state="attached")
        await self.page.evaluate(
            "word => document.querySelector(`#words [data-word='${word}']`).click()", word
        )

    async def reads(self, region: str, text: str) -> None:
        """Return when `text` stands in a region."""
        async with patience():
            while text not in await self.text(region):
                await asyncio.sleep(LOOK)

    async def text(self, region: str) -> str:
        """Return what stands in a region."""
        return str(await self.page.inner_text(f"#{region}"))


def kind(ask: str) -> str:
    """Return what an ask is about, without its turn."""
    return ask.rpartition("/")[0] if ask.rpartition("/")[2].isdigit() else ask


def _name(sitting: Sitting) -> str:
    me = sitting._table.seat
    seat = sitting._table.room.public.seats.get(me) if me is not None else None
    return "" if seat is None else seat.name
