"""The four doors of a server, and somebody who comes in by each and does what a script says.

A door knows how its skin is used: lines, buttons, keys. What is to be done comes from `script`,
and the room itself says when it was done. `heard` is what came out of the server's machine there.
"""

import asyncio
import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Protocol

from tests.support.browsing import Person, Seats
from tests.support.patience import patience
from tests.support.pipe import Pipe
from tests.support.script import Deed
from tests.support.window import Window
from turnabout_client.activities.poll.model import PICK_KEYS
from turnabout_client.activities.scene.model import HEARD, REACTIONS, RINGS, TAGS
from turnabout_client.dialogue.shapes import Answers, Ask, Choice, Field, Text
from turnabout_client.link.connection import Connection
from turnabout_client.tui.kit.doze import DOZE

if TYPE_CHECKING:
    from playwright.async_api import Page

Done = Callable[[], bool]
"""Whether the room has taken what is being done."""
AGAIN: Final = 4.0
"""Seconds between two presses of a key: the first may have come while the screen slept."""
AWAKE: Final = DOZE + 0.3
"""Seconds after which a screen has surely woken."""
RARELY: Final = 15.0
"""Seconds between two presses of a key that takes back what it did when it is pressed twice."""
LOOK: Final = 0.01
"""Seconds between two looks at the room."""


class Door(Protocol):
    """Somebody who came in by one of the doors."""

    async def do(self, deed: Deed, done: Done) -> None:
        """Do it by the means of this door; return when the room has taken it."""

    @property
    def heard(self) -> bytes:
        """Everything that came out of this door."""


async def taken(done: Done) -> None:
    """Return when the room has taken what was done."""
    async with patience():
        while not done():
            await asyncio.sleep(LOOK)


class Wired:
    """No door at all: a connection that gives the same commands."""

    heard = b""

    def __init__(self, link: Connection) -> None:
        self._link = link

    async def do(self, deed: Deed, done: Done) -> None:
        """Give the command."""
        await self._link.do(deed.command)
        await taken(done)


class Plain:
    """Plain lines over pipes."""

    def __init__(self, pipe: Pipe) -> None:
        self.pipe = pipe

    @property
    def heard(self) -> bytes:
        """What was said."""
        return self.pipe.said.encode()

    async def do(self, deed: Deed, done: Done) -> None:
        """Type the word, then a line for each field, as each is asked for."""
        if deed.word is not None:
            self.pipe.types(deed.word.name)
        if deed.ask is not None:
            for field in deed.ask.fields:
                # A field without a label of its own is asked for by the question.
                await self.pipe.answers(field.label or deed.ask.prompt, _line(field, deed.answers))
        await self.pipe.hears("Done")
        await taken(done)


def _line(field: Field, answers: Answers) -> str:
    """Return what somebody types: a text, the numbers of choices, or nothing for what is there."""
    given = answers[field.key]
    if isinstance(field, Text):
        return "" if given == field.given else str(given)
    keys = [option.key for option in field.options]
    return " ".join(str(keys.index(key) + 1) for key in given)


class Browser(Person):
    """The page in a browser."""

    def __init__(self, page: "Page", name: str, seats: Seats) -> None:
        super().__init__(page, name, seats)
        self._sent = bytearray()
        page.on("websocket", lambda socket: socket.on("framereceived", self._note))

    def _note(self, frame: str | bytes) -> None:
        self._sent += frame.encode() if isinstance(frame, str) else frame

    @property
    def heard(self) -> bytes:
        """What the page's socket was sent."""
        return bytes(self._sent)

    async def do(self, deed: Deed, done: Done) -> None:
        """Press the word's button; fill the form and send it."""
        page = self.page
        if deed.word is not None:
            button = f"[data-word='{deed.word.key}'] >> nth=0"
            await page.wait_for_selector(button, state="attached")
            await page.locator(button).evaluate("button => button.click()")
        if deed.ask is not None:
            await self._fill(deed.ask, deed.answers)
        await taken(done)

    async def _fill(self, ask: Ask, answers: Answers) -> None:
        page, form = self.page, f'form[data-ask="{ask.id}"]'
        await page.wait_for_selector(form)
        for field in ask.fields:
            given, named = answers[field.key], f'[name="{field.key}"]'
            if isinstance(field, Text):
                await page.fill(f"{form} {named}", str(given))
                continue
            if field.ordered:
                await self._order(form, [option.key for option in field.options], given)
                continue
            menu = f'{form} fieldset[data-field="{field.key}"] select'
            for key in given:
                if await page.locator(menu).count():
                    await page.select_option(menu, key)
                    continue
                if await page.locator(f"{form} button{named}").count():
                    await page.click(f'{form} button{named}[value="{key}"]')
                    return
                if field.again:
                    await page.click(f'{form} [data-key="{key}"] [data-dot="1"]')
                else:
                    await page.check(f'{form} input{named}[value="{key}"]')
        await page.click(f"{form} button[type=submit]")

    async def _order(self, form: str, keys: list[str], wanted: Iterable[str]) -> None:
        """Put each card in its place, from the top, by the buttons beside it."""
        for place, key in enumerate(wanted):
            for _up in range(keys.index(key) - place):
                await self.page.click(f'{form} [data-key="{key}"] [data-move="-1"]')
            keys.remove(key)
            keys.insert(place, key)


class Screens:
    """The screens in a terminal, here or at the other end of ssh."""

    def __init__(self, window: Window) -> None:
        self.window = window

    @property
    def heard(self) -> bytes:
        """What was painted."""
        return bytes(self.window.raw)

    async def do(self, deed: Deed, done: Done) -> None:
        """Press the keys that do it."""
        try:
            if deed.ask is not None:
                # The key of a word that asks something opens what it asks.
                await self._answer(deed.ask, deed.answers, done)
            elif deed.word is not None:
                await self._press(_word_key(deed), done)
        except TimeoutError:
            raise AssertionError(f"{deed} could not be done: {self.window.text}") from None

    async def _answer(self, ask: Ask, answers: Answers, done: Done) -> None:
        texts = {
            field.label: str(answers[field.key])
            for field in ask.fields
            if isinstance(field, Text) and not field.given
        }
        fields = {field.key: field for field in ask.fields}
        first = ask.fields[0].key
        if first == "role":
            await self._press("y", done)
        elif first in _KEYS:
            await self._press(_KEYS[first][_given(first, answers)], done)
        elif first == "dots":
            await self._seen("left, at most")
            await self._dot(_number(fields["dots"], answers), self._left)
            await self._press("\r", done)
        elif first == "order":
            await self._order(fields["order"], answers, done)
        elif first == "mark":
            await self._turns(_number(fields["mark"], answers), done)
        elif first == "kind":
            await self._card(_number(fields["kind"], answers), texts, done)
        elif ask.id.endswith("/match"):
            await self._match(ask, answers, done)
        elif first == "partner":
            await self._press(_number(fields["partner"], answers) + "\r", done)
        elif not texts:
            await self._pick(ask, answers, done)
        else:
            if "card" in fields:
                await self._seen("I say")
                await self._choose(_number(fields["card"], answers), "(the card in your own words)")
            await self._write(texts, done)

    async def _order(self, field: Field, answers: Answers, done: Done) -> None:
        """Put the first card where it goes, and lock the order: with Enter, and once more."""
        assert isinstance(field, Choice)
        place = answers[field.key].index(field.options[0].key) + 1
        await self._seen("▸1")
        await self._shows(str(place), f"▸{place}")
        await self._shows("\r", "Locked means locked")
        await asyncio.sleep(AWAKE)
        await self._press("\r", done)

    async def _card(self, kind: str, texts: Mapping[str, str], done: Done) -> None:
        """Write a card of one's own: its kind, a field, Enter, the next field, Enter."""
        await asyncio.sleep(AWAKE)
        await self._shows("c", "CARD")
        await asyncio.sleep(AWAKE)
        self.window.press(kind)
        for label, following in zip_longest(texts, [*texts][1:]):
            await self._type(texts[label])
            await self._press("\r", done if following is None else partial(self._in, following))

    async def _match(self, ask: Ask, answers: Answers, done: Done) -> None:
        """Give each word its meaning; the next word without one follows by itself."""
        await asyncio.sleep(AWAKE)
        for field in ask.fields:
            number = _number(field, answers)
            await self._press(number, partial(self.window.has, f"→ {number}"), RARELY)
        await self._press("\r", done)

    async def _pick(self, ask: Ask, answers: Answers, done: Done) -> None:
        """Choose in one question after the other."""
        for at, field in enumerate(ask.fields, 1):
            assert isinstance(field, Choice)
            await self._seen("Nothing chosen yet")
            for key, option in zip(PICK_KEYS, field.options, strict=False):
                if option.key in answers[field.key]:
                    await self._choose(key, f"You chose: {option.label}")
            if at < len(ask.fields):
                await self._shows("\r", f"{at + 1} of {len(ask.fields)}")
        await self._press("\r", done)

    async def _write(self, texts: Mapping[str, str], done: Done) -> None:
        """Write in one field after the other, by their labels; Enter in the last one sends."""
        for label, text in texts.items():
            await self._reach(label if len(texts) > 1 else "")
            await self._type(text)
        await self._press("\r", done)

    async def _reach(self, label: str) -> None:
        """Go to the first field that is empty: out of the one that has the focus, and Enter."""
        async with patience():
            while not self._in(label):
                await self._out()
                self.window.press("\r")
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(AGAIN):
                        await taken(lambda: self._in(label))

    async def _out(self) -> None:
        """Leave the field that has the focus, if one has."""
        if self._writes:
            self.window.press("\x1b")
            await self.window.until(lambda: not self._writes)

    def _in(self, label: str) -> bool:
        """Whether the field with that label has the focus."""
        cursor = self.window.cursor
        row = "" if cursor is None else self.window.text.split("\n")[cursor[1]]
        return self._writes and label in row

    async def _type(self, text: str) -> None:
        """Put a text into the field that has the focus, as one that was copied."""
        self.window.press(f"\x1b[200~{text}\x1b[201~")
        await self._seen(text)

    async def _dot(self, idea: str, left: str) -> None:
        await self._turns(idea, lambda: self._left not in ("", left))

    @property
    def _left(self) -> str:
        """How many dots are left."""
        return "".join(re.findall(r"(\d+) left, at most", self.window.text))

    async def _shows(self, key: str, text: str) -> None:
        """Press a key until a text stands there."""
        await self._press(key, lambda: text in self.window.text)

    async def _choose(self, key: str, text: str) -> None:
        await self._turns(key, lambda: text in self.window.text)

    async def _turns(self, key: str, done: Done) -> None:
        """Press a key that a second press would take back."""
        await asyncio.sleep(AWAKE)
        await self._press(key, done, RARELY)

    @property
    def _writes(self) -> bool:
        """Whether a field has the focus: the last line says so."""
        return "next field" in self.window.text

    async def _seen(self, text: str) -> None:
        """Return when a text stands there, however it is broken into lines."""
        await self.window.until(lambda: _squeezed(text) in _squeezed(self.window.text))

    async def _press(self, key: str, done: Done, again: float = AGAIN) -> None:
        """Press a key until it has done what it does; out of a field first, if it is a letter."""
        async with patience():
            while not done():
                if key != "\r" and not key.isdigit():
                    await self._out()
                self.window.press(key)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(again):
                        await taken(done)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _word_key(deed: Deed) -> str:
    """Return the key of a word."""
    assert deed.word is not None
    if deed.word.key == "ready":
        return "\r" if deed.step in ("scene", "lingo") else "r"
    return {"take": "i", "yes": "y"}[deed.word.key.partition("-")[0]]


def _given(key: str, answers: Answers) -> str:
    """Return the one that is chosen."""
    (given,) = tuple(answers[key])
    return given


def _number(field: Field, answers: Answers) -> str:
    """Return the digit of what is chosen."""
    assert isinstance(field, Choice)
    keys = [option.key for option in field.options]
    return str(keys.index(_given(field.key, answers)) + 1)


_KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    "ring": {str(ring): key for key, ring, _short, _wide in RINGS},
    "missing": {tag: key for key, tag in TAGS},
    "heard": {answer: key for key, answer, _name in HEARD},
    "reaction": {kind: key for key, kind, _name in REACTIONS},
}
"""The keys that answer what is asked of a turn, by the answer."""
