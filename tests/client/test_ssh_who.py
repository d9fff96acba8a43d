"""What a user name asks for: a room by its code, and a door of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_client.ssh.who import Place, wanted

NEAR = Place("ws://127.0.0.1:8765")
SHARE = Place("wss://play.example", "MFRGGZDFMZTWQ2LKMFRGGZDFMZ")
CODE, KEY = "7F3K2QMX9TRVH4WZ", "TC64TC64TC64TC64"


@pytest.mark.parametrize(
    ("user", "door", "watch", "stage"),
    [
        (CODE, "join", False, False),
        (CODE.lower(), "join", False, False),
        ("7f3k-2qmx-9trv-h4wz", "join", False, False),
        ("7F3K2QMX9TRVH4WZ".replace("0", "O"), "join", False, False),
        (f"join-{CODE}", "join", False, False),
        (f"watch-{CODE}", "watch", True, False),
        (f"stage/{CODE}", "watch", False, True),
    ],
)
def test_a_code_is_a_way_in(user: str, door: str, watch: bool, stage: bool) -> None:
    wish = wanted(user, NEAR, SHARE)
    assert wish is not None
    assert wish.where is not None
    assert wish.share is not None
    assert (wish.where.door, wish.where.code) == (door, CODE)
    assert (wish.watch, wish.stage) == (watch, stage)
    assert (wish.where.server, wish.share.server) == (NEAR.server, SHARE.server)
    assert (wish.where.pin, wish.share.pin) == ("", SHARE.pin)


def test_the_key_of_a_link_goes_with_its_code_and_one_who_steers_needs_it() -> None:
    for user in (f"{CODE}.{KEY}", f"steer-{CODE}.{KEY}"):
        wish = wanted(user, NEAR, SHARE)
        assert wish is not None
        assert wish.where is not None
        assert wish.where.key == KEY
    assert wanted(f"steer-{CODE}", NEAR, SHARE) is None


@given(st.text(max_size=80))
def test_no_other_name_is_one(user: str) -> None:
    assert wanted(user, NEAR, SHARE) is None or len(user.strip()) >= 16


@pytest.mark.parametrize("user", ["", "root", "admin", f"{CODE}@x", f"{CODE}\n", f"{CODE}{CODE}"])
def test_names_that_scanners_try_are_none(user: str) -> None:
    assert wanted(user, NEAR, SHARE) is None
