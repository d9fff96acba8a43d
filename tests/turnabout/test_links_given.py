"""A link is understood by every verb that takes one, in whatever it was passed on."""

from urllib.parse import quote

import pytest

from tests.turnabout.command import turnabout
from tests.turnabout.test_main import assert_one_sentence

CODE = "7F3K2QMX9TRVH4WZ"
PATHS = {
    "join": f"join/{CODE}",
    "watch": f"watch/{CODE}",
    "steer": f"steer/{CODE}.8QX0ABCDEFGHJKMN",
}


@pytest.mark.parametrize("verb", PATHS)
def test_a_link_behind_a_gateway_is_a_link(verb: str) -> None:
    link = quote(f"wss://play.example:8765/{PATHS[verb]}", safe="")
    done = turnabout(verb, f"[our room](https://gateway.example/?url={link}&data=1)")
    assert_one_sentence(done, 1, "play.example")


@pytest.mark.parametrize("verb", PATHS)
def test_what_is_no_link_is_told_what_one_looks_like(verb: str) -> None:
    done = turnabout(verb, "https://gateway.example/?url=nothing")
    assert_one_sentence(done, 2, "It looks like https://host:port/join/CODE.")
