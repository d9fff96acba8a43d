"""A bot that sits at a real table by its dialogue alone: over sockets, to the end."""

from tests.client.test_bots import GUESTS, HOST, Rehearsal
from tests.support.house import House
from tests.support.table import Table
from turnabout_client.bots.bot import Bot
from turnabout_client.dialogue.shapes import Ask, Sorry
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.dialogue.ways import Way, way
from turnabout_protocol.messages import Join
from turnabout_protocol.room import HouseRules


class Talker(Bot):
    """Does what it wants to do by answering what it is asked, and by words."""

    def sit(self) -> None:
        self.sitting = Sitting(self.link)
        self.gave = list[Way]()
        self.sorry = list[str]()

    async def _perform(self, key: str) -> None:
        shown = self.sitting.look()
        found = way(shown, self._intentions[key].command)
        if found is None:
            await super()._perform(key)
            return
        del self._due[key]
        self._done.add(key)
        word = shown.word(found.word) if found.word else None
        said: object = shown.ask if word is None else await self.sitting.say(word)
        if isinstance(said, Ask):
            assert found.answers is not None
            said = await self.sitting.answer(said, found.answers)
        if isinstance(said, Sorry):
            self.sorry.append(said.sentence)
        self.gave.append(found)


async def test_one_plays_a_whole_session_by_its_dialogue_alone() -> None:
    table = Table(house=HouseRules(opened_on="2026-03-02", demo=True), seed=3)
    async with House(table) as house:
        more = Join(name="Cy", home="it")
        rehearsal = Rehearsal(house, 3, HOST, *GUESTS, more)
        talker = Talker(house.link(), more, seed=3, clock=rehearsal.clock)
        talker.sit()
        rehearsal.bots[-1] = talker
        await rehearsal.seat()
        await rehearsal.play()
    assert not talker.sorry
    assert len(talker.gave) > 15
    assert {found.word for found in talker.gave} >= {"", "ready"}
    assert talker.link.room.public.phase == "closed"
