"""The notice as one page that stands by itself, in the look of the report."""

from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from turnabout_language import _, language
from turnabout_server.notice.model import Notice

_PACKAGE: Final = "turnabout_server.notice"
_REPORT: Final = "turnabout_server.after.report"


def page(notice: Notice) -> str:
    """Return the notice as HTML, in the language that is spoken.

    Every text is escaped by the template; nothing in the page is fetched from anywhere.
    """
    css = _css(_REPORT) + _css(_PACKAGE)
    return _template().render(notice=notice, language=language(), css=css) + "\n"


def _code(text: str) -> Markup:
    """Return a sentence in which what stands between backquotes is code."""
    parts = text.split("`")
    marked = [f"<code>{escape(p)}</code>" if n % 2 else escape(p) for n, p in enumerate(parts)]
    return Markup("".join(marked))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader(_PACKAGE, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_)
    environment.filters.update(code=_code)
    return environment.get_template("page.html")


@cache
def _css(package: str) -> Markup:
    return Markup((files(package) / "page.css").read_text("utf-8"))
