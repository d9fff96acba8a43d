"""Whoever shares a screen is told to stop, where consent is asked and where results are private."""

import pytest

from tests.client.test_snapshots import hold_still
from tests.client.test_tui_screens import text
from tests.support.gallery import app_at
from turnabout_client.view.words import SHARING


@pytest.mark.parametrize("moment", ["agree", "slip"])
async def test_sharing_a_screen_is_spoken_of(moment: str) -> None:
    app = app_at(moment)
    async with app.run_test(size=(80, 24)) as pilot:
        await hold_still(pilot)
        # It may take two rows.
        assert SHARING.partition("?")[0] in text(app)
