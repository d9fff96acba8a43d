"""A scene that goes on for long: a client shows what is near, and styles what looks otherwise."""

import gc
from functools import partial
from weakref import ref

import pytest
from msgspec.structs import replace
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_model import playing
from tests.client.test_tui_screens import app_of, field, text, until
from tests.client.tui_table import Host
from tests.support.patience import poll
from turnabout_client.activities.scene.conversation import FEWEST, SPARE, Conversation, TurnView
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.footer import Keys
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.registry import STYLES
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.scene import Said, Scene, SceneState, Speak
from turnabout_protocol.agenda import Agenda
from turnabout_server.authoring.scenarios import find_agenda

MANY = FEWEST + SPARE + 20


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def long_scene() -> Host:
    taster = find_agenda("taster")
    steps = tuple(
        replace(step, minutes=100, twists=0) if isinstance(step, Scene) else step
        for step in taster.steps
    )
    return playing("business", "it", agenda=Agenda(id="long", title="Long", steps=steps))


def speak(host: Host) -> None:
    live = host.room.public.state(SceneState, "scene").live
    assert live is not None
    said = Said(say=f"This is turn {live.number}.")
    host.do(live.seat, Speak(step="scene", turn=live.number, said=said))


def numbers(app: TurnaboutApp) -> list[int]:
    return [view.number for view in app.screen.query_one(Conversation).query(TurnView)]


def has(app: TurnaboutApp, number: int) -> bool:
    return number in numbers(app)


async def test_the_newest_turns_are_there_and_older_ones_come_when_asked_for() -> None:
    host = long_scene()
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        for number in range(1, MANY + 1):
            speak(host)
            await until(pilot, partial(has, app, number))
        await until(pilot, lambda: len(numbers(app)) <= FEWEST + SPARE)
        assert numbers(app) == [*range(numbers(app)[0], MANY + 1)]
        left_out = numbers(app)[0] - 1
        assert left_out > 0
        talk = app.screen.query_one(Conversation)
        talk.focus()
        while numbers(app)[0] > 1:
            await pilot.press("home")
        await until(pilot, lambda: numbers(app) == [*range(1, MANY + 1)])
        await pilot.press("home")
        await until(pilot, lambda: "This is turn 1." in text(app))
        # Who has come back to the newest has what is near it.
        await pilot.press("end")
        await until(pilot, lambda: talk.is_vertical_scroll_end)
        speak(host)
        await until(pilot, lambda: len(numbers(app)) <= FEWEST + SPARE)
        assert numbers(app)[-1] == MANY + 1


async def test_who_comes_late_gets_the_newest_and_reads_that_there_are_more() -> None:
    host = long_scene()
    for _number in range(MANY):
        speak(host)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: bool(numbers(app)) and numbers(app)[-1] == MANY)
        assert len(numbers(app)) == FEWEST
        app.screen.query_one(Conversation).scroll_home(animate=False)
        await until(pilot, lambda: numbers(app)[0] < MANY - FEWEST)


@pytest.mark.parametrize(
    ("name", "touched"),
    [
        ("-pinned", {"#hand"}),
        ("-mine", {"#foot"}),
        ("-unfolded", {"#brief", "#brief-whole", "#brief-terms"}),
    ],
)
def test_a_class_of_the_screen_concerns_what_is_styled_anew_with_it(
    name: str, touched: set[str]
) -> None:
    sheet = Stylesheet(variables=TurnaboutApp().get_css_variables())
    sheet.read_all(STYLES)
    sheet.parse()

    def concerns(rule: RuleSet) -> bool:
        return any(one.name == name for way in rule.selector_set for one in way.selectors)

    named = {last for rule in sheet.rules if concerns(rule) for last in rule.selector_names}
    assert named == touched


async def test_keys_that_stay_the_same_are_not_drawn_anew() -> None:
    host = long_scene()
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: bool(app.screen.query_one(Keys).children))
        await pilot.pause()
        before = [*app.screen.query_one(Keys).children]
        for _again in range(3):
            app.screen.refresh_bindings()
            await pilot.pause()
        assert [*app.screen.query_one(Keys).children] == before


async def test_a_fluent_typist_does_not_put_off_what_the_server_gets() -> None:
    host = long_scene()
    live = host.room.public.state(SceneState, "scene").live
    assert live is not None
    async with app_of(host, live.seat).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: field(pilot.app, "say").has_focus)
        drafts = host.table(live.seat).drafts
        # Never a rest between two letters.
        await poll(lambda: bool(drafts), "a draft", partial(pilot.press, "w"))
        await poll(lambda: len(drafts) > 1, "the next", partial(pilot.press, "e"))
        assert len(drafts[0].say) < len(drafts[1].say)


async def test_a_widget_that_is_gone_is_gone_with_all_that_it_painted() -> None:
    host = long_scene()
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        painted = [await shown_once(pilot) for _again in range(12)]

        def gone() -> bool:
            gc.collect()
            return painted[0]() is None  # the last layouts are remembered on purpose

        await until(pilot, gone)


async def shown_once(pilot: Pilot[str]) -> "ref[object]":
    """Show a widget, take it away, and return what its lines were kept in."""
    note = Static("here")
    await pilot.app.screen.query_one("#body").mount(note, before=0)
    await pilot.pause()
    await note.remove()
    await pilot.pause()
    return ref(note._styles_cache)
