"""A whole session of bots: no part with talk ends before its talk could have happened."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.server.test_full_length import PRESETS, seated
from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_client.bots import aloud
from turnabout_protocol.activities.brief import Brief, WarmedUp
from turnabout_protocol.activities.poll import Poll
from turnabout_protocol.activities.talk import Remarked, Talk
from turnabout_protocol.bases import Event
from turnabout_protocol.course import StageOpened, StepOpened
from turnabout_protocol.room import SECOND


class Part(NamedTuple):
    """A stage as it was: its step, when it began and ended, when it would have, what happened."""

    step: str
    began: int
    ended: int
    ends: int
    events: list[Event]

    @property
    def lasted(self) -> int:
        return self.ended - self.began


def parts(table: Table) -> Iterator[Part]:
    """Yield every stage of the session, in room time in milliseconds."""
    step, began, ends = "", 0, 0
    events: list[Event] = []
    for entry in table.log:
        event = entry.event
        if isinstance(event, StepOpened | StageOpened):
            if events and step:
                yield Part(step, began, entry.at, ends, events)
            if isinstance(event, StepOpened):
                step = table.public.agenda[event.index].id
            began, ends, events = entry.at, event.ends, []
        events.append(event)
    yield Part(step, began, table.now, ends, events)


@pytest.mark.parametrize("preset", PRESETS)
def test_no_part_ends_before_its_talk_could_have_happened(preset: str) -> None:
    table = seated(preset)
    Minds(table, expect=6).play("close")
    steps = {step.id: step for step in table.public.agenda}
    talked = 0
    for part in parts(table):
        step = steps[part.step]
        whole = part.ends - part.began
        said: list[str] = []
        if isinstance(step, Talk):
            said = [event.text for event in part.events if isinstance(event, Remarked)]
        elif isinstance(step, Brief):
            said = [event.text for event in part.events if isinstance(event, WarmedUp)]
        floor = min(aloud.takes(said), whole)
        first = part.events[0]
        if isinstance(step, Poll) and isinstance(first, StageOpened) and first.stage == 1:
            floor = min(step.look * SECOND // 2, whole)
        talked += floor > 0
        assert part.lasted >= floor, f"{part.step} was over after {part.lasted / SECOND} s"
    assert talked >= 5
