"""The report of a session that is over, for who steered it on a page: a file that it holds."""

import asyncio
import base64
from collections.abc import Callable

from turnabout_client.link.connection import ask_report
from turnabout_client.link.errors import LinkError
from turnabout_client.link.wire import Dial
from turnabout_client.page import render
from turnabout_protocol import links
from turnabout_protocol.report import Report

Printed = Callable[[Report], str]
"""Makes a page to print or send on of a report: whoever runs the server brings it."""


async def button(where: links.Link, dial: Dial, printed: Printed | None) -> str:
    """Return the button that saves the report behind a steer link; empty: there is none to have."""
    if printed is None or where.door != "steer":
        return ""
    try:
        report = (await ask_report(where, dial=dial)).report
    except LinkError:
        return ""  # a co-facilitator's key opens no report once the session is over
    text = await asyncio.to_thread(printed, report)
    data = base64.b64encode(text.encode()).decode()
    return render.report(f"{report.date}-{report.scenario}.html", data)
