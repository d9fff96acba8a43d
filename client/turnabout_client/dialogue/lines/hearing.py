"""From a typed line to an answer. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from turnabout_client.dialogue.answers import missing
from turnabout_client.dialogue.shapes import Choice, Field, Option, Sorry, Text
from turnabout_language import _, n_

NOTHING: Final = frozenset({"-", "none", "nothing"})
"""Words that choose nothing, in every language; `nothing` is also translated."""
AS_IS: Final = "."
"""What stands before a line that is text, whatever word it looks like."""


def heard(field: Field, line: str) -> str | tuple[str, ...] | Sorry:
    """Return what `line` answers to `field`, or what is wrong with it."""
    line = line.strip()
    if isinstance(field, Text):
        return _text(field, line)
    if not line:
        return _kept(field)
    if line.casefold() in {*NOTHING, _("nothing").casefold()}:
        chosen: tuple[str, ...] | Sorry = ()
    else:
        chosen = _chosen(field, line)
    if isinstance(chosen, Sorry):
        return chosen
    wrong = missing((field,), {field.key: chosen})
    return chosen if wrong is None else wrong


def _text(field: Text, line: str) -> str | Sorry:
    text = line.removeprefix(AS_IS).strip() if line.startswith(AS_IS) else line
    if not text:
        text = field.given
    if line == "-" and not field.least:
        text = ""
    wrong = missing((field,), {field.key: text})
    return text if wrong is None else wrong


def _kept(field: Choice) -> tuple[str, ...] | Sorry:
    """Return what an empty line means: what stands there already, or nothing where that is one."""
    if field.ordered and field.least:
        return tuple(option.key for option in field.options)
    if field.given or not field.least:
        return field.given
    return Sorry(_("Please type a number from 1 to {most}.", most=len(field.options)))


def _chosen(field: Choice, line: str) -> tuple[str, ...] | Sorry:
    several = field.most > 1 or field.ordered
    one = not several or _option(field.options, line) is not None
    parts = [line] if one else re.split(r"[\s,;]+", line)
    found = []
    for part in filter(None, parts):
        option = _option(field.options, part)
        if option is None:
            return Sorry(
                n_(
                    "“{text}” is not among them. There is only number 1.",
                    "“{text}” is not among them. Type a number from 1 to {n}.",
                    len(field.options),
                    text=part,
                )
            )
        found.append(option.key)
    return tuple(found)


def _option(options: Sequence[Option], typed: str) -> Option | None:
    """Return the option that is meant: by number, key, or label or the beginning of one."""
    typed = typed.strip().rstrip(".)").casefold()
    by_key = {one.key.casefold(): one for one in options}
    # The steps of a scale are their own numbers; any other number is a place in the list.
    if typed in by_key and (not typed.isdecimal() or all(o.label == o.key for o in options)):
        return by_key[typed]
    if typed.isdecimal():
        place = int(typed) - 1
        return options[place] if 0 <= place < len(options) else None
    starts = [one for one in options if one.label.casefold().startswith(typed)]
    return starts[0] if len(starts) == 1 else None
