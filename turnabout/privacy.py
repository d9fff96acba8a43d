"""`turnabout privacy`: what is known of people, who sees it, and when it is gone."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from platformdirs import user_log_path

from turnabout.languages import known
from turnabout.opening import LONGEST_KEEPER
from turnabout.problems import USAGE, Problem
from turnabout.serving import data_folder, months
from turnabout.terminal import say
from turnabout_client.link import keyring
from turnabout_language import _
from turnabout_language import language as spoken
from turnabout_machine.files import write
from turnabout_protocol.text import clean
from turnabout_server.live.roomkeys import base_of
from turnabout_server.notice import Format, Places, render
from turnabout_server.settings import KEEP_MONTHS


def privacy(
    *,
    language: str = "",
    format: Annotated[Format | None, Parameter(show_choices=True)] = None,
    output: Path | None = None,
    data: Path | None = None,
    keys: Path | None = None,
    keep_months: int = KEEP_MONTHS,
    kept_by: str = "",
) -> None:
    """Print what a server knows of people, who sees it, where it lies and when it is gone.

    Give it the options that the server runs with.

    Parameters
    ----------
    language
        en, de or fr. Without it, the language of this terminal.
    format
        md is text, html a page to read and print. Without it, the name given with --output decides.
    output
        The file to write. Without it the notice is printed.
    data
        The data folder of the server, when it is not the usual one.
    keys
        The folder for the keys of its rooms, when it is not the usual one.
    keep_months
        Months until the report of a session is deleted by itself.
    kept_by
        Who keeps the server, such as "Jo Meier, IT".
    """
    # Whoever hosts rooms has no other server as a rule.
    usual = [data_folder(None, verb) for verb in ("server", "host")]
    folder = data.expanduser() if data else next((f for f in usual if f.is_dir()), usual[0])
    text = render(
        format or _by_name(output),
        known(language) or spoken(),
        kept_by=clean(kept_by, LONGEST_KEEPER),
        keep_months=months(keep_months),
        places=Places(
            data=str(folder),
            keys=str(base_of(folder, keys)),
            own=str(keyring.default_path().parent),
            crashes=str(user_log_path("turnabout", appauthor=False)),
        ),
    )
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    write(output.expanduser(), text.encode())
    say(_("The notice is in {file}.", file=output))


def _by_name(output: Path | None) -> Format:
    """Return the format that a file's name ends in. Raises Problem if that is another one."""
    match "" if output is None else output.suffix.lower():
        case "" | ".md" | ".txt":
            return "md"
        case ".html" | ".htm":
            return "html"
    raise Problem(
        _(
            "The name {file} has none of the endings that Turnabout writes: {formats}. Use one, or"
            " say --format.",
            file=output,
            formats="md, html",
        ),
        USAGE,
    )
