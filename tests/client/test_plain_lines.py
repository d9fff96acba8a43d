"""Plain lines: what was typed becomes an answer or a sentence, and news are told once."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.client.test_dialogue_answers import Asked, asks
from tests.support.table import Table
from turnabout_client.dialogue.answers import picks
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.lines import telling
from turnabout_client.dialogue.lines.hearing import heard
from turnabout_client.dialogue.shapes import (
    Ask,
    Block,
    Choice,
    Dialogue,
    Field,
    Option,
    Sorry,
    Text,
    Word,
)
from turnabout_protocol.commands import Resume, Start
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


def test_what_is_pasted_is_said_back_in_short() -> None:
    for pasted in ("9" * 10_000, "x" * 10_000, "ab " * 5_000, "\x1b[2J" * 3_000):
        for field in (ONE, CARDS, SCALE):
            assert len(sorry(field, pasted)) < 160
        assert len(sorry(SAY, pasted)) < 160
    assert "\x1b" not in sorry(ONE, "\x1b[2Jx")


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


def test_what_was_heard_around_it_is_not_read_again() -> None:
    said = "Say who you are, and how you differ."
    block = Block(id="b", head="De-role", lines=(said,))
    shown = Dialogue(
        title="x", now="y", blocks=(Block(id="a", lines=(f"{said} All speak.",)), block)
    )
    assert [*telling.news({}, shown)] == [f"{said} All speak."]
    alone = Dialogue(title="x", now="y", blocks=(block,))
    assert not [*telling.news({}, alone, {said})]
    # Somebody who says the same says it, and a round says whose turn it is.
    turn = Dialogue(title="x", now="y", blocks=(replace(block, kind="turn"),))
    assert [*telling.news({}, turn, {said})] == [f"De-role: {said}"]
    round_ = Dialogue(title="x", now="y", blocks=(replace(block, kind="list"),))
    assert [*telling.news({}, round_, {said})] == ["De-role."]


def test_what_is_about_to_be_read_as_a_choice_is_not_read_before() -> None:
    ideas = tuple(Option(key=str(n), label=f"When it is late, we do {n}") for n in (1, 2))
    field = Choice(key="dots", options=ideas, most=2)
    ask = Ask(id="vote", prompt="Vote.", fields=(field,), makes=picks(field), send="Send")
    blocks = tuple(Block(id=one.key, kind="card", lines=(one.label,)) for one in ideas)
    assert not [*telling.news({}, Dialogue(title="x", now="y", blocks=blocks, ask=ask))]
    assert len([*telling.news({}, Dialogue(title="x", now="y", blocks=blocks))]) == 2


def test_the_back_of_a_card_is_read_with_ones_own_hand_alone() -> None:
    card = Block(id="c", kind="card", head="need", lines=("We need it.", "Why: so"),
                 how=("card", "why"), card="need")  # fmt: skip
    mine = Dialogue(title="x", now="y", blocks=(card,))
    assert [*telling.news({}, mine)] == ["Card, need:", "  We need it.", "  Why: so"]
    shown = Dialogue(title="x", now="y", blocks=(replace(card, head="Sales, place 7"),))
    assert [*telling.news({}, shown)] == ["Sales, place 7: We need it."]


def test_a_card_that_is_played_is_called_one() -> None:
    turn = Block(id="t", kind="turn", head="Kim", lines=("need: We need it.", "“So there.”"),
                 how=("card", "said"), card="need")  # fmt: skip
    told = [*telling.labelled(turn)]
    assert told == ["Kim:", "  plays a card, need: We need it.", "  “So there.”"]


def test_numbers_are_read_as_words() -> None:
    assert telling.spoken("that is us ×2, ouch ×1") == "that is us 2 times, ouch"
    assert telling.spoken("IT: 47 → 64") == "IT: from 47 to 64"


def test_words_are_read_in_one_line_or_in_one_each() -> None:
    ready = Word(key="ready", name="ready", label="I am done", then=Resume(), group="main")
    swap = Word(key="swap", name="swap", label="one of us visits", then=Resume(), group="starts")
    assert [*telling.words_lines([ready])] == ["You can say: ready (I am done)."]
    assert [*telling.words_lines([ready, replace(ready, name="go", label="on")])] == [
        "You can say:", "  ready: I am done", "  go: on",
    ]  # fmt: skip
    assert [*telling.words_lines([swap])] == [
        "To begin with something, say: swap (one of us visits)."
    ]


def test_short_choices_share_their_lines_and_are_never_broken() -> None:
    moods = tuple(Option(key=str(n), label=f"mood {n}") for n in range(1, 25))
    rows = [*telling.field_lines(Choice(key="felt", options=moods, most=3))]
    assert all(len(row) <= telling.SHORT for row in rows)
    assert rows[0].startswith("  1 mood 1, 2 mood 2, ")
    assert rows[-2].endswith("24 mood 24.")
    assert all(row.rstrip(",.").split()[-2] == "mood" for row in rows[:-1])


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
