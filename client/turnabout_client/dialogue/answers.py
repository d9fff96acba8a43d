"""From answers to commands, and back. Pure.

The way back serves whoever decides in commands: a bot that plays through a dialogue, and the test
that finds for every command the answer which gives it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from turnabout_client.dialogue.shapes import Answers, Ask, Choice, Field, Makes, Sorry, Text
from turnabout_language import _, n_
from turnabout_protocol.bases import Command
from turnabout_protocol.codec import Malformed, decode, encode
from turnabout_protocol.commands import AnyCommand, Next, NextStage
from turnabout_protocol.text import clean

Values = Mapping[str, Any]
"""By the key of a field: its text, the value of the option chosen, or those of several."""


def fills(
    kind: type[AnyCommand],
    fields: tuple[Field, ...],
    *,
    shape: Callable[[Values], Values] = lambda values: values,
    unshape: Callable[[Values], Values] = lambda values: values,
    **fixed: object,
) -> Makes:
    """Return what fills a command of `kind` with the values of `fields`.

    The fields are named as those of the command, unless `shape` makes the ones from the others and
    `unshape` the others from the ones. `fixed` is what the command has beside them.
    """

    def make(answers: Answers) -> AnyCommand | Sorry:
        found = missing(fields, answers)
        if found is not None:
            return found
        return kind(**{**fixed, **shape(values(fields, answers))})

    def read(command: AnyCommand) -> Answers | None:
        if type(command) is not kind:
            return None
        told = {name: getattr(command, name) for name in command.__struct_fields__}
        if any(told[name] != value for name, value in fixed.items()):
            return None
        return keys(fields, unshape(told))

    return safely(make, read)


def safely(
    make: Callable[[Answers], AnyCommand | Sorry | None],
    read: Callable[[AnyCommand], Answers | None],
) -> Makes:
    """Return what becomes of answers as `make` has it, as far as the wire takes that.

    What people typed is cleaned on the way, as a server would clean it.
    """

    def checked(answers: Answers) -> AnyCommand | Sorry | None:
        try:
            made = make(answers)
            return decode(encode(made), type(made)) if isinstance(made, Command) else made
        except (Malformed, LookupError, TypeError, ValueError):
            return Sorry(_("That does not fit here. Please answer once more."))

    return Makes(checked, read)


def picks(field: Choice) -> Makes:
    """Return what gives the command that the option chosen in `field` stands for, if any."""
    commands = {one.key: one.value for one in field.options}

    def make(answers: Answers) -> AnyCommand | Sorry | None:
        found = missing((field,), answers)
        if found is not None:
            return found
        command = commands[answers[field.key][0]]
        return command if isinstance(command, Command) else None

    def read(command: AnyCommand) -> Answers | None:
        options = (one for one in field.options if _gives(one.value, command))
        return next(({field.key: (one.key,)} for one in options), None)

    return Makes(make, read)


def _gives(value: object, command: AnyCommand) -> bool:
    return isinstance(value, Command) and alike(value, command)


def missing(fields: tuple[Field, ...], answers: Answers) -> Sorry | None:
    """Return what is wrong with `answers` as such: too few, too many, too long; None: nothing."""
    for field in fields:
        found = _text(field, answers) if isinstance(field, Text) else _choice(field, answers)
        if found:
            return Sorry(found)
    return None


def values(fields: tuple[Field, ...], answers: Answers) -> dict[str, Any]:
    """Return what `answers` stand for. They are complete: see `missing`."""
    found: dict[str, Any] = {}
    for field in fields:
        given = answers.get(field.key, () if isinstance(field, Choice) else "")
        if isinstance(field, Text):
            found[field.key] = clean(str(given), field.limit)
            continue
        by_key = {one.key: one.key if one.value is None else one.value for one in field.options}
        chosen = tuple(by_key[key] for key in given)
        found[field.key] = chosen if several(field) else next(iter(chosen), None)
    return found


def keys(fields: tuple[Field, ...], told: Values) -> Answers | None:
    """Return the answers that stand for `told`; None if no answers do."""
    found: dict[str, str | tuple[str, ...]] = {}
    for field in fields:
        value = told.get(field.key)
        if isinstance(field, Text):
            found[field.key] = "" if value is None else str(value)
            continue
        wanted = tuple(value or ()) if several(field) else () if value is None else (value,)
        by_value = [(one.key if one.value is None else one.value, one.key) for one in field.options]
        chosen = [next((k for v, k in by_value if v == one), None) for one in wanted]
        if None in chosen:
            return None
        found[field.key] = tuple(key for key in chosen if key is not None)
    return None if missing(fields, found) else found


def several(field: Choice) -> bool:
    """Return whether more than one can be chosen in `field`."""
    return field.ordered or field.most > 1


def given(ask: Ask) -> Answers:
    """Return what stands in the fields of `ask` already."""
    return {field.key: field.given for field in ask.fields}


def _text(field: Text, answers: Answers) -> str:
    text = answers.get(field.key, "")
    if not isinstance(text, str):
        return _("That does not fit here. Please answer once more.")
    written = len(clean(text, 2 * field.limit))
    if written < field.least:
        return _("{what} Please write something.", what=field.label)
    if written > field.limit:
        return n_(
            "That is {n} character too long. Please say it shorter.",
            "That is {n} characters too long. Please say it shorter.",
            written - field.limit,
        )
    return ""


def _choice(field: Choice, answers: Answers) -> str:
    chosen = answers.get(field.key, ())
    known = {one.key for one in field.options}
    if isinstance(chosen, str) or not known.issuperset(chosen):
        return _("That is not among the answers. Please choose once more.")
    if field.ordered and (chosen or field.least) and sorted(chosen) != sorted(known):
        return _("Please name each of them once.")
    if not field.again and len(set(chosen)) < len(chosen):
        return _("Please choose each of them once at most.")
    if len(chosen) < field.least and not field.ordered:
        return n_("Please choose one.", "Please choose at least {n}.", field.least)
    if len(chosen) > field.most and not field.ordered:
        return n_("Please choose only one.", "Please choose {n} at most.", field.most)
    return ""


def alike(one: AnyCommand, other: AnyCommand) -> bool:
    """Return whether two commands ask for the same. What a *next* knows of its moment may differ:
    a dialogue names the stage that is on, and asks first where that is called for."""
    if isinstance(one, Next | NextStage) and type(one) is type(other):
        return one.step == other.step
    return one == other
