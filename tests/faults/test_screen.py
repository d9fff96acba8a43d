"""Whatever fails on a screen: that terminal ends, and everybody else goes on."""

from pathlib import Path

import pytest

from tests.faults.injected import WHO, Bug, injected
from tests.faults.stage import Table, stage
from tests.faults.table import SCREEN
from tests.support.patience import until
from turnabout_client.entrance.door import NetworkEntrance
from turnabout_client.entrance.model import Wish
from turnabout_client.link import keyring
from turnabout_client.tui.app import TurnaboutApp
from turnabout_protocol.messages import Return


@pytest.mark.parametrize("where", SCREEN)
async def test_a_broken_screen_ends_one_terminal(where: str, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    async with stage(tmp_path / "data") as at:
        ill = at.ill
        wish = Wish(where=ill.where, name="Dan", home="it")
        app = TurnaboutApp(wish=wish, entrance=NetworkEntrance(keys))
        with at.quiet(), pytest.raises(Bug):
            await break_at(where, app, ill, keys)
        assert isinstance(app.trouble, Bug)
        await ill.goes_on()
        (mine,) = keyring.find(ill.where, path=keys)
        dan = ill.join(Return(key=mine.key))
        await until(lambda: dan.here, "Dan is back")
        assert not any(person.told for person in ill.people)
        await ill.works()
        ill.check()
        at.well.check()


async def test_it_is_the_same_error_where_a_worker_meets_it(tmp_path: Path) -> None:
    app = TurnaboutApp(entrance=NetworkEntrance(tmp_path / "keys"))
    with pytest.raises(Bug):
        await break_in_a_worker(app)
    assert isinstance(app.trouble, Bug)


async def break_in_a_worker(app: TurnaboutApp) -> None:
    """Let something break that no message had asked for. Raises Bug."""

    async def fail() -> None:
        raise Bug

    async with app.run_test():
        app.run_worker(fail())
        await until(lambda: app.trouble is not None, "the end of the terminal")


async def break_at(where: str, app: TurnaboutApp, table: Table, keys: Path) -> None:
    """Let Dan sit down in a terminal, and something break in it when news come. Raises Bug."""
    token = WHO.set("Dan")
    async with app.run_test(size=(80, 24)):
        WHO.reset(token)
        await until(lambda: bool(keyring.find(table.where, path=keys)), "the seat")
        with injected(where, who="Dan") as injection:
            await table.goes_on()
            await until(lambda: injection.over, "the failure")
            await until(lambda: app.trouble is not None, "the end of the terminal")
