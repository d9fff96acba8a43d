"""The check at the same link: at once for whoever's key is here, three things, sent once."""

from collections.abc import Callable, Sequence

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client.test_tui_model import LINK
from tests.client.test_tui_screens import says, text, until
from tests.support.past import cards
from turnabout_client.entrance.check import FELT, held, intro, mine
from turnabout_client.entrance.door import Seated
from turnabout_client.entrance.model import Wish
from turnabout_client.link.connection import Enter
from turnabout_client.link.errors import LinkError
from turnabout_client.link.keyring import KeptSeat
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.entrance.check import CheckScreen
from turnabout_client.tui.kit.order import OrderList, Position
from turnabout_protocol import links
from turnabout_protocol.check import Pledge, Reply
from turnabout_protocol.explanations import EXPLANATIONS
from turnabout_protocol.messages import CheckAsked, Door
from turnabout_protocol.room import Role

DOOR = Door(
    title="The valve nobody can find",
    team="Field crews and IT",
    labels={"business": "Field crews", "it": "IT"},
    phase="closed",
    players=4,
    max_players=4,
    playing=False,
    check=True,
)
ASKED = CheckAsked(
    date="2026-11-02",
    language="en",
    side="it",
    label="IT",
    cards=cards("it"),
    pledges=(
        Pledge(place=0, when="a call comes", then="we answer", owner="Dana", partner="Alex"),
        Pledge(place=1, when="it rains", then="we wait", owner="Kim", partner="Alex"),
        Pledge(place=2, when="it snows", then="we dig", owner="Alex", partner="dana"),
    ),
)
DANA = KeptSeat(name="Dana", key="KEYOFDANA", role="player")
OMAR = KeptSeat(name="Omar", key="KEYOFOMAR", role="observer")
BOSS = KeptSeat(name="Boss", key="KEYOFBOSS", role="facilitator")


class Closed:
    """The entrance to a session that is over."""

    def __init__(self, *kept: KeptSeat) -> None:
        self.kept = kept
        self.asked: list[str] = []
        self.answered: list[tuple[str, Reply]] = []
        self.fails = ""

    async def knock(self, where: links.Link) -> Door:
        return DOOR

    async def known(self, where: links.Link) -> Sequence[KeptSeat]:
        return self.kept

    async def keep(self, where: links.Link, name: str, key: str, role: Role) -> None:
        raise NotImplementedError

    async def check(self, where: links.Link, key: str) -> CheckAsked:
        self.asked.append(key)
        if self.fails:
            raise LinkError(self.fails)
        return ASKED

    async def answer(self, where: links.Link, key: str, reply: Reply) -> None:
        if self.fails:
            raise LinkError(self.fails)
        self.answered.append((key, reply))

    def sit(
        self,
        where: links.Link,
        enter: Enter,
        on_change: Callable[[], None],
        on_status: Callable[[], None],
    ) -> Seated:
        raise AssertionError("nobody sits down any more")


def visiting(house: Closed, name: str = "") -> TurnaboutApp:
    return TurnaboutApp(wish=Wish(where=links.parse(LINK), name=name), entrance=house)


async def laid_out(pilot: Pilot[str]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, CheckScreen))
    await until(pilot, lambda: len(pilot.app.screen.query(Position)) == len(ASKED.cards))
    await pilot.pause()


def question(pilot: Pilot[str]) -> str:
    return str(pilot.app.screen.query_one("#check-question", Static).content)


async def test_three_things_one_after_the_other_and_thank_you() -> None:
    house = Closed(DANA)
    app = visiting(house)
    async with app.run_test(size=(80, 24)) as pilot:
        await laid_out(pilot)
        assert house.asked == ["KEYOFDANA"]
        assert "After your session of 2 November 2026" in text(app)
        assert "What mattered most to them then?" in question(pilot)
        first = app.screen.query_one(OrderList).order
        await pilot.press("down", "1", "enter")
        assert "The other side understands what matters to us." in question(pilot)
        await pilot.press("5", "enter")
        assert "You promised this with Alex." in question(pilot)
        assert "WHEN a call comes THEN we answer" in text(app)
        await pilot.press("2", "enter")
        assert "Alex promised this with you." in question(pilot)
        assert house.answered == [], "nothing is sent before the last page"
        await pilot.press("escape", "escape")
        assert "The other side understands" in question(pilot)
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: bool(house.answered))
    order = (first[1], first[0], *first[2:])
    assert house.answered == [("KEYOFDANA", Reply(order=order, felt=5, marks={0: "partly"}))]
    assert app.return_value is not None
    assert app.return_value.startswith("Thank you.")


async def test_everything_can_be_left_out_and_a_mark_taken_back() -> None:
    house = Closed(DANA)
    async with visiting(house).run_test(size=(80, 24)) as pilot:
        await laid_out(pilot)
        await pilot.press("enter", "enter", "1", "1", "enter", "enter")
        await until(pilot, lambda: bool(house.answered))
    assert house.answered == [("KEYOFDANA", Reply())], "an order that nobody touched is no guess"


async def test_of_several_seats_one_says_which() -> None:
    house = Closed(OMAR, DANA, BOSS)
    app = visiting(house)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Who are you?" in says(app))
        await pilot.press("1", "2", "3")
        assert house.asked == []
        await pilot.press("c")
        await laid_out(pilot)
        assert house.asked == ["KEYOFOMAR"]
        assert mine(ASKED, "Omar") == ()


async def test_a_name_on_the_command_line_says_which() -> None:
    house = Closed(OMAR, DANA)
    async with visiting(house, "Dana").run_test(size=(80, 24)) as pilot:
        await laid_out(pilot)
        assert house.asked == ["KEYOFDANA"]


@pytest.mark.parametrize("kept", [(), (BOSS,)])
async def test_without_the_key_of_a_seat_one_reads_why(kept: tuple[KeptSeat, ...]) -> None:
    house = Closed(*kept)
    app = visiting(house)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "no key of a seat" in says(app))
        assert house.asked == []


async def test_what_the_server_says_is_read_and_nothing_typed_is_lost() -> None:
    house = Closed(DANA)
    house.fails = "You have answered already. Thank you."
    app = visiting(house)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "answered already" in says(app))
    house = Closed(DANA)
    app = visiting(house)
    async with app.run_test(size=(80, 24)) as pilot:
        await laid_out(pilot)
        await pilot.press("enter", "6", "enter", "enter")
        house.fails = "The network is down."
        await pilot.press("enter")
        await until(pilot, lambda: "The network is down." in text(app))
        house.fails = ""
        await pilot.press("enter")
        await until(pilot, lambda: bool(house.answered))
    assert house.answered[0][1].felt == 6


def test_the_words_of_the_check() -> None:
    assert FELT.text == EXPLANATIONS["felt"].meaning, "the same question as in the session"
    assert [pledge.place for pledge in mine(ASKED, "DANA")] == [0, 2]
    assert held(ASKED.pledges[0], "dana") == "You promised this with Alex."
    assert intro(ASKED, 4).startswith("After your session of 2 November 2026: 4 questions")
