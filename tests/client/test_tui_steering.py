"""The console takes a play back, switches ratings off and holds a step; players read why."""

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot, at, sentence
from tests.client.test_tui_screens import app_of, field, text, until
from tests.client.tui_table import Host, taster
from tests.support.table import HOMES
from turnabout_client.activities.scene.speak import SpeakForm
from turnabout_client.activities.talk.screen import TalkScreen
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.scene import ReopenTurn, Said, SceneState, Speak
from turnabout_protocol.activities.talk import SayRemark, TalkState
from turnabout_protocol.commands import Next, Start
from turnabout_protocol.room import MINUTE, SECOND, State
from turnabout_protocol.steering import SwitchRatings
from turnabout_server.rules.activities.base import HOLD


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def flat(app: object) -> str:
    return " ".join(text(app).split())  # type: ignore[arg-type]


def scene(host: Host) -> SceneState:
    return host.room.public.state(SceneState, "scene")


def play(host: Host) -> int:
    """Let whoever has the floor say something, and return whose turn it was."""
    live = scene(host).live
    assert live is not None
    said = Said(say="We said so in May.", ask="Who asked?")
    host.do(live.seat, Speak(step="scene", turn=live.number, said=said))
    return live.seat


async def test_backspace_takes_the_play_back_once_it_is_sure_and_all_read_so() -> None:
    host, _seats = at("scene")
    speaker = play(host)
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "⌫ take back" in flat(app))
        await pilot.press("backspace")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert not host.table(1).done
        await pilot.press("y")
        await until(pilot, lambda: bool(host.table(1).done))
        assert host.table(1).done[-1] == ReopenTurn(step="scene", turn=1)
        live = scene(host).live
        assert live is not None
        assert (live.seat, live.again) == (speaker, 1)
        await until(pilot, lambda: "The facilitator has opened" in flat(app))
        await until(pilot, lambda: "⌫ take back" not in flat(app))


async def test_the_speaker_finds_the_words_in_the_fields_and_the_others_read_one_line() -> None:
    host, seats = at("scene")
    speaker = play(host)
    other = next(seat for seat in seats if seat != speaker)
    async with app_of(host, speaker).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "We said so in May." in flat(app))
        host.do(1, ReopenTurn(step="scene", turn=1))
        await until(pilot, lambda: sentence(pilot).startswith("Open again: change"))
        form = app.screen.query_one(SpeakForm)
        await until(
            pilot, lambda: form.said("") == Said(say="We said so in May.", ask="Who asked?")
        )
    async with app_of(host, other).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "turn again." in flat(app))
        assert "We said so in May." not in flat(app)


async def test_whoever_is_cut_off_reads_why_and_finds_the_words_again() -> None:
    host, _seats = at("scene")
    play(host)
    live = scene(host).live
    assert live is not None
    async with app_of(host, live.seat).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        form = app.screen.query_one(SpeakForm)
        await until(pilot, lambda: app.screen.focused is not None)
        await pilot.press(*"May")
        await until(pilot, lambda: form.said("").echo == "May")
        host.do(1, ReopenTurn(step="scene", turn=1))
        await until(pilot, lambda: "opened the turn" in flat(app))
        said = " ".join(n.message for n in app._notifications)
        assert "What you wrote will be there again" in said
        assert "Press a" not in said, "it comes back by itself"


async def test_players_read_why_nothing_is_asked() -> None:
    host, seats = at("scene")
    host.do(1, SwitchRatings(on=False))
    speaker = play(host)
    other = next(seat for seat in seats if seat != speaker)
    play(host)
    async with app_of(host, speaker).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "At the table" in flat(app))
        assert "Did it ring true?" not in flat(app)
        assert "hear you?" not in flat(app)
    async with app_of(host, other).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "At the table" in flat(app))
        assert "Did it ring true?" not in flat(app)


async def test_the_lobby_tells_that_ratings_are_off_from_the_start() -> None:
    host = Host(taster())
    host.sit("Ivo", None, "facilitator")
    me = host.sit("Kim", "business")
    host.do(1, SwitchRatings(on=False))
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "nobody is asked how true a turn rang" in flat(app))
        host.do(1, SwitchRatings(on=True))
        await until(pilot, lambda: "nobody is asked how true a turn rang" not in flat(app))


async def test_r_asks_first_and_the_console_says_that_they_are_off() -> None:
    host = Host(taster())
    host.sit("Ivo", None, "facilitator")
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "r ratings off" in flat(app))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "Ratings are off." in flat(app))
        await until(pilot, lambda: "r ratings on" in flat(app))
        assert host.table(1).done == [SwitchRatings(on=False)]


def talking() -> tuple[Host, list[int]]:
    """Return a host whose room talks, in its last round, with little time left."""
    host, seats = at("straight")
    host.wait(4 * MINUTE - SECOND)
    return host, seats


async def test_when_a_held_step_is_out_of_time_the_console_and_the_players_read_so() -> None:
    host, seats = talking()
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "h no hold" in flat(app))
        host.wait(2 * SECOND)
        assert host.room.public.state(State, "straight").kept_open
        await until(pilot, lambda: sentence(pilot).startswith("Time is up. n when"))
        await until(pilot, lambda: "h no hold" not in flat(app))
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "the facilitator holds this step" in flat(app))
    host.wait(HOLD)
    assert host.room.public.step is not None
    assert host.room.public.step.id != "straight"


@pytest.mark.unhurried
async def test_half_a_line_is_not_sent_when_a_held_step_is_out_of_time_but_when_it_ends() -> None:
    host, seats = at("straight")
    host.wait(4 * MINUTE - 5 * SECOND)
    state = host.room.public.state(TalkState, "straight")
    me = next(s for s in seats if host.room.public.seats[s].home == state.first)

    def said() -> list[str]:
        return [c.text for c in host.table(me).done if isinstance(c, SayRemark)]

    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, TalkScreen))
        assert isinstance(app.screen, TalkScreen)
        field(app, "remark").fill("One day when")
        assert app.screen.unsent() is not None
        assert app.screen._bell._timer is None, "no bell rings at the end of what is held"
        host.wait(6 * SECOND)
        assert host.room.public.state(State, "straight").kept_open
        assert not said()
        host.do(1, Next(step="straight", sure=True))
        await until(pilot, lambda: said() == ["One day when"])


async def test_h_holds_the_step_that_is_on_and_no_screen_is_opened_anew() -> None:
    host, seats = at("brief")
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "h hold" in flat(app))
        await pilot.press("h")
        await until(pilot, lambda: "h no hold" in flat(app))
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "Alex" in flat(app) or "You" in flat(app))
        assert host.room.public.step is not None
        assert host.room.public.step.hold


async def test_the_plan_editor_holds_a_step() -> None:
    host = Host(taster())
    host.sit("Ivo", None, "facilitator")
    for home in HOMES:
        host.sit(f"P{home}", home)
    host.do(1, Start())
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "v plan" in flat(app))
        await pilot.press("v")
        await until(pilot, lambda: "take out" in flat(app))
        assert "h hold" in flat(app)
        await pilot.press("h")
        await until(pilot, lambda: "h no hold" in flat(app))
        await pilot.press("enter")
        await until(pilot, lambda: host.room.public.agenda[1].hold)
