"""The screens around the scene, at a live table: real rules, a headless terminal."""

from collections.abc import Sequence

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client.test_tui_screens import NASTY, app_of, field, last, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.activities.close.ask_day import AskDay
from turnabout_client.activities.consent.screen import ConsentScreen
from turnabout_client.activities.plan.ideas import IdeaNote
from turnabout_client.activities.poll.screen import PollScreen
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.closed import ClosedScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.brief import WarmUp
from turnabout_protocol.activities.close import SayWord, SetNextDate
from turnabout_protocol.activities.consent import Agree, ConsentState
from turnabout_protocol.activities.ideas import Propose, PutUnder, Vote
from turnabout_protocol.activities.plan import PlanOwn, PlanState
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.activities.promises import Promising
from turnabout_protocol.activities.scene import Rate, Said, SceneState, Speak
from turnabout_protocol.activities.talk import SayRemark, TalkState, Thank
from turnabout_protocol.commands import End, Pause, Ready, Resume, Start
from turnabout_protocol.room import Role, State
from turnabout_protocol.scenario import Side
from turnabout_server import rules

SMALL = (80, 24)
ROOM_FOR_SENTENCE = 47
"""Cells that are left of the clock at 80 columns."""


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def at(step: str, players: int = 2, *, watch: bool = False) -> tuple[Host, list[int]]:
    """Return a host whose room has come to `step`, and its players; they are agreed."""
    first = ("agree",) if step == "agree" else ("agree", "brief", step)
    host = Host(taster(*first))
    boss = host.sit("Boss", None, "facilitator")
    homes: Sequence[Side] = ("business", "it")
    seats = [host.sit(f"Player {i}", homes[i % 2]) for i in range(players)]
    if watch:
        role: Role = "observer"
        host.sit("Olu", "it", role)
    host.do(boss, Start())
    if step != "agree":
        for seat in seats:
            host.do(seat, Agree(step="agree", yes=True))
        host.pass_steps(step)
    return host, seats


def ready(host: Host, *seats: int) -> None:
    step = host.room.public.step
    assert step is not None
    for seat in seats:
        host.do(seat, Ready(step=step.id, stage=host.room.public.state(State, step.id).stage))


def near_the_bell(host: Host) -> None:
    """Move the clock to just before the deadline of the stage, and say so to the screens."""
    public = host.room.public
    assert public.step is not None
    assert public.current is not None
    ends = public.state(State, public.step.id).ends
    host.now = public.clock.room(public.current.ends if ends is None else ends) - 100


def sentence(pilot: Pilot[str]) -> str:
    """Return what to do now; it must fit beside the clock."""
    shown = str(pilot.app.screen.query_one("#sentence", Static).content)
    assert len(shown) <= ROOM_FOR_SENTENCE, shown
    return shown


def app_of_pilot(pilot: Pilot[str]) -> TurnaboutApp:
    assert isinstance(pilot.app, TurnaboutApp)
    return pilot.app


async def type_text(pilot: Pilot[str], typed: str) -> None:
    await pilot.press(*typed)
    await pilot.pause()


async def test_agreeing_leads_to_waiting_also_after_a_reconnect() -> None:
    host, (me, _) = at("agree")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        assert "You will play ■ IT." in text(app)
        await pilot.press("y")
        await until(pilot, lambda: sentence(pilot) == "You play. Waiting for one other person.")
    assert host.room.public.state(ConsentState, "agree").agreed == (me,)
    host.tables.clear()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: sentence(pilot).startswith("You play."))
        assert not pilot.app.screen.query_one("#play").display


async def test_watching_is_asked_for_twice() -> None:
    host, (me, _) = at("agree")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ConsentScreen))
        await pilot.press("w")
        await pilot.press("n")
        assert host.room.public.seats[me].plays
        await pilot.press("w")
        await pilot.press("y")
        await until(pilot, lambda: not host.room.public.seats[me].plays)
        await until(pilot, lambda: sentence(pilot).startswith("You watch."))


async def test_the_warm_up_line_goes_on_from_its_start_and_others_lines_are_text() -> None:
    host, (me, other) = at("brief")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "line").text.startswith("I am "))
        persona = host.room.public.seats[me].persona
        host.do(other, WarmUp(step="brief", text=NASTY))
        await until(pilot, lambda: NASTY in text(app))
        await pilot.press("enter", "enter")
        assert not any(isinstance(c, WarmUp) for c in host.table(me).done), "only the start"
        await type_text(pilot, "Friday.")
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(c, WarmUp) for c in host.table(me).done))
        said = last(host, me, WarmUp).text
        assert said == f"I am {persona}, and today I am worried about Friday."
        await pilot.press("r")
        await until(pilot, lambda: sentence(pilot).startswith("You are ready. Waiting for one"))


async def test_a_line_not_sent_goes_out_at_the_bell_unless_the_clocks_stand() -> None:
    host, (me, other) = at("brief")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "line").text.startswith("I am "))
        await pilot.press("enter")
        await type_text(pilot, "the deadline")
        near_the_bell(host)
        host.do(other, Pause())
        await pilot.pause(0.05)
        assert not host.table(me).done
        host.do(host.room.public.clock.by or 0, Resume())
        await until(pilot, lambda: any(isinstance(c, WarmUp) for c in host.table(me).done))
        assert last(host, me, WarmUp).text.endswith("worried about the deadline")


async def test_feelings_are_chosen_by_key_and_by_arrows_and_too_many_are_refused() -> None:
    host, (me, _) = at("feel")
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "While in the role I felt" in text(app))
        await pilot.press("1", "h", "2", "3")
        assert "Take one back first." in text(app)
        await pilot.press("2", "down", "down", "space")
        assert sentence(pilot) == "Choose up to 3 by key, then press enter."
        await pilot.press("enter", "5", "backspace", "enter", "enter")
        await until(pilot, lambda: sentence(pilot).startswith("Sent. Waiting for one"))
        picks = last(host, me, Answer).picks
        assert picks == {"in-role": ("curious", "tired", "defensive"), "now": ("heard",)}
    host.tables.clear()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "sealed" in text(app_of_pilot(pilot)))


async def test_what_happens_while_a_screen_opens_is_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    host, seats = at("feel")
    give_back = PollScreen.give_back

    def answered(screen: PollScreen) -> None:
        # It has shown the room, and is not told of changes yet.
        give_back(screen)
        assert not screen.is_mounted
        host.tables[seats[0]].on_change = lambda: None
        for seat in seats:
            host.do(seat, Answer(step="feel", picks={"in-role": ("proud",), "now": ()}))

    monkeypatch.setattr(PollScreen, "give_back", answered)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "It takes 5 people" in text(app_of_pilot(pilot)))


async def test_too_few_answers_are_not_shown_and_it_says_what_to_ask_instead() -> None:
    host, seats = at("feel")
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        for seat in seats:
            host.do(seat, Answer(step="feel", picks={"in-role": ("proud",), "now": ()}))
        await until(pilot, lambda: "It takes 5 people" in text(app_of_pilot(pilot)))
        await until(pilot, lambda: "Ask it aloud instead" in text(app_of_pilot(pilot)))
        assert sentence(pilot) == "Too few answered to show it. Ask it aloud."


async def test_a_tally_shows_feelings_in_their_rows() -> None:
    host, seats = at("feel", players=6)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        for i, seat in enumerate(seats):
            feeling = "tired" if i else "curious"
            host.do(seat, Answer(step="feel", picks={"in-role": (feeling,), "now": ()}))
        await until(pilot, lambda: "6 people answered" in text(app_of_pilot(pilot)))
        shown = text(app_of_pilot(pilot))
        assert shown.index("curious 1") < shown.index("tired 5"), "in the rows of the keys"
        assert "█ 5" in shown
        assert "too few answered" in shown


async def test_stepping_out_of_the_role_begins_with_the_own_name() -> None:
    host, (me, _) = at("derole")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "remark").text.startswith("I am Player 0"))
        near_the_bell(host)
        app.room_changed()
        await pilot.pause(0.05)
        assert not host.table(me).done, "nobody is made to say just the start"
        host.now -= 20_000
        app.room_changed()
        await pilot.press("enter")
        await type_text(pilot, "sleep")
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(c, SayRemark) for c in host.table(me).done))
        assert last(host, me, SayRemark).text.endswith("sleep")
        await pilot.press("r")
        await until(pilot, lambda: sentence(pilot).startswith("Thank you. Waiting"))


async def test_owners_answer_question_after_question_and_listeners_thank_and_ask_once() -> None:
    host, seats = at("straight")
    first = host.room.public.state(TalkState, "straight").first
    speaker, listener = sorted(seats, key=lambda s: host.room.public.seats[s].home != first)
    async with app_of(host, speaker).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "What did they get right?" in text(app_of_pilot(pilot)))
        await pilot.press("enter", *"The fear", "enter", *"The tone", "enter")
        await until(pilot, lambda: len(host.table(speaker).done) == 2)
        said = [c for c in host.table(speaker).done if isinstance(c, SayRemark)]
        assert [(c.prompt, c.text) for c in said] == [(0, "The fear"), (1, "The tone")]
        assert "g  Thank you" not in text(app_of_pilot(pilot))
    async with app_of(host, listener).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "The fear" in text(app))
        assert sentence(pilot).endswith("set you straight. Listen.")
        await pilot.press("g", "g", "enter", *"Which field?", "enter")
        await until(pilot, lambda: "asks  Which field?" in text(app))
        assert "thank you ×1" in text(app)
        assert [type(c) for c in host.table(listener).done] == [Thank, SayRemark]
        await until(pilot, lambda: not app.screen.query_one("#remark-row").display)


def play(host: Host) -> None:
    """Play the scene: everybody plays a card, every owner rates it."""
    while host.room.public.step is not None and host.room.public.step.id == "scene":
        live = host.room.public.state(SceneState, "scene").live
        if live is not None:
            host.wait(16_000)
            hand = host.room.of(live.seat).hand
            card = hand[0].id if hand else ""
            said = Said(card=card, say="so it is", echo="", ask="")
            host.do(live.seat, Speak(step="scene", turn=live.number, said=said))
            for owner in host.room.public.owners(live.side):
                if owner.id != live.seat:
                    host.do(owner.id, Rate(step="scene", turn=live.number, ring=4))
        host.wait(5_000)


async def test_a_small_room_is_told_why_there_is_no_number_and_sees_the_board() -> None:
    host, (me, other) = at("scores")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "0 of 7 came up" in text(app))
        ready(host, me, other)
        await until(pilot, lambda: "not shown" in text(app))
        assert "Ask aloud" in text(app)
        await pilot.press("question_mark")
        await until(pilot, lambda: "a mirror for this room" in " ".join(text(app).split()))


async def test_from_the_scene_to_the_slip() -> None:
    host = Host(taster("agree", "brief", "scene", "scores"))
    boss = host.sit("Boss", None, "facilitator")
    homes: Sequence[Side] = ("business", "it")
    seats = [host.sit(f"Player {i}", homes[i % 2]) for i in range(6)]
    host.do(boss, Start())
    for seat in seats:
        host.do(seat, Agree(step="agree", yes=True))
    host.pass_steps("scene")
    play(host)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "cards came up in the play." in text(app))
        ready(host, *seats)
        await until(pilot, lambda: "The play rang true to" in text(app))
        host.pass_steps("close")
        await until(pilot, lambda: "Only you see this" in text(app))
        assert "Nothing was promised today" in text(app)
        assert "of 100" not in text(app)
        await pilot.press("f")
        await until(pilot, lambda: "All in all" in text(app))
        await pilot.press("x")
        await until(pilot, lambda: "What these figures are" in text(app))
        await pilot.press("escape")
        sentence(pilot)
        host.do(boss, End())
        await until(pilot, lambda: isinstance(app.screen, ClosedScreen))
        assert "pause" not in text(app)


async def test_a_plan_from_idea_to_promise_keeps_what_was_typed_when_refused() -> None:
    host, (me, other) = at("plan")
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "For example" in text(app))
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press(*"a field is asked for", "enter", *"one goes away", "enter")
        await until(pilot, lambda: "one goes away" in text(app) and not field(app, "when").text)
        assert isinstance(last(host, me, Propose), Propose)
        host.do(other, Propose(step="plan", when=NASTY, then="we talk"))
        ready(host, me, other)
        await until(pilot, lambda: "Which ones say the same?" in text(app))
        await pilot.press("2", "1")
        await until(pilot, lambda: "the same as 1" in text(app))
        await pilot.press("2", "2")
        await until(pilot, lambda: "the same as 1" not in text(app))
        moved = [c for c in host.table(me).done if isinstance(c, PutUnder)]
        assert [(c.idea, c.under) for c in moved] == [(2, 1), (2, 0)]
        ready(host, me, other)
        await until(pilot, lambda: "Where do your dots go?" in text(app))
        await pilot.press("1", "1", "2", "2", "enter")
        await until(pilot, lambda: any(isinstance(c, Vote) for c in host.table(me).done))
        assert last(host, me, Vote).dots == {1: 2}
        assert sentence(pilot).startswith("Sent. Waiting for one")
        host.do(other, Vote(step="plan", dots={2: 1}))
        await until(pilot, lambda: sentence(pilot) == "This was chosen. Who takes it?")
        await pilot.press("i")
        await until(pilot, lambda: "it has happened once" in field(app, "sign").text)
        field(app, "sign").fill("forms are short")
        by = field(app, "by")
        assert by.text == "2026-12-07"
        by.fill("2027-12-07")
        await pilot.press("enter")
        await until(pilot, lambda: "Choose a date within" in text(app))
        assert field(app, "sign").text == "forms are short"
        by.fill("2026-12-14")
        await pilot.press("enter")
        await until(pilot, lambda: "Player 0 with Player 1" in text(app))
        promised = last(host, me, Promising)
        assert (promised.partner, promised.by) == (other, "2026-12-14")
        host.pass_steps("close")
        await until(pilot, lambda: sentence(pilot).startswith("Read your promise aloud"))
        await pilot.press("r")
        await until(pilot, lambda: "read aloud" in text(app))
        assert sentence(pilot).startswith("One word each.")
        await pilot.press("enter", *"lighter", "enter")
        await until(pilot, lambda: any(isinstance(c, SayWord) for c in host.table(me).done))
        assert last(host, me, SayWord).word == "lighter"
        await until(pilot, lambda: sentence(pilot) == "The session is about to end.")
        boss = next(s.id for s in host.room.public.seats.values() if s.role == "facilitator")
        await pilot.press("d")
        assert not isinstance(app.screen, AskDay), "the facilitator is here to note the date"
        host.take(rules.drop(host.room, boss, host.now))
        await until(pilot, lambda: "Next date" in text(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, AskDay))
        await pilot.press("right", "left", "left", "enter")
        await until(pilot, lambda: "We meet again on Monday, 21 December." in text(app))
        assert last(host, me, SetNextDate).day == "2026-12-21"


async def test_an_idea_and_dots_not_sent_go_out_at_the_bell() -> None:
    host, (me, other) = at("plan")
    host.do(other, Propose(step="plan", when="a", then="b"))
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press(*"c", "enter", *"d")
        near_the_bell(host)
        host.sit("Late", "it", "observer")
        await until(pilot, lambda: bool(host.room.of(me).state(PlanOwn, "plan").written))
        ready(host, me, other)
        assert len(host.room.public.state(PlanState, "plan").ideas) == 2
        ready(host, me, other)
        await until(pilot, lambda: len(app.screen.query(IdeaNote)) == 2)
        await pilot.press("2")
        near_the_bell(host)
        host.sit("Later", "it", "observer")
        await until(pilot, lambda: any(isinstance(c, Vote) for c in host.table(me).done))
        assert last(host, me, Vote).dots == {2: 1}


@pytest.mark.parametrize("step", ["agree", "brief", "feel", "derole", "straight", "scores", "plan"])
async def test_who_watches_reads_along_and_sends_nothing(step: str) -> None:
    host, _ = at(step, watch=True)
    olu = next(s.id for s in host.room.public.seats.values() if s.role == "observer")
    async with app_of(host, olu).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: bool(sentence(pilot)))
        await pilot.press("r", "1", "space", "i")
        assert not host.table(olu).done


async def test_a_person_who_writes_loses_nothing_while_others_come_and_go() -> None:
    host, (me, other) = at("straight")
    first = host.room.public.state(TalkState, "straight").first
    speaker = me if host.room.public.seats[me].home == first else other
    async with app_of(host, speaker).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await pilot.press("enter", *"half a sen")
        host.sit("Late", "it", "observer")
        host.do(me + other - speaker, Thank(step="straight", stage=0))
        await until(pilot, lambda: "thank you ×1" in text(app))
        await type_text(pilot, "tence")
        assert field(app, "remark").text == "half a sentence"
