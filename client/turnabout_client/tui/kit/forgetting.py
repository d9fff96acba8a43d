"""The library lets go of widgets that are gone."""

from functools import lru_cache
from typing import Any, Final

from textual._styles_cache import StylesCache
from textual.color import Color

_NAME: Final = "get_inner_outer"


def forget_widgets() -> None:
    """Let no widget that is gone keep the lines that it had painted.

    Textual remembers two colours by what it was asked with, and is asked with the whole cache of a
    widget's lines: the last thousand of these stay, however long their widgets are gone.
    (textual #6665)
    """
    found: Any = vars(StylesCache)[_NAME]
    if isinstance(found, classmethod | staticmethod):
        return

    @lru_cache(maxsize=1024)
    def remembered(base_background: Color, background: Color) -> Any:
        return found.__wrapped__(StylesCache, base_background, background)

    setattr(StylesCache, _NAME, staticmethod(remembered))
