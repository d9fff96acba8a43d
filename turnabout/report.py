"""`turnabout report`: what a session gave, in any format."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Final, get_args

from cyclopts import Parameter

from turnabout import kept
from turnabout.given import Given, given
from turnabout.problems import USAGE, Problem
from turnabout.terminal import say
from turnabout_client.link.connection import ask_report
from turnabout_language import N_, _
from turnabout_machine.files import NotPlain, read, write
from turnabout_protocol.codec import Malformed
from turnabout_protocol.links import Link
from turnabout_protocol.report import Report
from turnabout_server.after.archive import Archive
from turnabout_server.after.report.formats import Format, from_json, render

_SUFFIXES: Final[dict[str, Format]] = {f".{name}": name for name in get_args(Format)} | {
    ".htm": "html",
    ".txt": "md",
}


def report(
    room: Given = "",
    /,
    *,
    format: Annotated[Format | None, Parameter(show_choices=True)] = None,
    output: Path | None = None,
    language: str = "",
    import_: Annotated[Path | None, Parameter(name="--import")] = None,
    data: Path | None = None,
    insecure_plain: bool = False,
) -> None:
    """Write the report of a session.

    Parameters
    ----------
    room
        The steer link of the room, while the session is on or after it, or - to read it from
        standard input; or the id of a session that is kept on this machine. Without it, those are
        listed.
    format
        md is text, html a page to print, json for programs, csv a sheet, ics a calendar. Without
        it, the name given with --output decides.
    output
        The file to write. Without it the report is printed.
    language
        A language other than the session's own: en, de or fr.
    import_
        A report in JSON to take into the archive of this machine.
    data
        The data folder to look in, when it is not one of this machine's usual ones.
    insecure_plain
        Go to another machine even where the way is not encrypted.
    """
    room = given(room)
    if import_ is not None:
        _import(import_, data)
        return
    if not room:
        _list(data)
        return
    chosen = format or _by_name(output)
    found = _found(room, data, plain=insecure_plain)
    text = render(found, chosen, language)
    # Without this mark, spreadsheet programs guess the wrong encoding.
    encoded = text.encode("utf-8-sig" if chosen == "csv" and output else "utf-8")
    if output is None:
        sys.stdout.buffer.write(encoded)
        sys.stdout.buffer.flush()
        return
    write(output.expanduser(), encoded)
    say(_("The report is in {file}.", file=output))


def _found(room: str, data: Path | None, *, plain: bool) -> Report:
    link = kept.steer_link(room)
    if link is None:
        return kept.find(room, data).report
    return asyncio.run(_asked(link, plain=plain))


async def _asked(link: Link, *, plain: bool) -> Report:
    sent = await ask_report(link, plain=plain)
    if sent.left_out:
        sys.stderr.write(
            _(
                "The report was too long to be sent: {n} of its ideas, ahas and words are missing.",
                n=sent.left_out,
            )
            + "\n"
        )
    return sent.report


def _by_name(output: Path | None) -> Format:
    """Return the format that a file's name ends in. Raises Problem if that is another one."""
    if output is None or not output.suffix:
        return "md"
    try:
        return _SUFFIXES[output.suffix.lower()]
    except KeyError:
        raise Problem(
            _(
                "The name {file} has none of the endings that Turnabout writes: {formats}. Use "
                "one, or say --format.",
                file=output,
                formats=", ".join(get_args(Format)),
            ),
            USAGE,
        ) from None


def _list(data: Path | None) -> None:
    found = kept.sessions(data)
    if not found:
        say(_("No session is kept in {folders}.", folders=_joined(kept.folders(data))))
        say(_("Give the steer link of a room, or play one:  turnabout host"))
        return
    width = max(len(one.listed.team) for one in found)
    for _folder, one in found:
        say(f"{one.session}  {one.date:10}  {one.team:{width}}  {one.title}")
    say()
    last = found[-1].listed.session + kept.again(data)
    say(_("Read one:  turnabout report {id} --output report.html", id=last))


LARGEST: Final = 4 * 2**20
"""Most bytes of a report to take in; a long session has a few hundred thousand."""
_NOT_READ: Final = {
    "kind": N_("{file} is not an ordinary file. Name a report that was saved as .json."),
    "large": N_("{file} has more than {most} MiB: no report is that long. Is it the right file?"),
}


def _import(file: Path, data: Path | None) -> None:
    try:
        taken = from_json(read(file.expanduser(), most=LARGEST))
    except NotPlain as error:
        raise Problem(_(_NOT_READ[error.why], file=file, most=LARGEST // 2**20), USAGE) from None
    except Malformed as error:
        raise Problem(
            _("{file} is not a report: {error}.", file=file, error=str(error)), USAGE
        ) from None
    if not taken.closed:
        raise Problem(
            _(
                "{file} is from a session that was still on. Fetch it again after its end.",
                file=file,
            )
        )
    folder = kept.folders(data)[0]
    if Archive(folder).keep(taken, reviewed=False):
        say(_("The session “{title}” is kept in {folder} now.", title=taken.title, folder=folder))
    else:
        say(_("The session “{title}” was in {folder} already.", title=taken.title, folder=folder))
    if taken.promises:
        say(_("Its promises:  turnabout promises") + kept.again(data))


def _joined(folders: list[Path]) -> str:
    return ", ".join(map(str, folders))
