"""The reveal on the screen: chapter by chapter, at a live table."""

from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client.test_tui_activities import SMALL, app_of_pilot, ready, sentence
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from tests.support.measured import measuring
from turnabout_client.activities import now_of, on_the_table, part_of
from turnabout_client.activities.reveal import saying
from turnabout_client.activities.reveal.arrow import ArrowRow
from turnabout_client.activities.reveal.charts import chart
from turnabout_client.activities.reveal.figure import BigFigure, PartRow
from turnabout_client.activities.reveal.model import TITLES, change_words, gap_words
from turnabout_client.activities.reveal.places import PlaceRow
from turnabout_client.activities.reveal.screen import RevealScreen
from turnabout_client.tui.kit.figure_help import Explain
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.arrows import AFTER, BEFORE, YARDSTICK, Scale, track
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.activities.rank import LockOrder
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.commands import Next, Start
from turnabout_protocol.figures import Figure, Withheld
from turnabout_protocol.results import Arrow, Attitude, Regard, Understood
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def revealing(
    players: int = 6, *, quiet: bool = False, alignment: bool = False, measures: bool = True
) -> tuple[Host, list[int]]:
    """Return a host whose reveal has just begun. Not `quiet`: all ranked, guessed and answered."""
    house = HouseRules(opened_on="2026-11-23", alignment=alignment)
    host = Host(measuring(ranks=measures, polls=measures), house=house)
    boss = host.sit("Boss", None, "facilitator")
    seats = [host.sit(f"Player {i}", SIDES[i % 2]) for i in range(players)]
    host.do(boss, Start())
    for seat in seats:
        host.do(seat, Agree(step="agree", yes=True))
    while (step := host.room.public.step) is not None and step.id != "scores":
        for seat in () if quiet else seats:
            if host.room.public.step == step:
                answer(host, seat, step.id)
        if host.room.public.step == step:
            host.do(boss, Next(step=step.id))
    return host, seats


def answer(host: Host, seat: int, step: str) -> None:
    """Let `seat` do what a measuring step asks."""
    home = host.room.home(host.room.public.seats[seat].home or "it")
    theirs = sorted(card.id for card in home.theirs)
    match step:
        case "own":
            host.do(seat, LockOrder(step=step, order=tuple(c.id for c in home.deck)))
        case "guess":
            host.do(seat, LockOrder(step=step, order=tuple(theirs[::-1])))
        case "guess-again":
            order = (*theirs[1:], theirs[0])
            host.do(seat, LockOrder(step=step, order=order))
        case "check":
            host.do(seat, Answer(step=step, picks={"felt": ("3",), "claimed": ("6",)}))
        case "check-again":
            picks: dict[str, tuple[str, ...]] = {"felt": ("5",), "claimed": ("6",), "then": ("4",)}
            host.do(seat, Answer(step=step, picks=picks))


def next_card(host: Host) -> None:
    at = host.room.public.state(RevealState, "scores").next_at
    assert at is not None
    host.wait(at - host.now)


def known(pilot: Pilot[str]) -> int:
    return len([row for row in pilot.app.screen.query(PlaceRow) if row.fate is not None])


async def test_the_whole_reveal() -> None:
    host, seats = revealing(8)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: len(app.screen.query(PlaceRow)) == 14)
        assert known(pilot) == 0
        assert not app.screen.query_one("#ready").display
        for came in range(1, 8):
            next_card(host)
            await until(pilot, lambda came=came: known(pilot) == 2 * came)  # type: ignore[misc]
        assert "guess 7" in text(app)
        assert sentence(pilot) == "Talk about it. r when you have read it."
        ready(host, *seats[1:])
        await pilot.press("r")
        await until(pilot, lambda: said(app).count("The one they missed most is “") == 2)
        assert "placed none of the 7 cards of" in said(app)
        ready(host, *seats)
        await until(pilot, lambda: "know each other's order better" in said(app))
        assert len(app.screen.query(ArrowRow)) == 2
        assert "+71" in text(app)
        ready(host, *seats)
        await until(pilot, lambda: "People feel better understood" in said(app))
        assert len(app.screen.query(ArrowRow)) == 2
        ready(host, *seats)
        await until(pilot, lambda: "narrower by 33" in text(app))
        assert len(app.screen.query(ArrowRow)) == 2
        ready(host, *seats)
        await until(pilot, lambda: "Of 100 points this room stands at: by test 71" in said(app))
        assert len(app.screen.query(PartRow)) == 3
        assert not app.screen.query(BigFigure)
        assert "counts 45 %" not in text(app)
        assert "fewer than 4 people" in text(app)
        assert "The report tells more: Looking back." in said(app)


def said(app: App[Any]) -> str:
    """Return the words of the slide, in one line."""
    return " ".join(str(app.screen.query_one("#said", Static).render()).split())


@pytest.mark.parametrize("size", [(60, 16), SMALL, (120, 36)])
async def test_each_slide_is_one_thing_whose_words_are_all_in_sight(size: tuple[int, int]) -> None:
    host, seats = revealing(8)
    async with app_of(host, seats[0]).run_test(size=size) as pilot:
        app = app_of_pilot(pilot)
        state = host.room.public.state(RevealState, "scores")
        for _ in range(7):
            next_card(host)
        for stage in range(len(state.slides)):
            await until(
                pilot,
                lambda stage=stage: (
                    str(app.screen.query_one("#slide-title").render()).count("▰")  # type: ignore[misc]
                    == stage + 1
                ),
            )
            panes = [app.screen.query_one(name).display for name in ("#on-orders", "#slide")]
            assert panes.count(True) == 1
            if stage:
                pane = app.screen.query_one("#slide", Pane)
                words = app.screen.query_one("#said", Static)
                await until(pilot, lambda words=words: bool(words.size.height))  # type: ignore[misc]
                if size != (60, 16):
                    assert words.region.bottom <= pane.content_region.bottom
            if stage + 1 < len(state.slides):
                ready(host, *seats)


async def test_a_card_is_turned_over_as_the_orders_rise_and_its_writer_may_tell_why() -> None:
    host, seats = revealing(8)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        for _ in range(2):
            next_card(host)
        await until(pilot, lambda: known(pilot) == 4)
        assert "Whoever wrote it may tell why." in text(app)
        assert not backs(app)
        await pilot.press("down")
        fates = host.room.public.state(RevealState, "scores").orders
        turned = [f"because: {fates[side][1].card.why}" for side in SIDES]
        await until(pilot, lambda: backs(app) == turned)
        for _ in range(5):
            next_card(host)
        await until(pilot, lambda: known(pilot) == 14)
        assert backs(app) == turned, "what one reads stays while the others come"


def backs(app: App[Any]) -> list[str]:
    """Return what stands on the backs that are in sight."""
    texts = [str(text.render()).split("\n") for text in app.screen.query(".place-text")]
    return [line for lines in texts for line in lines if line.startswith("because: ")]


async def test_the_taster_shows_what_came_up_before_how_true_it_rang() -> None:
    host, seats = revealing(measures=False)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "None of the 14 cards came up in the play." in said(app))
        assert app.screen.query_one("#boards").display
        ready(host, *seats)
        await until(pilot, lambda: "Ask aloud: Which sentence could have come from" in said(app))
        assert not app.screen.query_one("#boards").display


async def test_the_console_and_the_stage_see_the_same_one_thing() -> None:
    host, seats = revealing(8)
    for _ in range(7):
        next_card(host)
    ready(host, *seats)
    ready(host, *seats)
    public = host.room.public
    step = public.step
    assert step is not None
    told = [line.plain for line in on_the_table(public, step)]
    assert told[0] == "How well we know it"
    assert told[1].startswith("The sides know each other's order better")
    assert told[-1] == "What did you hear today that moved your guess?"
    assert len(told) == 5
    assert part_of(public, step) == (
        "3 of 6: How well we know it. What did you hear today that moved your guess?"
    )
    assert now_of(public, step) == "Talk about it."


async def test_a_house_that_wants_a_sum_gets_it_or_reads_what_is_missing() -> None:
    host, seats = revealing(alignment=True)
    for _ in range(7):
        next_card(host)
    for _ in range(5):
        ready(host, *seats)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "counts 45 %" in text(app))
        assert "Rings true is hidden, so there is no sum." in said(app)


async def test_looking_back_and_on_again_keeps_to_what_was_shown() -> None:
    host, seats = revealing()
    for _ in range(7):
        next_card(host)
    ready(host, *seats)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        # Three people are few: their order is told in thirds.
        await until(pilot, lambda: "among the first for" in said(app))
        assert "among the last for" in said(app)
        await pilot.press("left")
        await until(
            pilot, lambda: known(pilot) == 14 and app.screen.query_one("#on-orders").display
        )
        assert sentence(pilot) == "You are looking back. Right goes forward."
        assert "guess ↓" in text(app)
        await pilot.press("left", "down", "down")
        opened = [row.place for row in app.screen.query(PlaceRow) if row.has_class("-open")]
        assert opened == [3, 3]
        await pilot.press("right", "right")
        await until(pilot, lambda: "among the first for" in said(app))
        await pilot.press("left")
        ready(host, *seats)
        await until(pilot, lambda: "know each other's order better" in said(app))


async def test_a_key_and_a_click_explain_a_figure() -> None:
    host, seats = revealing()
    for _ in range(7):
        next_card(host)
    ready(host, *seats)
    ready(host, *seats)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: len(app.screen.query(ArrowRow)) == 2)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Explain))
        assert "What chance alone moves so few people by" in " ".join(text(app).split())
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RevealScreen))
        await pilot.click(ArrowRow)
        await until(pilot, lambda: isinstance(app.screen, Explain))
        assert "They agree with one another" not in text(app)


async def test_what_is_hidden_says_why_and_what_to_ask() -> None:
    host, seats = revealing(2, quiet=True)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        for slide in host.room.public.state(RevealState, "scores").slides:
            title = TITLES[slide][0]
            await until(
                pilot,
                lambda title=title: title in str(app.screen.query_one("#slide-title").render()),  # type: ignore[misc]
            )
            await until(pilot, lambda: "Ask aloud" in said(app))
            assert "hown" in said(app)
            if slide != "score":
                ready(host, *seats)


def shown(value: float | None, n: int = 3) -> Figure:
    return Figure(value=value, n=n, need=2)


def test_an_arrow_grows_from_before_to_after() -> None:
    arrow = Arrow(before=shown(20), after=shown(80), change=60, clear=True)
    for progress, at in ((0.0, 2), (0.5, 5), (1.0, 8)):
        signs = "".join(sign for sign, _ in track(arrow, Scale(), 11, progress=progress))
        assert len(signs) == 11
        assert signs.index(AFTER) == at
        assert (BEFORE in signs) == (at != 2)
    assert "".join(s for s, _ in track(arrow, Scale(), 11, yardstick=100))[-1] == YARDSTICK


@pytest.mark.parametrize(
    ("before", "after", "clear", "words"),
    [
        (33, 0, True, "narrower by 33"),
        (22, -50, True, "wider by 28"),
        (5, 0, False, "no clear change"),
    ],
)
def test_a_gap_is_good_near_zero(before: float, after: float, clear: bool, words: str) -> None:
    arrow = Arrow(before=shown(before), after=shown(after), change=after - before, clear=clear)
    assert gap_words(arrow) == words
    assert change_words(arrow) == (f"{after - before:+.0f}" if clear else "no clear change")


def test_a_gap_that_changes_its_sign_is_neither_narrower_nor_wider_by_less_than_chance() -> None:
    arrow = Arrow(before=shown(11), after=shown(-22), change=-33, clear=True, band=19, n=3)
    assert gap_words(arrow) == "-33"
    two = Arrow(before=shown(0, 2), after=shown(100, 2), change=100, n=2)
    assert gap_words(two) == change_words(two) == "too few to compare"


def test_how_a_side_is_seen_is_a_sentence_each_way_and_numbers_only_where_they_are_shown() -> None:
    host, _seats = revealing()
    none = Figure(value=None, n=0, need=3, why="words")
    state = RevealState(
        regard={
            "business": Regard(seen=shown(41), regard=shown(68), than_thought="better"),
            "it": Regard(seen=none, regard=none, than_thought="less"),
        }
    )
    better, less = (one.plain for one in saying.said(host.room.public, state, "regard"))
    assert "think better of how" in better
    assert "think less of how" in less
    (line,) = chart(host.room.public, state, "regard")
    assert line.figures.plain == "41 → 68"


def figure(value: float | None, n: int = 6, why: Withheld = "") -> Figure:
    return Figure(value=value, n=0 if value is None else n, need=3, why=why)


def test_what_few_people_stand_behind_says_why_it_is_not_shown() -> None:
    host, _ = revealing()
    public = host.room.public
    arrow = Arrow(before=figure(50), after=figure(75))
    pooled = Understood(felt=Attitude(room=arrow))
    (line,) = chart(public, RevealState(understood=pooled), "felt")
    assert line.note == "By side it is not shown: too few answers from one side."
    both = Understood(felt=Attitude(room=arrow, sides=dict.fromkeys(SIDES, arrow)))
    assert not any(line.note for line in chart(public, RevealState(understood=both), "felt"))
    hidden = Understood(gap=dict.fromkeys(SIDES, Arrow(after=figure(None))))
    state = RevealState(understood=hidden)
    assert chart(public, state, "gap") == []
    why, aloud = (one.plain for one in saying.said(public, state, "gap"))
    assert why.startswith("Understanding gap: not shown, fewer than 3 people answered.")
    assert aloud.startswith("Ask aloud: ")
