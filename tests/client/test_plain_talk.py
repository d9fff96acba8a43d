"""A conversation in lines at a live table: words, late lines, what was answered, and no error."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.client.test_tui_check import ASKED, BOSS, DANA, Closed
from tests.client.test_tui_model import LINK
from tests.client.tui_table import Host, taster
from turnabout_client.dialogue.lines import telling
from turnabout_client.dialogue.lines.door import Left
from turnabout_client.dialogue.lines.ends import Line
from turnabout_client.dialogue.lines.talk import Talk
from turnabout_client.dialogue.lines.visit import LineVisit
from turnabout_client.dialogue.links import Told, told
from turnabout_client.dialogue.shapes import Choice
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.entrance.model import Wish
from turnabout_language import use
from turnabout_protocol import links
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import Said, SceneState, Speak
from turnabout_protocol.check import Reply
from turnabout_protocol.commands import IssuePass, NoteAha, Pause, Resume, Start
from turnabout_server import rules


class Seat:
    """One seat that talks in lines."""

    def __init__(self, host: Host, seat: int) -> None:
        self.table = host.table(seat)
        self.lines: list[str] = []
        self.sitting = Sitting(self.table)
        self.talk = Talk(self.sitting, self.lines.append)
        self.news()

    def news(self) -> list[str]:
        """Return what is said when the table is looked at again."""
        before = len(self.lines)
        self.sitting.changed()
        self.talk.tell()
        return self.lines[before:]

    async def types(self, line: str, under: object = None) -> list[str]:
        """Return what is said to a line."""
        before = len(self.lines)
        await self.talk.hear(line, under)
        self.news()
        return self.lines[before:]


def begun(step: str = "agree") -> tuple[Host, Seat]:
    """Return a table at that step, and a player there."""
    host = Host(taster("agree", "brief", "scene"))
    boss = host.sit("Fay", None, "facilitator")
    me, other = host.sit("Ann", "business"), host.sit("Ben", "it")
    host.do(boss, Start())
    if step != "agree":
        for one in (me, other):
            host.do(one, Agree(step="agree", yes=True))
        host.pass_steps(step)
    return host, Seat(host, me)


async def test_a_line_begun_under_one_question_is_no_answer_to_the_next() -> None:
    _host, seat = begun()
    before = ("another", 0, "say", ())
    assert "began this before" in (await seat.types("1", before))[-1]
    assert not seat.table.done
    assert seat.talk.kept() == "1"
    assert seat.talk.kept() == ""
    await seat.types("1", seat.talk.question)
    assert seat.table.done == [Agree(step="agree", yes=True)]
    assert "nobody got this" in (await seat.types("late", before))[-1]
    assert seat.talk.kept() == "late"


async def test_a_word_is_taken_whenever_it_was_begun() -> None:
    _host, seat = begun()
    said = await seat.types("time", ("another", 0, "say", ()))
    assert "left" in said[0]


async def test_words_of_every_moment() -> None:
    _host, seat = begun()
    assert any(line.startswith("  pause: ") for line in await seat.types("help"))
    assert (await seat.types("repeat"))[0] == "Do you play, or watch?"
    assert (await seat.types("where"))[0].startswith("AGREE.")
    assert any("promise each other" in line for line in await seat.types("table"))
    assert any("Ben" in line for line in await seat.types("people"))
    assert (await seat.types("plan"))[0] == "The plan:"
    await seat.types("pause")
    await seat.types("resume")
    await seat.types("aha They are as tired as we are")
    assert seat.table.done == [
        Pause(), Resume(), NoteAha(text="They are as tired as we are"),
    ]  # fmt: skip
    await seat.types("leave")
    assert seat.talk.leaving


async def test_words_are_known_in_the_language_of_the_reader_and_in_english() -> None:
    use("de")
    _host, seat = begun()
    assert await seat.types("Hilfe") == await seat.types("help")
    assert await seat.types("Zeit")
    await seat.types("Pause")
    assert seat.table.done == [Pause()]


async def test_an_opened_question_is_left_with_back_and_its_text_can_be_any_word() -> None:
    _host, seat = begun()
    assert any("become clear" in line for line in await seat.types("aha"))
    assert (await seat.types("back"))[0].startswith("Do you play, or watch?")
    await seat.types("aha")
    await seat.types(".pause")
    assert seat.table.done == [NoteAha(text="pause")]


async def test_one_goes_back_to_the_field_before_and_finds_what_was_said() -> None:
    host, _seat = begun("scene")
    state = host.room.public.state(SceneState, "scene")
    assert state.live is not None
    seat = Seat(host, state.live.seat)
    ask = seat.sitting.shown.ask
    assert ask is not None
    first, second = (field.key for field in ask.fields[:2])
    assert first == "card"
    assert second == "say"
    await seat.types("2")
    said = await seat.types("back")
    assert said[-1].startswith("Type a number. Enter alone takes: ")
    await seat.types("")
    await seat.types("we are late")
    await seat.types("")
    spoken = seat.table.done[-1]
    assert isinstance(spoken, Speak)
    assert isinstance(ask.fields[0], Choice)
    assert spoken.said == Said(card=ask.fields[0].options[1].key, say="we are late")


async def test_what_stands_in_a_line_is_kept_for_the_bell_unless_it_may_be_a_word() -> None:
    _host, seat = begun("brief")
    ask = seat.sitting.shown.ask
    assert ask is not None
    seat.talk.typing("pau", seat.talk.question)
    assert not seat.sitting.half(ask)
    seat.talk.typing("nobody answers", ("another",))
    assert not seat.sitting.half(ask)
    seat.talk.typing("nobody answers", seat.talk.question)
    assert seat.sitting.half(ask) == {"text": "nobody answers"}


async def test_the_question_is_the_last_thing_that_is_said() -> None:
    _host, seat = begun("brief")
    assert seat.lines[-1].endswith("and today I am worried about … Type how it goes on.")
    assert seat.lines[-3].startswith("You can say: ready")


async def test_who_comes_in_is_told_before_it_begins() -> None:
    host = Host(taster("agree", "brief"))
    seat = Seat(host, host.sit("Fay", None, "facilitator"))
    assert any("Say invite to hear the invitation" in line for line in seat.lines)
    host.sit("Ann", "business")
    side = host.room.public.label("business")
    assert [telling.spoken(line) for line in seat.news()] == [f"{side}: Ann"]
    player = Seat(host, host.sit("Ben", "it"))
    assert f"{side}: Ann" in map(telling.spoken, player.lines)


async def test_who_goes_and_comes_back_is_told_to_who_steers() -> None:
    host, seat = begun("brief")
    boss = Seat(host, 1)
    host.take_drop(2)
    assert "Ann is away." in boss.news()
    assert "Ann is away." not in seat.news()
    host.take(rules.come_back(host.room, 2, host.now))
    assert "Ann is back." in boss.news()


async def test_a_step_and_a_turn_have_their_own_time() -> None:
    host, _seat = begun("scene")
    state = host.room.public.state(SceneState, "scene")
    assert state.live is not None
    seat = Seat(host, state.live.seat)
    assert seat.lines[1].startswith("SCENE. About ")
    assert any("Your turn: " in line and line.endswith("seconds left.") for line in seat.lines)
    assert len(await seat.types("time")) == 2
    assert any(line.startswith("Step 3 of ") for line in await seat.types("where"))


async def test_a_turn_that_went_by_is_told_to_whoever_had_it() -> None:
    host, _seat = begun("scene")
    state = host.room.public.state(SceneState, "scene")
    assert state.live is not None
    seat = Seat(host, state.live.seat)
    while host.room.public.state(SceneState, "scene").live == state.live:
        host.wait(5000)
    assert any(line.endswith("): passed") for line in seat.news())


async def test_a_word_of_before_is_not_sent_as_an_answer() -> None:
    _host, seat = begun("brief")
    await seat.types("we lose the quarter")
    assert any(line.startswith("You can say: line ") for line in seat.lines)
    await seat.types("line")
    seat.table.done.clear()
    said = await seat.types("ready now")
    assert said == ["Done."]
    seat.talk._saying._names.add("gone")
    await seat.types("line")
    seat.table.done.clear()
    said = await seat.types("gone")
    assert said[0].startswith("“gone” was a word of this step")
    assert not seat.table.done
    await seat.types(".gone")
    assert len(seat.table.done) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["1", "2", "9", "", "-", ".", "help", "back", "aha", "aha x", "pause", "resume",
                 "ready", "watch", "yes", "table", "repeat", "where", "share", "1 2 3", "pass"]
            ),
            st.text(max_size=40),
        ),
        max_size=12,
    ),
    st.sampled_from(["agree", "brief", "scene"]),
)  # fmt: skip
def test_whatever_is_typed_is_answered_and_breaks_nothing(lines: list[str], step: str) -> None:
    async def talks() -> None:
        host, seat = begun(step)
        for line in lines:
            await seat.types(line)
            if host.room.public.clock.paused:
                await seat.types("resume")
        assert all(isinstance(line, str) for line in seat.lines)

    asyncio.run(talks())


@given(st.text(), st.text())
def test_nothing_that_was_typed_moves_a_cursor(before: str, after: str) -> None:
    hostile = before + "\x1b[2J\x1b]0;mine\x07\r\n\x9b31m\u202e\u2066" + after
    said = telling.spoken(hostile)
    assert not any(
        ord(sign) < 32 or 127 <= ord(sign) < 160 or sign in "\u202e\u2066" for sign in said
    )


async def test_whoever_makes_a_link_is_told_it() -> None:
    host = Host(taster("agree", "brief"))
    boss = host.sit("Fay", None, "facilitator")
    seat = Seat(host, boss)
    where = links.parse("ws://127.0.0.1:8765/steer/7F3K2QMX9TRVH4WZ.8QX0MM4ZB1T7C2PD")

    def known() -> Told:
        return told(seat.table.room, where, boss, seat.sitting.keys)

    seat.talk = Talk(seat.sitting, seat.lines.append, known)
    assert any("turnabout join " in line for line in await seat.types("invite"))
    said = await seat.types("personal-link")
    at = said.index("For one person each, once:")
    key = next(iter(seat.sitting.keys[IssuePass]))
    assert said[at + 1].endswith(f".{key}")
    assert not any("invitation" in line for line in said), "that was told before"
    assert "  invite: " in "\n".join(await seat.types("help"))


async def test_only_who_steers_hears_of_links() -> None:
    _host, seat = begun()
    assert not any("invite" in line for line in await seat.types("help"))


class Typist:
    """Types prepared lines, one for each question."""

    def __init__(self, *lines: str) -> None:
        self.lines, self.said = list(lines), list[str]()

    async def line(self) -> Line | None:
        return Line(self.lines.pop(0)) if self.lines else None

    def say(self, text: str) -> None:
        self.said.append(text)

    def asked(self, question: object) -> None:
        pass

    def offer(self, text: str) -> None:
        pass

    def watched(self, watch: Callable[[Line], None]) -> None:
        pass


async def checked(house: Closed, *lines: str) -> tuple[str, list[str]]:
    """Return the last sentence of a visit to a session that is over, and what was said before."""
    ends = Typist(*lines)
    wish = Wish(where=links.parse(LINK), name="")
    return await LineVisit(wish, house, ends).run(), ends.said


async def test_the_check_of_a_session_that_is_over_is_answered_in_lines() -> None:
    house = Closed(DANA)
    cards = tuple(card.id for card in ASKED.cards)
    numbers = " ".join(str(n) for n in range(len(cards), 0, -1))
    last, said = await checked(house, numbers, "5", "2", "")
    assert house.answered == [
        ("KEYOFDANA", Reply(order=cards[::-1], felt=5, marks={0: "partly"}))
    ]  # fmt: skip
    assert last.startswith("Thank you.")
    assert "After your session of 2 November 2026: 4 questions" in " ".join(said)
    assert any(line.startswith("You promised this with Alex.") for line in said)


async def test_all_of_the_check_can_be_left_out() -> None:
    house = Closed(DANA)
    await checked(house, "", "nothing", "", "")
    assert house.answered == [("KEYOFDANA", Reply())]


async def test_a_machine_without_a_key_is_told_so() -> None:
    with pytest.raises(Left, match="use the one you played on"):
        await checked(Closed(BOSS))
