"""A session -> what is kept of it, in every format. Nothing in here names who rated or felt."""

from turnabout_server.report.formats import RENDERERS, Format, from_json, render
from turnabout_server.report.markdown import markdown
from turnabout_server.report.model import build, sendable

__all__ = ["RENDERERS", "Format", "build", "from_json", "markdown", "render", "sendable"]
