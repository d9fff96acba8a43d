"""A whole session through pipes: a facilitator and two players in plain lines, nothing painted."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.support.patience import until
from tests.support.pipe import Pipe
from tests.support.process import ServerProcess, serving_process
from tests.turnabout.command import turnabout


@contextlib.asynccontextmanager
async def table(tmp_path: Path, server: ServerProcess) -> AsyncIterator[tuple[Pipe, Pipe, Pipe]]:
    """A facilitator and two players, each with a machine of their own."""
    opened = await asyncio.to_thread(
        turnabout, "open", "missed-target", "--server", server.address, "--agenda", "taster"
    )
    links = [word for word in opened.stdout.split() if word.startswith("http://")]
    # The last one is the own one, which can end the session.
    steer = [link for link in links if "/steer/" in link][-1]
    join = next(link for link in links if "/join/" in link)
    pipes = (
        Pipe(tmp_path / "ivo", "steer", steer, "--name", "Ivo"),
        Pipe(tmp_path / "ann", "join", join, "--name", "Ann", "--home", "business"),
        Pipe(tmp_path / "ben", "join", join),
    )
    for pipe in pipes:
        await pipe.start()
    try:
        yield pipes
    finally:
        for pipe in pipes:
            await pipe.kill()


async def test_a_session_is_played_through_pipes(tmp_path: Path) -> None:
    async with serving_process(tmp_path / "data") as server, table(tmp_path, server) as pipes:
        ivo, ann, ben = pipes
        await ben.answers("Your name", "Ben")
        await ben.answers("Where do you really belong", "IT")
        for pipe in (ann, ben):
            await pipe.hears("Ivo will begin")
        ivo.types("begin")
        for pipe in (ann, ben):
            await pipe.answers("Do you play, or watch?", "1")
        await ann.answers("go on from there", "nobody answers me")
        # A terminal that goes is no seat that goes: the same name comes back to it.
        await ann.hears("until you are ready")
        await ann.kill()
        await ann.start()
        await ann.hears("BRIEF")
        await ann.hears("until you are ready")
        ann.types("ready")
        await ben.answers("go on from there", "we lose the quarter", "ready")
        for pipe in (ann, ben):
            await pipe.hears("SCENE")
        speaker = await first_to_speak(ann, ben)
        speaker.types("1", "We work with what we have.", "What would help you?")
        listener = ben if speaker is ann else ann
        await listener.hears("We work with what we have.")
        await speaker.hears("Done.")
        await goes_on(ivo, "next", "DE-ROLE")
        for pipe in (ann, ben):
            await pipe.answers("Say who you are", "see it from here", "ready")
        for pipe in (ann, ben):
            await pipe.answers("silently", "1 2", "2")
        for pipe in (ann, ben):
            await pipe.answers("It takes 5 people", "ready")
        await ivo.hears("SET US STRAIGHT")
        await goes_on(ivo, "finish", "SCORES")
        await goes_on(ivo, "finish", "NOW WHAT")
        await ann.answers("One small step", "a deal is quiet", "we call them", "ready")
        await ben.answers("One small step", "a field is asked for", "one goes away", "ready")
        for pipe in (ann, ben):
            await pipe.answers("Put your dots", "1 1 2")
        await ann.hears("Who takes it?")
        ann.types("take-1", "take-2")
        await ann.answers("With whom, by when", "Ben", "", "it happens")
        await ben.hears("promised this with you")
        ben.types("yes")
        await ann.hears("CLOSE")
        await ivo.hears("CLOSE")
        ivo.types("end", "1")
        assert [await pipe.ended() for pipe in (ivo, ann, ben)] == [0, 0, 0]
        assert "The session is over" in ann.said
        assert "\x1b" not in ivo.said + ann.said + ben.said


async def goes_on(facilitator: Pipe, word: str, title: str) -> None:
    """Let the facilitator go on until that step is on; yes, it may cost something."""
    facilitator.types(word)
    asked = "End it?"

    def heard() -> bool:
        return any(text in facilitator.said[facilitator.at :] for text in (asked, title))

    await until(heard, facilitator.said[-600:])
    if asked in facilitator.said[facilitator.at :]:
        facilitator.types("1")
    await facilitator.hears(title)


async def first_to_speak(*pipes: Pipe) -> Pipe:
    """Return whoever has the first turn."""
    mine = "play a card in your own words"
    await until(lambda: any(mine in pipe.said[pipe.said.index("SCENE") :] for pipe in pipes))
    return next(pipe for pipe in pipes if mine in pipe.said[pipe.said.index("SCENE") :])
