"""Make the README's picture: the app itself, at a real table, exported by itself. `make docs`."""

import asyncio
import re
from pathlib import Path

from tests.client.test_snapshots import hold_still
from tests.support.gallery import app_at

PICTURE = Path(__file__).with_name("scene.svg")


async def picture() -> str:
    """Return the picture as SVG that loads nothing from anywhere."""
    app = app_at("rate")
    async with app.run_test(size=(120, 36)) as pilot:
        await hold_still(pilot)
        svg = app.export_screenshot(title="Turnabout")
    # The page must not fetch a font from somebody else's server: any monospaced one will do.
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"[ \t]+\n", "\n", svg)


if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(picture()), encoding="utf-8")
