"""The check of a session that is over: what one is asked, and the answer, a connection each."""

from turnabout_client.link.wire import Dial, Wire
from turnabout_protocol import links
from turnabout_protocol.check import Reply
from turnabout_protocol.messages import (
    VERSION,
    AnswerCheck,
    CheckAsked,
    CheckTaken,
    Door,
    Hello,
    OpenCheck,
)


async def ask_check(
    where: links.Link, key: str, *, plain: bool = False, dial: Dial | None = None
) -> CheckAsked:
    """Return what the person with the seat of that key is asked. Raises LinkError."""
    async with Wire(where.server, where.pin, plain=plain, dial=dial) as wire:
        await wire.send(Hello(version=VERSION, code=where.code))
        await wire.expect(Door)
        await wire.send(OpenCheck(key=key))
        return await wire.expect(CheckAsked)


async def answer_check(
    where: links.Link, key: str, reply: Reply, *, plain: bool = False, dial: Dial | None = None
) -> None:
    """Send what they answer; return when it is kept. Raises LinkError."""
    async with Wire(where.server, where.pin, plain=plain, dial=dial) as wire:
        await wire.send(Hello(version=VERSION, code=where.code))
        await wire.expect(Door)
        await wire.send(AnswerCheck(key=key, reply=reply))
        await wire.expect(CheckTaken)
