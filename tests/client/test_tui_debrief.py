"""Speaking aloud, watching with a sheet, key points beside a talk, and ahas, at a live table."""

import pytest
from msgspec.structs import replace
from textual.widgets import Static

from tests.client.test_tui_screens import app_of, field, last, live, state, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.activities.scene.speak import SpeakForm as Fields
from turnabout_client.activities.talk.points import PointsPane
from turnabout_client.activities.talk.screen import TalkScreen
from turnabout_client.activities.talk.shared import SharedAhas
from turnabout_client.tui.room.ahas import Ahas
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.observing import FillSheet, SceneOwn, Sheet
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    Said,
    SceneState,
    SceneVault,
    Speak,
    TakeBack,
)
from turnabout_protocol.activities.talk import Round, SayRemark, Talk, TalkState
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Next, NoteAha, Pause, Resume, Start
from turnabout_protocol.room import SECOND, Aha, HouseRules

SMALL = (80, 24)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def agenda() -> Agenda:
    """Return the taster with what happened and so what behind its scene."""
    found = taster()
    happened = Talk(
        id="happened",
        title="What happened",
        minutes=2,
        board=True,
        rounds=(
            Round(speakers="observers", prompts=("Where did the mood change?",), sheet=("mood",)),
            Round(speakers="everyone", prompts=("Which key points came through?",)),
        ),
    )
    so_what = Talk(
        id="so-what",
        title="So what",
        minutes=2,
        ahas=True,
        rounds=(
            Round(
                speakers="everyone",
                prompts=("What do you see differently now?",),
                starter="I used to think ",
                hint="I used to think ..., now I think ...",
            ),
        ),
    )
    steps = []
    for step in found.steps:
        steps.append(step)
        if step.id == "scene":
            steps += [happened, so_what]
    return replace(found, steps=tuple(steps))


def seated(step: str, *, spoken: bool = False) -> tuple[Host, list[int]]:
    """Return a host at `step`, and its facilitator, two players and one who watches."""
    host = Host(agenda(), house=HouseRules(spoken=spoken, opened_on="2026-11-23"))
    boss = host.sit("Boss", None, "facilitator")
    players = [host.sit("Ada", "business"), host.sit("Ben", "it")]
    olu = host.sit("Olu", "it", "observer")
    host.do(boss, Start())
    for seat in players:
        host.do(seat, Agree(step="agree", yes=True))
    host.pass_steps("brief")
    host.do(boss, Next(step="brief"))
    while host.room.public.step is not None and host.room.public.step.id != step:
        host.do(boss, Next(step=host.room.public.step.id))
    return host, [boss, *players, olu]


def watching_side(host: Host, side: str) -> int:
    """Return the player whose own side is `side`."""
    return next(s.id for s in host.room.public.players() if s.home == side)


def said(host: Host) -> list[str]:
    """Return what was said of what happened."""
    return [r.text for r in host.room.public.state(TalkState, "happened").remarks]


async def test_a_spoken_turn_takes_a_card_and_one_key_and_no_field() -> None:
    host, _ = seated("scene", spoken=True)
    app = app_of(host, live(host).seat)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert not app.screen.query_one(Fields).display
        assert app.focused is None
        await pilot.press("2")
        await pilot.pause()
        card = host.room.of(live(host).seat).hand[1]
        assert host.tables[live(host).seat].drafts[-1] == Said(card=card.id)
        assert "✓" in text(app)
        speaker = live(host).seat
        await pilot.press("enter")
        await until(pilot, lambda: state(host).last is not None)
        turn = state(host).turns[0]
        assert (turn.seat, turn.card, turn.passed) == (speaker, card, False)


async def test_at_the_bell_a_spoken_turn_counts_and_the_next_asks_for_the_echo() -> None:
    host, _ = seated("scene", spoken=True)
    first = live(host).seat
    app = app_of(host, first)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        host.now = host.room.public.clock.room(live(host).ends)
        app.screen.query_exactly_one("#aloud")
        app.room_changed()
        assert isinstance(app.screen, RoomScreen)
        app.screen._time_passed()  # type: ignore[attr-defined]
        await until(pilot, lambda: state(host).last is not None)
        assert not state(host).turns[0].passed
        host.do(live(host).seat, Speak(step="scene", turn=2, said=Said()))
        # Whoever speaks next is asked after the own turn.
        host.do(first, Speak(step="scene", turn=3, said=Said()))
        host.wait(21_000)  # under a twist nothing is asked
        await until(pilot, lambda: "ring true" in text(app))
        await pilot.press("space")
        await until(pilot, lambda: "hear you?" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: state(host).turns[1].heard == "yes")
        assert last(host, first, AnswerEcho).turn == 2


async def test_an_owner_strikes_a_word_of_their_own_side_with_one_key() -> None:
    host, _ = seated("scene")
    turn = live(host)
    owner = watching_side(host, turn.side)
    scenario = host.room.vault.scenario
    assert scenario is not None
    term = scenario.sides[turn.side].lingo[0].term
    app = app_of(host, owner)
    async with app.run_test(size=SMALL) as pilot:
        host.do(turn.seat, Speak(step="scene", turn=1, said=Said(say=f"It is the {term}.")))
        host.do(owner, Speak(step="scene", turn=2, said=Said(say="So.")))
        host.wait(21_000)
        await until(pilot, lambda: "ring true" in text(app))
        await pilot.press("f")
        await until(pilot, lambda: f"used your word “{term}”" in text(app))
        await pilot.press("n")
        await until(
            pilot, lambda: host.room.vault.state(SceneVault, "scene").struck == {1: (term,)}
        )
        await until(pilot, lambda: "used your word" not in text(app))
        assert state(host).turns[0].rated == ()


async def test_who_watches_ticks_with_enter_and_writes_notes_that_are_kept_as_typed() -> None:
    host, (_, _, _, olu) = seated("scene")
    turn = live(host)
    card = host.room.of(turn.seat).hand[0]
    app = app_of(host, olu)
    async with app.run_test(size=SMALL) as pilot:
        host.do(turn.seat, Speak(step="scene", turn=1, said=Said(card=card.id, say="So.")))
        await until(pilot, lambda: "☐" in text(app))

        def sheet() -> Sheet:
            return host.room.of(olu).state(SceneOwn, "scene").sheet

        await pilot.press("enter")
        await until(pilot, lambda: sheet().heard == (card.id,))
        assert "☑" in text(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.focused is field(app, "jot"))
        await pilot.press(*"We wait")
        await until(pilot, lambda: sheet().mood == "We wait")
        await pilot.press("!", "enter")
        await until(pilot, lambda: sheet().mood == "We wait!")
        await until(pilot, lambda: app.focused is None)
        await pilot.press("up", "enter")
        await until(pilot, lambda: sheet().heard == ())


async def test_a_note_from_the_sheet_is_said_by_its_writer_and_never_by_the_bell() -> None:
    host, (boss, ada, _, olu) = seated("scene")
    host.do(olu, FillSheet(step="scene", mood="When they laughed."))
    host.do(boss, Next(step="scene"))
    app = app_of(host, olu)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: field(app, "remark").value == "When they laughed.")
        assert isinstance(app.screen, TalkScreen)
        assert app.screen.unsent() is None
        await pilot.press("enter")
        await until(pilot, lambda: said(host) == ["When they laughed."])
        await pilot.press("escape", "r")
        await until(pilot, lambda: host.room.public.state(TalkState, "happened").stage == 1)
    player = app_of(host, ada)
    async with player.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "When they laughed." in text(player)


async def test_the_key_points_stand_beside_the_talk_as_far_as_one_knows_them() -> None:
    host, (boss, ada, *_) = seated("scene")
    turn = live(host)
    card = host.room.of(turn.seat).hand[0]
    host.do(turn.seat, Speak(step="scene", turn=1, said=Said(card=card.id)))
    host.do(boss, Next(step="scene"))
    app = app_of(host, ada)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("escape", "k")
        await pilot.pause()
        points = app.screen.query_one(PointsPane)
        assert points.display
        shown = str(points.query_one(Static).content)
        assert card.text in shown
        held = {c.text for c in host.room.of(ada).hand}
        assert all(text_ in shown for text_ in held)
        deck = host.room.vault.deck("business")  # nobody showed it: Ada has not seen it here
        hidden = [c.text for c in deck if c.text != card.text and c.text not in held]
        assert not any(text_ in shown for text_ in hidden)


async def test_an_aha_is_noted_at_any_time_also_when_the_table_moves_on() -> None:
    host, (boss, ada, *_) = seated("scene")
    if live(host).seat == ada:
        host.do(ada, Speak(step="scene", turn=1, said=Said(say="So.")))
    app = app_of(host, ada)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Ahas))
        await pilot.press(*"They wait", "enter")
        await until(pilot, lambda: len(host.room.of(ada).ahas) == 1)
        assert "They wait" in text(app)
        assert not app.screen.query_one("#share").display
        await pilot.press("enter", *"We too")
        host.do(boss, Next(step="scene"))
        await until(pilot, lambda: app.kept.lines == ["We too"])
        assert len(host.room.of(ada).ahas) == 1, "a line half written is no aha yet"
        await pilot.press("escape", "a")
        await until(pilot, lambda: isinstance(app.screen, Ahas))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: len(host.room.of(ada).ahas) == 2)
        assert [aha.text for aha in host.room.of(ada).ahas] == ["They wait", "We too"]
        assert host.room.public.ahas == ()


async def test_ahas_are_shared_unsigned_or_signed_and_a_line_can_become_one() -> None:
    host, (_, ada, _, _) = seated("so-what")
    for noted in ("One.", "Two."):
        host.do(ada, NoteAha(text=noted))
    app = app_of(host, ada)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("escape", "a")
        await until(pilot, lambda: isinstance(app.screen, Ahas))
        await pilot.press("s")
        await until(pilot, lambda: host.room.public.ahas == (Aha(text="One."),))
        await pilot.press("o")
        await until(pilot, lambda: host.room.public.ahas[-1] == Aha(text="Two.", by="Ada"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TalkScreen))
        host.do(ada, SayRemark(step="so-what", stage=0, prompt=0, text="Now I think twice."))
        await pilot.press("l")
        await until(pilot, lambda: len(host.room.public.ahas) == 3)
        await until(pilot, lambda: app.screen.query_one(SharedAhas).display)
        assert "✦ Now I think twice." in text(app)


async def test_a_talk_is_done_without_typing_where_people_speak() -> None:
    host, (_, ada, ben, _) = seated("so-what", spoken=True)
    app = app_of(host, ada)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert app.focused is None
        assert not app.screen.query_one("#remark-row").display
        await pilot.press("r")
        await until(pilot, lambda: ada in host.room.public.state(TalkState, "so-what").ready)
        assert ben not in host.room.public.state(TalkState, "so-what").ready


async def test_in_the_second_scene_the_question_is_still_on_the_table() -> None:
    found = taster("agree", "brief", "scene")
    (scene,) = (s for s in found.steps if s.id == "scene")
    second = replace(scene, id="scene2")
    steps = (*found.steps[:-1], second, found.steps[-1])
    host = Host(replace(found, steps=steps))
    boss = host.sit("Boss", None, "facilitator")
    ada, ben = host.sit("Ada", "business"), host.sit("Ben", "it")
    host.do(boss, Start())
    for seat in (ada, ben):
        host.do(seat, Agree(step="agree", yes=True))
    for step in ("brief", "scene"):
        host.do(boss, Next(step=step))
    assert isinstance(host.room.public.steps["scene2"], SceneState)
    app = app_of(host, ada)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "Still on the table:" in text(app)
        assert host.now < 20 * 60 * SECOND


async def test_what_is_said_in_a_pause_is_not_taken_and_is_asked_again() -> None:
    host, (boss, *_) = seated("scene")
    turn = live(host)
    owner = watching_side(host, turn.side)
    app = app_of(host, owner)
    async with app.run_test(size=SMALL) as pilot:
        host.do(turn.seat, Speak(step="scene", turn=1, said=Said(say="So.")))
        host.do(owner, Speak(step="scene", turn=2, said=Said(say="So.")))
        host.wait(21_000)
        await until(pilot, lambda: "ring true" in text(app))
        host.do(boss, Pause())
        await pilot.press("f")
        await until(pilot, lambda: bool(host.table(owner).done))
        await until(pilot, lambda: "ring true" in text(app))
        assert "You rated" not in text(app)
        host.do(boss, Resume())
        await pilot.press("f")
        await until(pilot, lambda: "You rated" in text(app))
        host.do(boss, Pause())
        await pilot.press("backspace")
        await until(pilot, lambda: isinstance(host.table(owner).done[-1], TakeBack))
        await until(pilot, lambda: "You rated" in text(app))
