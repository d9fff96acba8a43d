"""An exception where the table of faults says, as a bug there would raise it."""

import functools
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import pytest

PRIVATE: Final = "What Ann said"
"""Words in the error that no log may repeat."""
WHO: ContextVar[str] = ContextVar("WHO", default="")
"""Whose program runs; empty: the server. All of them share one process in these tests."""


class Bug(RuntimeError):
    """What nobody foresaw."""


class Injected:
    """Raises Bug instead of doing `what`, the first `times` that the program of `who` gets there.

    Everywhere else, and from then on, it does `what`.
    """

    def __init__(self, what: Callable[..., Any], who: str, times: int) -> None:
        self._what = what
        self._who = who
        self._times = times
        self.raised = 0

    @property
    def over(self) -> bool:
        """Whether everything that was to fail has failed."""
        return self.raised == self._times

    def strike(self) -> None:
        """Raise Bug if it is time for that."""
        if WHO.get() == self._who and not self.over:
            self.raised += 1
            raise Bug(PRIVATE)

    @property
    def stand_in(self) -> Callable[..., Any]:
        """What to put in the place of `what`: of its kind, so that it fails where that would."""
        if inspect.iscoroutinefunction(self._what):

            @functools.wraps(self._what)
            async def waiting(*args: Any, **more: Any) -> Any:
                self.strike()
                return await self._what(*args, **more)

            return waiting

        @functools.wraps(self._what)
        def at_once(*args: Any, **more: Any) -> Any:
            self.strike()
            return self._what(*args, **more)

        return at_once


@contextmanager
def injected(where: str, *, who: str = "", times: int = 1) -> Iterator[Injected]:
    """Let the function of that dotted name fail while the block lasts."""
    injection = Injected(pkgutil.resolve_name(where), who, times)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, injection.stand_in)
        yield injection
