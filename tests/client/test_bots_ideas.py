"""Ideas of bots in a demo: none is there twice, and what says the same is put together."""

from itertools import combinations

import pytest

from tests.client.test_bots_mind import ALL, played
from turnabout_client.bots import afterwards
from turnabout_client.bots.afterwards import double
from turnabout_language import use
from turnabout_protocol.activities.plan import PlanState
from turnabout_protocol.scenario import story_of
from turnabout_server.authoring.scenarios import find_scenario

STORY = story_of(find_scenario("missed-target"))


@pytest.mark.parametrize("scenario", ALL[:4])
@pytest.mark.parametrize(("players", "seed"), [(3, 1), (12, 4)])
def test_of_the_ideas_that_are_voted_on_no_two_say_the_same(
    scenario: str, players: int, seed: int
) -> None:
    plan = played(players, seed, scenario).table.public.steps["plan"]
    assert isinstance(plan, PlanState)
    kept = [(one.when, one.then) for one in plan.kept]
    assert len(kept) >= 2
    assert not [pair for pair in combinations(kept, 2) if double(*pair)]


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_each_bot_has_something_new_to_say_or_says_nothing(language: str) -> None:
    use(language)
    there: list[tuple[str, str]] = []
    for seat in range(1, 30):
        found = afterwards.idea(STORY, seat, 7, there)
        if found is None:
            break
        there.append(found)
    else:
        pytest.fail("a bot always finds something to say again")
    assert len(there) >= 4
    assert not [pair for pair in combinations(there, 2) if double(*pair)]


def test_what_says_the_same_in_other_words_is_a_double() -> None:
    said = ("a deal is quiet for two weeks", "we call each other before Friday")
    assert double(said, ("nobody has answered", "we call one another before Friday"))
    assert double(said, (said[0].upper(), "something else happens"))
    assert not double(said, ("nobody has answered", "we write it down for both sides"))
    # A single shared word is no double.
    assert not double(said, ("nobody has answered", "we look at it on Friday"))
