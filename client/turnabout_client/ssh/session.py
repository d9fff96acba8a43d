"""What a caller may do: name a room, and have one session with a terminal or without.

Nobody has a password. The user name is the code of a room, and that is the way in; so whoever knows
one is let in, by the key of their ssh if it offers one. That key is only how they are known again:
see `wayback`. Of all else that ssh can do nothing is done: no command, no subsystem, no forwarding,
no agent, no environment.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

import asyncssh

from turnabout_client.ssh.caller import Caller
from turnabout_client.ssh.terminal import Terminal, bounded

Attend = Callable[[Caller, Terminal], Coroutine[Any, Any, int]]
"""Is there for one person to the end, and returns the status with which their ssh ends."""
Names = Callable[[str], bool]
"""Whether a user name names a room."""

PARTS_WITHIN: Final = 3.0
"""Seconds in which somebody's ssh has to end once all is said."""


class Session(asyncssh.SSHServerSession[bytes]):
    """The one session of a caller."""

    def __init__(self, caller: Caller, attend: Attend) -> None:
        self._caller = caller
        self._attend = attend
        self._kind, self._size = "", bounded(0, 0)
        self._terminal: Terminal | None = None
        self._visit: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._chan = chan

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        self._kind = term_type[:40].lower() or "dumb"
        self._size = bounded(*term_size[:2])
        return True

    def shell_requested(self) -> bool:
        """Take what ssh calls a shell: here it is a seat."""
        return True

    def session_started(self) -> None:
        self._terminal = Terminal(self._chan, self._kind, self._size)
        self._terminal.heard_at = self._loop.time()
        self._caller.terminal = self._terminal
        self._visit = self._loop.create_task(self._be_there(self._terminal))

    async def _be_there(self, terminal: Terminal) -> None:
        status = await self._attend(self._caller, terminal)
        if not self._chan.is_closing():
            self._chan.exit(status)
        # Their ssh ends by itself when it has read everything, and says nothing then.
        self._loop.call_later(PARTS_WITHIN, self._caller.cut)

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if self._terminal is not None:
            self._terminal.typed(data, self._loop.time())

    def eof_received(self) -> bool:
        """Nothing more is typed; there may still be something to say."""
        if self._terminal is not None:
            self._terminal.ended()
        return True

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        if self._terminal is not None:
            self._terminal.resized(width, height)

    def pause_writing(self) -> None:
        self._caller.full("channel")

    def resume_writing(self) -> None:
        self._caller.drained("channel")

    def connection_lost(self, exc: Exception | None) -> None:
        if self._terminal is not None:
            self._terminal.gone = True
            self._terminal.ended()


class Host(asyncssh.SSHServer):
    """Answers what ssh asks on behalf of one caller. `lost` says what is told to whoever names no
    room."""

    def __init__(self, names: Names, lost: Callable[[], str], begin: float, attend: Attend) -> None:
        self._names = names
        self._lost = lost
        self._begin = begin
        self._attend = attend
        self._known = False
        self._session: Session | None = None
        self._waits: asyncio.TimerHandle | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        assert isinstance(conn, Caller)
        self._caller = conn

    def begin_auth(self, username: str) -> bool:
        """Go on with whoever names a room; tell the others what to do."""
        self._known = self._names(username)
        if not self._known:
            # OpenSSH prints it, whatever it was told to keep to itself.
            self._caller.disconnect(asyncssh.DISC_NO_MORE_AUTH_METHODS_AVAILABLE, self._lost())
        return True

    def public_key_auth_supported(self) -> bool:
        return self._known

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Take any key: it opens nothing, it only says who comes again."""
        return self._known

    def kbdint_auth_supported(self) -> bool:
        return self._known

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> bool:
        """Ask nothing of whoever has no key: the code was the way in."""
        return self._known

    def auth_completed(self) -> None:
        self._waits = asyncio.get_running_loop().call_later(self._begin, self._too_late)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waits is not None:
            self._waits.cancel()

    def _too_late(self) -> None:
        if self._caller.terminal is None:
            self._caller.cut()

    def session_requested(self) -> "Session | bool":
        """Take the first session, and no other."""
        if self._session is not None:
            return False
        self._session = Session(self._caller, self._attend)
        return self._session
