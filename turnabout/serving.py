"""A server in this process: its data folder and its stand-ins."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path

from turnabout.addresses import here, public
from turnabout.problems import USAGE, Problem
from turnabout.standin import StandIns
from turnabout_language import _
from turnabout_machine.system import outside_profile
from turnabout_protocol.room import MOST_MONTHS
from turnabout_server.app import Server
from turnabout_server.net.web import WebDoor
from turnabout_server.settings import KEEP_MONTHS, Settings

PORT: Final = 8765


def data_folder(chosen: Path | None, verb: str) -> Path:
    """Return the folder that `verb` keeps its data in unless another one was chosen."""
    return chosen.expanduser() if chosen else user_data_path("turnabout", appauthor=False) / verb


def exposed(*folders: Path) -> str:
    """Return in a sentence which of these folders nothing keeps private; empty: none of them."""
    named = ", ".join(str(folder) for folder in folders if outside_profile(folder))
    if not named:
        return ""
    return _(
        "On Windows a folder outside your own ({home}) is as open as whoever made it left it: "
        "others on this machine may be able to read {folders}. Take that from them in its "
        "properties, under Security.",
        home=Path.home(),
        folders=named,
    )


def months(chosen: int) -> int:
    """Return how many months reports are kept. Raises Problem."""
    if not 1 <= chosen <= MOST_MONTHS:
        raise Problem(
            _(
                "--keep-months takes 1 to {most} months, such as --keep-months {usual}. To delete "
                "one report now:  turnabout forget ID",
                most=MOST_MONTHS,
                usual=KEEP_MONTHS,
            ),
            USAGE,
        )
    return chosen


def web_door(*, on: bool, public_url: str, get_it: str) -> WebDoor:
    """Return what answers browsers: pages, or, if that is off, one sentence.

    `public_url` is where people reach the server, if it is another address than the one that
    their browser asks; `get_it` where people get the command.
    """
    from turnabout_client.page.door import PageDoor, ShutDoor
    from turnabout_server.after.report.formats import render

    if not on:
        return ShutDoor(get_it)
    return PageDoor(public(public_url) if public_url else "", partial(render, format="html"))


@asynccontextmanager
async def serving(
    settings: Settings, bots: StandIns | None = None, web: WebDoor | None = None
) -> AsyncIterator[Server]:
    """Run a server whose empty seats bots can take. Raises ServerError.

    `web` answers browsers; None: they read that this is no web page.
    """
    bots = bots or StandIns()
    server = Server(settings, stand_in=bots, web=web)
    await server.start()
    try:
        bots.place = here(server, settings.cert)
        yield server
    finally:
        try:
            await bots.leave()
        finally:
            await server.stop()


async def until(server: Server, *reasons: Awaitable[Any]) -> None:
    """Return when one of `reasons` to stop is there.

    Raises ServerError when the server has ended by itself.
    """
    ended = asyncio.create_task(server.run())
    waiting = [ended, *map(asyncio.ensure_future, reasons)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            await ended
    finally:
        for one in waiting:
            one.cancel()
