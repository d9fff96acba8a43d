"""Words that stand beside what they are about: whose time it is, who is ready, what is sent."""

import re

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_lingo import matching
from tests.client.test_tui_model import playing
from tests.client.test_tui_screens import app_of, text, until
from turnabout_client.activities import on_the_table, part_of
from turnabout_client.console.model import say_now
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import speaking
from turnabout_protocol.activities.close import SayWord
from turnabout_protocol.activities.lingo import MatchTerms
from turnabout_protocol.activities.scene import SkipTurn


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def test_the_console_has_the_question_that_opens_a_scene_until_somebody_has_spoken() -> None:
    host = playing("business", "it")
    public = host.room.public
    assert public.story is not None
    asked = public.story.opening_question
    assert say_now(host.table(1).room, host.now).plain.startswith(asked)
    host.do(1, SkipTurn(step="scene", turn=1))
    host.wait(2_000)
    public, step = host.room.public, host.room.public.step
    assert step is not None
    assert part_of(public, step) == ""
    assert asked not in say_now(host.table(1).room, host.now).plain


def test_one_is_ready_and_two_are() -> None:
    host, me, _other, _ = matching()
    step = host.room.public.step
    assert step is not None

    def last() -> str:
        return on_the_table(host.room.public, step)[-1].plain

    assert last() == "0 of 2 are ready."
    host.do(me, MatchTerms(step="words", pairs={}))
    assert last() == "1 of 2 is ready."
    with speaking("de"):
        assert last() == "1 von 2 ist bereit."


async def test_the_clock_of_the_step_says_that_it_is_the_steps() -> None:
    host = playing("business", "it")
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(
            pilot, lambda: re.search(r"step \d+:\d\d", text(app).splitlines()[0]) is not None
        )


async def test_a_word_that_is_sent_can_be_changed_and_says_so() -> None:
    host = playing("business", "it")
    host.pass_steps("close")
    async with app_of(host, 2).run_test(size=(120, 36)) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "Send my word" in text(app))
        host.do(2, SayWord(step="close", word="Hope."))
        await until(pilot, lambda: "Change my word" in text(app))
        assert "Send my word" not in text(app)
