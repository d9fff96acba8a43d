"""The view logic: countdowns, dots, who is who, and what a seat may do in a scene."""

import pytest
from msgspec.structs import replace

from tests.client.tui_table import Host, taster
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.entrance.model import home_named, request
from turnabout_client.view.agenda import dots
from turnabout_client.view.people import face, names
from turnabout_client.view.roster import missing
from turnabout_client.view.time import Span, minutes_text, next_edge
from turnabout_client.view.turns import forecast
from turnabout_protocol import links
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import Said, Scene, SceneState, Speak
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Start
from turnabout_protocol.messages import Door, Join, Steer
from turnabout_protocol.room import Current

DOOR = Door(
    title="Four thousand waiting",
    team="",
    labels={"business": "Customer service", "it": "IT"},
    phase="lobby",
    players=1,
    max_players=12,
    playing=True,
)
LINK = "ws://127.0.0.1:8765/join/7F3K2QMX9TRVH4WZ"


def playing(*homes: str, agenda: Agenda | None = None) -> Host:
    """Return a room whose scene has just begun; the first seat is the facilitator's."""
    host = Host(agenda)
    fay = host.sit("Fay", None, "facilitator")
    seats = [host.sit(f"P{i}", "it" if h == "it" else "business") for i, h in enumerate(homes)]
    host.do(fay, Start())
    for seat in seats:
        host.do(seat, Agree(step="agree", yes=True))
    host.pass_steps("scene")
    return host


@pytest.mark.parametrize(
    ("left", "digits", "edge"),
    [(60_000, "1:00", 1.0), (59_999, "1:00", 0.999), (1, "0:01", 0.001), (0, "0:00", None)],
)
def test_a_countdown_wakes_at_the_next_digit_and_ends_at_zero(
    left: int, digits: str, edge: float | None
) -> None:
    assert minutes_text(left) == digits
    assert next_edge(left) == (None if edge is None else pytest.approx(edge))


def test_a_span_never_leaves_its_bounds() -> None:
    span = Span(1000, 3000)
    assert [span.fraction(t) for t in (0, 1000, 2000, 3000, 9000)] == [1, 1, 0.5, 0, 0]
    assert span.left(9000) == 0


def test_the_dots_keep_the_title_of_the_step_that_is_on() -> None:
    public = playing("business", "it").room.public
    told = [text.strip() for _sign, text in dots(public, 30)]
    assert "◉ Scene" in told
    assert [len(text) for text in told].count(1) >= len(public.agenda) - 3
    assert all(len(text.strip()) > 1 for _sign, text in dots(public, 500))


def test_the_dots_of_a_long_agenda_fit_and_show_where_we_are() -> None:
    public = playing("business", "it").room.public
    titles = [f"Step number {i}" for i in range(24)]
    steps = tuple(replace(public.agenda[0], id=f"s{i}", title=t) for i, t in enumerate(titles))
    for index in range(24):
        current = Current(index=index, opened=0, ends=1)
        long = replace(public, agenda=steps, current=current)
        for width in (24, 40, 44, 60, 90):
            line = "".join(text for _sign, text in dots(long, width))
            assert len(line) <= width
            assert f"◉ {titles[index]}" in line
            if width >= 44:
                assert sum(map(line.count, "●◉○")) == 24


def test_mirror_seats_are_told_apart_and_others_are_not() -> None:
    public = playing(*["business"] * 4, "it").room.public
    shared = [s for s in public.players("it") if f"({s.name})" in face(public, s.id)]
    assert len(shared) == 2
    assert shared[0].persona == shared[1].persona
    assert names(public, ()) == ""


def test_an_empty_side_and_too_many_people_are_said() -> None:
    host = Host(taster("scene"))
    for i in range(7):
        host.sit(f"P{i}", "business")
    said = " ".join(missing(host.room.public))
    assert "Nobody plays ▲ Customer service yet" in said
    said = " ".join(forecast(host.room.public))
    assert "7 players are many for this plan, it is best for up to 6." in said


def test_only_owners_rate_and_only_while_there_is_time() -> None:
    host = playing("business", "it", "business", "it")
    step = host.room.public.step
    assert isinstance(step, Scene)
    state = host.room.public.state(SceneState, step.id)
    assert state.live is not None
    speaker = state.live.seat
    said = Said(say="We need to see what was said before.")
    host.do(speaker, Speak(step=step.id, turn=1, said=said))
    public = host.room.public

    def asked(play: int) -> set[int]:
        return {s for s, who in public.seats.items() if Moment(public, step, who, play).to_rate}

    now = public.clock.play(host.now)
    speaks_next = public.state(SceneState, step.id).turns[1].seat
    owners = {s.id for s in public.owners(state.live.side)} - {speaker}
    assert speaks_next in owners
    assert asked(now) == owners - {speaks_next} != set()
    host.do(speaks_next, Speak(step=step.id, turn=2, said=said))
    public = host.room.public
    assert asked(now) == set(), "nothing is asked under a twist"
    host.wait(step.twist_seconds * 1000)
    public = host.room.public
    # There are seconds enough, however quick the next turn is.
    assert asked(now) >= owners
    late = asked(now + step.rate * 1000)
    assert late & owners == {speaks_next}


def test_a_side_is_named_by_key_or_label_or_refused_with_both_labels() -> None:
    assert home_named(DOOR, "customer SERVICE") == "business"
    assert home_named(DOOR, "it") == "it"
    assert home_named(DOOR, "") is None
    with pytest.raises(ValueError, match="Customer service and IT"):
        home_named(DOOR, "Sales")


def test_what_is_asked_of_the_server() -> None:
    where = links.parse(LINK)
    assert request(where, DOOR, "Dana", "it", False) == Join(name="Dana", home="it")
    assert request(where, DOOR, "Dana", None, False) == Join(
        name="Dana", home=None, role="observer"
    )
    steer = links.parse(LINK.replace("join", "steer") + ".8QX0000000000000")
    assert request(steer, DOOR, "Fay", None, False) == Steer(key="8QX0000000000000", name="Fay")
