"""A shared turn on the screen: one of two writes, the other reads along, and the pen goes over."""

from functools import partial

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_screens import app_of, field, text, until
from tests.client.tui_table import Host
from turnabout_client.activities.scene.moment import Moment, moment
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import Said, Scene, SceneState, Speak, Turn
from turnabout_protocol.commands import Start
from turnabout_protocol.messages import Writing
from turnabout_protocol.pairs import ShareTurns


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def playing() -> Host:
    """Return a room of two pairs whose scene has just begun; the first seat steers."""
    host = Host()
    fay = host.sit("Fay", None, "facilitator")
    host.do(fay, ShareTurns(shared=True))
    seats = [host.sit(f"P{i}", "it" if i % 2 else "business") for i in range(4)]
    host.do(fay, Start())
    for seat in seats:
        host.do(seat, Agree(step="agree", yes=True))
    host.pass_steps("scene")
    return host


def live(host: Host) -> Turn:
    found = host.room.public.state(SceneState, "scene").live
    assert found is not None
    return found


def mate(host: Host) -> int:
    return next(seat for seat in live(host).speakers if seat != live(host).seat)


def seen(host: Host, seat: int, heard: Writing | None = None) -> Moment:
    step = host.room.public.step
    assert isinstance(step, Scene)
    return moment(host.table(seat).room, seat, step, host.now, heard)


def on_screen(app: TurnaboutApp, words: str) -> bool:
    return words in text(app)


def typed(**said: str) -> Writing:
    return Writing(step="scene", turn=1, said=Said(**said))


async def test_the_other_takes_the_pen_and_writes() -> None:
    host = playing()
    first, other = live(host).seat, mate(host)
    name = host.room.public.seats[first].name
    async with app_of(host, other).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(
            pilot, partial(on_screen, app, f"Your turn with {name}, who has the pen. > takes it.")
        )
        assert "Say aloud what you would change." in text(app)
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: live(host).seat == other)
        await until(pilot, lambda: field(app, "say").has_focus)
        await pilot.press(*"We wait", "enter", "enter")
        await until(pilot, lambda: host.room.public.state(SceneState, "scene").turns[0].over)
    turn = host.room.public.state(SceneState, "scene").turns[0]
    assert (turn.say, turn.seat) == ("We wait", other)


async def test_the_other_reads_along_the_card_too_and_goes_on_where_the_sentence_broke_off() -> (
    None
):
    host = playing()
    first, other = live(host).seat, mate(host)
    name = host.room.public.seats[first].name
    card = host.room.of(first).hand[0]
    async with app_of(host, other).run_test(size=(120, 36)) as pilot:
        app, table = app_of_pilot(pilot), host.table(other)
        table.writing = typed(say="We wa", card=card.id)
        app.room_changed()
        await until(pilot, partial(on_screen, app, f"Your turn with {name}, who writes."))
        await until(pilot, partial(on_screen, app, "“We wa”"))
        assert card.text[:20] in text(app)
        # The pen comes over as the other one drops, and the newest words a moment later.
        host.take_drop(first)
        await until(pilot, lambda: field(app, "say").value == "We wa")
        table.writing = typed(say="We wait", card=card.id)
        app.room_changed()
        await until(pilot, lambda: field(app, "say").value == "We wait")
        await pilot.press(*" for you")
        await until(pilot, lambda: field(app, "say").value == "We wait for you")
        table.writing = typed(say="An echo that came late")
        app.room_changed()
        await pilot.pause()
        assert field(app, "say").value == "We wait for you"


async def test_who_writes_gives_the_pen_with_the_words() -> None:
    host = playing()
    first, other = live(host).seat, mate(host)
    name = host.room.public.seats[other].name
    async with app_of(host, first).run_test(size=SMALL) as pilot:
        app, table = app_of_pilot(pilot), host.table(first)
        await until(pilot, lambda: field(app, "say").has_focus)
        await until(pilot, partial(on_screen, app, f"Pen to {name}"))
        await pilot.press(*"We", "escape")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: live(host).seat == other)
        assert table.drafts[-1].say == "We"
        await until(pilot, lambda: not field(app, "say").has_focus)


def test_nothing_is_asked_of_a_pair_in_its_own_turn_and_nobody_of_it_judges_it() -> None:
    host = playing()
    pair = live(host).speakers
    host.do(live(host).seat, Speak(step="scene", turn=1, said=Said(say="We wait.")))
    for seat in pair:
        assert seen(host, seat).recent == ()
        assert seen(host, seat).to_flag is None
    while host.room.public.state(SceneState, "scene").live is None:
        host.wait(1000)
    for seat in live(host).speakers:
        assert seen(host, seat).recent == ()
        assert seen(host, seat).ours is not None


async def test_a_facilitator_shares_turns_with_one_key_and_the_lobby_says_with_whom() -> None:
    host = Host()
    fay = host.sit("Fay", None, "facilitator")
    seats = [host.sit(f"P{i}", "it" if i % 2 else "business") for i in range(6)]
    async with app_of(host, fay).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, partial(on_screen, app, "not everybody gets one"))
        await until(pilot, partial(on_screen, app, "& lets two share a turn"))
        for lever in ("share", "next_table"):
            button = app.screen.query_one(f"#do-{lever}")
            assert button.region.right <= SMALL[0], "its words are in sight"
        await pilot.press("ampersand")
        await until(pilot, lambda: host.room.public.shared)
        await until(pilot, partial(on_screen, app, "Two share a turn: with 6 players"))
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        await until(
            pilot, partial(on_screen, app_of_pilot(pilot), "You share your turns with P2 and P4.")
        )
