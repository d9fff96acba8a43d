"""`turnabout completion`: the shell completes verbs and options."""

from typing import Annotated, Final, Literal, get_args

from cyclopts import App, Parameter
from cyclopts.completion import ShellDetectionError, detect_shell
from cyclopts.completion.install import add_to_rc_file, get_default_completion_path

from turnabout.command import build
from turnabout.extras import missing
from turnabout.problems import USAGE, Problem
from turnabout.terminal import say
from turnabout_language import _
from turnabout_machine.files import write

NAME: Final = "turnabout"
Shell = Literal["bash", "zsh", "fish", "powershell"]


def completion(
    shell: Annotated[Shell | None, Parameter(show_choices=True)] = None,
    /,
    *,
    install: bool = False,
) -> None:
    """Let the shell complete verbs and options.

    Parameters
    ----------
    shell
        Without it, the one that this runs in.
    install
        Write it to where the shell looks for it, and name it in the shell's own start file where
        that is needed. Without it, it is printed.
    """
    shell = shell or _this_one()
    written = script(shell)
    if not install:
        say(written.rstrip("\n"))
        return
    file = get_default_completion_path(shell, NAME)
    write(file, written.encode("ascii"))
    if shell != "fish":  # which looks into its folder by itself
        add_to_rc_file(file, NAME, shell)
    say(
        _(
            "{shell} completes turnabout from {file}. Open a new terminal window for it.",
            shell=shell,
            file=file,
        )
    )


def script(shell: Shell) -> str:
    """Return the script for `shell`. It is ASCII: shells disagree about the encoding of scripts."""
    return reachable().generate_completion(shell=shell).replace("…", "...")


def reachable() -> App:
    """Return the command with those verbs alone whose libraries are here."""
    app = build()
    lacking = set[str]()
    # Looking at a verb imports it.
    for name in list(app):
        try:
            for one in app[name] if not name.startswith("-") else ():
                app[name][one]
        except ImportError as error:
            if not missing(error):
                raise
            lacking.add(name)
    return build(without=lacking)


def _this_one() -> Shell:
    try:
        return detect_shell()
    except ShellDetectionError:
        raise Problem(
            _("Which shell? Say turnabout completion and one of: {shells}.",
              shells=", ".join(get_args(Shell))),
            USAGE,
        ) from None  # fmt: skip
