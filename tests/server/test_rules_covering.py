"""Whoever is away: a bot plays for them, or somebody who watches has their part."""

import pytest

from tests.support.scenes import scene, speak, state
from tests.support.table import SESSION, Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import Rate, Said, Speak
from turnabout_protocol.activities.talk import SayRemark
from turnabout_protocol.commands import Next, NoteAha, Reseat, Start, Watch
from turnabout_protocol.covering import Cover, HandOver
from turnabout_protocol.fold import fold, may_know
from turnabout_protocol.presence import BotInvited
from turnabout_protocol.room import SECOND, in_panel
from turnabout_server.after import publish
from turnabout_server.after.report import build
from turnabout_server.after.scoring.rated import rated_turns
from turnabout_server.rules import Refusal


def away(table: Table) -> int:
    """Let somebody drop who does not have the turn, and return the seat."""
    seat = next(s.id for s in table.public.players() if s.id != table.turn.seat)
    table.drop(seat)
    return seat


def covered(table: Table) -> int:
    """Let a bot play for somebody who is away, and return the seat."""
    seat = away(table)
    table.do(table.boss[0], Cover(seat=seat))
    table.cover(seat)
    return seat


def until_turn_of(table: Table, seat: int) -> None:
    """Let the others speak until `seat` has the turn."""
    for _ in range(30):
        live = state(table).live
        if live is not None and live.seat == seat:
            return
        if live is not None:
            speak(table, say="Yes.")
        else:
            table.bell()
    raise AssertionError("this seat never gets the turn")


def test_a_bot_plays_for_somebody_until_they_are_back() -> None:
    table = scene()
    seat = away(table)
    (asked,) = table.do(table.boss[0], Cover(seat=seat))
    assert asked == BotInvited(home="it" if seat % 2 else "business", seat=seat)
    assert not table.public.covered(seat), "the bot is still on its way"
    table.cover(seat)
    who = table.public.seats[seat]
    assert (who.present, who.covered, who.here) == (True, True, False)
    until_turn_of(table, seat)
    said = speak(table, say="By a bot.")
    table.back(seat)
    assert table.public.seats[seat].here
    assert not table.public.covered(seat)
    turn = state(table).turns[said - 1]
    assert (turn.seat, turn.covered, turn.say) == (seat, True, "By a bot.")
    until_turn_of(table, seat)
    assert not state(table).turns[speak(table, say="By myself.") - 1].covered


def test_a_turn_that_a_bot_played_counts_for_no_score_and_the_report_says_so() -> None:
    table = scene()
    seat = covered(table)
    until_turn_of(table, seat)
    card = table.hand(seat)[0]
    number = speak(table, card=card, say="By a bot.")
    turn = state(table).turns[number - 1]
    for owner in table.owners(turn):
        table.do(owner, Rate(step="scene", turn=number, ring=1))
    table.back(seat)
    assert number not in [t.turn.number for t in rated_turns(table.room)]
    assert not rated_turns(table.room, seat)
    assert publish.slip(table.room, seat).turns == 0
    fates = [fate for board in publish.results(table.room).board.values() for fate in board]
    assert [(fate.card.id, fate.by_bots) for fate in fates if fate.by_bots] == [(card, 1)]
    assert build(table.room, SESSION).bots == 1


def test_a_bot_that_covers_does_nothing_but_play() -> None:
    table = scene()
    seat = covered(table)
    number = speak(table, say="A turn.")
    assert table.refused(seat, Rate(step="scene", turn=number, ring=4)) == "bot"
    assert table.refused(seat, NoteAha(text="By a bot.")) == "bot"
    assert table.refused(seat, SayRemark(step="scene", stage=0, prompt=0, text="x")) == "bot"
    assert table.refused(seat, Watch()) == "bot"


def test_whoever_is_back_in_the_middle_of_a_turn_goes_on_with_it() -> None:
    table = scene()
    seat = covered(table)
    until_turn_of(table, seat)
    table.back(seat)
    assert table.turn.seat == seat
    number = speak(table, say="By myself.")
    assert not state(table).turns[number - 1].covered


def test_what_somebody_had_written_is_said_before_a_bot_plays_for_them() -> None:
    table = scene()
    seat = table.turn.seat
    table.draft(seat, say="Half a sentence")
    table.drop(seat)
    table.do(table.boss[0], Cover(seat=seat))
    table.cover(seat)
    turn = state(table).turns[0]
    assert (turn.over, turn.say, turn.covered) == (True, "Half a sentence", False)


def test_nobody_waits_for_a_bot_that_covers() -> None:
    table = Table(players=4, facilitators=1)
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    step = table.public.step
    assert table.step == "brief"
    assert step is not None
    gone = table.players[0]
    table.drop(gone)
    table.do(table.boss[0], Cover(seat=gone))
    table.cover(gone)
    assert step.waited(table.public) == set(table.players[1:])


def test_who_can_be_covered() -> None:
    table = Table(players=4, facilitators=1)
    boss, (ada, ben, *_) = table.boss[0], table.players
    bot = table.sit("Robin", "it", bot=True)
    owl = table.sit("Owl", None, "observer")
    table.drop(ada)
    assert table.refused(boss, Cover(seat=ada)) == "not_yet", "there are no parts yet"
    table.do(boss, Start())
    table.back(ada)
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    assert table.refused(boss, Cover(seat=ada)) == "already"
    assert table.refused(boss, Cover(seat=ada, on=False)) == "already"
    assert table.refused(ben, Cover(seat=ada)) == "not_yours"
    for nobody in (bot, owl, boss):
        assert table.refused(boss, Cover(seat=nobody)) == "not_here"
    table.drop(ada)
    table.do(boss, Cover(seat=ada))
    table.cover(ada)
    assert table.refused(boss, Cover(seat=ada)) == "already"
    with pytest.raises(Refusal):
        table.cover(ben)


def test_a_bot_that_was_asked_for_does_not_sit_in_for_somebody_who_is_back() -> None:
    table = scene()
    seat = away(table)
    table.do(table.boss[0], Cover(seat=seat))
    table.back(seat)
    with pytest.raises(Refusal):
        table.cover(seat)


def test_the_facilitator_lets_the_bot_go() -> None:
    table = scene()
    seat = covered(table)
    table.do(table.boss[0], Cover(seat=seat, on=False))
    who = table.public.seats[seat]
    assert (who.present, who.covered) == (False, False)
    table.do(table.boss[0], Cover(seat=seat))
    table.cover(seat)
    table.do(table.boss[0], Reseat(seat=seat, role="observer"))
    assert not table.public.covered(seat)


def test_after_the_last_scene_nobody_is_covered() -> None:
    table = scene()
    seat = covered(table)
    table.do(table.boss[0], Next(step="scene", sure=True))
    while table.step == "scene":
        table.bell()
    who = table.public.seats[seat]
    assert (who.present, who.covered) == (False, False)
    assert table.refused(table.boss[0], Cover(seat=seat)) == "too_late"


def test_a_room_in_which_only_bots_are_left_does_not_go_on_for_ever() -> None:
    table = scene(2)
    ada, ben = table.players
    table.drop(*table.boss, ada, ben)
    for _ in range(200):
        if table.public.phase == "closed":
            break
        table.bell()
    alone = table.now
    covers = scene(2)
    covers.drop(ada)
    covers.do(covers.boss[0], Cover(seat=ada))
    covers.cover(ada)
    covers.drop(*covers.boss, ben)
    for _ in range(200):
        if covers.public.phase == "closed":
            break
        covers.bell()
    assert covers.public.phase == "closed"
    assert covers.now <= alone + SECOND


# A second person -------------------------------------------------------------------------------


def test_somebody_who_watches_has_the_part_and_nothing_else() -> None:
    table = scene(watchers=2)
    gone = away(table)
    who = table.public.seats[gone]
    hand = table.hand(gone)
    table.back(gone)
    table.do(gone, NoteAha(text="My own secret."))
    table.drop(gone)
    owl = next(s.id for s in table.public.seats.values() if s.watches and s.home == who.home)
    table.do(table.boss[0], HandOver(seat=gone, to=owl))
    now = table.public.seats[owl]
    assert (now.role, now.played, now.persona, now.job) == (
        "player", who.played, who.persona, who.job,
    )  # fmt: skip
    assert table.hand(owl) == hand
    persona = table.room.of(owl).persona
    assert persona is not None
    assert persona.name == who.persona
    assert table.room.of(owl).lingo == table.room.of(gone).lingo
    assert table.hand(gone) == ()
    assert table.public.seats[gone].role == "observer"
    # What was the other's own is not told to the new one, now or with the log that starts over.
    told = fold(entry for entry in table.log if may_know(now, entry.event))
    assert gone not in told.own
    assert "My own secret." not in repr(told)
    assert table.room.of(gone).ahas
    until_turn_of(table, owl)
    speak(table, say="For somebody else.")


def test_whoever_had_the_part_watches_and_gets_it_back() -> None:
    table = scene(watchers=2)
    boss, gone = table.boss[0], away(table)
    home = table.public.seats[gone].home
    owl = next(s.id for s in table.public.seats.values() if s.watches and s.home == home)
    table.do(boss, HandOver(seat=gone, to=owl))
    table.back(gone)
    assert table.public.seats[gone].role == "observer"
    assert in_panel(table.public, gone), "their answers count as before"
    until_turn_of(table, owl)
    assert table.refused(boss, HandOver(seat=gone, to=gone)) == "not_yet"
    speak(table, say="My last one.")
    hand = table.hand(owl)
    table.do(boss, HandOver(seat=gone, to=gone))
    assert table.public.parts_taken == {}
    assert (table.public.seats[gone].role, table.public.seats[owl].role) == ("player", "observer")
    assert table.hand(gone) == hand
    assert table.hand(owl) == ()


def test_whoever_plays_for_somebody_can_be_relieved_and_can_stop() -> None:
    table = scene(watchers=4)
    boss, gone = table.boss[0], away(table)
    home = table.public.seats[gone].home
    one, two = (s.id for s in table.public.seats.values() if s.watches and s.home == home)
    table.do(boss, HandOver(seat=gone, to=one))
    assert table.refused(boss, HandOver(seat=gone, to=two)) == "not_yet"
    table.drop(one)
    table.do(boss, HandOver(seat=one, to=two))
    assert table.public.parts_taken == {two: gone}
    table.do(two, Watch())
    table.back(gone)
    table.do(boss, HandOver(seat=gone, to=gone))
    assert table.public.seats[gone].plays
    assert len(table.hand(gone)) == 3


def test_a_person_takes_the_place_of_a_bot_that_covers() -> None:
    table = scene(watchers=2)
    seat = covered(table)
    home = table.public.seats[seat].home
    owl = next(s.id for s in table.public.seats.values() if s.watches and s.home == home)
    table.do(table.boss[0], HandOver(seat=seat, to=owl))
    assert not table.public.covered(seat)
    assert not table.public.seats[seat].present
    assert table.public.seats[owl].plays


def test_who_can_have_a_part() -> None:
    table = scene(watchers=2)
    boss, gone = table.boss[0], away(table)
    home = table.public.seats[gone].home
    near, far = sorted(
        (s for s in table.public.seats.values() if s.watches), key=lambda s: s.home != home
    )
    player = next(s.id for s in table.public.players() if s.id != gone)
    assert table.refused(boss, HandOver(seat=gone, to=far.id)) == "own_side"
    assert table.refused(boss, HandOver(seat=gone, to=player)) == "not_here"
    assert table.refused(boss, HandOver(seat=gone, to=boss)) == "not_here"
    assert table.refused(boss, HandOver(seat=player, to=near.id)) == "not_yet"
    assert table.refused(boss, HandOver(seat=near.id, to=near.id)) == "not_yet"
    assert table.refused(near.id, HandOver(seat=gone, to=near.id)) == "not_yours"
    table.drop(near.id)
    assert table.refused(boss, HandOver(seat=gone, to=near.id)) == "not_yet"
    late = table.sit("Late", None, "observer")
    table.do(boss, HandOver(seat=gone, to=late))
    assert table.public.seats[late].home == home
    assert not in_panel(table.public, late), "a part gives nobody a say"
    assert table.refused(boss, HandOver(seat=gone, to=late)) == "already"


def test_a_turn_is_ended_with_what_was_written_when_its_part_goes_on() -> None:
    table = scene(watchers=2)
    seat = table.turn.seat
    home = table.public.seats[seat].home
    owl = next(s.id for s in table.public.seats.values() if s.watches and s.home == home)
    table.draft(seat, say="Half a sentence")
    table.drop(seat)
    table.do(table.boss[0], HandOver(seat=seat, to=owl))
    assert state(table).turns[0].say == "Half a sentence"


def test_a_bot_cannot_speak_on_another_turn() -> None:
    table = scene()
    seat = covered(table)
    said = Speak(step="scene", turn=table.turn.number, said=Said(say="x"))
    assert table.refused(seat, said) == "not_your_turn"
