"""A dialogue as HTML, region by region. All text is escaped by the templates."""

from functools import cache
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from turnabout_client.dialogue.shapes import (
    Answers,
    Ask,
    Block,
    Choice,
    Dialogue,
    Option,
    Text,
    Word,
)
from turnabout_language import _, language

GROUPS: Final = 6
"""More words than this are folded away, where a page has little room."""


class Heading(NamedTuple):
    """What the top of a page shows."""

    title: str
    until: None = None
    """No clock runs."""


def shell(base: str, path: str) -> str:
    """Return the page into which everything comes; `base` is where the server is reached."""
    return _drawn("page.html", base=base, path=path, tag=language())


def heading(title: str) -> str:
    """Return the top of a page before there is a table."""
    return _drawn("where.html", shown=Heading(title))


def regions(shown: Dialogue, half: Answers) -> dict[str, str]:
    """Return the regions of a page by their ids. `half`: what was half answered."""
    return {
        "where": _drawn("where.html", shown=shown),
        "above": _drawn("above.html", shown=shown),
        "now": _drawn("now.html", shown=shown),
        "ask": ask(shown.ask, half) if shown.ask is not None else "",
        "words": words(shown.also),
    }


def ask(asked: Ask, half: Answers, *, opened: bool = False) -> str:
    """Return the form of a question; `opened`: by a word, so that one can go back."""
    return _drawn(
        "ask.html", ask=asked, half=half, opened=opened, kind=kind, given=given, ordered=ordered
    )


def words(also: tuple[Word, ...]) -> str:
    """Return the words as buttons: those of the moment first, those to read last."""
    does = [word for word in also if not isinstance(word.then, tuple)]
    reads = [word for word in also if isinstance(word.then, tuple)]
    return _drawn("words.html", does=does, reads=reads, most=GROUPS)


def block(of: Block) -> str:
    """Return a block."""
    return _drawn("block.html", block=of)


def blocks(of: tuple[Block, ...]) -> str:
    """Return blocks that a word tells."""
    return "".join(block(one) for one in of)


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


def given(field: Choice | Text, half: Answers) -> Any:
    """Return what stands in a field: what was half answered, or what was there before."""
    return half.get(field.key, field.given)


def ordered(field: Choice, now: Any) -> list[Option]:
    """Return the options of a field as they stand: those that have a place in `now` first."""
    places = {key: place for place, key in enumerate(now)}
    return sorted(field.options, key=lambda option: places.get(option.key, len(places)))


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
