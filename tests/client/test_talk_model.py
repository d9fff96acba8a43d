"""A talk as one seat hears it, and what it may add: without a screen."""

from tests.client.tui_table import Host, taster
from turnabout_client.activities.talk.model import Hearing, hearing
from turnabout_protocol.activities.talk import MarkAha, Round, SayRemark, Talk, Thank
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Start

TALK = Talk(
    id="talk",
    title="Talk",
    minutes=4,
    ahas=True,
    rounds=(
        Round(speakers="everyone", prompts=("One?", "Two?"), starter="I am {name} and "),
        Round(speakers="observers", prompts=("What?",)),
    ),
)
AGENDA = Agenda(id="a", title="A", steps=(TALK, *taster("agree").steps))


def table() -> tuple[Host, int, int, int]:
    host = Host(AGENDA)
    fay = host.sit("Fay", None, "facilitator")
    ann = host.sit("Ann", "business")
    host.sit("Bob", "it")
    oda = host.sit("Oda", None, "observer")
    host.do(fay, Start())
    return host, fay, ann, oda


def heard(host: Host, seat: int) -> Hearing:
    return hearing(host.table(seat).room, seat, TALK)


def say(host: Host, seat: int, prompt: int | None, text: str) -> None:
    stage = heard(host, seat).state.stage
    host.do(seat, SayRemark(step="talk", stage=stage, prompt=prompt, text=text))


def test_who_speaks_answers_one_question_after_the_other() -> None:
    host, _, ann, _ = table()
    view = heard(host, ann)
    assert (view.speaks, view.listens, view.may_end) == (True, False, True)
    assert view.starter == "I am Ann and"
    assert view.open_prompts == [0, 1]
    assert view.remark("I am Ann and ", 0) is None, "nothing was added to the starter"
    command = view.remark("I am Ann and tired", 1)
    assert command is not None
    assert command.prompt == 1
    say(host, ann, 0, "I am Ann and here")
    assert heard(host, ann).open_prompts == [1]


def test_who_listens_thanks_and_asks_once() -> None:
    host, _, ann, oda = table()
    host.wait(120_000)
    view = heard(host, ann)
    assert (view.speaks, view.may_ask, view.may_thank) == (False, True, True)
    # The watchers' round waits for no watcher: who plays may end it.
    assert view.may_end
    assert heard(host, oda).speaks
    say(host, ann, None, "Why?")
    host.do(ann, Thank(step="talk", stage=1))
    view = heard(host, ann)
    assert (view.may_ask, view.may_thank) == (False, False)


def test_a_facilitator_neither_speaks_nor_listens() -> None:
    host, fay, _, _ = table()
    view = heard(host, fay)
    assert not any((view.speaks, view.listens, view.may_ask, view.may_thank, view.may_end))


def test_a_line_of_mine_is_marked_once() -> None:
    host, _, ann, _ = table()
    say(host, ann, 0, "I am Ann and wiser")
    assert heard(host, ann).may_mark == [0]
    host.do(ann, MarkAha(step="talk", remark=0))
    assert heard(host, ann).may_mark == []
