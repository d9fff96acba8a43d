"""A closed session -> what is kept of it. Nothing in here names who rated, felt or passed."""

from turnabout_server.report.markdown import markdown
from turnabout_server.report.model import Report, build

__all__ = ["Report", "build", "markdown"]
