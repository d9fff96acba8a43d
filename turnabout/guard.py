"""Keeps the server of a data folder running, from a thread that no terminal can stop.

See `turnabout.lifeline` for the two processes and the line between them.
"""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from turnabout.lifeline import (
    LOG,
    LONGEST_LINE,
    Ended,
    Failed,
    Launch,
    News,
    Order,
    Over,
    Proof,
    Running,
    StopServer,
    TellWhenOver,
    line,
    look_up,
)
from turnabout.problems import INTERRUPTED, Problem
from turnabout_language import N_, _
from turnabout_machine.system import without_console

COMMAND: Final = (sys.executable, "-P", "-m", "turnabout.hostserver")
"""-P: a folder of that name where `host` was run must not be imported instead."""
PAUSES: Final = (0.1, 1.0, 2.0, 5.0, 10.0)
"""Seconds before the server is started again, failure by failure. After the last we give up."""
HEALTHY: Final = 60.0
"""Seconds of running after which a failure counts as the first one again."""
ANSWERS_WITHIN: Final = 5.0
"""Seconds that a server found on this machine has to send its first line."""
ENDS_WITHIN: Final = 10.0
"""Seconds that its process has to end after its last line."""
_DIED: Final = N_(
    "The server of this room ended by itself. Its log is {file}; run turnabout serve --data {data}"
    " to see more."
)


class Guard:
    """Finds or starts the server that `launch` describes, and starts it again when it fails.

    All methods return at once and may be called from a signal handler.
    """

    def __init__(self, launch: Launch) -> None:
        self.running: Future[Running] = Future()
        """How the server is reached. Raises Problem when it cannot be started."""
        self.over: Future[None] = Future()
        """The session that is watched is over."""
        self.ended: Future[None] = Future()
        """The server was stopped, by us or by another `host`. Raises Problem when it has failed."""
        self.found = False
        """Whether it ran already."""
        self._launch = launch
        self._line: Lifeline | None = None
        self._watched = ""
        # A plain flag, not an Event: the code that the signal interrupts may hold the Event's lock.
        self._stopping = False
        threading.Thread(target=self._run, name="guard", daemon=True).start()

    def stop(self) -> None:
        """Have the server make everything durable and end."""
        self._stopping = True
        self._send(StopServer())

    def watch(self, code: str) -> None:
        """Have the server say when the session in the room with this code is over."""
        self._watched = code
        self._send(TellWhenOver(code=code))

    def kill(self) -> None:
        """End a server that does not stop: at once if we started it; otherwise give it up."""
        if self._line is not None:
            self._line.cut()

    def _send(self, order: Order) -> None:
        # Between two servers there is no line; the next one is told when it is there.
        if self._line is not None:
            self._line.send(order)

    # From here on: the thread.

    def _run(self) -> None:
        try:
            self._keep()
        except Exception as error:
            if not self.running.done():
                self.running.set_exception(error)
            self.ended.set_exception(error)
        else:
            if not self.running.done():
                self.running.set_exception(Problem("", INTERRUPTED))
            self.ended.set_result(None)

    def _keep(self) -> None:
        failures = 0
        while not self._stopping:
            since = monotonic()
            sentence = self._hold()
            if sentence is None or self._stopping:
                return
            failures = 1 if monotonic() - since > HEALTHY else failures + 1
            if not self.running.done() or failures > len(PAUSES):
                raise Problem(sentence)
            self._rest(PAUSES[failures - 1])

    def _rest(self, seconds: float) -> None:
        until = monotonic() + seconds
        while monotonic() < until and not self._stopping:
            sleep(0.05)

    def _hold(self) -> str | None:
        """Hold a line to the server until it ends. Return why it failed; None if it was told to."""
        line = _find(Path(self._launch.data))
        self.found = self.found or (line is not None and not self.running.done())
        line = line or _started(self._launch)
        self._line = line
        if self._stopping:
            line.send(StopServer())
        try:
            return self._listen(line)
        finally:
            self._line = None
            line.close()

    def _listen(self, line: "Lifeline") -> str | None:
        data = Path(self._launch.data)
        sentence = _(_DIED, file=data / LOG, data=data)
        while (news := line.hear()) is not None:
            match news:
                case Running():
                    self._runs(news, line)
                case Over():
                    self._is_over(news.code)
                case Ended():
                    return None
                case Failed():
                    sentence = news.sentence
        return sentence

    def _runs(self, running: Running, line: "Lifeline") -> None:
        # Links carry the port, so whoever comes back must find the server there.
        self._launch = replace(self._launch, port=running.launch.port, ssh=running.launch.ssh)
        if self._watched:
            line.send(TellWhenOver(code=self._watched))
        if not self.running.done():
            self.running.set_result(running)

    def _is_over(self, code: str) -> None:
        if code == self._watched and not self.over.done():
            self.over.set_result(None)


class Lifeline(NamedTuple):
    """Our end of a line. Output is not buffered: a signal handler may `send` without a lock."""

    read: Callable[[int], bytes]
    write: Callable[[bytes], object]
    cut: Callable[[], object]
    """Break it without a word, from another thread."""
    close: Callable[[], object]
    heard: bytearray

    def send(self, order: Order | Proof | Launch) -> None:
        """Say something. When the other end is gone, nothing happens here: `hear` tells."""
        with suppress(OSError, ValueError):
            self.write(line(order))

    def hear(self) -> News | None:
        """Wait for what the server says next; None if it is gone, or its line is too long."""
        while (end := self.heard.find(b"\n")) < 0:
            with suppress(OSError):
                if len(self.heard) < LONGEST_LINE and (more := self.read(4096)):
                    self.heard.extend(more)
                    continue
            return None
        said = bytes(self.heard[:end])
        del self.heard[: end + 1]
        try:
            news: News = msgspec.json.decode(said, type=News)
        except msgspec.DecodeError:
            return None
        return news


def _find(data: Path) -> Lifeline | None:
    """Return a line to the server that runs for this data folder already, if one does."""
    found = look_up(data)
    if found is None:
        return None
    try:
        near = socket.create_connection(("127.0.0.1", found.port), ANSWERS_WITHIN)
    except OSError:
        return None
    way = Lifeline(near.recv, near.sendall, partial(_hang_up, near), near.close, bytearray())
    way.send(Proof(secret=found.secret))
    if way.hear() != found.running:
        near.close()
        return None
    near.settimeout(None)
    # It is heard once more, as from a server that has just been started.
    way.heard[:0] = line(found.running)
    return way


def _started(launch: Launch) -> Lifeline:
    """Start a server that no signal of this terminal reaches, and return the line to it."""
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        creationflags=without_console(),
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    way = Lifeline(
        process.stdout.read,
        process.stdin.write,
        process.kill,
        partial(_reap, process),
        bytearray(),
    )
    way.send(launch)
    return way


def _hang_up(near: socket.socket) -> None:
    with suppress(OSError):
        near.shutdown(socket.SHUT_RDWR)


def _reap(process: "subprocess.Popen[bytes]") -> None:
    """Wait for the end of a process that has said its last line."""
    with process:
        try:
            process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
