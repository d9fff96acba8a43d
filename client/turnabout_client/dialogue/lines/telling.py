"""What is new in a dialogue, as lines. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from turnabout_client.dialogue.lines.hearing import AS_IS
from turnabout_client.dialogue.lines.words import OWN
from turnabout_client.dialogue.shapes import Block, Choice, Dialogue, Field, Option, Text, Word
from turnabout_client.view.time import seconds
from turnabout_language import _, n_
from turnabout_protocol.text import clean

Told = Mapping[str, tuple[str, ...]]
"""The lines of each block, by its id, as they were told."""

LONGEST: Final = 4000
"""Most characters of a line."""
SOON: Final = 10
"""Seconds before the end at which the time is said once more."""


_UNSAID: Final = re.compile(r"[▲■●○◉◌✦◇◆┼▽‖▸]\s?")
"""Signs that say nothing which the words beside them do not."""
_SAID: Final = (
    (" · ", ", "), ("· ", ""), ("✓ ", ""), ("✗ ", ""), ("~ ", ""), ("⚑ ", ""),
    ("→", "-"), ("×", "x"), ("–", "-"),
)  # fmt: skip
"""What stands for other signs: words and marks that are read aloud."""
_GAP: Final = re.compile(r"(?<=[^\s.,:;!?…])\s{2,}(?=\S)")
"""What a screen has between two things in one line."""


def spoken(line: str) -> str:
    """Return `line` without the signs that a screen has beside its words, nor any that a terminal
    obeys: others may have typed them.
    """
    indent = len(line) - len(line.lstrip(" "))
    line = _UNSAID.sub("", line)
    for sign, said in _SAID:
        line = line.replace(sign, said)
    line = _GAP.sub(", ", line)
    return " " * indent + clean(line, LONGEST)


SHORT: Final = 100
"""Most characters of choices that are read in one line."""
_ENDS: Final = (".", "!", "?", "…", ":")


def news(told: Told, dialogue: Dialogue) -> Iterator[str]:
    """Yield what has come since `told`: each block once, and of one that changed what is new."""
    for block in dialogue.blocks:
        before, now = told.get(block.id), whole(block)
        if not block.news or before == now:
            continue
        if before is None:
            yield from labelled(block)
        else:
            yield from (headed(block.head, line) for line in now if line not in before)


def after(told: Told, dialogue: Dialogue) -> Told:
    """Return what is told once the news of `dialogue` are."""
    return {**told, **{block.id: whole(block) for block in dialogue.blocks if block.news}}


def whole(block: Block) -> tuple[str, ...]:
    """Return what a block says, without its name."""
    return tuple(line for line in block.lines if line.strip())


def labelled(block: Block) -> Iterator[str]:
    """Yield a block with its name: in front of its one line, or above several."""
    lines = whole(block)
    if block.kind == "private":
        yield _("For you alone:")
    if not block.head:
        yield from lines
    elif len(lines) == 1:
        yield headed(block.head, lines[0])
    else:
        yield headed(block.head) if lines else block.head
        yield from (f"  {line}" for line in lines)


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
        label = f"{field.label} ({field.hint})" if field.hint else field.label
        if field.given:
            yield headed(label)
            yield _("Enter alone takes: {text}", text=field.given)
        elif field.least:
            yield headed(label)
        else:
            yield f"{ended(label)} {_('Enter alone leaves it empty.')}"
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
    else:
        yield from (f"  {choice}" for choice in _choices(field, "."))
    yield how(field)


def _choices(field: Choice, dot: str = "") -> list[str]:
    """Return the choices of a field with their numbers."""
    options = enumerate(field.options, 1)
    return [f"{number}{dot} {option_words(option)}" for number, option in options]


def option_words(option: Option) -> str:
    """Return an option in words."""
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


def words_line(words: Iterable[Word]) -> str:
    """Return what can be said now, in one line."""
    named: dict[str, list[str]] = {}
    for word in words:
        named.setdefault(word.label.rstrip("."), []).append(word.name.lower())
    said = "; ".join(f"{', '.join(names)} ({label})" for label, names in named.items())
    return _("You can say: {words}.", words=said)


def help_lines(words: Iterable[Word], own: Iterable[str]) -> Iterator[str]:
    """Yield what can be said, a line each. `own`: those of the words that need no step."""
    yield _("Answer what is asked: with a number, or in your own words. Or say one of these words:")
    yield from (f"  {headed(word.name.lower(), word.label)}" for word in words)
    yield from (f"  {headed(_(key).lower(), _(OWN[key]))}" for key in own)
    yield _(
        "A line that begins with {sign} is always taken as text, whatever word it is.", sign=AS_IS
    )
