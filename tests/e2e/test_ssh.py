"""OpenSSH itself at the ssh door: somebody sits down, loses the line, comes back, and leaves."""

import fcntl
import gc
import os
import shutil
import signal
import struct
import subprocess
import termios
from pathlib import Path

import asyncssh
import pytest
from msgspec.structs import replace

from tests.support.patience import until
from tests.support.serving import order
from tests.support.ssh import SSH, Beside, beside, run
from tests.support.window import Window
from turnabout_client.ssh.door import SshDoor
from turnabout_client.ssh.screens import SshApp
from turnabout_language import LANGUAGES, use
from turnabout_protocol.room import HouseRules

pytestmark = pytest.mark.skipif(not SSH, reason="no ssh here")


def window(table: Beside, home: Path, *options: str, key: Path | None = None) -> Window:
    return Window((), home, command=table.command(*options, key=key))


def resize(shown: Window, width: int, height: int) -> None:
    """Pull the window: OpenSSH is told, and looks how large it is."""
    fcntl.ioctl(shown._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    shown.process.send_signal(signal.SIGWINCH)


async def sits_down(shown: Window, name: str = "Ann", home: str = "business") -> str:
    """Go through the door as somebody new; return their word."""
    await shown.shows("type your word of then first.")
    word = shown.text.split("the way back is")[1].split()[0]
    shown.press("\r")
    await shown.shows("Your name")
    await shown.shows("Type your name")
    shown.press(f"{name}\r")
    await shown.shows("And where do you belong?")
    await shown.pressed("1" if home == "business" else "2", "You belong to")
    return word


async def leaves(shown: Window) -> None:
    await shown.pressed("q", "Leave the table?")
    await shown.pressed("y", "Come back to your seat")


async def test_with_nothing_but_ssh_somebody_sits_down_and_leaves(tmp_path: Path) -> None:
    async with beside(tmp_path) as table, window(table, tmp_path) as shown:
        word = await sits_down(shown)
        assert table.door.seats == 1
        (visit,) = table.door._visits
        resize(shown, 60, 18)
        await until(lambda: visit._terminal.size == (60, 18))
        await leaves(shown)
        assert await shown.ended() == 0
        told = shown.raw.decode()
        assert f"ssh -p {table.door.port} {table.opened.code}@play.example" in told
        assert f"Your word is  {word}" in told
        # It leaves the terminal as it found it.
        for mode in (b"?1049", b"?1000", b"?1002", b"?1006", b"?2004"):
            assert shown.raw.rindex(b"\x1b[" + mode + b"l") > shown.raw.rindex(
                b"\x1b[" + mode + b"h"
            )
        assert shown.raw.rindex(b"\x1b[?25h") > shown.raw.rindex(b"\x1b[?25l")
        await until(lambda: table.door.seats == 0)


async def test_a_lost_line_is_no_lost_seat_the_word_leads_back(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        async with window(table, tmp_path) as shown:
            word = await sits_down(shown)
            shown.process.kill()
        await until(lambda: table.door.seats == 0)
        async with window(table, tmp_path) as shown:
            await shown.shows("type your word of then first.")
            shown.press("0000-0000\r")
            await shown.shows("No seat is kept for that word.")
            shown.press(word.lower() + "\r")
            await shown.shows("You belong to")
            await leaves(shown)
            await shown.shows(f"Your word is  {word}")


async def test_whoever_has_a_key_of_ssh_needs_no_word(tmp_path: Path) -> None:
    key = key_in(tmp_path / "id")
    async with beside(tmp_path) as table:
        async with window(table, tmp_path, key=key) as shown:
            await shown.shows("Type your name")
            assert "word" not in shown.text
            shown.press("Ann\r")
            await shown.shows("And where do you belong?")
            await shown.pressed("1", "You belong to")
            shown.process.kill()
        await until(lambda: table.door.seats == 0)
        async with window(table, tmp_path, key=key) as shown:
            await shown.shows("Continue as Ann")
            await shown.pressed("c", "You belong to")


async def test_a_door_that_was_opened_again_knows_words_and_keys_of_before(
    tmp_path: Path,
) -> None:
    key = key_in(tmp_path / "id")
    async with beside(tmp_path) as table:
        async with window(table, tmp_path) as shown:
            word = await sits_down(shown)
        async with window(table, tmp_path, key=key) as shown:
            await shown.shows("Type your name")
            shown.press("Ben\r")
            await shown.shows("And where do you belong?")
            await shown.pressed("1", "You belong to")
        await table.door.stop()
        door = SshDoor(table.door._door)
        await door.start()
        again = table._replace(door=door)
        try:
            async with window(again, tmp_path) as shown:
                await shown.shows("type your word of then first.")
                shown.press(f"{word}\r")
                await shown.shows("You belong to")
            async with window(again, tmp_path, key=key) as shown:
                await shown.shows("Continue as Ben")
        finally:
            await door.stop()


def key_in(file: Path) -> Path:
    made = asyncssh.generate_private_key("ssh-ed25519")
    made.write_private_key(str(file))
    made.write_public_key(f"{file}.pub")
    file.chmod(0o600)
    return file


async def test_a_public_key_alone_is_nobody(tmp_path: Path) -> None:
    """Public keys are public: who only shows one, and cannot sign, has not shown who they are."""
    key = key_in(tmp_path / "id")
    async with beside(tmp_path) as table:
        async with window(table, tmp_path, key=key) as shown:
            await shown.shows("Type your name")
            shown.press("Ann\r")
            await shown.shows("And where do you belong?")
            await shown.pressed("1", "You belong to")
        stolen = tmp_path / "stolen"
        stolen.mkdir()
        shutil.copy(f"{key}.pub", stolen / "id.pub")
        async with window(table, tmp_path, key=stolen / "id.pub") as shown:
            await shown.shows("type your word of then first.")
            shown.press("\r")
            await shown.shows("Type your name")
            assert "Continue as" not in shown.text


async def test_a_screen_for_all_asks_for_no_name(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        user = f"stage-{table.opened.code}"
        stage = Window((), tmp_path, command=table.command(user=user))
        async with stage as shown:
            await shown.shows("type your word of then first.")
            shown.press("\r")
            (visit,) = table.door._visits
            await until(lambda: visit._entrance is not None and visit._entrance.sits is not None)


async def test_without_a_terminal_there_are_lines(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        done = await run(table.command("-T"), "\nAnn\n1\nhelp\nleave\n")
        assert done.status == 0, done.err
        assert "Your word for the way back is" in done.out
        assert "You will play" in done.out
        assert "Come back to your seat" in done.out
        assert "\x1b" not in done.out


async def test_a_dumb_terminal_has_lines_too(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        dumb = Window((), tmp_path, command=table.command(), env={"TERM": "dumb"})
        async with dumb as shown:
            await shown.shows("type your word of then first.")
            shown.press("\r")
            await shown.shows("in plain lines")
            shown.press("Ann\r1\rleave\r")
            await shown.shows("Come back to your seat")
            assert await shown.ended() == 0
            assert b"\x1b" not in shown.raw


async def test_a_name_that_is_no_code_reads_what_to_do(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        done = await run(table.command("-T", user="root"))
        assert done.status == 255
        assert "The user name is the code of your room" in done.err
        assert "Permission denied" not in done.err


@pytest.mark.parametrize("tag", LANGUAGES)
async def test_what_openssh_shows_of_it_is_readable_in_every_language(
    tmp_path: Path, tag: str
) -> None:
    """OpenSSH writes whatever is not ASCII in a last word as numbers."""
    use(tag)
    async with beside(tmp_path) as table:
        done = await run(table.command("-T", user="root"))
        assert "Turnabout" in done.err
        assert f"ssh -p {table.door.port} CODE@play.example" in done.err
        assert "\\" not in done.err
        assert ("user name" in done.err) is (tag == "en")


async def test_a_full_door_speaks_the_language_of_the_room_once_it_knows_it(
    tmp_path: Path,
) -> None:
    german = replace(order(), rules=HouseRules(opened_on="2030-01-01", language="de"))
    async with beside(tmp_path, most=1) as table:
        opened = await table.here.open(german)
        first = Window((), tmp_path, command=table.command(user=opened.code))
        async with first as shown:
            await shown.shows("Weg zurück")
            done = await run(table.command("-T", user=opened.code))
            assert done.status == 1
            assert "Alle Plätze für ssh sind" in done.out
            other = await run(table.command("-T"))
            assert "All seats for ssh are taken" in other.out
            await table.door.stop()
            await shown.shows("Diese Tür")


async def test_a_room_that_there_is_not_has_a_sentence(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        done = await run(table.command("-T", user="7F3K2QMX9TRVH4WZ"))
        assert done.status == 1
        assert "no room" in done.out.lower()
        assert done.out.count("\n") == 1


async def test_when_the_server_is_gone_there_is_a_sentence(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        await table.here.server.stop()
        done = await run(table.command("-T"))
        assert done.status == 1
        assert done.out.count("\n") == 1
        assert done.out.strip()


async def test_a_full_door_says_so_and_has_a_seat_again_later(tmp_path: Path) -> None:
    async with beside(tmp_path, most=1) as table, window(table, tmp_path) as shown:
        await shown.shows("type your word of then first.")
        done = await run(table.command("-T"))
        assert done.status == 1
        assert "All seats for ssh are taken" in done.out
        shown.process.kill()
        await until(lambda: table.door.seats == 0)
        assert (await run(table.command("-T"), "\nleave\n")).status == 0


async def test_of_a_line_that_is_gone_nothing_stays_in_memory(tmp_path: Path) -> None:
    """What was on somebody's screen is secret, and takes ten megabytes."""

    def screens() -> int:
        gc.collect()
        return sum(isinstance(one, SshApp) for one in gc.get_objects())

    before = screens()
    async with beside(tmp_path) as table:
        async with window(table, tmp_path) as shown:
            await sits_down(shown)
            assert screens() == before + 1
            shown.process.kill()
        await until(lambda: table.door.seats == 0)
        await until(lambda: screens() == before)


async def test_a_door_that_closes_says_goodbye(tmp_path: Path) -> None:
    async with beside(tmp_path) as table, window(table, tmp_path) as shown:
        await sits_down(shown)
        await table.door.stop()
        await shown.shows("This door closes for a moment. Your seat is kept.")
        await shown.shows("Come back to your seat")
        assert await shown.ended() == 0


def test_openssh_is_the_real_one() -> None:
    assert b"OpenSSH" in subprocess.run([SSH, "-V"], capture_output=True).stderr
    assert os.access(SSH, os.X_OK)
