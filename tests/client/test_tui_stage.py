"""The stage: one screen for all, in which nobody sits, and with nothing that not all may see."""

from functools import partial

import pytest
from msgspec.structs import replace
from textual.widget import Widget
from textual.widgets import Digits, Static

from tests.client.test_tui_model import playing
from tests.client.test_tui_screens import text, until
from tests.client.tui_table import Host
from tests.support.gallery import moment
from tests.support.table import Table
from turnabout_client.activities import now_of, on_the_table, part_of
from turnabout_client.activities.poll.tally import MoodPane
from turnabout_client.activities.reveal.arrow import ArrowRow
from turnabout_client.activities.reveal.board import FateNote
from turnabout_client.activities.reveal.figure import PartRow
from turnabout_client.activities.reveal.places import PlaceRow
from turnabout_client.entrance.model import Wish, request
from turnabout_client.stage import model
from turnabout_client.stage.qr import square
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.tui.stage.screen import StageScreen
from turnabout_client.view.time import minutes_text
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.scene import Said, SceneState, Speak
from turnabout_protocol.activities.talk import Round, Talk
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import End, Pause, RenewLink, Reseat, Start
from turnabout_protocol.links import parse
from turnabout_protocol.messages import Door, Join
from turnabout_protocol.room import HouseRules
from turnabout_server.authoring.scenarios import find_agenda

LINK = parse("https://play.example:8765/watch/7F3K2QMX9TRVH4WZ")
KEY = "TC64TC64TC64TC64"


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def staged(host: Host) -> TurnaboutApp:
    """Return the app of a stage in the room."""
    seat = host.sit("Stage", None, "observer", stage=True)
    table = host.table(seat)
    app = TurnaboutApp(table, wish=Wish(stage=True, share=LINK))
    table.on_change = app.room_changed
    return app


def test_it_comes_in_without_a_side() -> None:
    door = Door(
        title="", team="", labels={}, phase="lobby", players=0, max_players=12, playing=True
    )
    message = request(LINK, door, "Stage", "it", True, True)
    assert message == Join(name="Stage", home=None, role="observer", stage=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_in_the_lobby_it_shows_the_way_in(size: tuple[int, int]) -> None:
    host = Host()
    host.sit("Fay", None, "facilitator")
    host.sit("Ann", "it")
    async with staged(host).run_test(size=size) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: "turnabout join" in text(app))
        shown = "".join(str(app.screen.query_one("#stage-link", Static).render()).split())
        assert "https://play.example:8765/join/7F3K2QMX9TRVH4WZ" in shown
        assert "1 is here" in text(app)
        assert app.screen.query_one("#stage-code").display is (size == (120, 36))
        assert "We all want" in text(app)


async def test_it_shows_no_link_that_was_replaced() -> None:
    host = Host()
    fay = host.sit("Fay", None, "facilitator")
    app = staged(host)
    async with app.run_test(size=(120, 36)) as pilot:

        def way_in() -> str:
            return "".join(str(app.screen.query_one("#stage-link", Static).render()).split())

        await until(pilot, lambda: "/join/7F3K2QMX9TRVH4WZ" in way_in())
        assert app.screen.query_one("#stage-code").display
        host.do(fay, RenewLink(key=KEY))
        await until(pilot, lambda: "wasreplaced" in way_in())
        assert "/join/" not in way_in()
        assert not app.screen.query_one("#stage-code").display, "nor its square"
        # Opened again with the new link it shows that one.
        app.shared = replace(LINK, key=KEY)
        app.room_changed()
        await until(pilot, lambda: f"/join/7F3K2QMX9TRVH4WZ.{KEY}" in way_in())
        assert app.screen.query_one("#stage-code").display


async def test_in_a_scene_it_shows_the_clock_the_cards_and_the_words() -> None:
    host = playing("business", "it", "business", "it")
    async with staged(host).run_test(size=(120, 36)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: isinstance(app.screen, StageScreen))
        state = host.room.public.state(SceneState, "scene")
        live = state.live
        assert live is not None
        card = host.room.of(live.seat).hand[0]
        said = Said(card=card.id, say="We drown in forms.")
        host.do(live.seat, Speak(step="scene", turn=live.number, said=said))
        await until(pilot, lambda: "We drown in forms." in text(app))
        assert card.text.split()[0] in text(app)
        assert app.screen.query_one(Digits).value
        # Nobody's hand is in what it was told.
        held = {c.id for own in host.room.own.values() for c in own.hand}
        stage = app.screen.table.room  # type: ignore[attr-defined]
        assert not held & {c.id for own in stage.own.values() for c in own.hand}


async def test_after_the_end_it_says_whom_to_ask_for_the_report() -> None:
    host = Host(house=HouseRules(kept_by="Jo Meier, IT", keep_months=24))
    fay = host.sit("Fay", None, "facilitator")
    app = staged(host)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "turnabout join" in text(app))
        host.do(fay, End())
        await until(pilot, lambda: "Ask Fay for the report." in text(app))
        assert "It lies on the server that Jo Meier, IT keeps." in text(app)
        assert "deleted after 24 months" in " ".join(text(app).split())


def test_no_round_of_those_who_watched_waits_for_it() -> None:
    rounds = (
        Round(speakers="observers", prompts=("What?",)),
        Round(speakers="everyone", prompts=("And?",)),
    )
    talk = Talk(id="talk", title="T", minutes=4, rounds=rounds)
    agenda = Agenda(id="a", title="A", steps=(talk, Close(id="close", title="C", minutes=1)))
    table = Table(players=2, facilitators=1, agenda=agenda)
    stage = table.sit("Stage", None, "observer", stage=True)
    table.do(table.boss[0], Start())
    assert table.public.steps["talk"].stage == 1
    assert table.refused(stage, Pause()) == "not_yours"
    seated = Reseat(seat=stage, role="player", home="it")
    assert table.refused(table.boss[0], seated) == "not_here"
    assert table.public.seats[stage].watches is False


def test_the_square_is_what_a_reader_expects() -> None:
    rows = square("https://play.example:8765/join/7F3K2QMX9TRVH4WZ")
    assert len({len(row) for row in rows}) == 1
    assert len(rows) * 2 in (len(rows[0]), len(rows[0]) + 1)
    # The three corners of every code.
    assert rows[1].startswith("  █▀▀▀▀▀█ ")
    assert rows[1].endswith(" █▀▀▀▀▀█  ")


@pytest.mark.parametrize("name", ["taster", "45", "60", "90"])
def test_every_step_tells_the_room_something(name: str) -> None:
    """For the console and the stage, in each part; what all see comes from `public` alone."""
    table = Table(players=6, facilitators=1, agenda=find_agenda(name))
    table.do(table.boss[0], Start())
    told: dict[str, list[str]] = {}
    while table.public.phase == "running":
        step = table.public.step
        assert step is not None
        lines = [line.plain for line in on_the_table(table.public, step)]
        told.setdefault(step.id, []).extend(
            [*lines, part_of(table.public, step), now_of(table.public, step)]
        )
        table.bell()
    assert [step for step, lines in told.items() if not any(lines)] == []


@pytest.mark.parametrize("name", ["happened", "straight", "so-what", "orders", "twist", "vote"])
async def test_the_question_stays_in_sight_whatever_is_said(name: str) -> None:
    table = moment(name, 8, watcher=True)
    app = TurnaboutApp(table, wish=Wish(stage=True))
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(3):
            await pilot.pause()
        asked = app.screen.query_one("#stage-asked", Static)
        public = table.room.public
        assert public.step is not None
        assert str(asked.content) == part_of(public, public.step)
        assert app.screen.region.contains_region(asked.region)
        # It is said once, and what follows below is seen to its end.
        lines = str(app.screen.query_one("#stage-lines", Static).content)
        assert str(asked.content) not in lines


async def test_the_large_clock_is_that_of_the_part_that_is_on() -> None:
    table = moment("turn", 8, watcher=True)
    app = TurnaboutApp(table, wish=Wish(stage=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, StageScreen)
        span = screen.span(table.room)
        assert span is not None
        left = minutes_text(span.left(table.room.public.clock.play(table.now())))
        assert screen.query_one(Digits).value == left


def on_stage(name: str) -> TurnaboutApp:
    """Return the stage at a moment of a session."""
    app = TurnaboutApp(moment(name, 8, screen=True), wish=Wish(stage=True))
    app.animation_level = "none"
    return app


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("tally", MoodPane),
        ("scores", FateNote),
        ("cards", PlaceRow),
        ("orders", PlaceRow),
        ("accuracy", ArrowRow),
        ("score", PartRow),
    ],
)
async def test_what_is_revealed_is_drawn_as_on_the_screens_of_players(
    name: str, drawn: type[Widget]
) -> None:
    app = on_stage(name)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: bool(app.screen.query(drawn)))
        await until(pilot, lambda: all(one.region for one in app.screen.query(drawn)))
        assert not app.screen.query_one("#stage-said").display
        assert "more ↓" not in text(app), "nobody scrolls it"


async def test_steps_that_are_drawn_follow_each_other_and_lines_come_back_after_them() -> None:
    table = moment("feel", 8, screen=True)
    app = TurnaboutApp(table, wish=Wish(stage=True))
    app.animation_level = "none"

    def drawn() -> bool:
        return app.screen.query_one("#stage-drawn").display

    def shows(said: str) -> bool:
        return said in text(app)

    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "0 of 6 are ready." in text(app))
        assert not drawn(), "nothing is answered yet"
        for name, said, yes in (
            ("tally", "heard 3, relieved 1", True),
            ("straight", "One Friday evening", False),
            ("scores", "5 of 7 came up", True),
            ("complete", "chosen", False),
        ):
            table.room = moment(name, 8, screen=True).room
            app.room_changed()
            await until(pilot, partial(shows, said))
            assert drawn() is yes, name


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("tally", "This is how it was. Talk about it."),
        ("tie", "Hold up a hand for the one you want"),
        ("complete", "This was chosen. Who takes it?"),
        ("promise", "Noor Haddad has not said yes yet."),
        ("explain", "Ask about a word"),
        ("kept", "This is what we kept. What helped?"),
        ("vote", "Now on your own screens."),
        ("ideas", "Now on your own screens."),
    ],
)
def test_it_says_what_all_do_together_and_when_each_is_at_their_own_screen(
    name: str, now: str
) -> None:
    assert model.sentence(moment(name, 8, screen=True).room.public).startswith(now)
