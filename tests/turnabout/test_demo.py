"""The demo in a pipe: bots play a whole session over real sockets, and the report repeats."""

import pytest

from tests.turnabout.command import turnabout


def test_the_same_seed_prints_the_same_report() -> None:
    one = turnabout("demo", "--scenario", "asset-valve", "--players", "6", "--seed", "7")
    two = turnabout("demo", "--scenario", "asset-valve", "--players", "6", "--seed", "7")
    assert one.returncode == two.returncode == 0, one.stderr
    assert one.stderr == ""
    assert one.stdout == two.stdout
    # Six seats: nothing is withheld because too few people stand behind it.
    assert "# The valve nobody can find: practice with bots" in one.stdout
    assert "Bots rated, ranked, answered and promised here." in one.stdout
    assert "Bots rated it, by plain signs in what was typed." in one.stdout
    assert "0 from Field operations, 0 from IT, 6 bots filled seats" in one.stdout
    assert "of 100" in one.stdout
    assert "WHEN " in one.stdout
    assert "OWNER " in one.stdout


def test_another_seed_plays_another_session() -> None:
    one = turnabout("demo", "--seed", "1")
    two = turnabout("demo", "--seed", "2")
    assert one.returncode == two.returncode == 0, one.stderr + two.stderr
    assert one.stdout != two.stdout


@pytest.mark.parametrize("players", ["2", "3", "12", "16"])
def test_any_table_comes_to_its_end(players: str) -> None:
    done = turnabout("demo", "--players", players, "--home", "it", "--minutes", "scene=6")
    assert done.returncode == 0, done.stderr
    assert "## Promises" in done.stdout
    assert "| Scene | 6 min |" in done.stdout
