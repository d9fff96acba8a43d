"""Bad input and bad days, met by real processes: one sentence each, and nothing is let slip."""

import asyncio
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.patience import LIMIT, until
from tests.turnabout.command import read_until, started, turnabout
from tests.turnabout.test_main import assert_one_sentence
from tests.turnabout.test_serving import links_in, running
from turnabout_client.link.connection import Connection
from turnabout_protocol.commands import Start
from turnabout_protocol.messages import Join, Steer

SERVE = ("serve", "--listen", "127.0.0.1:0", "--data")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("x" * 10_000_000, "at most 256 KiB"),
        ("a: &a [x, x]\nb: [*a, *a]\n", "Anchors"),
        ("id: x\n\ttitle: y\n", "tab"),
        ("id: x\nid: y\n", "written twice"),
        ("[" * 5000, "nested more than"),
        ("!!python/object/apply:os.system [id]", "Tags"),
    ],
    ids=["empty", "huge", "bomb", "tab", "twice", "deep", "tag"],
)
def test_a_scenario_file_that_is_a_trick(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    assert_one_sentence(turnabout("scenario", "check", str(file)), 1, says)


def file_in_place_of_the_folder(data: Path) -> None:
    data.write_text("x")


def folder_in_place_of_the_key(data: Path) -> None:
    (data / "open.key").mkdir(parents=True)


def damaged_log(data: Path) -> None:
    data.mkdir()
    (data / "turnabout.db").write_bytes(b"not a log at all" * 300)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (file_in_place_of_the_folder, "--data"),
        (folder_in_place_of_the_key, "--data"),
        (damaged_log, "damaged"),
    ],
)
def test_a_data_folder_that_cannot_be_used(
    tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    data = tmp_path / "data"
    spoil(data)
    assert_one_sentence(turnabout(*SERVE, str(data)), 1, says)


def test_two_servers_on_one_folder(tmp_path: Path) -> None:
    with running(tmp_path, *SERVE, str(tmp_path / "data")) as process:
        read_until(process, "Stop it:")
        done = turnabout(*SERVE, str(tmp_path / "data"))
        assert_one_sentence(done, 1, "Another Turnabout server")


def test_a_link_of_the_other_scheme(tmp_path: Path) -> None:
    for more, wrong in (((), "wss"), (("--self-signed",), "ws")):
        data = tmp_path / wrong
        with running(tmp_path, *SERVE, str(data), *more) as process:
            address = read_until(process, "Listening at").split("Listening at")[1].split(",")[0]
            port = address.rsplit(":", 1)[1]
            server = f"{wrong}://127.0.0.1:{port}"
            done = turnabout("open", "asset-valve", "--server", server, "--data", str(data))
            assert_one_sentence(done, 1, "If the link you got begins with")


async def test_what_serve_prints_names_nobody(tmp_path: Path) -> None:
    data = tmp_path / "data"
    process = started((*SERVE, str(data)), tmp_path)
    try:
        printed = await asyncio.to_thread(read_until, process, "Open a room:")
        arguments = printed.split("turnabout open ")[1].split()
        done = await asyncio.to_thread(turnabout, "open", *arguments)
        found = links_in(done.stdout)
        steer = found["steer"]
        fay = Connection(steer, Steer(key=steer.key, name="Fayette"))
        others = [
            Connection(found["join"], Join(name="Annabel", home="it")),
            Connection(found["join"], Join(name="Bobina", home="business")),
        ]
        tasks = [asyncio.create_task(link.run()) for link in (fay, *others)]
        await until(lambda: len(fay.room.public.seats) == 3)
        await fay.do(Start())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        process.terminate()
        out, err = await asyncio.to_thread(process.communicate, timeout=LIMIT)
    assert "A room opened" in err
    keys = [fay.key, *(link.key for link in others)]
    for secret in (steer.code, steer.key, *keys, "Fayette", "Annabel", "Bobina"):
        assert secret
        assert secret not in printed + out + err
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in data.iterdir()}
    assert set(modes.values()) == {0o600}, modes
