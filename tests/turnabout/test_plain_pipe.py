"""Plain lines through pipes, where something goes wrong: each says what, and what to do."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.support.house import House
from tests.support.patience import until
from tests.support.pipe import Pipe
from tests.support.table import Table
from tests.turnabout.command import turnabout
from turnabout_protocol.commands import Start


@contextlib.asynccontextmanager
async def piped(home: Path, *arguments: str) -> AsyncIterator[Pipe]:
    pipe = Pipe(home, *arguments)
    await pipe.start()
    try:
        yield pipe
    finally:
        await pipe.kill()


async def test_a_wrong_link_and_a_taken_name_are_asked_for_again(tmp_path: Path) -> None:
    async with House(Table(players=1)) as house, piped(tmp_path, "join") as ann:
        await ann.answers("Link to the room:", "nonsense")
        ann.types(str(house.link()))
        await ann.answers("Your name:", "help")
        await ann.answers("Answer what is asked here.", "Player 0")
        await ann.answers("Where do you really belong", "nowhere")
        await ann.hears("is not among them. Type a number from 1 to 3.")
        ann.types("2")
        await ann.answers("Your name:", "Ann")
        await ann.answers("Where do you really belong", "2")
        await ann.hears("WELCOME.")
        ann.shut()
        assert await ann.ended() == 0
    assert "Your seat is kept." in ann.said
    assert "Come back to your seat:" in ann.said


async def test_a_lost_connection_is_told_and_told_to_be_over(tmp_path: Path) -> None:
    async with House(Table(players=1)) as house:
        seat = ("join", str(house.link()), "--name", "Ann", "--home", "it")
        async with piped(tmp_path, *seat) as ann:
            await ann.hears("WELCOME.")
            house.cut()
            await ann.hears("Connection lost.")
            await ann.hears("The connection is back.")
            ann.types("leave")
            assert await ann.ended() == 0
    assert ann.said.count("Connection lost.") == 1
    assert ann.said.count("WELCOME.") == 1


async def test_an_answer_waits_for_the_connection_and_that_is_told(tmp_path: Path) -> None:
    async with House(Table(players=1, facilitators=1)) as house:
        seat = ("join", str(house.link()), "--name", "Ann", "--home", "it")
        async with piped(tmp_path, *seat) as ann:
            await ann.hears("WELCOME.")
            house.table.do(house.table.boss[0], Start())
            await house.tell()
            house.deaf = True
            await ann.answers("Do you play, or watch?", "1")
            await until(lambda: bool(house.commands))
            await house.shut()
            await ann.hears("Connection lost.")
            house.deaf = False
            await house.open(house.port)
            await ann.hears("The connection is back.")
            await ann.hears("Done")
            ann.types("time")
            house.deaf = True
            await ann.answers("left.", "pause")
            await until(lambda: len(house.commands) > 2)
            await house.shut()
            await ann.answers("Connection lost.", "leave")
            assert await ann.ended() == 0
    assert "Come back to your seat:" in ann.said


def test_a_demo_in_a_pipe_can_be_played_and_is_rehearsed_otherwise() -> None:
    played = turnabout("demo", "--plain", typed="leave\n")
    assert played.returncode == 0, played.stderr
    assert played.stdout.startswith("Turnabout, in plain lines.")
    assert "With people:" in played.stdout
