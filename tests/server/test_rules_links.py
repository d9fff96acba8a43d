"""Links: one shared by all, which facilitators can replace, and personal ones for one seat each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.table import Table
from turnabout_machine.keys import hashed
from turnabout_protocol.commands import IssuePass, RenewLink
from turnabout_protocol.fold import may_know
from turnabout_protocol.presence import LinkRenewed
from turnabout_server import rules
from turnabout_server.rules import Refusal

KEYS = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16)


def turned_away(table: Table, key: str) -> str:
    """Return the code with which a newcomer with this key is turned away; empty: they are not."""
    try:
        rules.check_link(table.room, key)
    except Refusal as refused:
        return refused.code
    return ""


@given(keys=st.lists(KEYS, unique=True, max_size=6), other=KEYS)
def test_only_the_newest_shared_link_takes_in_newcomers(keys: list[str], other: str) -> None:
    table = Table(players=1, facilitators=1)
    for key in keys:
        table.do(table.boss[0], RenewLink(key=key))
    *old, good = ["", *keys]
    assert turned_away(table, good) == ""
    assert {turned_away(table, key) for key in old} <= {"link_replaced"}
    if other not in keys:
        assert turned_away(table, other) == "pass_used"
    if keys:
        assert table.refused(table.boss[0], RenewLink(key=good)) == "already"


def test_facilitators_alone_replace_the_link_and_learn_its_key() -> None:
    table = Table(players=2, facilitators=2)
    owl = table.sit("Owl", None, "observer")
    key = "TC64TC64TC64TC64"
    for seat in (*table.players, owl):
        assert table.refused(seat, RenewLink(key=key)) == "not_yours"
    table.do(table.boss[0], RenewLink(key=key))
    (told,) = (e.event for e in table.log if isinstance(e.event, LinkRenewed))
    knows = {seat.id for seat in table.public.seats.values() if may_know(seat, told)}
    assert knows == set(table.boss)
    assert table.room.console.link == key
    # Nobody lost a seat by it.
    assert set(table.public.seats) == {*table.players, *table.boss, owl}


def test_a_personal_link_stays_good_when_the_shared_one_is_replaced() -> None:
    table = Table(players=1, facilitators=1)
    once = hashed("5M2A5M2A5M2A5M2A")
    table.do(table.boss[0], IssuePass(issued=once))
    table.do(table.boss[0], RenewLink(key="TC64TC64TC64TC64"))
    assert rules.is_pass(table.room, once)

    def sit(name: str) -> rules.Outcome:
        return rules.take_seat(
            table.room,
            name=name,
            home="it",
            role="player",
            key=hashed(name),
            bot=False,
            now=table.now,
            once=once,
        )

    table.take(sit("Ann"))
    assert table.room.console.passes == ()
    with pytest.raises(Refusal) as caught:
        sit("Puppet")
    assert caught.value.code == "pass_used"


def test_a_restart_keeps_the_link() -> None:
    table = Table(players=1, facilitators=1)
    table.do(table.boss[0], RenewLink(key="TC64TC64TC64TC64"))
    table.restart()
    assert turned_away(table, "") == "link_replaced"
    assert turned_away(table, "TC64TC64TC64TC64") == ""
