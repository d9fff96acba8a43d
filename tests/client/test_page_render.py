"""Every moment as a page: valid, labelled, once; and what people typed stays text."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest

from tests.support.drawn import Element, document, message, opened, said, shown
from tests.support.gallery import MOMENTS, StillTable, moment
from turnabout_client.dialogue.answers import fills
from turnabout_client.dialogue.shapes import (
    ALONE,
    Ask,
    Bar,
    Block,
    Chart,
    Choice,
    Dialogue,
    InRole,
    Option,
    Text,
    Word,
)
from turnabout_client.page import charts, render
from turnabout_language import speaking
from turnabout_protocol.commands import NoteAha, Pause
from turnabout_protocol.scenario import KINDS

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202eevil\u202c & <b>bold</b>",
    "zero\u200bwidth\u200d</textarea></article>",
    "{{ 7 * 7 }}{% raw %}",
    "x" * 10_000,
)
FIELDS = ("input", "textarea", "select")


def _all(tree: Element, *tags: str) -> Iterator[Element]:
    return (one for one in tree.iter() if one.tag in tags)


def _text(of: Element) -> str:
    return "".join(of.itertext()).strip()


def _named(button: Element) -> str:
    return str(button.get("aria-label") or _text(button))


def _examine(tree: Element) -> None:
    """Fail for what makes a page hard to read or to use."""
    assert len([*_all(tree, "h1")]) == 1
    ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    assert not [id_ for id_, n in ids.items() if n > 1]
    for one in tree.iter():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert one.get(name) is None or one.get(name) in ids, (name, one.get(name))
        assert one.get("style") is None
        assert not [name for name in one.keys() if name.startswith("on")]  # noqa: SIM118
    labelled = {label.get("for") for label in _all(tree, "label")}
    inside = {id(field) for label in _all(tree, "label") for field in _all(label, *FIELDS)}
    for field in _all(tree, *FIELDS):
        assert field.get("id") in labelled or id(field) in inside
    assert all(_text(label) for label in _all(tree, "label"))
    for fields in _all(tree, "fieldset"):
        (legend,) = _all(fields, "legend")
        assert _text(legend)
    assert all(_named(button) for button in _all(tree, "button", "summary"))
    assert not [*_all(tree, "style")]
    assert len([*_all(tree, "script")]) == 1
    assert len([one for one in tree.iter() if one.get("role") == "log"]) == 1


def _documents(what: Dialogue) -> Iterator[Element]:
    """Yield the page of a dialogue, and with all that its words open."""
    yield document(said(what))
    yield from (document(said(what), html) for html in opened(what))


def _examine_moment(table: StillTable) -> None:
    for tree in _documents(shown(table)):
        _examine(tree)


@pytest.mark.parametrize("name", MOMENTS)
def test_every_moment_is_a_good_page(name: str) -> None:
    _examine_moment(moment(name))


@pytest.mark.parametrize(("tag", "name"), product(("de", "fr"), MOMENTS))
def test_every_moment_is_one_in_other_languages(tag: str, name: str) -> None:
    with speaking(tag):
        _examine(document(message(moment(name))))


@pytest.mark.parametrize("name", MOMENTS)
def test_every_moment_is_a_good_page_for_who_steers_and_for_the_stage(name: str) -> None:
    _examine_moment(moment(name, 1))
    stage = moment(name, 8, screen=True)
    _examine_moment(stage)
    what = shown(stage)
    assert what.stage
    assert what.ask is None
    assert not what.also
    assert not [*_all(document(message(stage)), "button")]


def _hostile(text: str) -> Dialogue:
    fields = (
        Text(key="text", label=text, hint=text, limit=200, given=text),
        Text(key="word", label=text, limit=40, given=text),
        Choice(key="one", label=text, options=(Option(key="a", label=text, hint=text),)),
        Choice(
            key="order", label=text, ordered=True, most=2,
            options=(Option(key="a", label=text, kind="card", card="need", hint=text),),
        ),
        Choice(
            key="dots", label=text, again=True, most=2,
            options=(Option(key="a", label=text, kind="card"),),
        ),
        Choice(key="scale", label=text, ends=(text, text), options=(Option(key="1", label="1"),)),
    )  # fmt: skip
    blocks = tuple(
        Block(
            id=f"{kind}/{text[:40]}", kind=kind, head=text, lines=(text, text), tone="it",
            how=("card", "said"), card="need",
            chart=Chart(most=2, tells=1, bars=(Bar(label=text, value=1, said=text),)),
        )
        for kind in ("text", "card", "turn", "live", "list", "tally", "chart", "twist", "private")
    )  # fmt: skip
    return Dialogue(
        title=text,
        now=text,
        waits="",
        role=InRole(side="it", name=text, told=text),
        above=text,
        blocks=blocks,
        ask=Ask(
            id=text[:80], prompt=text, fields=fields, makes=fills(NoteAha, ()), send=text,
            about=blocks[0].id,
        ),
        also=(
            Word(key=text[:40], name=text, label=text, then=Pause(), group="always"),
            Word(key="here", name=text, label=text, then=Pause(), about=blocks[1].id),
            Word(key="reads", name=text, label=text, then=blocks, beside=True),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_stays_text(text: str) -> None:
    what, harmless = _hostile(text), _hostile("Kim")
    trees = zip(_documents(what), _documents(harmless), strict=True)
    for tree, alike in trees:
        _examine(tree)
        assert Counter(one.tag for one in tree.iter()) == Counter(one.tag for one in alike.iter())
        assert _text(next(_all(tree, "h1"))) == text


def test_the_kind_of_a_card_is_a_word_and_a_class() -> None:
    for kind in KINDS:
        turn = Block(id="a", kind="turn", head="Kim", lines=(f"{kind}: We hurry.",), how=("card",),
                     card=kind)  # fmt: skip
        html = render.block(turn)
        assert f'class="note {kind}"' in html
        assert f'<p class="kind">{kind}</p><p class="words">We hurry.</p>' in html
        held = Block(id="b", kind="card", head=kind, lines=("We hurry.",), card=kind)
        assert render.block(held).lower().count(f">{kind}<") == 1


def test_the_newest_group_comes_first_and_is_read_in_its_order() -> None:
    blocks = (
        Block(id="nudge", kind="private", group=ALONE),
        Block(id="question"),
        Block(id="one", group="1"),
        Block(id="two", group="2"),
        Block(id="heard one", group="1"),
        Block(id="heard two", group="2"),
        Block(id="goal"),
    )
    what = Dialogue(title="Scene", now="Listen.", blocks=blocks)
    read = [block.id for block in reversed(render.told(what))]
    assert read == ["nudge", "two", "heard two", "one", "heard one", "question", "goal"]


def test_a_question_is_not_told_twice_where_it_is_the_only_one() -> None:
    what = shown(moment("agree"))
    assert what.ask is not None
    tree = document(message(moment("agree")))
    seen = [one for one in tree.iter() if (one.text or "").strip() == what.ask.prompt]
    assert sorted((one.tag, one.get("class") or "") for one in seen) == [
        ("h2", ""), ("legend", "unseen"),
    ]  # fmt: skip


def test_for_how_many_others_one_waits_is_no_news() -> None:
    regions = render.regions(shown(moment("guess")), {})
    assert regions["now"] == "Locked."
    assert regions["waits"].startswith("Waiting for")


def test_the_role_is_a_shape_a_colour_and_a_name_until_it_is_left() -> None:
    where = render.regions(shown(moment("turn")), {})["where"]
    assert 'data-side="it"' in where
    assert "■" in where
    assert "You play Alex" in where
    assert "data-side" not in render.regions(shown(moment("derole")), {})["where"]
    assert "You play" not in render.regions(shown(moment("derole")), {})["beside"]


def test_a_chart_says_in_words_what_it_draws() -> None:
    (block,) = (b for b in shown(moment("felt")).blocks if b.id.endswith("felt/chart"))
    assert block.chart is not None
    html = render.block(block)
    assert html.count("<svg") == len(block.chart.bars)
    assert 'aria-hidden="true"' in html
    assert html.count('class="unseen"') == block.chart.tells


@pytest.mark.parametrize("arrows", [True, False])
def test_a_row_has_no_style_no_script_and_no_name(arrows: bool) -> None:
    bar = Bar(label="IT", value=30, said="30", before=20, mark=70)
    chart = Chart(most=100, bars=(bar,), tells=1, arrows=arrows)
    svg = charts.row(chart, bar)
    assert "style" not in svg
    assert "<script" not in svg
    assert " id=" not in svg
    assert svg == charts.row(chart, bar)


def test_a_row_is_as_long_as_its_value() -> None:
    def width(value: float) -> float:
        bar = Bar(label="heard", value=value, said="")
        svg = charts.row(Chart(most=4, bars=(bar,), tells=1), bar)
        return float(svg.partition('width="')[2].partition('"')[0])

    assert width(4) == pytest.approx(4 * width(1), rel=0.01)


def test_cards_that_are_chosen_from_are_not_told_beside_that() -> None:
    for name in ("dots", "vote"):
        what = shown(moment(name))
        assert any(block.kind == "card" for block in what.blocks)
        assert not [block for block in render.told(what) if block.kind == "card"]
