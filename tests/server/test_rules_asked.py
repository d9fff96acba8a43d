"""Every command has somebody who answers it."""

from turnabout_protocol.commands import TABLE_COMMANDS
from turnabout_server.rules.asked import RULES


def test_every_command_of_the_table_has_its_rule() -> None:
    assert set(TABLE_COMMANDS) == set(RULES)
