"""Commands on their way: each has one id for life, so that sent twice it takes effect once."""

import asyncio
import contextlib
from collections import deque
from typing import Final, NoReturn, TypeVar

from turnabout_client.link.errors import CommandRefused
from turnabout_client.link.wire import Wire
from turnabout_language import _
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.codec import Malformed, decode, encode
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.messages import Accepted, ClientMessage, Do, Draft, Refused

MOST: Final = 32
"""Commands that may wait for their answer at a time: far more than fingers can do."""


M = TypeVar("M", Do, Draft)


class Unanswered:
    """What is to be sent, and what was sent but not answered."""

    def __init__(self, prefix: str) -> None:
        # The prefix is new in every process: a seat that comes back with a new program must not
        # use an id that the room has already seen.
        self._prefix = prefix
        self._count = 0
        self._open: dict[str, tuple[Do, asyncio.Future[None]]] = {}
        self._unsent: deque[Do] = deque()
        self._draft: Draft | None = None
        self._draft_due = False
        self._stirred = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many commands have no answer yet."""
        return len(self._open)

    async def do(self, command: AnyCommand) -> None:
        """Send `command`, now or when there is a connection; return when it is accepted.

        Raises CommandRefused.
        """
        if len(self._open) >= MOST:
            raise CommandRefused("too_many", _("Too much is waiting to be sent. Wait a moment."))
        message = self._message(command)
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._open[message.id] = message, answer
        self._unsent.append(message)
        self._stirred.set()
        try:
            await answer
        finally:
            self._open.pop(message.id, None)

    def draft(self, step: str, turn: int, said: Said) -> None:
        """Send this draft when there is a connection, unless a newer one comes first.

        One that does not fit the protocol is left out: the one before it stays the newest.
        """
        with contextlib.suppress(Malformed):
            self._draft = _checked(Draft(step=step, turn=turn, said=said))
            self._draft_due = True
            self._stirred.set()

    def answered(self, answer: Accepted | Refused) -> None:
        """Settle the command that `answer` is about."""
        _, future = self._open.get(answer.id, (None, None))
        if future is None or future.done():
            return
        if isinstance(answer, Refused):
            future.set_exception(CommandRefused(answer.code, answer.said))
        else:
            future.set_result(None)

    async def deliver(self, wire: Wire) -> NoReturn:
        """Send what is unanswered over a new connection, then whatever comes, until it breaks."""
        self._unsent = deque(message for message, _ in self._open.values())
        # Drafts are never answered, so the newest goes out again: the server drops a stale one.
        self._draft_due = self._draft is not None
        self._stirred.set()
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            while (message := self._next()) is not None:
                await wire.send(message)

    def close(self, sentence: str) -> None:
        """Refuse everything that is still open: there will be no connection any more."""
        for _message, future in self._open.values():
            if not future.done():
                future.set_exception(CommandRefused("over", sentence))

    def _next(self) -> ClientMessage | None:
        while self._unsent:
            message = self._unsent.popleft()
            if message.id in self._open:  # else whoever asked has given up
                return message
        due, self._draft_due = self._draft_due, False
        return self._draft if due else None

    def _message(self, command: AnyCommand) -> Do:
        self._count += 1
        # What does not fit the protocol would cost the connection; here it costs a sentence.
        try:
            return _checked(Do(id=f"{self._prefix}-{self._count}", command=command))
        except Malformed as error:
            raise CommandRefused("malformed", _sentence(error)) from None


def _checked(message: M) -> M:
    """Return `message` as the server will read it. Raises Malformed."""
    found: M = decode(encode(message), type(message))
    return found


def _sentence(error: Malformed) -> str:
    field = error.path.rpartition(".")[2]
    return f"That cannot be sent: {field}, {error.reason[:1].lower()}{error.reason[1:]}."
