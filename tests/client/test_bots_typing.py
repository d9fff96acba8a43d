"""Bots type as people do: their words grow at the table, in the time that a turn has."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.support.serving import serving
from tests.support.wire import Wire
from turnabout.standin import StandIns
from turnabout_client.bots import typist
from turnabout_client.bots.bot import Bot
from turnabout_protocol import links
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.messages import Join
from turnabout_protocol.scenario import SIDES

WORDS = st.text("abc def", max_size=60)
SAID = st.builds(Said, echo=WORDS, card=st.just("b1"), say=WORDS, ask=WORDS)


def length(said: Said) -> int:
    return len(said.echo + said.say + said.ask)


@given(SAID, st.lists(st.floats(-1, 2), min_size=2, max_size=9))
def test_a_draft_only_grows_and_ends_as_what_is_said(said: Said, shares: list[float]) -> None:
    drafts = [typist.so_far(said, share) for share in sorted(shares)]
    for draft, more in pairwise(drafts):
        assert length(draft) <= length(more)
        assert more.echo.startswith(draft.echo)
        assert more.say.startswith(draft.say)
        assert more.ask.startswith(draft.ask)
    assert typist.so_far(said, 1.0) == said


@given(st.integers(0, 2**63))
def test_forty_words_take_about_a_minute(drawn: int) -> None:
    seconds = typist.takes(Said(say="words " * 40), drawn) / 1000
    assert 45 <= seconds <= 75


async def test_the_table_reads_along_while_a_bot_types(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        fay = await here.steer(opened)
        where = links.Link(server=here.address, door="join", code=opened.code)
        bots = [
            Bot(where, Join(name=name, home=home), seed=4, clock=here.clock, types=True)
            for name, home in zip(("Ann", "Bob"), SIDES, strict=True)
        ]
        table = StandIns(clock=here.clock)
        for bot in bots:
            table.play(bot)
        try:
            await fay.wait_for(lambda m: "Bob" in str(m))
            await fay.do("start")
            while not ended(fay):
                await here.wait(0.5)
        finally:
            await table.leave()
    said = [m["said"]["say"] for m in fay.messages if m["msg"] == "writing" and m["said"]]
    grown = [say for say in said if say]
    assert len(set(grown)) > 5
    assert max(grown, key=len).startswith(min(grown, key=len))


def ended(wire: Wire) -> bool:
    return any("turn_ended" in str(message) for message in wire.messages)
