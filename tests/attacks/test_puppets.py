"""Puppets: somebody comes in again, as one, two or three more. Does a figure move, or a minimum?

The attacker is a player with a link, or the facilitator. Chance is that a figure is what it is
without them: the threshold is that not one byte of it differs.
"""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.attacks.session import Session, parts
from tests.attacks.test_last_one import told
from tests.support.table import Table
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import Agree, Consent
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.poll import Answer, Poll, PollState, Question
from turnabout_protocol.activities.rank import LockOrder, Rank
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Next, PlayAfterAll, Remove, Reseat, Start
from turnabout_protocol.fold import may_know
from turnabout_protocol.presence import Admitted
from turnabout_server import rules
from turnabout_server.after import publish

FIGURES: Final = frozenset({
    "safety_judged", "tally_shown", "glossary_shown", "deck_settled", "place_revealed",
    "blind_spots_named", "accuracy_shown", "understood_shown", "regard_shown", "revealed",
    "votes_counted", "first_side_drawn", "seats_ready", "turn_rated", "ready_counted",
    "ratings_counted", "slip_sent",
})  # fmt: skip
"""Events that say what people add up to, and who did what is asked."""


def figures(session: Session) -> Iterator[tuple[int, Any]]:
    """Yield all figures that the facilitator and the players are told, with their times."""
    for seat in (*session.table.boss, *session.table.players):
        tape = told(session.table.tape(seat))
        yield from ((at, event) for at, event in tape if event["event"] in FIGURES)


@pytest.mark.parametrize("a_side", [2, 3, 6])
@pytest.mark.parametrize("puppets", [1, 2, 3])
def test_no_figure_moves_for_who_comes_in_again(
    puppets: int, a_side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What late ones have missed comes to them at once.
    monkeypatch.setattr("turnabout_server.live.frames.PART", 1 << 20)
    alone = Session(parts(a_side)).play()
    together = Session(parts(a_side), puppets=puppets).play()
    assert len(together.puppets) == puppets
    assert {event["event"] for _, event in figures(alone)} >= FIGURES - {"slip_sent"}
    assert list(figures(alone)) == list(figures(together))


# By hand ------------------------------------------------------------------------------------------

FEEL: Final = Question(id="feel", text="I feel ...", options=("calm", "tired"))
FELT: Final = Question(id="felt", text="They see us.", options="scale7", measure="felt")
STEPS: Final = (
    Consent(id="agree", title="Agree", minutes=1, promises=("Fairness.",)),
    Poll(id="one", title="One", minutes=2, questions=(FEEL, FELT)),
    Rank(id="ours", title="Ours", minutes=2),
    Poll(id="two", title="Two", minutes=2, questions=(
        Question(id="now", text="And now?", options=("calm", "tired")),
    )),
    Brief(id="brief", title="Brief", minutes=1),
    Plan(id="plan", title="Plan", minutes=2),
    Close(id="close", title="Close", minutes=1),
)  # fmt: skip


def begun(a_side: int = 3) -> Table:
    agenda = Agenda(id="a", title="A", steps=STEPS)
    table = Table(players=2 * a_side, facilitators=1, agenda=agenda)
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    return table


def test_a_personal_link_makes_nobody_count_who_comes_late() -> None:
    table = begun()
    key = "a" * 64
    table.take(
        rules.take_seat(
            table.room, name="Puppet", home="business", role="player", key=key, bot=False, now=0
        )
    )
    puppet = max(table.public.seats)
    assert puppet not in table.public.panel
    answer = Answer(step="one", picks={"feel": ("calm",), "felt": ("7",)})
    assert table.refused(puppet, answer) == "not_in_panel"


def test_puppets_that_a_facilitator_admits_are_read_by_everybody_before_they_count() -> None:
    """It cannot be forbidden: late ones come in like this. It cannot be done unseen."""
    table = begun()
    puppets = [table.sit(f"Puppet {n}", "business", "observer") for n in range(2)]
    before = len(table.log)
    for puppet in puppets:
        table.do(table.boss[0], Reseat(seat=puppet, role="observer", say=True))
        table.do(puppet, PlayAfterAll())
    admitted = [e.event for e in table.log[before:] if isinstance(e.event, Admitted)]
    assert [event.seat for event in admitted] == puppets
    assert all(may_know(seat, e) for e in admitted for seat in table.public.seats.values())


@pytest.mark.parametrize("puppets", [0, 3])
def test_who_takes_out_all_but_one_and_asks_again_is_told_nothing(puppets: int) -> None:
    table = begun()
    for n in range(puppets):
        table.sit(f"Puppet {n}", "business", "observer")
    victim, *others = table.players
    for seat in table.players:
        table.do(seat, Answer(step="one", picks={"feel": ("tired",), "felt": ("6",)}))
    while table.step != "ours":
        table.do(table.boss[0], Next(step=table.step))
    # One of the other side stays, and says nothing: a side that nobody plays holds the session.
    for seat in others[1:]:
        table.do(table.boss[0], Remove(seat=seat))
    cards = tuple(card.id for card in table.room.home("business").deck)
    table.do(victim, LockOrder(step="ours", order=cards))
    while table.step == "ours":
        table.bell()
    table.do(victim, Answer(step="two", picks={"now": ("tired",)}))
    while table.step != "close":
        table.bell()
    tallies = table.public.state(PollState, "two").tallies
    assert tallies is not None
    assert all(tally.hidden and not tally.counts for tally in tallies)
    results = publish.results(table.room)
    assert all(fate.place is None for side in results.board.values() for fate in side)
    assert results.understood is not None
    assert results.understood.felt is not None
    felt = results.understood.felt
    assert not felt.sides
    assert felt.room.before is None or felt.room.before.hidden
