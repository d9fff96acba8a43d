"""What is new in a dialogue, as lines. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from turnabout_client.dialogue.lines.words import OWN
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Dialogue, Field, Option, Text, Word
from turnabout_client.view.time import seconds
from turnabout_language import _, n_
from turnabout_protocol.text import clean

Told = Mapping[str, tuple[str, ...]]
"""The lines of each block, by its id, as they were told."""

LONGEST: Final = 4000
"""Most characters of a line."""
SOON: Final = 10
"""Seconds before the end at which the time is said once more."""


_UNSAID: Final = re.compile(r"[▲■●○◉◌✦◇◆┼▽‖▸▏]\s?")
"""Signs that say nothing which the words beside them do not."""
_SAID: Final = (
    (" · ", ", "), ("· ", ""), ("✓ ", ""), ("✗ ", ""), ("~ ", ""), ("⚑ ", ""),
    ("→", "-"), ("×", "x"), ("–", "-"),
)  # fmt: skip
"""What stands for other signs: words and marks that are read aloud."""
_TIMES: Final = re.compile(r" ×([0-9]{1,4})\b")
_CAME: Final = re.compile(r"([0-9]+) → ([0-9]+)")
_GAP: Final = re.compile(r"(?<=[^\s.,:;!?…])\s{2,}(?=\S)")
"""What a screen has between two things in one line."""


def spoken(line: str) -> str:
    """Return `line` without the signs that a screen has beside its words, nor any that a terminal
    obeys: others may have typed them.
    """
    indent = len(line) - len(line.lstrip(" "))
    line = _UNSAID.sub("", line)
    line = _TIMES.sub(lambda found: _times(int(found[1])), line)
    line = _CAME.sub(lambda found: _("from {before} to {after}", before=found[1], after=found[2]),
                     line)  # fmt: skip
    for sign, said in _SAID:
        line = line.replace(sign, said)
    line = _GAP.sub(", ", line)
    return " " * indent + clean(line, LONGEST)


def _times(n: int) -> str:
    """Return how often something was given; once goes without saying."""
    return "" if n == 1 else " " + n_("{n} time", "{n} times", n)


SHORT: Final = 100
"""Most characters of choices that are read in one line."""
_FEW: Final = 16
"""Most characters of a choice that shares its line, however many there are."""
_MUCH: Final = 20
"""Fewest characters of a line that is not read twice."""
_SAID_NOW: Final = frozenset({"live", "private", "turn"})
"""What blocks are in which somebody speaks."""
_ENDS: Final = (".", "!", "?", "…", ":")


def news(told: Told, dialogue: Dialogue, heard: Iterable[str] = ()) -> Iterator[str]:
    """Yield what has come since `told`: each block once, and of one that changed what is new.

    What was `heard` as a part of something else, and what is about to be read as a choice, is left
    out, unless somebody says it now.
    """
    known = {*heard, *_labels(dialogue.ask)}
    for block in dialogue.blocks:
        before, now = told.get(block.id), whole(block)
        if not block.news or before == now:
            continue
        around = () if _is_said_now(block) else known
        block = _without_reasons(block)
        rest = tuple(line for line in whole(block) if not _is_known(line, around))
        if before is not None:
            new = rest if block.kind == "text" else now
            yield from (headed(block.head, line) for line in new if line not in before)
        elif rest == whole(block):
            yield from labelled(block)
        elif rest or block.kind == "list":
            yield from labelled(replace(block, lines=rest, how=()))
        known |= {*now}


def _labels(ask: Ask | None) -> Iterator[str]:
    for field in () if ask is None else ask.fields:
        yield from (option.label for option in field.options) if isinstance(field, Choice) else ()


def _without_reasons(block: Block) -> Block:
    """Return a block without what is on the back of its card: that is told with one's own hand.

    Many cards come at a time where they are ranked and revealed. Who wants to know more says so.
    """
    if block.kind != "card" or _is_bare(block) or "why" not in block.how:
        return block
    told = [(line, how) for line, how in zip(block.lines, block.how, strict=False) if how != "why"]
    return replace(
        block, lines=tuple(line for line, _how in told), how=tuple(how for _line, how in told)
    )


def _is_said_now(block: Block) -> bool:
    """Return whether a block is told whole, whatever was heard before: somebody says it now."""
    of_it = block.group.startswith("turn/") or block.id.startswith("people/")
    return of_it or block.kind in _SAID_NOW


def _is_known(line: str, known: Iterable[str]) -> bool:
    """Return whether a line is part of one of `known`; a few words may mean something else."""
    bare = spoken(line).strip("“”«»„ ")
    return len(bare) >= _MUCH and any(bare in one for one in known)


def after(told: Told, dialogue: Dialogue) -> Told:
    """Return what is told once the news of `dialogue` are."""
    return {**told, **{block.id: whole(block) for block in dialogue.blocks if block.news}}


def whole(block: Block) -> tuple[str, ...]:
    """Return what a block says, without its name."""
    return tuple(line for line in block.lines if line.strip())


def labelled(block: Block) -> Iterator[str]:
    """Yield a block with its name: in front of its one line, or above several."""
    lines = tuple(_played(block))
    if not block.head:
        yield from lines
    elif len(lines) == 1:
        yield headed(_head(block), lines[0])
    else:
        yield headed(_head(block)) if lines else ended(_head(block))
        yield from (f"  {line}" for line in lines)


def _head(block: Block) -> str:
    """Return the name of a block; a card's is more than its kind."""
    return _("Card, {kind}", kind=block.head) if _is_bare(block) else block.head


def _is_bare(block: Block) -> bool:
    """Return whether a card is called by nothing but its kind."""
    return block.card is not None and block.head == _(block.card)


def _played(block: Block) -> Iterator[str]:
    """Yield the lines of a block; of a turn with a word for the card that was played in it."""
    for at, line in enumerate(block.lines):
        if block.kind == "turn" and block.how[at : at + 1] == ("card",):
            yield _("plays a card, {card}", card=line)
        elif line.strip():
            yield line


def headed(head: str, line: str = "") -> str:
    """Return a line behind its head, with what lets one breathe between them."""
    if not head:
        return line
    if head.endswith(_ENDS):
        return f"{head} {line}".rstrip()
    # With its own colon: some languages have a space before it.
    return _("{head}: {said}", head=head, said=line).rstrip()


def ended(said: str) -> str:
    """Return a sentence with its end."""
    return said if said.endswith(_ENDS) else f"{said}."


# The question -----------------------------------------------------------------------------------


def field_lines(field: Field, before: Field | None = None) -> Iterator[str]:
    """Yield how a field is asked for: its label, and its choices with their numbers.

    `before`: the field that was answered just now; its choices are not read out once more.
    """
    if isinstance(field, Text):
        yield from _text_lines(field)
        return
    if field.label:
        yield headed(field.label)
    if field.ends is not None:
        last = field.options[-1].key
        low, high = field.ends
        yield _("A number from {first}, {low}, to {last}, {high}.",
                first=field.options[0].key, low=low, last=last, high=high)  # fmt: skip
    elif isinstance(before, Choice) and _choices(before) == _choices(field):
        yield _("The same choices as before.")
    elif len(short := ", ".join(_choices(field))) <= SHORT:
        yield f"  {ended(short)} {how(field)}"
        return
    elif all(len(option_words(option)) <= _FEW for option in field.options):
        yield from (f"  {row}" for row in _rows(_choices(field)))
    else:
        yield from (f"  {choice}" for choice in _choices(field, "."))
    yield how(field)


def _rows(choices: list[str]) -> Iterator[str]:
    """Yield short choices, several in a row, each whole."""
    row = ""
    for choice in choices:
        if row and len(row) + len(choice) > SHORT - 4:
            yield f"{row},"
            row = ""
        row = f"{row}, {choice}" if row else choice
    yield ended(row)


def _text_lines(field: Text) -> Iterator[str]:
    label = f"{field.label} ({field.hint})" if field.hint else field.label
    if field.given:
        yield headed(label)
        yield _("Enter alone takes: {text}", text=field.given)
    elif not field.least:
        yield f"{ended(label)} {_('Enter alone leaves it empty.')}"
    elif label.endswith("…"):
        yield f"{label} {_('Type how it goes on.')}"
    else:
        yield headed(label)


def _choices(field: Choice, dot: str = "") -> list[str]:
    """Return the choices of a field with their numbers."""
    options = enumerate(field.options, 1)
    return [f"{number}{dot} {option_words(option)}" for number, option in options]


def option_words(option: Option) -> str:
    """Return an option in words; a card with its kind in front, and not what is on its back."""
    if option.card is not None:
        return headed(_(option.card), option.label)
    return f"{option.label} ({option.hint})" if option.hint else option.label


def how(field: Choice) -> str:
    """Return how to answer a choice."""
    if field.ordered:
        said = _("Type all numbers, the most important first, with spaces between them.")
        kept = _("Enter alone keeps this order.")
        return f"{said} {kept if field.least else _('Enter alone leaves it out.')}"
    if field.most > 1:
        said = n_("Type up to {n} number.", "Type up to {n} numbers, with spaces between them.",
                  field.most)  # fmt: skip
        return f"{said} {_('Enter alone chooses none.')}" if not field.least else said
    if field.given:
        labels = {option.key: option.label for option in field.options}
        return _("Type a number. Enter alone takes: {text}", text=labels.get(field.given[0], ""))
    if not field.least:
        return _("Type a number, or Enter alone for none.")
    return _("Type a number.")


# Time and words ---------------------------------------------------------------------------------


def left(ms: int) -> str:
    """Return how much time is left, in words."""
    whole_seconds = seconds(ms)
    if whole_seconds < 120:
        return n_("{n} second left.", "{n} seconds left.", whole_seconds)
    minutes = round(whole_seconds / 60)
    return n_("About {n} minute left.", "About {n} minutes left.", minutes)


def words_lines(words: Iterable[Word]) -> Iterator[str]:
    """Yield what can be said now: in one line, or a line each."""
    found = [*words]
    starts = [word for word in found if word.group == "starts"]
    yield from _named(_("You can say"), [word for word in found if word.group != "starts"])
    yield from _named(_("To begin with something, say"), starts)


def _named(head: str, words: list[Word]) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for word in words:
        named.setdefault(word.label.rstrip("."), []).append(word.name.lower())
    said = [(", ".join(names), label) for label, names in named.items()]
    if len(said) == 1:
        (names, label), *_others = said
        yield ended(headed(head, f"{names} ({label})"))
    elif said:
        yield headed(head)
        yield from (f"  {headed(names, label)}" for names, label in said)


def help_lines(words: Iterable[Word], own: Iterable[str]) -> Iterator[str]:
    """Yield what can be said, a line each. `own`: those of the words that need no step."""
    yield _("Answer what is asked: with a number, or in your own words. Or say one of these words:")
    yield from (f"  {headed(word.name.lower(), word.label)}" for word in words)
    yield from (f"  {headed(_(key).lower(), _(OWN[key]))}" for key in own)
    yield _("A line that begins with a full stop is always taken as text, whatever word it is.")
