"""Personal links on the command line, of `open` and of `host`."""

import pytest

from turnabout.addresses import Address
from turnabout.opening import NO_KEY, RoomOptions, order
from turnabout.personal import MOST_SEATS, new_keys, tell_personal, with_passes
from turnabout.problems import Problem
from turnabout_machine.keys import hashed
from turnabout_protocol.links import parse


def test_each_personal_link_has_a_key_of_its_own_and_the_server_gets_the_hashes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    keys = new_keys(MOST_SEATS)
    assert len(set(keys)) == MOST_SEATS
    room = with_passes(order("missed-target", RoomOptions(), key=NO_KEY), keys)
    assert room.passes == tuple(map(hashed, keys))
    tell_personal(Address("wss://h:8765"), "7F3K2QMX9TRVH4WZ", keys)
    title, *lines = capsys.readouterr().out.strip().splitlines()
    assert title == "For one person each, once:"
    assert [parse(line).key for line in lines] == list(keys)


def test_without_personal_links_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert new_keys(0) == ()
    tell_personal(Address("wss://h:8765"), "7F3K2QMX9TRVH4WZ", ())
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("seats", [-1, MOST_SEATS + 1])
def test_a_number_of_seats_that_makes_no_sense_is_refused(seats: int) -> None:
    with pytest.raises(Problem, match="--seats takes 0 to 24"):
        new_keys(seats)
