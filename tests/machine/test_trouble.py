"""What a log may say of an error: where it was, and nothing of what people gave."""

import pytest

from turnabout_machine.trouble import DEEPEST, MOST, frames

SECRET = "8QX0MM4ZB1T7C2PD"


class Odd(Exception):
    """An error whose text must not even be asked for."""

    def __str__(self) -> str:
        raise RuntimeError("nobody asks")


def inner(key: str) -> None:
    raise Odd(key)


def outer() -> None:
    inner(SECRET)


def met(call: object = outer) -> BaseException:
    assert callable(call)
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - any error will do
        call()
    return caught.value


def test_the_type_and_where_it_was_the_innermost_last() -> None:
    first, *more = frames(met()).splitlines()
    assert first == "Odd"
    *_here, above, last = more
    assert above.startswith("  ")
    assert above.endswith(" outer")
    file, line, function = last.strip().replace(" ", ":").split(":")
    assert file.endswith("test_trouble.py")
    assert int(line) == inner.__code__.co_firstlineno + 1
    assert function == "inner"


def test_no_message_and_no_value() -> None:
    assert SECRET not in frames(met())


def test_no_place_on_this_machine() -> None:
    assert "/home" not in frames(met())
    assert not any(line.strip().startswith("/") for line in frames(met()).splitlines())


def test_what_caused_it_is_named_too() -> None:
    def wrapped() -> None:
        try:
            outer()
        except Odd as error:
            raise ValueError(SECRET) from error

    said = frames(met(wrapped))
    assert said.startswith("ValueError\n")
    assert "\nbecause of Odd\n" in said
    assert said.endswith(" inner")
    assert SECRET not in said


def test_what_was_being_handled_is_named_too() -> None:
    def clumsy() -> None:
        try:
            outer()
        except Odd:
            raise ValueError(SECRET)  # noqa: B904 - as it happens by mistake

    assert "\nwhile handling Odd\n" in frames(met(clumsy))


def test_a_group_names_each_of_its_errors() -> None:
    said = frames(BaseExceptionGroup(SECRET, [met(), KeyError(SECRET)]))
    assert said.startswith("ExceptionGroup\nwith Odd\n")
    assert said.endswith("\nwith KeyError")
    assert SECRET not in said


def test_a_chain_that_bites_its_tail_ends() -> None:
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert frames(one) == "ValueError\nbecause of KeyError"


def test_deep_and_long_ones_have_a_bound() -> None:
    def deeper() -> None:
        deeper()

    assert len(frames(met(deeper)).splitlines()) == DEEPEST + 2
    group = ExceptionGroup("", [ValueError() for _ in range(100)])
    assert len(frames(group).splitlines()) == MOST + 1
