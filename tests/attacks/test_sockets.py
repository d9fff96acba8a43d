"""The same over real sockets: a server, six people and a facilitator, and two who exchange.

What all the others are sent must be the same, message by message: content, count, order and time,
by the clock of the room. Chance is one of two, the threshold 0.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from msgspec.structs import replace

from tests.attacks.test_gaps import told
from tests.support.serving import Serving, order, serving
from tests.support.wire import Plain, Wire
from turnabout_server.authoring.scenarios import find_agenda

PEOPLE: Final = 6
FEELINGS: Final = ("calm", "tired", "proud", "calm", "tired", "uneasy")
RINGS: Final = (1, 3, 4, 2, None, 3)
Parts = Mapping[int, int]
"""Whose answers each person gives, by place."""
PLAIN: Final[Parts] = {place: place for place in range(PEOPLE)}


async def session(here: Serving, given: Parts, when: Parts) -> list[Wire]:
    """Play a turn, a poll and a plan; `when` is whose place in time each person has."""
    opened = await here.open(replace(order(), agenda=find_agenda("taster")))
    fay = await here.steer(opened)
    people = []
    for n in range(PEOPLE):
        home = ("business", "it")[n % 2]
        people.append(await Wire.join(here.address, opened.code, f"Person {n}", home))
    in_time = sorted(range(PEOPLE), key=when.__getitem__)

    async def ask(wire: Wire, do: str, **fields: Any) -> str:
        return str((await wire.do(do, **fields))["msg"])

    async def go_on(step: str) -> None:
        assert await ask(fay, "next", step=step) == "accepted"
        await here.rest()

    assert await ask(fay, "start") == "accepted"
    await here.play(*people)
    turn = (await fay.wait_event("turn_started"))["event"]
    speaker = next(wire for wire in people if wire.seat == turn["seat"])
    said = {"say": "Nobody told us."}
    assert await ask(speaker, "speak", step="scene", turn=1, said=said) == "accepted"
    spoke = people.index(speaker) % 2
    for n in in_time:
        await here.wait(1)
        if n % 2 != spoke:
            where = {"step": "scene", "turn": 1}
            await ask(people[n], "rate", ring=RINGS[given[n]], **where)
            if RINGS[given[n]] == 1:
                await ask(people[n], "tag_missing", missing="tone", **where)
                await ask(people[n], "flag_caricature", **where)
    await here.wait(60)
    await go_on("scene")
    await go_on("derole")
    for n in in_time:
        await here.wait(1)
        feelings = [FEELINGS[given[n]]]
        await ask(people[n], "answer", step="feel", picks={"in-role": feelings, "now": feelings})
    for step in ("feel", "straight", "scores"):
        await go_on(step)
    for n in in_time:
        await here.wait(1)
        idea = {"when": f"it is {given[n]}", "then": "we talk"}
        assert await ask(people[n], "propose", step="plan", **idea) == "accepted"
        await ask(people[n], "ready", step="plan", stage=0)
    await ask(fay, "next_stage", step="plan", stage=1)
    for n in in_time:
        await here.wait(1)
        await ask(people[n], "vote", step="plan", dots={str(given[n] + 1): 2})
    await fay.wait_event("votes_counted")
    await here.rest()
    return [fay, *people]


def others(wires: list[Wire], *places: int) -> list[list[Plain]]:
    """Return what everybody was sent but those at the places."""
    return [told(wire) for n, wire in enumerate(wires, -1) if n not in places]


@pytest.mark.parametrize("moments", [False, True])
@pytest.mark.parametrize("pair", [(0, 2), (1, 5)])
async def test_whose_a_secret_is_leaves_no_trace_on_the_wire(
    tmp_path: Path, pair: tuple[int, int], moments: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The room's secret is drawn anew for each room, whatever happens in it.
    monkeypatch.setattr("turnabout_server.live.rooms.new_secret", lambda: "5" * 64)
    one, two = pair
    exchanged = {**PLAIN, one: two, two: one}
    async with serving(tmp_path / "one") as here:
        first = await session(here, PLAIN, PLAIN)
    async with serving(tmp_path / "two") as here:
        second = await session(here, exchanged, exchanged if moments else PLAIN)
    assert others(first, *pair) == others(second, *pair)
    assert any(told(first[n + 1]) != told(second[n + 1]) for n in pair)
