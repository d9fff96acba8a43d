"""Random steering in the steps that have most to lose, and that chance does get there.

Left alone, chance ends a session long before anybody votes. So bots play until such a step, and
from there people, clocks and a facilitator do whatever comes to their minds.
"""

from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.test_rules_random import legal, nothing_lost, only_clocks_move, told
from tests.support.chaos import Chaos
from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_protocol.activities.consent import Consent
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.commands import Start
from turnabout_protocol.course import StepReopened
from turnabout_protocol.fold import fold
from turnabout_protocol.room import Step
from turnabout_server.authoring.scenarios import find_agenda

pytestmark = pytest.mark.unhurried

PRESETS: Final = ("taster", "45", "60", "90")
WHAT_CAN_BE_LOST: Final[dict[type[Step], set[str]]] = {
    Consent: {"Agreed", "LeftOpen", "back to Consent"},
    Scene: {"TurnTakenBack", "SeatCovered", "RatingSealed", "back to Scene"},
    Plan: {"IdeaWritten", "IdeaMoved", "BallotSealed", "Promised", "PartnerJoined", "back to Plan"},
}
ACTS: Final = 120
"""Things that happen after the bots have played until the step."""


def steered(seed: int, until: type[Step]) -> Table:
    """Return a table that bots played until a step of the kind `until`, and chance from there."""
    random = Random(seed)
    chaos = Chaos(seed, find_agenda(random.choice(PRESETS)))
    table = chaos.table
    minds = Minds(table, seed, expect=99)
    chaos.ask(table.boss[0], Start())
    minds.play(when=lambda public: isinstance(public.step, until))
    for _ in range(ACTS):
        if table.public.phase == "closed":
            break
        roll = random.random()
        if roll < 0.1:
            chaos.steer()
        elif roll < 0.3:
            chaos.act()
        else:
            minds.once()
        legal(table)
    return table


@pytest.mark.parametrize("until", WHAT_CAN_BE_LOST)
@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_nothing_is_lost_however_a_step_is_steered(until: type[Step], seed: int) -> None:
    table = steered(seed, until)
    assert fold(table.log) == table.room
    nothing_lost(table)
    only_clocks_move(table)
    told(table)
    nothing_lost(table)
    legal(table)


@pytest.mark.parametrize("until", WHAT_CAN_BE_LOST)
def test_chance_reaches_what_can_be_lost(until: type[Step]) -> None:
    """Without this the checks above could be true of nothing."""
    missing = WHAT_CAN_BE_LOST[until]
    for seed in range(40):
        missing = missing - happened(steered(seed, until))
        if not missing:
            return
    pytest.fail(f"never reached: {missing}")


def happened(table: Table) -> set[str]:
    """Return the names of what happened at `table`, and the kinds of step it went back to."""
    events = [entry.event for entry in table.log]
    again = (event.index for event in events if isinstance(event, StepReopened))
    agenda = table.public.agenda
    back = {f"back to {type(agenda[index]).__name__}" for index in again}
    return {type(event).__name__ for event in events} | back
