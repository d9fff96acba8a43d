"""The links of `turnabout host`: personal ones, and those that are good when it is run again."""

from itertools import count
from pathlib import Path

from tests.support.hosting import LINK, Hosting, Player, hosting, leave, players
from tests.support.patience import until
from turnabout_client.link.connection import knock
from turnabout_machine.keys import new_key
from turnabout_protocol.commands import RenewLink
from turnabout_protocol.links import parse
from turnabout_protocol.messages import Join


def personal(host: Hosting) -> list[str]:
    """Return the keys of the personal links that it has printed."""
    found = [parse(text) for text in LINK.findall(host.text)]
    return [link.key for link in found if link.door == "join" and link.key]


async def test_host_prints_personal_links_and_its_console_lists_the_unused(tmp_path: Path) -> None:
    host = Hosting(tmp_path, "--seats", "2")
    async with hosting(host):
        steer = (await host.open())["steer"]
        one, other = personal(host)
        assert "For one person each, once:" in host.text
        where = parse(f"{steer.server}/join/{steer.code}.{one}")
        ann = Player(where, Join(name="Ann", home="it", key=one))
        try:
            await until(lambda: ann.live)
            assert (await knock(where)).shut == "pass_used"

            def listed() -> bool:
                # The keys sleep for a moment as the console opens, and i closes the links, too.
                host.press("i")
                return "1  turnabout join http://127." in host.text

            host.press("\r")
            await until(listed)
            assert other in "".join(host.text.split())
            assert host.text.count(one[:8]) == 1, "a used link is not listed any more"
        finally:
            await leave([ann])


async def test_the_console_lends_its_terminal_to_the_plain_text_and_takes_it_back(
    tmp_path: Path,
) -> None:
    host = Hosting(tmp_path)
    async with hosting(host):
        join = str((await host.open())["join"])

        looks = count()

        def lent() -> bool:
            # The keys sleep for a moment as the console opens, and i closes the links, too. Seldom,
            # or else they pile up and lend it once more later.
            if next(looks) % 150 == 0:
                host.press("i0")
            return "Press Enter to go back." in host.text

        before = host.text.count(f"turnabout join {join}\r\n")
        host.press("\r")
        await until(lent)
        assert host.text.count(f"turnabout join {join}\r\n") == before + 1, "whole, on a line"
        # While it is lent nothing is painted on it: somebody who comes changes the console.
        so_far = len(host.text)
        async with players(host.links) as (ann, _bob, cleo):
            await until(lambda: ann.sees("Host") and cleo.live)
            assert "Ann" not in host.text[so_far:]
            host.press("\r")
            await until(lambda: "The quarter that slipped" in host.text[so_far:])
            host.press("\x1b")
            await until(lambda: "Ann" in host.text[so_far:])


async def test_host_that_is_run_again_prints_the_link_that_is_good_now(tmp_path: Path) -> None:
    host = Hosting(tmp_path, "--seats", "1")
    again = Hosting(tmp_path, "--seats", "3", port=host.port)
    async with hosting(host, again), players(await host.open()) as (_ann, _bob, cleo):
        key = new_key()
        await cleo.do(RenewLink(key=key))
        await host.kill()
        found = await again.open()
        assert found["join"].key == found["watch"].key == key
        assert personal(again) == [key], "those that it printed before may be used by now"
        assert "--seats is for a new room" in again.text
