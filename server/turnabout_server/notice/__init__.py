"""The notice of privacy: what is known of people, who sees it, when it is gone, and where it lies.

It is made from the event classes (`tells`, `keeps`, their audience) and from what the operator
decided. Nothing of it is written down a second time.
"""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from turnabout_language import speaking
from turnabout_server.notice.markdown import markdown
from turnabout_server.notice.model import Places, notice
from turnabout_server.notice.page import page

__all__ = ["Format", "Places", "render"]

Format = Literal["md", "html"]


def render(format: Format, language: str, *, kept_by: str, keep_months: int, places: Places) -> str:
    """Return the notice of a server as text, in `language`.

    `kept_by`: who keeps the server; empty: nobody has said. `keep_months`: how long reports stay.
    """
    with speaking(language):
        return RENDERERS[format](notice(kept_by, keep_months, places))


RENDERERS: Final[Mapping[Format, Callable[..., str]]] = {"md": markdown, "html": page}
