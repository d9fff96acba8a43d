"""The command `turnabout`: finds the verb, runs it, and turns every failure into one sentence."""

import os
import sys
from collections.abc import Sequence

from turnabout import helping
from turnabout.languages import speak
from turnabout.problems import USAGE, Ending, Problem, ending
from turnabout_machine.encodings import forgiving
from turnabout_machine.system import reader_gone

# Everything else is imported where it is needed: whoever asks for help waits for none of it.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (default: those of the process); return its exit status."""
    _open_streams()
    if arguments is None:
        from turnabout_machine.logs import watch_process

        # The process is ours, and no thread of it may print the values of a failure.
        watch_process()
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except OSError as error:
        if not reader_gone(error):
            raise
        # Whoever read our output has gone; nothing more can be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _open_streams() -> None:
    """Let no stream end a command over a character, and a closed one lead nowhere.

    No file may get the number of a stream that was closed before we began.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    forgiving((sys.stdin, sys.stdout, sys.stderr))


def _run(arguments: list[str]) -> int:
    try:
        speak()
        if not arguments or "://" in arguments[0]:
            from turnabout import first

            completed = first.completed(arguments)
            if completed is None:
                return 0
            arguments = completed
        verb = helping.asked(arguments)
        if verb is not None:
            sys.stdout.write(helping.page_here(verb))
            return 0
        return _done(arguments)
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    except (Exception, KeyboardInterrupt) as error:
        if isinstance(error, OSError) and reader_gone(error):
            raise
        return _tell(ending(error))


def _done(arguments: list[str]) -> int:
    """Do what a line says. Raises Problem where it says nothing that there is."""
    from turnabout import reading

    if arguments == ["--version"]:
        from importlib.metadata import version

        sys.stdout.write(version("turnabout") + "\n")
        return 0
    call = reading.plain(arguments)
    result = _by_the_library(arguments) if call is None else call()
    return result if isinstance(result, int) else 0


def _by_the_library(arguments: list[str]) -> object:
    from cyclopts import CycloptsError

    from turnabout.command import build

    try:
        return build()(
            arguments, exit_on_error=False, print_error=False, result_action="return_value"
        )
    except CycloptsError as error:
        from turnabout import usage

        raise Problem(usage.sentence(error), USAGE) from None


def _tell(end: Ending) -> int:
    if end.sentence:
        sys.stderr.write(f"turnabout: {end.sentence}\n")
    return end.status


if __name__ == "__main__":
    sys.exit(main())
