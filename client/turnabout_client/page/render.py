"""A dialogue as HTML, region by region. All text is escaped by the templates."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from turnabout_client.dialogue.shapes import (
    ALONE,
    Answers,
    Ask,
    Block,
    Choice,
    Dialogue,
    Group,
    Option,
    Text,
    Word,
)
from turnabout_client.page import charts
from turnabout_client.page.way_in import square
from turnabout_client.view.people import SHAPE
from turnabout_language import N_, _, language
from turnabout_protocol.scenario import Kind

FOLDS: Final[Mapping[Group, str]] = {
    "starts": N_("Begin with one of these"),
    "course": N_("The step"),
    "scene": N_("The scene"),
    "people": N_("People"),
    "door": N_("The door"),
    "plan": N_("The plan"),
}
"""Groups of words that are folded away under their name, in the order in which they stand."""

SHORT: Final = 16
"""Most letters of an option that takes half the width of a phone."""
Regions = Mapping[str, str]
"""By the id of the element: the HTML that it holds, or for `PLAIN` ones its text."""
PLAIN: Final = ("above", "now", "waits")


class Groups(NamedTuple):
    """The words of a moment, as they stand on a page."""

    main: list[Word]
    """What one does when all is read."""
    now: list[Word]
    always: list[Word]
    folds: list[tuple[str, str, list[Word]]]
    """The key of each fold, its name, and what is in it."""
    more: list[Word]
    """Habits, and what there is to read."""


def shell(base: str, path: str) -> str:
    """Return the page into which everything comes; `base` is where the server is reached."""
    return _drawn("page.html", base=base, path=path, tag=language())


def heading(title: str) -> str:
    """Return the top of a page before there is a table."""
    return _drawn("where.html", shown=Dialogue(title=title, now=""), shape=SHAPE)


def regions(shown: Dialogue, half: Answers) -> dict[str, str]:
    """Return the regions of a page by their ids. `half`: what was half answered."""
    now, waits = _apart(shown)
    return {
        "where": _drawn("where.html", shown=shown, shape=SHAPE),
        "above": shown.above,
        "now": now,
        "waits": waits,
        "pin": _drawn("pin.html", blocks=_pinned(shown), drawn=_block),
        "ask": ask(shown.ask, half) if shown.ask is not None else "",
        "desk": _drawn("desk.html", found=_desk(shown), drawn=_block),
        "words": words(shown.also),
        "beside": blocks(_beside(shown)),
    }


def told(shown: Dialogue) -> tuple[Block, ...]:
    """Return the blocks of the log, from its end to its beginning.

    The newest group comes first, what is said to somebody alone before all. What words do something
    with and the cards that are chosen from lie in front of whoever does that. What a question is
    about is pinned above it, and told here all the same: once, when it comes, for whoever listens.
    """
    there = {word.about for word in shown.also}
    cards = set(_cards(shown.ask))
    groups: dict[str, list[Block]] = {}
    for block in shown.blocks:
        if block.id not in there and not (block.kind == "card" and block.lines[:1] in cards):
            groups.setdefault(block.group, []).append(block)
    newest_first = [block for group in reversed(groups.values()) for block in group]
    newest_first.sort(key=lambda block: block.group != ALONE)
    return tuple(reversed(newest_first))


def ask(asked: Ask, half: Answers, *, opened: bool = False) -> str:
    """Return the form of a question; `opened`: by a word, so that one can go back."""
    return _drawn(
        "ask.html",
        ask=asked,
        half=half,
        opened=opened,
        kind=kind,
        given=given,
        ordered=ordered,
        matches=matches,
        brief=brief,
        kind_word=_kind_word,
    )


def words(also: tuple[Word, ...]) -> str:
    """Return the words as buttons: those of the moment first, those to read last."""
    return _drawn("words.html", groups=_grouped(also))


def report(name: str, data: str) -> str:
    """Return the button that saves a file of that name, which is `data` in base 64."""
    return _drawn("report.html", file=name, data=data)


def block(of: Block) -> str:
    """Return a block."""
    return _drawn(
        "block.html", block=of, shape=SHAPE, kind_word=_kind_word, row=charts.row, square=square
    )


def blocks(of: Iterable[Block]) -> str:
    """Return blocks one after the other."""
    return "".join(block(one) for one in of)


def opened(of: Iterable[Block]) -> str:
    """Return what a word tells, with a way to close it."""
    return _drawn("told.html", blocks=of, drawn=_block)


def kind(field: Choice | Text) -> str:
    """Return how a field is drawn."""
    if isinstance(field, Text):
        return "long" if field.long else "text"
    if field.ordered:
        return "order"
    if field.again:
        return "dots"
    if field.ends is not None:
        return "scale"
    return "several" if field.most > 1 else "one"


def brief(field: Choice) -> bool:
    """Return whether two options of `field` fit beside each other on a phone."""
    return field.ends is None and all(
        len(one.label) <= SHORT and not one.hint for one in field.options
    )


def matches(asked: Ask, field: Choice | Text) -> bool:
    """Return whether `field` is one of several with the same options: then each is a list."""
    if isinstance(field, Text) or field.most > 1 or field.ends is not None:
        return False
    keys = [one.key for one in field.options if one.key != "none"]
    alike = (
        other
        for other in asked.fields
        if isinstance(other, Choice) and {*keys} <= {one.key for one in other.options}
    )
    return len(keys) > 2 and sum(1 for _other in alike) > 1


def given(field: Choice | Text, half: Answers) -> Any:
    """Return what stands in a field: what was half answered, or what was there before."""
    return half.get(field.key, field.given)


def ordered(field: Choice, now: Any) -> list[Option]:
    """Return the options of a field as they stand: those that have a place in `now` first."""
    places = {key: place for place, key in enumerate(now)}
    return sorted(field.options, key=lambda option: places.get(option.key, len(places)))


def _apart(shown: Dialogue) -> tuple[str, str]:
    """Return what is to be done, and for whom we wait: that changes often, and is no news.

    What a question is about stands below it, and is not said in it again.
    """
    asked = shown.now
    for line in (line for block in _pinned(shown) for line in block.lines):
        asked = asked.removeprefix(line).lstrip() or asked
    now = asked.replace(shown.waits, "").strip() if shown.waits else asked
    return (now, shown.waits if now != asked else "") if now else (asked, "")


def _pinned(shown: Dialogue) -> list[Block]:
    return [block for block in shown.blocks if block.id == _about(shown)]


def _about(shown: Dialogue) -> str:
    return "" if shown.ask is None else shown.ask.about


def _cards(asked: Ask | None) -> Iterator[tuple[str]]:
    """Yield the texts of the cards that are chosen from."""
    for field in () if asked is None else asked.fields:
        if isinstance(field, Choice):
            yield from ((one.label,) for one in field.options if one.kind == "card")


def _desk(shown: Dialogue) -> list[tuple[Block, list[Word]]]:
    """Return the blocks that words do something with, and those words."""
    found = []
    for one in shown.blocks:
        does = [word for word in shown.also if word.about == one.id]
        if does:
            found.append((one, does))
    return found


def _beside(shown: Dialogue) -> Iterator[Block]:
    """Yield what is worth a place beside the table while in role, unless it is there already."""
    if shown.role is None:
        return
    there = {block.id for block in shown.blocks}
    fields = () if shown.ask is None else shown.ask.fields
    there |= {f"hand/{one.key}" for f in fields if isinstance(f, Choice) for one in f.options}
    for word in shown.also:
        if word.beside and isinstance(word.then, tuple):
            yield from (block for block in word.then if block.id not in there)


def _grouped(also: tuple[Word, ...]) -> Groups:
    does = [word for word in also if not word.about and not isinstance(word.then, tuple)]

    def of(group: Group) -> list[Word]:
        return [word for word in does if word.group == group]

    folds = [(str(group), _(name), of(group)) for group, name in FOLDS.items()]
    reads = [word for word in also if isinstance(word.then, tuple)]
    return Groups(
        main=of("main"),
        now=of(""),
        always=of("always"),
        folds=[fold for fold in folds if fold[2]],
        more=[*of("habits"), *reads],
    )


def _kind_word(of: Kind) -> str:
    return _(of)


def _block(of: Block) -> Markup:
    return Markup(block(of))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("turnabout_client.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _drawn(name: str, **values: Any) -> str:
    found: str = _environment().get_template(name).render(_=_, **values)
    return found
