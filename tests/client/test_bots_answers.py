"""In a demo bots learn nothing: their second answers are drawn like the first, for any seed."""

from statistics import fmean

import pytest

from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_client.activities.poll.mind import intend as answers
from turnabout_client.activities.rank.mind import order
from turnabout_client.bots.view import View
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.poll import Answer, Poll, PollState, Question
from turnabout_protocol.activities.rank import Rank, RankOwn
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.room import Home, HouseRules, Public, Room, Seat
from turnabout_protocol.scenario import SIDES, KeyPoint
from turnabout_server.authoring.scenarios import find_scenario

ME = Seat(id=1, name="Bot", role="player", home="it", played="business", bot=True)
FELT = Question(id="felt", text="They understand us.", options="scale7", measure="felt")
POLLS = tuple(Poll(id=name, title=name, minutes=1, questions=(FELT,)) for name in ("one", "two"))
GUESSES = tuple(Rank(id=name, title=name, minutes=1, whose="other") for name in ("one", "two"))
SEEDS = range(400)


def felt(poll: Poll, seed: int) -> int:
    room = Room(public=Public(agenda=POLLS, steps={poll.id: PollState()}, panel=(ME.id,)))
    (wanted,) = answers(View(room=room, me=ME, seed=seed), poll)
    assert isinstance(wanted.command, Answer)
    return int(wanted.command.picks["felt"][0])


def test_no_rise_is_written_into_their_answers() -> None:
    before, after = ([felt(poll, seed) for seed in SEEDS] for poll in POLLS)
    assert abs(fmean(before) - fmean(after)) < 0.2


def test_their_guesses_know_nothing_before_or_after() -> None:
    cards = find_scenario("missed-target").sides["business"].key_points
    truth = find_scenario("missed-target").sides["business"].ranked

    def right(step: Rank, seed: int) -> float:
        room = Room(public=Public(agenda=GUESSES), homes={"it": Home()})
        guess = order(View(room=room, me=ME, seed=seed), step, cards)
        pairs = [(a, b) for i, a in enumerate(truth) for b in truth[i + 1 :]]
        return fmean(guess.index(a) < guess.index(b) for a, b in pairs)

    means = [fmean(right(step, seed) for seed in SEEDS) for step in GUESSES]
    assert means == [pytest.approx(0.5, abs=0.04)] * 2


def test_they_rank_their_own_side_as_its_author_does() -> None:
    steps = (
        Rank(id="ours", title="Ours", minutes=2, whose="own"),
        Close(id="close", title="Close", minutes=1),
    )
    house = HouseRules(opened_on="2026-03-02", demo=True)
    table = Table(
        players=6, facilitators=1, agenda=Agenda(id="a", title="A", steps=steps), house=house
    )
    Minds(table, expect=6).play(until="close")
    story = find_scenario("missed-target")
    for seat in table.players:
        home = table.public.seats[seat].home
        assert home is not None
        order = table.room.of(seat).state(RankOwn, "ours").order
        wanted = story.sides[home].ranked
        moved = [abs(order.index(card) - wanted.index(card)) for card in wanted]
        assert max(moved) <= 2
    assert table.room.home("it").rank == story.sides["it"].ranked


def test_outside_a_demo_nobody_is_told_the_authors_order() -> None:
    table = Table(players=2)
    assert all(table.room.home(side).rank == () for side in SIDES)


def test_a_side_without_an_order_is_ranked_as_its_cards_stand() -> None:
    case = find_scenario("missed-target").sides["it"]
    assert case.ranked != tuple(point.id for point in case.key_points)
    card = KeyPoint(id="a", kind="need", text="A.")
    assert type(case)(label="X", personas=case.personas, key_points=(card,)).ranked == ("a",)
