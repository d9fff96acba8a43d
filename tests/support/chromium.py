"""A real browser without a window, where one is installed: `make browser` does that."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Browser

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
ALONE: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""It runs as whoever runs the tests, and asks nobody on the network for anything."""


def path() -> str:
    """Return the browser's file; empty: there is none."""
    said = os.environ.get("TURNABOUT_CHROMIUM", "")
    found = (said, *(shutil.which(name) or "" for name in NAMES))
    return next(filter(None, found), "")


needs_chromium = pytest.mark.skipif(
    not path() or find_spec("playwright") is None,
    reason="There is no Chromium here: `make browser` installs it where apt works, or "
    "TURNABOUT_CHROMIUM names its file.",
)


@asynccontextmanager
async def chromium() -> AsyncIterator["Browser"]:
    """Run the browser."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path(), args=list(ALONE))
        try:
            yield browser
        finally:
            await browser.close()
