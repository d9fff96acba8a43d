"""Plain lines: what was typed becomes an answer or a sentence, and news are told once."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.client.test_dialogue_answers import Asked, asks
from tests.support.table import Table
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.lines import telling
from turnabout_client.dialogue.lines.hearing import heard
from turnabout_client.dialogue.shapes import Block, Choice, Dialogue, Field, Option, Sorry, Text
from turnabout_protocol.commands import Start
from turnabout_protocol.room import HouseRules
from turnabout_server.authoring.scenarios import find_agenda

ONE = Choice(
    key="ring",
    options=(
        Option(key="4", label="I could have said that"),
        Option(key="3", label="right concern"),
        Option(key="skip", label="skip"),
    ),
)
CARDS = Choice(
    key="order",
    options=tuple(Option(key=f"card-{n}", label=f"Card {n}") for n in range(1, 5)),
    most=4,
    ordered=True,
)
SCALE = Choice(
    key="felt", options=tuple(Option(key=str(n), label=str(n)) for n in range(1, 8)),
    ends=("not at all", "fully"), least=0,
)  # fmt: skip
SAY = Text(key="say", label="I say", limit=20)


def sorry(field: Field, line: str) -> str:
    found = heard(field, line)
    assert isinstance(found, Sorry)
    return found.sentence


def test_a_number_chooses_by_its_place_in_the_list() -> None:
    assert heard(ONE, "1") == ("4",)
    assert heard(ONE, " 2) ") == ("3",)
    assert heard(ONE, "Right") == ("3",)
    assert heard(ONE, "skip") == ("skip",)
    assert "number from 1 to 3" in sorry(ONE, "4")
    assert "number from 1 to 3" in sorry(ONE, "")


def test_the_steps_of_a_scale_are_their_own_numbers() -> None:
    assert heard(SCALE, "7") == ("7",)
    assert heard(SCALE, "") == ()
    assert heard(SCALE, "none") == ()
    assert sorry(SCALE, "8")


def test_a_number_is_a_place_whatever_the_keys_are() -> None:
    people = Choice(
        key="partner",
        options=tuple(
            Option(key=key, label=name, value=int(key))
            for key, name in (("3", "Otto"), ("5", "Ben"), ("1", "Dan"))
        ),
    )
    assert heard(people, "3") == ("1",)
    assert heard(people, "1") == ("3",)
    assert heard(people, "otto") == ("3",)
    assert sorry(people, "5")


def test_an_order_names_all_of_them() -> None:
    assert heard(CARDS, "4 3 2 1") == ("card-4", "card-3", "card-2", "card-1")
    assert heard(CARDS, "4,3,2,1") == heard(CARDS, "4 3 2 1")
    assert heard(CARDS, "") == ("card-1", "card-2", "card-3", "card-4")
    assert "each of them once" in sorry(CARDS, "1 2")
    assert sorry(CARDS, "1 1 2 3")


def test_text_is_taken_as_it_is() -> None:
    assert heard(SAY, "  we try  ") == "we try"
    assert heard(SAY, ".pause") == "pause"
    assert "write something" in sorry(SAY, "")
    assert "5 characters too long" in sorry(SAY, "x" * 25)


@settings(max_examples=200)
@given(st.sampled_from(range(100)), st.one_of(st.text(max_size=80), st.from_regex(r"[0-9 ,]{0,9}")))
def test_any_line_is_an_answer_or_a_sentence(which: int, line: str) -> None:
    for field in asks()[which].fields:
        found = heard(field, line)
        if isinstance(found, Sorry):
            assert found.sentence.endswith((".", "!", "?"))


def test_news_are_told_once_and_only_what_is_new_of_a_block_that_grew() -> None:
    first = Dialogue(title="x", now="y", blocks=(Block(id="a", head="Kim", lines=("one",)),))
    assert [*telling.news({}, first)] == ["Kim: one"]
    told = telling.after({}, first)
    assert not [*telling.news(told, first)]
    grown = Dialogue(title="x", now="y", blocks=(Block(id="a", head="Kim", lines=("one", "two")),))
    assert [*telling.news(told, grown)] == ["Kim: two"]


class Listener(Asked):
    """Is told a whole session in lines, at one seat."""

    def begin(self, seat: int) -> None:
        self.asks, self.seat = {}, seat
        self.lines: list[str] = []
        self.told: telling.Told = {}

    def once(self) -> None:
        super().once()
        self._look()
        shown = dialogue(self.seen(self.seat))
        self.lines += telling.news(self.told, shown)
        self.told = telling.after(self.told, shown)


def test_a_whole_session_in_lines_has_no_signs_and_repeats_nothing() -> None:
    house = HouseRules(opened_on="2026-03-02", demo=True)
    table = Table(players=4, facilitators=1, agenda=find_agenda("45"), house=house)
    minds = Listener(table)
    minds.begin(table.players[0])
    table.do(table.boss[0], Start())
    minds.play()
    assert len(minds.lines) > 150
    said = [telling.spoken(line) for line in minds.lines]
    assert not [line for line in said if re.search(r"[▲■●○◉✦◇◆┼▽✓✗→×·│─]", line)]
    turns = [line for line in said if line.startswith("  “")]
    assert len(turns) == len(set(turns))
