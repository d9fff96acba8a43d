"""A session -> what is kept of it, in every format. Nothing in here names who rated or felt.

The server needs the model alone. `formats` has all of the formats; it is not imported here, because
the libraries behind them take their time.
"""

from turnabout_server.after.report.markdown import markdown
from turnabout_server.after.report.model import build, sendable

__all__ = ["build", "markdown", "sendable"]
