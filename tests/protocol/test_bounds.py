"""Nothing can be asked for without end."""

from typing import get_args

import pytest

from turnabout_protocol.bases import Bound, Command
from turnabout_protocol.commands import AnyCommand

COMMANDS: tuple[type[Command], ...] = get_args(AnyCommand)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_command_says_how_often_it_may_be_given(command: type[Command]) -> None:
    bound = command.__dict__.get("bound")
    assert isinstance(bound, Bound), f"{command.__name__} has no bound of its own"
    assert 1 <= bound.most <= 300
