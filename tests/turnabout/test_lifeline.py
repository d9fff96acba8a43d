"""The line between `host` and its server: who may open one, and what breaks it."""

import asyncio
import signal
from pathlib import Path

import msgspec

from tests.support.hosting import Hosting, alive, hosting
from tests.support.patience import patience, until
from turnabout.addresses import Address
from turnabout.lifeline import (
    Launch,
    Proof,
    Running,
    StopServer,
    Whereabouts,
    line,
    look_up,
    publish,
)


async def _answer(port: int, said: bytes) -> bytes:
    """Return what the server says on a line to somebody who begins with `said`."""
    async with patience():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        try:
            return await reader.readline()
        except ConnectionError:
            return b""
        finally:
            writer.close()


async def test_a_line_is_for_those_who_can_read_the_data_folder(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    async with hosting(host):
        await host.open()
        found = look_up(host.data)
        assert found is not None
        server = host.server
        for wrong in (
            line(Proof(secret="0" * 32)),
            line(StopServer()),
            b"stop\n",
            b"\xff" * 100_000 + b"\n",
            b"GET / HTTP/1.1\r\n\r\n",
        ):
            assert await _answer(found.port, wrong) == b""
        right = await _answer(found.port, line(Proof(secret=found.secret)))
        assert msgspec.json.decode(right)["address"] == found.running.address
        assert alive(server)


async def test_a_line_that_makes_no_sense_breaks_and_the_server_goes_on(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    async with hosting(host):
        await host.open()
        found = look_up(host.data)
        assert found is not None
        reader, writer = await asyncio.open_connection("127.0.0.1", found.port)
        writer.write(
            line(Proof(secret=found.secret)) + b'{"type":"explode"}\n' + line(StopServer())
        )
        async with patience():
            await reader.read()
        writer.close()
        assert alive(host.server)


async def test_more_lines_than_anybody_needs_are_refused(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    async with hosting(host):
        await host.open()
        found = look_up(host.data)
        assert found is not None
        proof = line(Proof(secret=found.secret))
        held = [await asyncio.open_connection("127.0.0.1", found.port) for _ in range(8)]
        for reader, writer in held:
            writer.write(proof)
            async with patience():
                assert await reader.readline()
        assert await _answer(found.port, proof) == b""
        for _, writer in held:
            writer.close()


async def test_a_stranger_on_the_port_of_a_dead_server_is_not_believed(tmp_path: Path) -> None:
    host, again = Hosting(tmp_path), Hosting(tmp_path)
    async with hosting(host, again):
        await host.open()
        server, found = host.server, look_up(host.data)
        assert found is not None
        host.signal(signal.SIGTERM)
        assert await host.wait() == 0
        assert not alive(server)
        assert look_up(host.data) is None

        async def lie(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readline()
            elsewhere = msgspec.structs.replace(found.running, address="ws://192.0.2.1:1")
            writer.write(line(elsewhere))
            writer.close()

        stranger = await asyncio.start_server(lie, "127.0.0.1", 0)
        port = stranger.sockets[0].getsockname()[1]
        publish(host.data, msgspec.structs.replace(found, port=port))
        links = await again.open()
        assert links["join"].server == f"ws://127.0.0.1:{again.port}"
        await until(lambda: look_up(host.data) is not None)
        stranger.close()


def test_a_file_that_others_can_write_is_not_believed(tmp_path: Path) -> None:
    launch = Launch(data=str(tmp_path), host="127.0.0.1", port=1, linger=1)
    near = Address("ws://127.0.0.1:1")
    running = Running(launch=launch, address="ws://127.0.0.1:1", pin="", near=near)
    found = Whereabouts(port=1, secret="x", running=running)
    publish(tmp_path, found)
    assert look_up(tmp_path) == found
    (tmp_path / "server.json").chmod(0o666)
    assert look_up(tmp_path) is None
