"""The report keeps what a session gave, and of its people only who promised."""

import re

import msgspec
import pytest

from tests.support.table import SESSION, Table, through_the_wire
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.activities.promises import Promising
from turnabout_protocol.activities.scene import (
    FlagCaricature,
    Rate,
    Said,
    SceneState,
    Speak,
    TagMissing,
)
from turnabout_protocol.activities.talk import SayRemark, TalkState
from turnabout_protocol.commands import End, Next, Start
from turnabout_protocol.room import HouseRules, Room
from turnabout_protocol.scenario import Side
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.scenarios import find_scenario

NAMES = ("Quentin", "Xavier", "Yolanda", "Zebedee", "Wilhelmina", "Ursula")


def session(*, raters: int = 6, when: str = "a deal is quiet", scenario: str = "") -> Table:
    """Return a table of six whose session is over. So many owners rated each turn."""
    story = find_scenario("missed-target")
    if scenario:
        story = msgspec.structs.replace(story, title=scenario)
    house = HouseRules(team="Sales & *IT*", opened_on="2026-03-02")
    table = Table(facilitators=1, scenario=story, house=house)
    homes: tuple[Side, Side] = ("business", "it")
    seats = [table.sit(name, homes[i % 2]) for i, name in enumerate(NAMES)]
    table.do(table.boss[0], Start())
    for seat in seats:
        table.do(seat, Agree(step="agree", yes=True))
    table.reach("scene")
    play(table, raters)
    table.reach("feel")
    for seat in seats[:5]:
        table.do(seat, Answer(step="feel", picks={"now": ("hopeful",), "in-role": ()}))
    table.reach("straight")
    first = table.state(TalkState).first
    speaker = next(s for s in seats if table.public.seats[s].home == first)
    remark = SayRemark(step="straight", stage=0, prompt=0, text="remarked secret")
    table.do(speaker, remark)
    table.reach("plan")
    table.do(seats[0], Propose(step="plan", when=when, then="we call"))
    table.bell()
    table.do(
        seats[0],
        Promising(step="plan", idea=1, partner=seats[1], by="2026-03-20", sign="Calls happen."),
    )
    table.do(table.boss[0], End())
    return table


def play(table: Table, raters: int) -> None:
    while table.step == "scene":
        turn = table.state(SceneState).live
        if turn is None:
            table.bell()
        else:
            said = Said(say="spoken secret", ask="asked secret", card=table.hand(turn.seat)[0])
            table.do(turn.seat, Speak(step="scene", turn=turn.number, said=said))
            owners = table.owners(turn)
            for i, seat in enumerate(owners[:raters]):
                if table.step == "scene":
                    ring = (4, 3, 1)[i]
                    table.do(seat, Rate(step="scene", turn=turn.number, ring=ring))
                    if ring == 1:
                        tag = TagMissing(step="scene", turn=turn.number, missing="pressure")
                        table.do(seat, tag)
            if turn.number == 2:
                table.do(owners[0], FlagCaricature(step="scene", turn=2))
            table.wait(60_000)


def test_what_a_session_gave() -> None:
    table = session()
    report = build(table.room, SESSION)
    assert report.people == {"business": 3, "it": 3}
    assert report.results is not None
    assert report.results.rings_true.value is not None
    assert report.flagged == 0, "that a turn was flagged is nobody's to read"
    assert through_the_wire(report) == report
    text = markdown(report)
    assert "Team: Sales \\& \\*IT\\*" in text
    assert re.search(r"\*\*Rings true: \d+\*\* of 100", text)
    assert "| Now I feel ... (5 people) |" in text
    assert "| pleasant, quiet | hopeful 5 |" in text
    assert "While in the role I felt ... *not shown, fewer than 5 people answered*" in text
    assert "OWNER Quentin, WITH Xavier, BY 20 March 2026" in text
    assert "Xavier has not said yes yet: ask before you begin." in text
    assert "caricature" not in text
    assert "Came up:" in text
    assert "Never came up:" in text
    played = [t.card for t in table.public.state(SceneState, "scene").turns if t.card]
    assert all(card.text in text.replace("\\", "") for card in played)


def test_nobody_is_named_but_who_promised_and_nothing_said_in_turns_is_kept() -> None:
    table = session()
    report = build(table.room, SESSION)
    for text in (markdown(report), msgspec.json.encode(report).decode()):
        assert not [name for name in NAMES[2:] if name in text]
        assert text.count("Quentin") == 1
        assert text.count("Xavier") == (2 if "yet: ask" in text else 1)
        assert "secret" not in text
        assert "Host" not in text
        assert "seat" not in text
        for persona in {seat.persona for seat in table.public.players()}:
            assert not re.search(rf"\b{persona}\b", text)


def test_too_few_raters_are_not_even_counted() -> None:
    report = build(session(raters=0).room, SESSION)
    assert "Rings true:** not shown, fewer than 4 people rated. Ask aloud" in markdown(report)


@pytest.mark.parametrize(
    "hostile",
    [
        "[x](https://evil.example) ![x](y)",
        "<script>alert(1)</script>",
        "**bold** _it_ `code` ~~gone~~ # | table |",
        "&lt;b&gt; &#x202e;",
        "\\*escaped\\*",
    ],
)
def test_text_is_shown_as_it_was_typed(hostile: str) -> None:
    text = markdown(build(session(when=hostile, scenario=hostile[:60]).room, SESSION))
    shown = re.sub(r"\\([\\`*_~\[\]<>|#&$!:@.])", r"\1", text)
    assert f"WHEN {hostile} THEN we call" in shown
    for sign in "[]<>`":
        assert not re.search(rf"(?<!\\)(\\\\)*\{sign}" if sign in "[]" else rf"(?<!\\){sign}", text)


def test_a_session_that_was_ended_at_once_has_a_report_too() -> None:
    table = Table(players=2, facilitators=1)
    table.do(table.boss[0], Start())
    table.do(table.boss[0], Next(step="agree"))
    table.do(table.boss[0], End())
    report = build(table.room, SESSION)
    assert report.results is None
    assert "None was adopted: no owner, no promise." in markdown(report)


def test_a_room_that_was_never_opened_has_none() -> None:
    with pytest.raises(ValueError, match="no story"):
        build(Room(), SESSION)
