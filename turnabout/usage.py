"""What is wrong with the words of a command, in one sentence of the reader's language."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal, get_args, get_origin

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from turnabout_language import _


def sentence(error: CycloptsError) -> str:
    """Return what is wrong, and where the help to that verb is."""
    command = " ".join(("turnabout", *(error.command_chain or ()), "--help"))
    return f"{_wrong(error)} {_('Try {command}.', command=command)}"


def _wrong(error: CycloptsError) -> str:
    match error:
        case UnknownCommandError(unused_tokens=[word, *_rest]):
            said = _("There is no verb “{word}”.", word=word)
            return f"{said} {_meant(word, error.app or ())}"
        case UnknownOptionError():
            option = error.token.keyword or error.token.value
            said = _("There is no option {option}.", option=option)
            known = (name for argument in error.argument_collection for name in argument.names)
            return f"{said} {_meant(option, known, listed=False)}".rstrip()
        case RepeatArgumentError():
            return _("{option} can be given only once.", option=error.token.keyword)
        case MissingArgumentError() if error.keyword or error.argument is None:
            return _("{option} needs a value.", option=error.keyword or "")
        case MissingArgumentError():
            return _("{what} is missing.", what=_name(error))
        case CoercionError(token=token) if token is not None:
            return _no_value(error, token.value)
        case UnusedCliTokensError():
            words = " ".join(error.unused_tokens or ())
            return _("“{words}” means nothing here.", words=words)
    return str(error).strip()


def _no_value(error: CoercionError, value: str) -> str:
    what = _name(error)
    if get_origin(error.target_type) is Literal:
        choices = ", ".join(map(str, get_args(error.target_type)))
        return _("{what} cannot be “{value}”. It is one of: {choices}.",
                 what=what, value=value, choices=choices)  # fmt: skip
    if error.target_type is int:
        return _("{what} is a whole number, and “{value}” is none.", what=what, value=value)
    return _("{what} cannot be “{value}”.", what=what, value=value)


def _name(error: CoercionError | MissingArgumentError) -> str:
    """Return what an option or an argument is called where it is typed, as the help has it."""
    token = error.token if isinstance(error, CoercionError) else None
    if token is not None and token.keyword:
        return token.keyword
    name = "" if error.argument is None else error.argument.name
    return name if name.startswith("--") and not _placed(error) else name.lstrip("-").upper()


def _placed(error: CycloptsError) -> bool:
    """Return whether it is an argument with a place of its own."""
    return error.argument is not None and error.argument.index is not None


def _meant(word: str, known: Iterable[str], *, listed: bool = True) -> str:
    names = [name for name in known if name.startswith("-") == word.startswith("-")]
    close = get_close_matches(word, names, n=1)
    if close:
        return _("Did you mean {word}?", word=close[0])
    return _("There are: {words}.", words=", ".join(names)) if listed else ""
