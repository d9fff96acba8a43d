"""An echo that is sent ahead: it is answered at once, and may be said once more."""

import pytest
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import (
    BELL_GRACE,
    MEND,
    AnswerEcho,
    Pass,
    Said,
    Scene,
    SceneState,
    SendEcho,
    Speak,
)
from turnabout_protocol.commands import Next, Start
from turnabout_server.authoring.scenarios import find_agenda


def scene(*, mend: bool = True) -> tuple[Table, int, int]:
    """Return a table in the second turn of a scene, who has it, and who is echoed."""
    agenda = find_agenda("taster")
    steps = (replace(s, mend=mend) if isinstance(s, Scene) else s for s in agenda.steps)
    table = Table(players=4, facilitators=1, agenda=replace(agenda, steps=tuple(steps)))
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(table.boss[0], Next(step="brief"))
    first = table.turn.seat
    table.do(first, Speak(step="scene", turn=1, said=Said(say="We wait for days.")))
    return table, table.turn.seat, first


def echo(text: str) -> SendEcho:
    return SendEcho(step="scene", turn=2, echo=text)


def answer(said: str) -> AnswerEcho:
    return AnswerEcho(step="scene", turn=2, answer=said)  # type: ignore[arg-type]


def speak(**said: str) -> Speak:
    return Speak(step="scene", turn=2, said=Said(**said))


def ended(table: Table) -> SceneState:
    return table.public.state(SceneState, "scene")


def test_an_echo_that_was_not_right_is_mended_once_and_answered_again() -> None:
    table, speaker, echoed = scene()
    table.do(speaker, echo("You are slow."))
    table.do(echoed, answer("no"))
    assert table.turn.mendable(table.public.clock.play(table.now))
    table.do(speaker, echo("You wait for days."))
    assert (table.turn.mended, table.turn.heard) == (True, None)
    table.do(echoed, answer("nearly"))
    assert table.refused(speaker, echo("You wait.")) == "already"
    table.do(speaker, speak(echo="Something else", say="So do we."))
    turn = ended(table).turns[1]
    assert (turn.echo, turn.heard, turn.say) == ("You wait for days.", "nearly", "So do we.")


def test_after_its_time_or_a_yes_the_echo_stands() -> None:
    table, speaker, echoed = scene()
    table.do(speaker, echo("You wait."))
    assert table.refused(speaker, echo("You wait, I hear.")) == "already"
    table.do(echoed, answer("nearly"))
    table.wait(MEND)
    assert table.refused(speaker, echo("You wait for days.")) == "already"
    table.do(speaker, speak(echo="You wait for days.", say="Yes."))
    turn = ended(table).turns[1]
    assert (turn.echo, turn.heard) == ("You wait.", "nearly")


def test_what_is_mended_and_not_sent_yet_counts_at_the_bell() -> None:
    table, speaker, echoed = scene()
    table.do(speaker, echo("You are slow."))
    table.wait(table.turn.ends - table.public.clock.play(table.now) - MEND // 2)
    table.do(echoed, answer("no"))
    table.draft(speaker, echo="You wait for days.", say="Yes.")
    table.bell()
    turn = ended(table).turns[1]
    assert (turn.echo, turn.heard) == ("You wait for days.", None)
    table.do(echoed, answer("yes"))
    assert ended(table).turns[1].heard == "yes"


def test_nothing_waits_for_an_answer() -> None:
    table, speaker, echoed = scene()
    table.do(speaker, echo("You wait."))
    table.drop(echoed)
    assert table.left() <= table.turn.ends + BELL_GRACE
    table.do(speaker, Pass(step="scene", turn=2))
    turn = ended(table).turns[1]
    assert (turn.over, turn.passed, turn.echo) == (True, False, "You wait.")


@pytest.mark.parametrize("mend", [True, False])
def test_it_is_for_the_speaker_in_scenes_that_have_it(mend: bool) -> None:
    table, speaker, echoed = scene(mend=mend)
    assert table.refused(echoed, echo("Me.")) == "not_your_turn"
    if not mend:
        assert table.refused(speaker, echo("You wait.")) == "not_here"
