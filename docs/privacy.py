"""Write docs/privacy.md: what `turnabout privacy` prints for a server as it comes: `make docs`."""

from pathlib import Path
from typing import Final

from turnabout_language import SOURCE
from turnabout_server.notice import Places, render
from turnabout_server.settings import KEEP_MONTHS

PAGE: Final = Path(__file__).with_name("privacy.md")
HEAD: Final = """<!-- Made by `make docs` from the event classes. -->

*This is what `turnabout privacy` prints for a server as it comes, on Linux. Give it the options
of your server and the language of your people: `turnabout privacy --language de --keep-months 12
--kept-by "Jo Meier, IT" --output privacy.html`. For the works council and the data protection
officer there is [a page of its own](works-council.md).*

"""
PLACES: Final = Places(
    data="~/.local/share/turnabout/server",
    keys="~/.local/state/turnabout/keys",
    own="~/.local/share/turnabout",
    crashes="~/.local/state/turnabout/log",
)


def page() -> str:
    """Return docs/privacy.md as it should be."""
    return HEAD + render("md", SOURCE, kept_by="", keep_months=KEEP_MONTHS, places=PLACES)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
