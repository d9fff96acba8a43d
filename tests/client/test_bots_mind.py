"""What bots want: always the same for the same room and seed, and always allowed."""

import pytest
from msgspec.structs import replace

from tests.support.gallery import EARLIER
from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_client.bots import phrases
from turnabout_client.bots.mind import intentions
from turnabout_client.bots.sentences import clip, mirrored
from turnabout_protocol.activities.brief import BriefState
from turnabout_protocol.activities.close import CloseState, SayWord
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.activities.plan import PlanState
from turnabout_protocol.activities.poll import PollState
from turnabout_protocol.activities.review import ReviewState
from turnabout_protocol.activities.scene import Scene, SceneState, Speak, Turn
from turnabout_protocol.activities.talk import TalkState
from turnabout_protocol.codec import decode, encode
from turnabout_protocol.commands import Pause
from turnabout_protocol.messages import Do
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES, KeyPoint
from turnabout_protocol.text import LINE, SPEECH
from turnabout_server.authoring.scenarios import find_agenda, find_scenario, library

ALL = tuple(sorted(file.stem for file in library().glob("*.yaml")))


def played(players: int = 6, seed: int = 7, scenario: str = "missed-target") -> Minds:
    house = HouseRules(opened_on="2026-03-02", demo=True)
    table = Table(
        players=players, facilitators=1, scenario=find_scenario(scenario), house=house, seed=seed
    )
    minds = Minds(table, seed=seed, expect=players)
    minds.play()
    return minds


@pytest.mark.parametrize(("players", "seed"), [(2, 1), (3, 2), (6, 7), (12, 4)])
def test_a_whole_session_without_one_refusal(players: int, seed: int) -> None:
    minds = played(players, seed)
    assert minds.refused == []
    states = minds.table.public.steps
    brief, scene, plan = states["brief"], states["scene"], states["plan"]
    assert isinstance(brief, BriefState)
    assert len(brief.lines) == players
    assert isinstance(scene, SceneState)
    assert len(scene.turns) >= 8
    assert not any(turn.passed for turn in scene.turns)
    assert all(turn.echo for turn in scene.turns[1:])
    assert all(len(turn.rated) >= players // 2 for turn in scene.turns[:-1])
    assert isinstance(plan, PlanState)
    assert len(plan.promises) == 1
    feel, straight = states["feel"], states["straight"]
    assert isinstance(feel, PollState)
    assert feel.tallies is not None
    assert all(tally.n == players for tally in feel.tallies if not tally.hidden)
    assert isinstance(straight, TalkState)
    assert {remark.prompt for remark in straight.remarks} >= {0, 1, 2}


def test_a_second_session_marks_what_was_promised_reads_what_is_and_says_a_word() -> None:
    house = HouseRules(opened_on="2026-03-02", demo=True)
    table = Table(players=6, facilitators=1, agenda=find_agenda("60"), house=house, earlier=EARLIER)
    minds = Minds(table, expect=6)
    minds.play()
    assert minds.refused == []
    states = table.public.steps
    earlier, plan, close = states["earlier"], states["plan"], states["close"]
    assert isinstance(earlier, ReviewState)
    assert set(earlier.outcomes) == {promise.number for promise in EARLIER}
    assert earlier.follow_through is not None
    assert isinstance(plan, PlanState)
    assert 1 <= len(plan.promises) <= 3
    assert plan.words
    assert isinstance(close, CloseState)
    assert close.read == len(plan.promises)
    assert set(close.words) == set(table.players)


def test_hasty_settings_leave_no_turn_to_the_bell() -> None:
    agenda = find_agenda("taster")
    steps = tuple(
        replace(s, think=0, act=10, rate=3, minutes=2) if isinstance(s, Scene) else s
        for s in agenda.steps
    )
    table = Table(players=4, facilitators=1, agenda=replace(agenda, steps=steps))
    Minds(table, expect=4).play(until="derole")
    scene = table.public.steps["scene"]
    assert isinstance(scene, SceneState)
    assert len(scene.turns) >= 8
    assert not any(turn.passed for turn in scene.turns)


@pytest.mark.parametrize("scenario", ALL)
def test_every_scenario_gives_lines_that_fit_and_differ(scenario: str) -> None:
    minds = played(scenario=scenario, seed=3)
    assert minds.refused == []
    for number, (_, _, command) in enumerate(minds.did):
        message = Do(id=str(number), command=command)
        assert decode(encode(message), Do) == message, "a line is changed or refused on the wire"
    said = [c.said.say for _, _, c in minds.did if isinstance(c, Speak)]
    assert all(said)
    assert len(set(said)) == len(said)
    assert not any("{" in text for text in said)


def test_the_same_seed_is_the_same_session_and_another_is_not() -> None:
    assert played(4, 5).did == played(4, 5).did
    assert played(4, 5).did != played(4, 6).did


def test_two_scenarios_with_one_seed_are_two_sessions() -> None:
    one, two = (played(4, 5, scenario=name).did for name in ALL[:2])
    assert [(at, seat) for at, seat, _ in one] != [(at, seat) for at, seat, _ in two]
    words = [[c.word for _, _, c in did if isinstance(c, SayWord)] for did in (one, two)]
    assert words[0] != words[1]


def test_a_mind_needs_no_more_than_its_seat_was_sent() -> None:
    minds = played(2)
    for seat in minds.table.players:
        view = minds.view(seat)
        assert view.vault.scenario is None
        assert set(view.own) == {seat}


def test_intentions_are_a_function_of_the_room() -> None:
    table = Table(players=4, facilitators=1)
    minds = Minds(table, expect=4)
    minds.play(until="scene")
    seat = table.players[0]
    first = intentions(table.room, seat, 7)
    assert first == intentions(table.room, seat, 7)
    table.do(seat, Pause())
    assert intentions(table.room, seat, 7) == ()
    assert intentions(table.room, 99, 7) == ()


def test_a_facilitator_starts_only_when_all_it_waits_for_are_here() -> None:
    table = Table(players=2, facilitators=1)
    (boss,) = table.boss
    assert intentions(table.room, boss, 7, expect=3) == ()
    assert [i.key for i in intentions(table.room, boss, 7, expect=2)] == ["start"]
    table.drop(table.players[0])
    assert intentions(table.room, boss, 7, expect=2) == ()


def test_an_echo_turns_we_into_you_and_quotes_what_it_cannot_turn() -> None:
    def turn(kind: str, text: str) -> Turn:
        card = KeyPoint(id="b1", kind=kind, text=text)  # type: ignore[arg-type]
        return Turn(number=1, seat=2, side="it", acts_from=0, ends=0, over=True, card=card)

    heard = phrases.echo(turn("fact", "CRM is ours, and we mend it with our own hands."))
    assert heard.startswith("that CRM is yours, and you mend it with your")
    asked = phrases.echo(turn("ask", "Tell us which decision you want to make."))
    assert "“Tell us which decision you want to make.”" in asked
    assert mirrored("Our team waits for us.") == "your team waits for you."


def test_long_texts_are_cut_at_a_word() -> None:
    assert clip("one two three", 9) == "one two…"
    card = KeyPoint(id="b1", kind="need", text="word " * 48, why="why " * 59)
    long = Turn(number=1, seat=2, side="it", acts_from=0, ends=0, over=True, card=card)
    assert len(phrases.echo(long)) <= LINE
    room = Table(players=2).room
    assert len(phrases.say(card, room.of(1), (), 1)) <= SPEECH


@pytest.mark.parametrize("count", [True, False])
def test_bots_settle_the_cards_of_their_side_and_are_refused_nothing(count: bool) -> None:
    taster = find_agenda("taster")
    deck = Deck(id="deck", title="Key points", minutes=5)
    agenda = replace(taster, steps=(taster.steps[0], deck, *taster.steps[1:]))
    done = set[str]()
    for seed in range(4):
        house = HouseRules(demo=count, opened_on="2026-03-02")
        table = Table(facilitators=1, agenda=agenda, house=house, seed=seed)
        for i in range(8):
            table.sit(f"Bot {i}", SIDES[i % 2], bot=True)
        minds = Minds(table, seed, expect=8)
        minds.play(until="brief")
        assert not minds.refused
        done |= {type(command).__name__ for _, _, command in minds.did}
        assert {len(table.room.vault.deck(side)) for side in SIDES} == {7}
        sources = {card.source for side in SIDES for card in table.room.vault.deck(side)}
        assert "session" not in sources
    assert "WriteCard" not in done, "a bot has nothing of its own to add"
