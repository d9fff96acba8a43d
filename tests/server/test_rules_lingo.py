"""lingo: guesses come back to whoever guessed, and the glossary tells nobody's misses."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.lingo import (
    GlossaryShown,
    Lingo,
    LingoOwn,
    LingoState,
    MatchTerms,
    TermsMatched,
)
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Next, Ready, Reseat, Start
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import MINUTE, HouseRules
from turnabout_protocol.scenario import SIDES, Scenario, Side
from turnabout_protocol.scoring import MATCHERS
from turnabout_server.authoring.scenarios import find_scenario

AGENDA = Agenda(
    id="words",
    title="Words",
    steps=(
        Lingo(id="words", title="Their words", minutes=2),
        Close(id="close", title="Close", minutes=1),
    ),
)


def matching(
    players: int = 4,
    *,
    scenario: Scenario | None = None,
    stand_ins: int = 0,
    bots: bool = False,
    brief: bool = False,
) -> Table:
    house = HouseRules(opened_on="2026-03-02", demo=bots)
    words, close = AGENDA.steps
    parts = (Brief(id="brief", title="Brief", minutes=1),) if brief else ()
    agenda = replace(AGENDA, steps=(words, *parts, close))
    table = Table(players=players, facilitators=1, agenda=agenda, scenario=scenario, house=house)
    for i in range(stand_ins):
        table.sit(f"Bot {i}", "it", bot=True)
    table.do(table.boss[0], Start())
    return table


def sheet(table: Table, seat: int) -> LingoOwn:
    return table.room.of(seat).state(LingoOwn, "words")


def truth(table: Table, seat: int) -> dict[int, int]:
    """Return the right pairs, which the seat cannot know."""
    assert table.room.vault.scenario is not None
    mine = sheet(table, seat)
    assert mine.side is not None
    lingo = table.room.vault.scenario.sides[mine.side].lingo
    means = {term.term: term.means for term in lingo}
    return {i: mine.meanings.index(means[term]) for i, term in enumerate(mine.terms)}


def wrong(pairs: dict[int, int], *terms: int) -> dict[int, int]:
    """Return `pairs` without those terms."""
    return {term: meaning for term, meaning in pairs.items() if term not in terms}


def send(table: Table, seat: int, pairs: dict[int, int]) -> None:
    table.do(seat, MatchTerms(step="words", pairs=pairs))


def glossary(table: Table, side: Side) -> list[str]:
    state = table.public.state(LingoState, "words")
    return [entry.term for entry in state.glossary or () if entry.side == side]


def terms(table: Table, side: Side) -> list[str]:
    assert table.room.vault.scenario is not None
    return [term.term for term in table.room.vault.scenario.sides[side].lingo[:6]]


def test_everybody_gets_the_words_of_the_side_they_play_and_meanings_in_a_drawn_order() -> None:
    table = matching(6)
    orders = set()
    for seat in table.players:
        played = table.public.seats[seat].played
        assert played is not None
        mine = sheet(table, seat)
        assert list(mine.terms) == terms(table, played)
        assert mine.answers == ()
        orders.add(mine.meanings)
    assert len(orders) == 6
    assert any(pair[0] != pair[1] for pair in truth(table, table.players[0]).items())


def test_the_answer_comes_back_privately_and_at_once() -> None:
    table = matching()
    seat = table.players[0]
    right = truth(table, seat)
    send(table, seat, wrong(right, 0))
    mine = sheet(table, seat)
    assert dict(enumerate(mine.answers)) == right
    assert [mine.knew(i) for i in range(6)] == [False, True, True, True, True, True]
    for other in table.players[1:]:
        me = table.public.seats[other]
        assert not [
            e for e in table.log if isinstance(e.event, TermsMatched) and may_know(me, e.event)
        ]


def test_guesses_are_sent_once_and_only_for_what_is_on_the_list() -> None:
    table = matching()
    seat = table.players[0]
    assert table.refused(seat, MatchTerms(step="words", pairs={0: 1, 1: 1})) == "twice"
    assert table.refused(seat, MatchTerms(step="words", pairs={7: 1})) == "no_such_term"
    send(table, seat, {})
    assert table.refused(seat, MatchTerms(step="words", pairs={})) == "answered"


def test_when_all_have_sent_there_is_time_to_look_and_the_glossary_is_shown() -> None:
    table = matching(6)
    for seat in table.players:
        send(table, seat, truth(table, seat))
    assert table.step == "words"
    assert table.state(LingoState).glossary == (), "everybody knew every word"
    table = matching(6)
    for seat in table.players:
        send(table, seat, wrong(truth(table, seat), 2))
    assert table.step == "words"
    assert [e.term for e in table.state(LingoState).glossary or ()] == [
        terms(table, side)[2] for side in SIDES
    ]
    assert table.refused(table.players[0], MatchTerms(step="words", pairs={})) == "moved_on"
    for seat in table.players:
        table.do(seat, Ready(step="words", stage=1))
    assert table.step == "close"


def test_few_people_on_a_side_leave_no_trace_in_the_glossary() -> None:
    """A side with two who matched shows all of its terms, whatever the other side does."""
    table = matching(5)
    sides: dict[Side, list[int]] = {side: [] for side in SIDES}
    for seat in table.players:
        played = table.public.seats[seat].played
        assert played is not None
        sides[played].append(seat)
        send(table, seat, truth(table, seat))
    for side in SIDES:
        few = len(sides[side]) < MATCHERS
        assert glossary(table, side) == (terms(table, side) if few else [])


def test_who_sent_nothing_counts_for_nothing_and_still_reads_the_truth() -> None:
    table = matching(6)
    quiet, *rest = table.players
    for seat in rest:
        send(table, seat, truth(table, seat))
    table.do(quiet, Ready(step="words", stage=0))
    assert sheet(table, quiet).pairs is None
    assert len(sheet(table, quiet).answers) == 6


def test_at_the_bell_and_at_an_early_end_the_truth_is_told() -> None:
    table = matching()
    table.wait(90_000)
    assert table.state(LingoState).stage == 1
    assert all(len(sheet(table, seat).answers) == 6 for seat in table.players)
    table.wait(2 * MINUTE)
    assert len([e for e in table.log if isinstance(e.event, GlossaryShown)]) == 1
    table = matching()
    table.do(table.boss[0], Next(step="words"))
    assert glossary(table, "it") == terms(table, "it")


def test_a_late_player_gets_a_sheet_too() -> None:
    table = matching(2, brief=True)
    late = table.sit("Late", "it")
    assert not sheet(table, late).terms
    table.do(table.boss[0], Reseat(seat=late, role="player"))
    assert len(sheet(table, late).terms) == 6


def test_stand_ins_puzzle_nobody() -> None:
    for counts in (False, True):
        table = matching(6, stand_ins=3, bots=counts)
        for bot in table.public.bots:
            if counts:
                send(table, bot, {})
            else:
                asked = MatchTerms(step="words", pairs={})
                assert table.refused(bot, asked) == "bot"
        for seat in table.players:
            send(table, seat, truth(table, seat))
        assert glossary(table, "business") == (terms(table, "business") if counts else [])


def test_sides_without_words_are_over_at_once() -> None:
    scenario = find_scenario("missed-target")
    sides = scenario.sides
    bare = replace(scenario, sides=replace(sides, it=replace(sides.it, lingo=())))
    table = matching(2, scenario=bare)
    (seat,) = [s.id for s in table.public.players("it")]
    assert table.room.is_ready(seat, table.step)
    bare = replace(bare, sides=replace(bare.sides, business=replace(sides.business, lingo=())))
    assert matching(2, scenario=bare).step == "close"


@settings(max_examples=20)
@given(st.lists(st.sets(st.integers(0, 5)), min_size=6, max_size=6))
def test_the_glossary_is_the_same_whoever_missed_what(missed: list[set[int]]) -> None:
    """It is a union without names: it does not change when two people swap their misses."""
    shown = []
    for order in (missed, [*missed[2:], *missed[:2]]):
        table = matching(6)
        for seat, out in zip(table.players, order, strict=True):
            send(table, seat, wrong(truth(table, seat), *out))
        state = table.public.state(LingoState, "words")
        shown.append(msgspec.json.encode(state.glossary))
        for i, side in enumerate(reversed(SIDES)):
            union = set().union(*order[i::2])
            assert glossary(table, side) == [terms(table, side)[t] for t in sorted(union)]
    assert shown[0] == shown[1]
