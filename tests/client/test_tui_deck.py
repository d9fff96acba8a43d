"""Key points on the screen: written before the day and on it, put together, voted on."""

from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client.test_tui_activities import ROOM_FOR_SENTENCE, SMALL, near_the_bell, ready
from tests.client.test_tui_screens import NASTY, app_of, field, last, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.activities.deck.card_form import CardForm
from turnabout_client.activities.deck.card_rows import CardRow
from turnabout_client.activities.deck.prepare import PrepareScreen
from turnabout_client.activities.deck.screen import DeckScreen
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.lobby import LobbyScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.deck import (
    POOL,
    VOTE,
    Deck,
    DeckHome,
    DeckOwn,
    MergeCards,
    PartCards,
    PutDots,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.commands import Ready, Reseat, Start
from turnabout_protocol.room import State
from turnabout_protocol.scenario import Side


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def lobby(*, watch: bool = False) -> tuple[Host, int, list[int]]:
    """Return a host in its lobby, with a facilitator and two people of each side."""
    agenda = taster()
    deck = Deck(id="deck", title="Key points", minutes=5)
    host = Host(replace(agenda, steps=(agenda.steps[0], deck, *agenda.steps[1:])))
    boss = host.sit("Boss", None, "facilitator")
    homes: tuple[Side, ...] = ("business", "it", "business", "it")
    seats = [host.sit(f"Player {i}", home) for i, home in enumerate(homes)]
    if watch:
        seats.append(host.with_say("Owl", "business"))
    return host, boss, seats


def begin(host: Host, boss: int, seats: list[int]) -> None:
    host.do(boss, Start())
    for seat in seats:
        if host.room.public.seats[seat].plays:
            host.do(seat, Agree(step="agree", yes=True))


def opened(*, watch: bool = False) -> tuple[Host, list[int]]:
    """Return a host whose room has come to its key points."""
    host, boss, seats = lobby(watch=watch)
    begin(host, boss, seats)
    return host, seats


def own(host: Host, seat: int) -> DeckOwn:
    return host.room.of(seat).state(DeckOwn, "deck")


def table(host: Host, side: Side = "business") -> DeckHome:
    return host.room.home(side).state(DeckHome, "deck")


def write(host: Host, seat: int, *texts: str) -> None:
    for number, said in enumerate(texts, 1):
        host.do(seat, WriteCard(step="deck", number=number, kind="ask", text=said))


def to(host: Host, stage: int) -> None:
    """Let everybody be ready until that stage is on."""
    while host.room.public.state(State, "deck").stage < stage:
        ready(host, *(s.id for s in host.room.public.players()))


def card(host: Host, index: int) -> str:
    return table(host).pool[index].card.id


def sentence(pilot: Pilot[str]) -> str:
    """Return what to do now; it must fit beside the clock."""
    shown = str(pilot.app.screen.query_one("#sentence", Static).content)
    assert len(shown) <= ROOM_FOR_SENTENCE, shown
    return shown


def form(app: TurnaboutApp) -> CardForm:
    return app.screen.query_one(CardForm)


def typed(words: str) -> list[str]:
    return ["space" if char == " " else char for char in words]


async def test_in_the_lobby_one_writes_cards_that_are_there_on_the_day() -> None:
    host, boss, seats = lobby()
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen))
        assert "Write your cards" in text(app)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, PrepareScreen))
        first = own(host, seats[0]).prepared[0]
        await until(pilot, lambda: first.text[:30] in text(app))
        assert sentence(pilot) == "Would your side say it like this?"
        await pilot.press("c", "4", *typed("We hear it last"), "enter", *typed("no list"), "enter")
        await until(pilot, lambda: bool(own(host, seats[0]).written))
        (mine,) = own(host, seats[0]).written
        assert (mine.kind, mine.text, mine.why) == ("worry", "We hear it last", "no list")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen))
        assert "1 card in your words is kept." in text(app)
        begin(host, boss, seats)
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        await until(pilot, lambda: "We hear it last" in text(app))


async def test_a_card_is_kept_while_it_is_typed_because_the_session_may_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("turnabout_client.activities.deck.card_form.REST", 0.01)
    host, boss, seats = lobby()
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, PrepareScreen))
        await pilot.press("c", *typed("Half a th"))
        await until(pilot, lambda: [w.text for w in own(host, seats[0]).written] == ["Half a th"])
        await pilot.press(*typed("ought"))
        await until(pilot, lambda: own(host, seats[0]).written[0].text == "Half a thought")
        begin(host, boss, seats)
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        await until(pilot, lambda: "Half a thought" in text(app))


async def test_without_a_side_or_without_the_step_the_lobby_offers_no_cards() -> None:
    host, boss, _ = lobby()
    stray = host.sit("Stray", None, "observer")
    plain = Host()
    for at, seat in ((host, stray), (plain, plain.sit("Player", "it"))):
        app = app_of(at, seat)
        async with app.run_test(size=SMALL) as pilot:
            await until(pilot, lambda app=app: isinstance(app.screen, LobbyScreen))  # type: ignore[misc]
            assert "Write your cards" not in text(app)
            await pilot.press("c")
            await pilot.pause()
            assert isinstance(app.screen, LobbyScreen)
    host.do(boss, Reseat(seat=stray, role="observer", home="it"))
    app = app_of(host, stray)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "Write your cards" in text(app))


async def test_a_prepared_card_is_put_in_other_words_and_taken_back() -> None:
    host, seats = opened()
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        await pilot.press("2")
        await until(pilot, lambda: form(app).target is not None)
        original = table(host).prepared[1]
        assert field(app, "card-text").value == original.text
        await pilot.press(*typed(" Yes"), "enter", "enter")
        await until(pilot, lambda: bool(own(host, seats[0]).written))
        sent = last(host, seats[0], WriteCard)
        assert (sent.of, sent.text) == (original.id, original.text + " Yes")
        await until(pilot, lambda: "your words" in text(app))
        await pilot.press("backspace", "y")
        await until(pilot, lambda: not own(host, seats[0]).written)
        assert "your words" not in text(app)


async def test_a_card_shows_its_back_while_the_cursor_is_on_it() -> None:
    host, seats = opened()
    one, two = table(host).prepared[:2]
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: one.why[:25] in text(app))
        assert two.why[:25] not in text(app)
        await pilot.press("down")
        await until(pilot, lambda: two.why[:25] in text(app))
        assert one.why[:25] not in text(app)


async def test_words_put_back_as_they_were_are_taken_back() -> None:
    host, seats = opened()
    original = table(host).prepared[0]
    host.do(seats[0], WriteCard(step="deck", of=original.id, kind="ask", text="Other."))
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        await pilot.press("enter")
        await until(pilot, lambda: form(app).target is not None)
        assert original.text[:40] in text(app)  # what was prepared is told beside it
        field(app, "card-text").fill(original.text)
        field(app, "card-why").fill(original.why)
        form(app).choose(("need", "fact", "limit", "worry", "ask").index(original.kind) + 1)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not own(host, seats[0]).written)
        assert last(host, seats[0], TakeBackCard).of == original.id


@pytest.mark.parametrize("where", ["text", "why"])
async def test_the_bell_sends_the_card_in_the_form(where: str) -> None:
    host, seats = opened()
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        await pilot.press("c", *typed("Not sent"), *(["enter", "x"] if where == "why" else []))
        near_the_bell(host)
        app.room_changed()
        await until(pilot, lambda: bool(own(host, seats[0]).written))
        assert own(host, seats[0]).written[0].text == "Not sent"
        host.wait(1000)
        await until(pilot, lambda: "Put together" in sentence(pilot))
        assert form(app).target is None
        assert "Not sent" in [p.card.text for p in table(host).pool]


async def test_what_a_watcher_types_is_kept_when_the_others_end_the_stage_early(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("turnabout_client.activities.deck.card_form.REST", 0.01)
    host, seats = opened(watch=True)
    owl = seats[-1]
    app = app_of(host, owl)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        await pilot.press("c", *typed("From outside"))
        await until(pilot, lambda: [w.text for w in own(host, owl).written] == ["From outside"])
        assert "Kept as you type." in text(app)
        to(host, POOL)
        await until(pilot, lambda: "From outside" in [p.card.text for p in table(host).pool])


async def test_a_half_sentence_comes_on_the_table_only_from_who_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("turnabout_client.activities.deck.card_form.REST", 0.01)
    host, seats = opened()
    to(host, POOL)
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        await pilot.press("enter")
        await until(pilot, lambda: form(app).target is not None)
        await pilot.press("x")
        await until(pilot, lambda: "Sent at the bell." in text(app))
        await pilot.pause(0.05)
        assert not any(isinstance(c, RewordCard) for c in host.table(seats[0]).done)
        host.do(seats[0], Ready(step="deck", stage=POOL))
        await pilot.press("y")
        await until(pilot, lambda: table(host).pool[0].card.text.endswith("xy"))


async def test_more_than_twenty_words_are_told_and_not_forbidden() -> None:
    host, seats = opened()
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        await pilot.press("c")
        await until(pilot, lambda: form(app).target is not None)
        field(app, "card-text").fill("so " * 21)
        await until(pilot, lambda: "21 words: up to 20 are easy to say." in text(app))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: bool(own(host, seats[0]).written))


async def test_numbers_put_cards_together_and_take_them_out_again() -> None:
    host, seats = opened()
    write(host, seats[0], NASTY, "Second.")
    to(host, POOL)
    app = app_of(host, seats[0])
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "Put together" in sentence(pilot))
        assert NASTY in text(app)
        await pilot.press("9")
        await until(pilot, lambda: sentence(pilot) == "Under which card does it go?")
        await pilot.press("8")
        under = MergeCards(step="deck", card=card(host, 8), keep=card(host, 7))
        await until(pilot, lambda: last_of(host, seats[0]) == under)
        assert table(host).below(card(host, 7))
        await pilot.press("9")
        await until(pilot, lambda: not table(host).below(card(host, 7)))
        assert last(host, seats[0], PartCards).card == card(host, 8)
        await pilot.press("1", "escape")
        await until(pilot, lambda: "Put together" in sentence(pilot))
        await pilot.press("down", "space", "up", "space")
        under = MergeCards(step="deck", card=card(host, 1), keep=card(host, 0))
        await until(pilot, lambda: last_of(host, seats[0]) == under)


def last_of(host: Host, seat: int) -> Any:
    done = host.table(seat).done
    return done[-1] if done else None


async def test_a_card_on_the_table_is_reworded_and_escape_changes_nothing() -> None:
    host, seats = opened()
    to(host, POOL)
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "Put together" in sentence(pilot))
        before = table(host).pool[0].card
        await pilot.press("enter", "x", "escape", "escape")
        await until(pilot, lambda: form(app).target is None)
        assert table(host).pool[0].card == before
        await pilot.press("enter", "x", "enter", "enter")
        await until(pilot, lambda: table(host).pool[0].card.text == before.text + "x")
        assert last(host, seats[0], RewordCard).was == before.text
        await pilot.press("enter", "y")
        near_the_bell(host)
        app.room_changed()
        await until(pilot, lambda: table(host).pool[0].card.text == before.text + "xy")


async def test_dots_go_by_number_and_by_mouse_and_the_bell_sends_them() -> None:
    host, seats = opened()
    write(host, seats[0], "First.", "Second.")
    to(host, VOTE)
    app = app_of(host, seats[0])
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "Put your dots" in sentence(pilot))
        await pilot.press("1", "1")
        await pilot.click(app.screen.query(CardRow)[-1])
        await until(pilot, lambda: "1 left" in text(app))
        near_the_bell(host)
        app.room_changed()
        dots = {card(host, 0): 2, card(host, 8): 1}
        await until(pilot, lambda: dict(own(host, seats[0]).dots) == dots)
        assert sentence(pilot).startswith("Sent.")
    app = app_of(host, seats[0])  # whoever comes back sees where they were
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "●●" in text(app))
        await pilot.press("2", "enter")
        await until(pilot, lambda: last(host, seats[0], PutDots).dots == {**dots, card(host, 1): 1})


async def test_no_dots_at_all_are_sent_only_with_a_second_enter() -> None:
    host, seats = opened()
    write(host, seats[0], "First.", "Second.")
    to(host, VOTE)
    app = app_of(host, seats[0])
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until(pilot, lambda: "Put your dots" in sentence(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: any("No dot" in n.message for n in app._notifications))
        assert not any(isinstance(one, PutDots) for one in host.table(seats[0]).done)
        await pilot.press("enter")
        await until(pilot, lambda: last(host, seats[0], PutDots).dots == {})


async def test_an_observer_of_the_side_takes_part_and_one_without_a_side_watches() -> None:
    host, seats = opened(watch=True)
    owl = seats[-1]
    app = app_of(host, owl)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, DeckScreen))
        assert "Ready" not in text(app)
        await pilot.press("c", *typed("Seen"), "enter", "enter")
        await until(pilot, lambda: bool(own(host, owl).written))
    stray = host.sit("Stray", None, "observer")
    app = app_of(host, stray)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "I keep to it" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Nobody else sees them" in text(app))
        assert sentence(pilot).startswith("You watch.")
        assert not any(c.text in text(app) for c in table(host).prepared)
        await pilot.press("c", "1", "enter", "space")
        assert host.table(stray).done == []
