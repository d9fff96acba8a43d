"""The plan of a session: what is play, what is debrief, and what must hold."""

from msgspec.structs import replace

from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.activities.entry import in_minutes
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.activities.talk import Round, Talk
from turnabout_protocol.agenda import balance, faults, part_of
from turnabout_protocol.room import MINUTE, Step
from turnabout_server.authoring.scenarios import find_agenda

TASTER = find_agenda("taster").steps


def first(*steps: Step) -> tuple[int, str, str]:
    """Return the first thing that is wrong: where, in which field, in words."""
    fault = next(faults(steps))
    return fault.at, fault.field, fault.phrase.english


def test_the_play_is_all_between_the_first_and_the_last_scene() -> None:
    consent, brief, scene, *debrief = TASTER
    breather = Talk(
        id="breather",
        title="Breather",
        minutes=2,
        rounds=(Round(speakers="everyone", prompts=("?",)),),
    )
    steps = (consent, brief, scene, breather, replace(scene, id="two", minutes=5), *debrief)
    parts = [part_of(steps, i) for i in range(len(steps))]
    assert parts == ["before"] * 2 + ["play"] * 3 + ["debrief"] * 6
    assert balance(steps).play == 15.5 * MINUTE
    assert balance(steps).debrief == 12 * MINUTE
    assert not balance(steps).allowed
    assert balance(steps, {"scene": MINUTE, "derole": 0}).play == 8 * MINUTE
    assert balance(debrief) == (0, 0)


def test_the_debrief_is_at_least_as_long_as_the_play() -> None:
    assert list(faults(TASTER)) == []
    longer = [replace(s, minutes=13.5) if isinstance(s, Scene) else s for s in TASTER]
    at, field, said = first(*longer)
    assert (at, field) == (2, "minutes")
    assert "12 minutes against 13.5: add 1.5, or play less." in said
    assert list(faults(longer, {"scene": 12 * MINUTE})) == []


def test_steps_stand_where_they_make_sense() -> None:
    consent, brief, scene, derole, *_, reveal, plan, close = TASTER
    deck = Deck(id="deck", title="Cards", minutes=2)
    rank = Rank(id="rank", title="Rank", minutes=2)
    guess, second, third = (
        Rank(id=f"guess{i}", title="Guess", minutes=2, whose="other") for i in ("", "-2", "-3")
    )
    for steps, at, says in (
        ((consent, scene, brief, derole, close), 1, "needs a brief"),
        ((consent, brief, reveal, close), 2, "needs a scene"),
        ((brief, consent, close), 1, "before they get a part"),
        ((consent, replace(consent, id="more"), close), 1, "once"),
        ((plan, replace(plan, id="more"), close), 1, "once"),
        ((consent, close, close), 2, "“close”"),
        ((consent, close, plan), 2, "last step must be a close"),
        ((consent, rank, guess, guess, close), 3, "“guess”"),
        ((consent, rank, guess, second, third, close), 4, "guess twice"),
        ((consent, guess, rank, close), 1, "nothing to compare with"),
        ((consent, rank, replace(rank, id="more"), close), 2, "in order once"),
        ((consent, rank, deck, close), 2, "before they are put in order"),
        ((), 0, "last step must be a close"),
    ):
        where, _, said = first(*steps)
        assert says in said
        assert where == at


def test_minutes_are_told_as_short_as_they_can_be() -> None:
    assert [in_minutes(ms) for ms in (120_000, 150_000, 75_000, 0, 600_000)] == [
        "2", "2.5", "1.25", "0", "10",
    ]  # fmt: skip
