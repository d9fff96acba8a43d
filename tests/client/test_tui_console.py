"""The facilitator's console: what is to be said, who is here, and a line of help for every key."""

import pytest
from msgspec.structs import replace
from textual.binding import Binding
from textual.widgets import Static

from tests.client.test_tui_activities import app_of_pilot
from tests.client.test_tui_screens import text
from tests.support.gallery import NAMES, app_at, moment
from turnabout_client.activities import console_notes, on_the_table, part_of
from turnabout_client.console.helm import Helm
from turnabout_client.console.model import OPENING, at_the_table, say_now
from turnabout_client.tui.console.agenda import BACK
from turnabout_client.tui.console.next_table import NextTableScreen
from turnabout_client.tui.console.replan import ReplanScreen
from turnabout_client.tui.console.screen import GROUPS, ConsoleScreen
from turnabout_client.tui.kit.dialogs import Help, KeyTable
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.agenda import reopened
from turnabout_client.view.time import minutes_text
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.activities.scene import Scene, SceneState
from turnabout_server.authoring.scenarios import find_agenda

LEAST, SMALL = (60, 16), (80, 24)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


@pytest.mark.parametrize("name", ["lobby", "rate", "close"])
async def test_help_has_a_line_for_every_key_grouped_as_they_stand_in_the_foot(name: str) -> None:
    app = app_at(name, seat=1)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        told = [str(one.content) for one in app.screen.query(".help-title").results(Static)]
        assert told == [*(title for title, _levers in GROUPS), "Everywhere"]
        keys = [key for one in app.screen.query(KeyTable) for key in one.names]
        steers = [lever.key for _title, levers in GROUPS for lever in levers]
        assert keys[: len(steers)] == steers
        assert {"?", "q", "t"} <= {*keys[len(steers) :]}
        assert len({*keys} & {*steers}) == len(steers) == len({*steers}), "each key once"


def test_every_binding_of_the_console_is_a_lever_and_every_lever_tells_what_it_does() -> None:
    levers = [lever for _title, group in GROUPS for lever in group]
    bound = {one.action for one in ConsoleScreen.BINDINGS}  # type: ignore[union-attr]
    named = {f"pull('{lever.name}')" for lever in levers}
    assert named - bound == {"pull('pause')"}, "p works everywhere"
    assert bound <= named | {"pause"}
    for lever in levers:
        assert lever.tells.endswith("."), lever.name


async def test_in_a_small_lobby_everybody_who_came_is_in_sight() -> None:
    app = app_at("lobby", seat=1)
    async with app.run_test(size=LEAST) as pilot:
        await pilot.pause()
        seen = text(app_of_pilot(pilot))
        for name in NAMES:
            for word in name.split():
                assert word in seen, seen
        assert "To say now" in seen


@pytest.mark.parametrize("name", ["brief", "rate", "derole", "straight", "vote", "complete"])
async def test_all_six_players_are_in_sight(name: str) -> None:
    app = app_at(name, seat=1)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        seen = text(app_of_pilot(pilot))
        assert [one for one in NAMES if one not in seen] == []


def test_in_the_lobby_the_console_shows_the_case_as_the_room_sees_it() -> None:
    public = moment("lobby", 1).room.public
    assert public.story is not None
    seen = at_the_table(public).plain
    assert public.story.situation in seen
    assert public.story.shared_goal in seen


@pytest.mark.parametrize("name", ["straight", "ideas", "vote", "orders", "tie"])
def test_what_is_to_be_said_does_not_stand_at_the_table_once_more(name: str) -> None:
    table = moment(name, 1)
    public = table.room.public
    assert public.step is not None
    part = part_of(public, public.step)
    assert part in say_now(table.room, table.now()).plain
    at_it = [line for line in at_the_table(public).plain.splitlines() if line]
    assert [line for line in at_it if line.removeprefix("· ") in part] == []


def test_back_names_the_step_that_it_goes_back_to() -> None:
    table = moment("derole", 1)
    assert BACK.named(Helm(table.room.public, 1, None)) == "back to Scene"


def test_a_step_is_opened_with_its_script_and_then_its_question_stands_on_top() -> None:
    table = moment("straight", 1)
    public, now = table.room.public, table.now()
    assert public.current is not None
    asked = "Tell one day when this hit you"
    script = "The people you played now set the picture straight"
    at_once = say_now(table.room, now).plain
    assert at_once.index(script) < at_once.index(asked), minutes_text(public.clock.play(now))
    later = say_now(table.room, now + OPENING).plain
    assert later.index(asked) < later.index(script)


def test_while_a_clock_stands_still_the_step_is_still_being_opened() -> None:
    table = moment("straight", 1)
    now = table.now()
    clock = replace(table.room.public.clock, since=now)
    room = replace(table.room, public=replace(table.room.public, clock=clock))
    assert say_now(room, now + OPENING) == say_now(room, now)


def test_a_step_that_was_gone_past_is_open_again_and_the_last_one_goes_on() -> None:
    public = moment("derole", 1).room.public
    brief, derole = (next(s for s in public.agenda if s.id == id_) for id_ in ("brief", "derole"))
    assert reopened(public, brief).startswith("This step is open again.")
    assert reopened(public, derole).startswith("This step goes on where it was left.")


def test_a_twist_stays_where_it_came_and_in_what_there_is_to_say_while_it_holds() -> None:
    room = moment("derole", 1).room
    scene = next(s for s in room.public.agenda if isinstance(s, Scene))
    state = room.public.state(SceneState, scene.id)
    (twist,) = state.twists
    seen = [line.plain for line in on_the_table(room.public, scene)]
    places = [i for i, line in enumerate(seen) if twist.text in line]
    assert places == [state.twist_after[0]]
    notes = "\n".join(note.plain for note in console_notes(room, scene))
    assert twist.text in notes


@pytest.mark.parametrize("name", ["45", "60", "90"])
def test_the_script_of_the_key_points_speaks_of_no_part_that_is_still_to_come(name: str) -> None:
    (deck,) = (step for step in find_agenda(name).steps if isinstance(step, Deck))
    assert "together" not in deck.script
    assert "dots" not in deck.script


def test_over_the_console_a_key_means_what_it_means_in_the_console_or_is_a_number() -> None:
    levers = {lever.key: lever.words for _title, group in GROUPS for lever in group}
    opens = {Invite: "i", ReplanScreen: "v", NextTableScreen: "2"}
    for kind, opener in opens.items():
        for one in Binding.make_bindings(kind.__dict__["BINDINGS"]):
            if one.key in {opener, "q"} or one.key not in levers or one.key.isdecimal():
                continue
            assert (kind, one.key, one.description) == (kind, one.key, levers[one.key])
