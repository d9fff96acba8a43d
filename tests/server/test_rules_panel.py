"""The panel: whose answers count. Nobody else ranks, guesses, rates, flags or answers measures."""

from typing import Final

import pytest
from msgspec.structs import replace

from tests.support.table import HOMES, Table
from turnabout_protocol import panel
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.poll import Answer, Poll, Question
from turnabout_protocol.activities.rank import LockOrder, Rank
from turnabout_protocol.activities.scene import FlagCaricature, Rate, Said, Speak
from turnabout_protocol.activities.talk import SayRemark, Talk, TalkState
from turnabout_protocol.commands import Next, PlayAfterAll, Remove, Reseat, Start, Watch
from turnabout_protocol.room import HouseRules, Role, in_panel
from turnabout_server.after import publish
from turnabout_server.after.answers import measured
from turnabout_server.authoring.scenarios import find_agenda

FELT: Final = Question(id="felt", text="They see us.", options="scale7", measure="felt")
CHECK: Final = Poll(id="check", title="Check", minutes=2, questions=(FELT,))
OURS: Final = Rank(id="ours", title="Ours", minutes=2)


def lobby(players: int = 4, *, consent: bool = True, bots: int = 0, demo: bool = False) -> Table:
    """Return a table before a session that asks a question and for an order, and then plays."""
    taster = find_agenda("taster")
    agree, *others = taster.steps
    first = (agree,) if consent else ()
    agenda = replace(taster, steps=(*first, CHECK, OURS, *others))
    house = HouseRules(opened_on="2026-03-02", demo=demo)
    table = Table(players=players, facilitators=1, agenda=agenda, house=house)
    for i in range(bots):
        table.players.append(table.sit(f"Bot {i}", HOMES[i % 2], bot=True))
    return table


def begun(players: int = 4, **kind: bool) -> Table:
    """Return that table when everybody has agreed and the first question is on."""
    table = lobby(players, **kind)
    table.do(table.boss[0], Start())
    if table.step == "agree":
        for seat in table.players:
            table.do(seat, Agree(step="agree", yes=True))
    assert table.step == "check"
    return table


def to(table: Table, step: str) -> None:
    while table.step != step:
        table.do(table.boss[0], Next(step=table.step))


def felt(table: Table, seat: int, value: int) -> None:
    table.do(seat, Answer(step="check", picks={"felt": (str(value),)}))


# Puppets ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["player", "observer"])
@pytest.mark.parametrize("consent", [True, False])
def test_who_comes_in_again_after_the_consent_step_has_no_say(role: Role, consent: bool) -> None:
    """One player, back through the normal link as two more of the own side."""
    table = begun(4, consent=consent)
    puppets = [table.sit(f"Puppet {i}", "business", role) for i in range(2)]
    for puppet in puppets:
        answer = Answer(step="check", picks={"felt": ("7",)})
        assert table.refused(puppet, answer) == "not_in_panel"
    for seat in table.players:
        felt(table, seat, 3)
    assert measured(table.room, "felt") == [("check", dict.fromkeys(table.players, 3))]
    table.reach("ours")
    for puppet in puppets:
        cards = tuple(card.id for card in table.room.home("business").deck)
        assert table.refused(puppet, LockOrder(step="ours", order=cards)) == "not_in_panel"
    to(table, "scene")
    speaker = table.turn.seat
    table.do(speaker, Speak(step="scene", turn=1, said=Said(say="We worry.")))
    side = table.public.seats[speaker].played
    codes = {table.refused(p, Rate(step="scene", turn=1, ring=1)) for p in puppets}
    assert codes == {"not_in_panel" if side == "business" else "not_owner"}
    flags = {table.refused(p, FlagCaricature(step="scene", turn=1)) for p in puppets}
    assert flags == {"not_in_panel"}


def test_a_single_real_owners_order_stays_hidden_beside_puppets() -> None:
    table = begun(4)
    puppets = [table.sit(f"Puppet {i}", "business", "observer") for i in range(2)]
    table.do(table.boss[0], Remove(seat=table.players[2]))
    to(table, "ours")
    cards = tuple(card.id for card in table.room.home("business").deck)
    table.do(table.players[0], LockOrder(step="ours", order=cards))
    for puppet in puppets:
        table.refused(puppet, LockOrder(step="ours", order=cards))
    board = publish.results(table.room).board["business"]
    assert all(fate.place is None for fate in board)


def test_two_answers_and_two_puppets_are_not_four() -> None:
    table = begun(2)
    for name, home in (("One", "business"), ("Two", "it")):
        table.refused(
            table.sit(name, home, "observer"),  # type: ignore[arg-type]
            Answer(step="check", picks={"felt": ("7",)}),
        )
    for seat in table.players:
        felt(table, seat, 2)
    results = publish.results(table.room)
    assert results.understood is not None
    assert results.understood.felt is not None
    before = results.understood.felt.room.before
    assert before is None or before.hidden


# Who is in it -------------------------------------------------------------------------------------


def test_the_panel_is_who_said_yes() -> None:
    table = lobby(5)
    other = table.sit("Other", "it")
    table.do(table.boss[0], Start())
    yes, no, silent, back, late = table.players
    for seat in (yes, other):
        table.do(seat, Agree(step="agree", yes=True))
    table.do(no, Agree(step="agree", yes=False))
    table.do(back, Agree(step="agree", yes=True))
    table.do(back, Watch())
    to(table, "check")
    assert table.public.panel == (yes, other)
    assert [s.id for s in panel.guests(table.public)] == [no, silent, back, late]


def test_without_a_consent_step_people_say_yes_by_sitting_down_to_play() -> None:
    table = lobby(3, consent=False)
    table.sit("Owl", "it", "observer")
    assert table.public.panel == ()
    table.do(table.boss[0], Start())
    assert table.public.panel == tuple(table.players)
    late = table.sit("Late", "it")
    assert not table.public.seats[late].plays
    assert not in_panel(table.public, late)


def test_who_had_not_answered_says_yes_until_the_brief_begins() -> None:
    table = lobby(5)
    table.do(table.boss[0], Start())
    *yes, no, silent, slow = table.players
    for seat in yes:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(no, Agree(step="agree", yes=False))
    guest = table.sit("Guest", "it", "observer")
    to(table, "check")
    assert table.refused(no, PlayAfterAll()) == "not_asked"
    assert table.refused(guest, PlayAfterAll()) == "not_asked"
    assert table.refused(yes[0], PlayAfterAll()) == "already"
    table.do(silent, PlayAfterAll())
    assert table.public.seats[silent].plays
    assert in_panel(table.public, silent)
    felt(table, silent, 4)
    to(table, "brief")
    assert table.refused(slow, PlayAfterAll()) == "too_late"
    assert table.public.panel == (*yes, silent)


def test_a_facilitator_brings_in_a_late_one_by_name_until_the_brief_begins() -> None:
    table = begun(4)
    late, later = table.sit("Late", "it"), table.sit("Later", "it")
    table.do(table.boss[0], Reseat(seat=late, role="player"))
    table.do(late, PlayAfterAll())
    assert table.public.seats[late].plays
    assert in_panel(table.public, late)
    felt(table, late, 4)
    to(table, "brief")
    assert table.refused(table.boss[0], Reseat(seat=later, role="player")) == "too_late"
    say = Reseat(seat=later, role="observer", say=True)
    assert table.refused(table.boss[0], say) == "frozen"
    assert not in_panel(table.public, later)


def test_an_observer_has_a_say_only_if_a_facilitator_gives_it() -> None:
    table = lobby(4)
    boss, guest = table.sit("Boss", "it", "observer"), table.sit("Guest", None, "observer")
    say = Reseat(seat=guest, role="observer", say=True)
    assert table.refused(table.boss[0], say) == "no_home"
    assert table.refused(table.players[0], replace(say, home="it")) == "not_yours"
    table.do(table.boss[0], replace(say, home="it"))
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    assert in_panel(table.public, guest)
    felt(table, guest, 4)
    assert table.refused(boss, Answer(step="check", picks={"felt": ("7",)})) == "not_in_panel"
    table.do(table.boss[0], Reseat(seat=guest, role="observer"))
    assert not in_panel(table.public, guest)
    assert measured(table.room, "felt") == [("check", {})]


def test_until_the_brief_who_leaves_the_table_leaves_the_panel_and_then_nobody_does() -> None:
    table = begun(6)
    one, two, three, four, *_ = table.players
    for seat in table.players[:4]:
        felt(table, seat, 3)
    table.do(table.boss[0], Remove(seat=one))
    table.do(table.boss[0], Reseat(seat=two, role="observer"))
    assert measured(table.room, "felt") == [("check", {three: 3, four: 3})]
    to(table, "brief")
    frozen = table.public.panel
    table.do(table.boss[0], Remove(seat=three))
    table.do(four, Watch())
    assert table.public.panel == frozen
    assert in_panel(table.public, four)


def test_bots_are_in_it_in_a_demo_alone_and_are_not_waited_for() -> None:
    for demo in (False, True):
        table = lobby(2, bots=2, demo=demo)
        bots = table.public.bots
        table.do(table.boss[0], Start())
        for seat in table.players:
            if demo or seat not in bots:
                table.do(seat, Agree(step="agree", yes=True))
        assert {in_panel(table.public, bot) for bot in bots} == {demo}
        assert all(table.public.seats[bot].plays for bot in bots)
        for seat in table.players:
            if demo or seat not in bots:
                felt(table, seat, 4)
        assert table.step == "ours"


def test_who_watches_without_a_say_takes_part_in_the_talk() -> None:
    table = begun(4)
    guest = table.sit("Guest", "it", "observer")
    to(table, next(step.id for step in table.public.agenda if isinstance(step, Talk)))
    stage = table.state(TalkState).stage
    asks = SayRemark(step=table.step, stage=stage, prompt=None, text="May I ask one thing?")
    table.do(guest, asks)
