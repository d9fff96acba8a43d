"""Whatever is answered, it becomes a command that the wire takes, or a sentence; never an error."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.table import Table
from tests.support.talkers import Talkers
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.shapes import Answers, Ask, Choice, Sorry
from turnabout_protocol.bases import Command
from turnabout_protocol.codec import decode, encode
from turnabout_protocol.commands import AnyCommand, Start
from turnabout_protocol.room import HouseRules
from turnabout_server.authoring.scenarios import find_agenda


class Asked(Talkers):
    """Keeps every question that anybody had before them."""

    asks: dict[tuple[int, str], Ask]

    def means(self, seat: int, command: Command) -> Command | None:
        shown = dialogue(self.seen(seat))
        words = (word.then for word in shown.also)
        for ask in (shown.ask, *words):
            if isinstance(ask, Ask):
                self.asks[seat, ask.id] = ask
        return super().means(seat, command)


@cache
def asks() -> tuple[Ask, ...]:
    """Return the questions of a whole session, to everybody in it."""
    house = HouseRules(opened_on="2026-03-02", demo=True)
    table = Table(players=4, facilitators=1, agenda=find_agenda("60"), house=house)
    table.sit("Obs", "it", "observer")
    table.do(table.boss[0], Start())
    minds = Asked(table)
    minds.asks = {}
    minds.play()
    return tuple(minds.asks.values())


TEXTS = st.one_of(st.text(max_size=300), st.sampled_from(("", " ", "-", "x" * 5000, "2026-02-30")))
KEYS = st.lists(st.text(max_size=5), max_size=8).map(tuple)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Ask, Answers]:
    """A question, with answers that may fit it, or not at all."""
    ask = draw(st.sampled_from(asks()))
    found: dict[str, str | tuple[str, ...]] = {}
    for field in ask.fields:
        if draw(st.integers(0, 9)) == 0:
            continue  # left out
        if isinstance(field, Choice) and draw(st.integers(0, 9)):
            keys = [option.key for option in field.options]
            most = min(field.most, 8)
            some = st.lists(st.sampled_from(keys), max_size=most) if keys else st.just([])
            whole = st.permutations(keys) if field.ordered else some
            found[field.key] = tuple(draw(whole))
        else:
            found[field.key] = draw(st.one_of(TEXTS, KEYS))
    return ask, found


def test_there_are_many_questions() -> None:
    assert len(asks()) > 100


@settings(max_examples=300)
@given(answered())
def test_any_answer_is_a_command_or_a_sentence(case: tuple[Ask, Answers]) -> None:
    ask, answers = case
    made = ask.makes.make(answers)
    if isinstance(made, Command):
        assert decode(encode(made), AnyCommand) == made
        assert ask.makes.read(made) is not None
    elif made is not None:
        assert isinstance(made, Sorry)
        assert made.sentence.endswith((".", "!", "?"))
