"""Whoever speaks has a voice: one for a process, and one for each that shares it."""

import asyncio
from contextvars import copy_context

from tests.client.test_tui_hostile import painted
from tests.client.tui_table import Host
from tests.support import reports
from tests.support.patience import until
from turnabout_client.tui.app import TurnaboutApp
from turnabout_language import apart, language, speaking, use
from turnabout_protocol.room import HouseRules
from turnabout_server.after.report.formats import render


def test_a_language_for_a_while_is_not_heard_beside() -> None:
    beside = copy_context()
    with speaking("fr"):
        assert language() == "fr"
        assert beside.run(language) == "en"
    assert language() == "en"


async def test_tasks_that_have_started_hear_their_voice_change() -> None:
    changed = asyncio.Event()

    async def inner() -> str:
        await changed.wait()
        return language()

    async def screen() -> str:
        with apart():
            widget = asyncio.create_task(inner())
            await asyncio.sleep(0)
            use("fr")
            changed.set()
            return await widget

    assert await asyncio.create_task(screen()) == "fr"
    assert language() == "en"


async def test_a_server_reports_in_german_while_a_screen_beside_it_speaks_french() -> None:
    host = Host(house=HouseRules(opened_on="2026-11-23", language="fr"))
    app = TurnaboutApp(host.table(host.sit("Dana", "business")))
    report = reports.full()
    german = render(report, "md", "de")
    assert german != render(report, "md", "fr")

    def lobby() -> bool:
        return app.is_running and "Qui est l" in painted(app)

    running = asyncio.create_task(app.run_async(headless=True, size=(80, 24)))
    try:
        await until(lobby)
        assert language() == "en"
        assert render(report, "md", "de") == german
        host.sit("Bob", "it")
        app.room_changed()
        await until(lambda: "Bob" in painted(app))
        assert lobby()
        with speaking("de"):
            app.room_changed()
            await until(lambda: lobby() and language() == "de")
    finally:
        app.exit()
        await running
