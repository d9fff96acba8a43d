"""The debrief: polls, talks, the plan and its promises, the slips."""

from tests.support.table import Table
from turnabout_protocol.activities.brief import BriefState, WarmUp
from turnabout_protocol.activities.close import SlipSent
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.ideas import BallotSealed, IdeaKept, Propose, Vote
from turnabout_protocol.activities.plan import COMPLETE, VOTE, WRITE, PlanState
from turnabout_protocol.activities.poll import Answer, AnswersSealed, PollState, TallyShown
from turnabout_protocol.activities.promises import JoinIn, Promising
from turnabout_protocol.activities.scene import Rate, Said, SceneState, Speak
from turnabout_protocol.activities.talk import SayRemark, TalkState, Thank
from turnabout_protocol.commands import Next, Ready, Remove, Start
from turnabout_protocol.course import SeatsReady
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import SECOND, HouseRules, State


def table_at(step: str, players: int = 6, *, watchers: int = 0, bots: int = 0) -> Table:
    """Return a table that has come to `step` with nothing said on the way."""
    table = Table(players=players, facilitators=1, house=HouseRules(opened_on="2026-03-02"))
    for i in range(bots):
        table.players.append(table.sit(f"Bot {i}", ("business", "it")[i % 2 == 0], bot=True))
    for i in range(watchers):
        table.sit(f"Watcher {i}", None, "observer")
    table.do(table.boss[0], Start())
    for seat in table.players:
        if not table.public.stands_in(seat):
            table.do(seat, Agree(step="agree", yes=True))
    while table.step != step:
        table.do(table.boss[0], Next(step=table.step))
    return table


def answer(table: Table, seat: int, *now: str, role: tuple[str, ...] = ()) -> None:
    events = table.do(seat, Answer(step="feel", picks={"now": now, "in-role": role}))
    sealed = [event for event in events if isinstance(event, AnswersSealed)]
    assert sealed
    assert not any(may_know(s, sealed[0]) for s in table.public.seats.values())


def test_a_warm_up_line_can_be_said_again() -> None:
    table = table_at("brief")
    seat = table.players[0]
    table.do(seat, WarmUp(step="brief", text="I worry."))
    table.do(seat, WarmUp(step="brief", text="I worry a lot."))
    assert table.state(BriefState).lines == {seat: "I worry a lot."}
    assert table.refused(table.boss[0], WarmUp(step="brief", text="Me too.")) == "observer"


# Poll ---------------------------------------------------------------------------------------------


def test_the_tally_comes_when_all_have_answered_and_names_nobody() -> None:
    table = table_at("feel")
    for seat in table.players:
        assert table.state(PollState).tallies is None
        answer(table, seat, "calm", "tired", role=("heard",) if seat % 2 else ())
    in_role, now = table.state(PollState).tallies or ()
    assert now.counts == {"calm": 6, "tired": 6}
    assert (in_role.counts, in_role.n, in_role.hidden) == ({}, 0, True)  # three answered that one
    late = Answer(step="feel", picks={"now": ("calm",)})
    assert table.refused(table.players[0], late) == "moved_on"


def test_answering_again_replaces() -> None:
    table = table_at("feel")
    answer(table, table.players[0], "tired")
    for seat in table.players:
        answer(table, seat, "calm")
    assert (table.state(PollState).tallies or ())[1].counts == {"calm": 6}


def test_fewer_than_five_answers_are_not_shown_not_even_how_many() -> None:
    table = table_at("feel")
    for seat in table.players[:4]:
        answer(table, seat, "calm")
    table.wait(30 * SECOND)
    for tally in table.state(PollState).tallies or ():
        assert (tally.counts, tally.n, tally.hidden) == ({}, 0, True)
    table.wait(60 * SECOND)
    assert table.step == "straight"


def test_bots_feel_nothing_not_even_when_they_have_left() -> None:
    table = table_at("feel", 4, bots=2)
    people, bots = table.players[:4], table.players[4:]
    calm = Answer(step="feel", picks={"now": ("calm",)})
    assert all(table.refused(bot, calm) == "bot" for bot in bots)
    for seat in people[:3]:
        answer(table, seat, "calm")
    table.do(table.boss[0], Remove(seat=bots[0]))
    answer(table, table.players[3], "calm")
    assert all(tally.hidden for tally in table.state(PollState).tallies or ())


def test_only_players_answer_and_only_what_is_asked() -> None:
    table = table_at("feel", watchers=1)
    seat = table.players[0]
    good = Answer(step="feel", picks={"now": ("calm",)})
    assert table.refused(table.boss[0], good) == "observer"
    assert table.refused(max(table.public.seats), good) == "observer"
    picks: list[tuple[dict[str, tuple[str, ...]], str]] = [
        ({"then": ("calm",)}, "no_such_question"),
        ({"now": ("calm", "tired", "proud")}, "too_many"),
        ({"now": ("hungry",)}, "no_such_answer"),
    ]
    for wrong, code in picks:
        assert table.refused(seat, Answer(step="feel", picks=wrong)) == code


def test_a_facilitator_who_goes_on_leaves_the_tally_behind() -> None:
    table = table_at("feel")
    answer(table, table.players[0], "calm")
    events = table.do(table.boss[0], Next(step="feel"))
    assert isinstance(events[0], SeatsReady)
    assert isinstance(events[2], TallyShown)


# Talk ---------------------------------------------------------------------------------------------


def speakers(table: Table) -> list[int]:
    state = table.state(TalkState)
    first = state.stage == 0
    return [s.id for s in table.public.players() if (s.home == state.first) == first]


def test_owners_speak_in_turn_and_the_others_thank_and_ask_once_a_round() -> None:
    table = table_at("straight", watchers=1)
    watcher = max(table.public.seats)
    for stage in (0, 1):
        speak = speakers(table)
        listen = [seat for seat in table.players if seat not in speak]
        table.do(speak[0], SayRemark(step="straight", stage=stage, prompt=2, text="The nights."))
        ask = SayRemark(step="straight", stage=stage, text="How many nights?")
        table.do(listen[0], ask)
        assert table.refused(listen[0], ask) == "already"
        answered = SayRemark(step="straight", stage=stage, prompt=0, text="Me!")
        assert table.refused(listen[0], answered) == "not_your_turn"
        assert table.refused(speak[0], ask) == "no_such_prompt"
        thank = Thank(step="straight", stage=stage)
        for seat in (listen[0], watcher):
            table.do(seat, thank)
            assert table.refused(seat, thank) == "already"
        assert table.refused(speak[0], thank) == "not_yours"
        assert table.refused(table.boss[0], thank) == "not_yours"
        assert table.state(TalkState).thanks[stage] == 2
        assert table.refused(listen[0], Thank(step="straight", stage=1 - stage)) == "moved_on"
        for seat in speak:
            table.do(seat, Ready(step="straight", stage=stage))
    assert table.step == "scores"


def test_a_round_without_speakers_is_not_ended_by_one_listener() -> None:
    table = table_at("straight")
    table.drop(*speakers(table))
    one, *rest = [s.id for s in table.public.players() if s.present]
    table.do(one, Ready(step="straight", stage=0))
    assert table.state(State).stage == 0
    for seat in rest:
        table.do(seat, Ready(step="straight", stage=0))
    assert table.state(State).stage == 1


def test_rounds_share_the_minutes() -> None:
    table = table_at("straight")
    assert table.left() == 120 * SECOND
    table.wait(120 * SECOND)
    assert (table.state(State).stage, table.left()) == (1, 120 * SECOND)


# Plan ---------------------------------------------------------------------------------------------


def propose(table: Table, seat: int, when: str = "a deal is quiet") -> None:
    events = table.do(seat, Propose(step="plan", when=when, then="we call"))
    assert [event for event in events if isinstance(event, IdeaKept)]


def promise(table: Table, *, idea: int = 1, partner: int = 0, by: str = "2026-03-20") -> Promising:
    partner = partner or table.players[1]
    return Promising(step="plan", idea=idea, partner=partner, by=by, sign="Calls happen.")


def test_ideas_votes_and_a_promise_with_an_owner() -> None:
    table = table_at("plan")
    one, two, three = table.players[:3]
    propose(table, one, "a 1")
    propose(table, two, "a 2")
    for _ in range(2):
        propose(table, one)
    more = Propose(step="plan", when="x", then="y")
    assert table.refused(one, more) == "enough"
    assert table.refused(one, Vote(step="plan", dots={1: 1})) == "moved_on"
    table.wait(90 * SECOND)
    assert table.state(PlanState).stage == VOTE
    assert table.refused(one, more) == "moved_on"
    for wrong, code in (
        ({1: 2, 2: 2}, "too_many"),
        ({1: 3}, "too_many"),
        ({9: 1}, "no_such_idea"),
    ):
        assert table.refused(one, Vote(step="plan", dots=wrong)) == code
    sealed = table.do(one, Vote(step="plan", dots={1: 2}))
    assert isinstance(sealed[0], BallotSealed)
    assert not any(may_know(seat, sealed[0]) for seat in table.public.seats.values())
    table.do(one, Vote(step="plan", dots={2: 2}))
    assert all(idea.dots is None for idea in table.state(PlanState).ideas)
    for seat in table.players[1:]:
        table.do(seat, Vote(step="plan", dots={1: 1, 2: 1}))
    state = table.state(PlanState)
    assert state.stage == COMPLETE
    assert [idea.dots for idea in state.ideas] == [5, 7, 0, 0]
    assert state.chosen == (2,)
    assert table.refused(one, promise(table, idea=1)) == "not_chosen"
    assert table.refused(one, promise(table, idea=2, partner=three)) == "no_partner"
    assert table.refused(one, promise(table, idea=2, partner=table.boss[0])) == "no_partner"
    assert table.refused(one, promise(table, idea=2, partner=99)) == "no_partner"
    table.do(one, promise(table, idea=2))
    adopted = table.public.state(PlanState, "plan").promises[0]
    assert (adopted.when, adopted.owner, adopted.partner) == ("a 2", "Player 0", "Player 1")
    table.do(two, JoinIn(step="plan", idea=2))
    assert table.step == "close"  # every chosen idea has its owner, and the partner said yes


def test_a_promise_is_due_on_a_day_there_is_within_six_weeks() -> None:
    table = table_at("plan")
    propose(table, table.players[0])
    table.wait(90 * SECOND)
    assert table.state(PlanState).stage == COMPLETE  # there is nothing to vote on
    for by in ("2026-03-01", "2026-04-14", "2026-02-30", "9999-12-31", "0000-01-01"):
        assert table.refused(table.players[0], promise(table, by=by)) == "no_date"
    table.do(table.players[0], promise(table, by="2026-04-13"))


def test_without_a_known_day_any_day_will_do() -> None:
    table = Table(players=2, facilitators=1, house=HouseRules())
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    while table.step != "plan":
        table.do(table.boss[0], Next(step=table.step))
    propose(table, table.players[0])
    table.wait(90 * SECOND)
    table.do(table.players[0], promise(table, by="2199-12-31"))


def test_nobody_writes_nobody_votes() -> None:
    table = table_at("plan")
    while table.step == "plan":
        assert table.state(PlanState).stage == WRITE  # it goes on until the step itself is over
        table.bell()
    assert table.step == "close"
    table = table_at("plan")
    for seat in table.players[:2]:
        propose(table, seat)
    assert table.state(PlanState).stage == WRITE
    assert table.state(PlanState).ideas == ()
    while table.state(PlanState).stage < COMPLETE:
        table.bell()
    # Without a vote the ideas stand in the order they came: no promise is lost to a bell.
    assert table.state(PlanState).chosen == (1,)
    assert table.step == "plan"


# Close --------------------------------------------------------------------------------------------


def played() -> Table:
    """Return a table of eight at Close: everybody spoke and all owners rated."""
    table = table_at("scene", 8)
    while table.step == "scene":
        state = table.state(SceneState)
        if state.live is None:
            table.bell()
            continue
        turn = state.live
        said = Said(say="Our pipeline and our backlog.", card=table.hand(turn.seat)[0])
        table.do(turn.seat, Speak(step="scene", turn=turn.number, said=said))
        for seat in table.owners(turn):
            if table.step == "scene":
                table.do(seat, Rate(step="scene", turn=turn.number, ring=3))
        table.wait(70 * SECOND)
    while table.step != "close":
        table.do(table.boss[0], Next(step=table.step))
    return table


def test_a_slip_goes_to_its_player_alone() -> None:
    table = played()
    slips = [entry.event for entry in table.log if isinstance(entry.event, SlipSent)]
    spoke = {turn.seat for turn in table.public.state(SceneState, "scene").turns}
    assert {slip.seat for slip in slips} == spoke
    for slip in slips:
        told = [s.id for s in table.public.seats.values() if may_know(s, slip)]
        assert told == [slip.seat]
        assert slip.slip.rings_true.value == 67
