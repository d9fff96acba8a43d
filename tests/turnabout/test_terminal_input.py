"""A real process in a real terminal that sends more than keys: it stays, nothing was pressed."""

from pathlib import Path

from tests.client.test_tui_typed import NOT_KEYS
from tests.support.house import House
from tests.support.table import Table
from tests.support.window import Window
from turnabout_protocol import links

KEY = "0" * 16
NOT_UTF_8 = (b"Ger\xe4t", b"\xff\xfe\xc3")
HELP = "This screen"


def console(house: House) -> tuple[str, ...]:
    where = house.link()
    link = links.Link(server=where.server, door="steer", code=where.code, key=KEY)
    return ("steer", str(link), "--name", "Fay")


async def seen_again(window: Window) -> None:
    """Let the help come and go: the screen behind it is whole then, and nothing is on its way."""
    await window.pressed("?", HELP)
    window.press("\x1b")
    await window.until(lambda: HELP not in window.text and "? help" in window.text)


async def test_what_nobody_pressed_changes_nothing(tmp_path: Path) -> None:
    async with House(Table(players=2)) as house, Window(console(house), tmp_path) as window:
        await window.shows("Facilitator Fay (you)")
        before = ""
        while before != window.text:  # seen twice alike, so it was whole
            before = window.text
            await seen_again(window)
        for sent in (*NOT_KEYS.values(), *NOT_UTF_8):
            window.press(sent)
            # The help comes and goes by keys: what was sent before them has been dealt with.
            await seen_again(window)
            await window.until(lambda: window.text == before)
        assert not house.commands


async def test_letters_of_another_encoding_are_text_where_text_is_asked_for(
    tmp_path: Path,
) -> None:
    async with House(Table()) as house, Window(("join", str(house.link())), tmp_path) as window:
        await window.shows("name")
        window.press(NOT_UTF_8[0])
        await window.shows("Ger\N{REPLACEMENT CHARACTER}t")


async def test_the_cursor_of_the_terminal_is_where_one_types_and_is_given_back(
    tmp_path: Path,
) -> None:
    async with House(Table()) as house, Window(("join", str(house.link())), tmp_path) as window:
        await window.shows("name")
        window.press("Ada")
        await window.until(lambda: before_the_cursor(window).endswith(" Ada"))
        window.press("\x1b[D")
        await window.until(lambda: before_the_cursor(window).endswith(" Ad"))
        window.press("\x11")
        await window.shows("Leave Turnabout?")
        window.press("y")
        await window.ended()
        assert window.raw.rpartition(b"\x1b[0 q")[1]
        assert window.cursor is not None


def before_the_cursor(window: Window) -> str:
    """Return what stands in the line of the terminal's cursor, up to it."""
    column, row = window.cursor or (0, 0)
    return window.text.splitlines()[row][:column]
