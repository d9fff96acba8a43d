"""A question that is being answered in lines, a field at a time. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from turnabout_client.dialogue.lines import telling
from turnabout_client.dialogue.lines.hearing import beginning
from turnabout_client.dialogue.shapes import Answers, Ask, Choice, Field, Text


class Form:
    """How far the answer to `ask` has come. `half`: what was answered of it before.

    `opened`: whether a word has opened it; such a question comes before the one that is on.
    """

    def __init__(self, ask: Ask, half: Answers, *, opened: bool = False) -> None:
        self.ask = ask
        self.opened = opened
        self.answers: Answers = dict(half)
        self._at = 0
        """Which of its fields is answered next."""

    @property
    def question(self) -> tuple[object, ...]:
        """What makes a line an answer to the field that is asked for, and to no other one."""
        field = self.ask.fields[self._at]
        options = tuple(one.key for one in field.options) if isinstance(field, Choice) else ()
        return self.ask.id, self._at, field.key, options

    @property
    def field(self) -> Field:
        """The field that is answered next, with what was answered before in it."""
        field = self.ask.fields[self._at]
        before = self.answers.get(field.key)
        match field, before:
            case Text(), str():
                return replace(field, given=before)
            case Choice(), tuple():
                known = {option.key for option in field.options}
                return replace(field, given=tuple(key for key in before if key in known))
            case _:
                return field

    @property
    def chosen(self) -> str:
        """The label of what was chosen last, where that is one thing; else empty."""
        field = self.ask.fields[-1]
        keys = self.answers.get(field.key, ())
        if not isinstance(field, Choice) or field.most > 1 or field.ordered or len(keys) != 1:
            return ""
        labels = (one.label for one in field.options if one.key in keys)
        return beginning(next(labels, "")).rstrip(".")

    def is_for(self, ask: Ask) -> bool:
        """Return whether `ask` is the same question, whatever has changed in it."""
        return self.ask.id == ask.id and len(self.ask.fields) == len(ask.fields)

    def lines(self, *, whole: bool = False) -> Iterator[str]:
        """Yield how the next field is asked for; `whole`: with choices that were just read."""
        before = self.ask.fields[self._at - 1] if self._at and not whole else None
        return telling.field_lines(self.field, before)

    def take(self, answer: str | tuple[str, ...]) -> bool:
        """Take what was answered to the field; return whether another one follows."""
        self.answers = {**self.answers, self.field.key: answer}
        if self._at + 1 == len(self.ask.fields):
            return False
        self._at += 1
        return True

    def back(self) -> bool:
        """Go to the field before; return whether there is one."""
        if not self._at:
            return False
        self._at -= 1
        return True
