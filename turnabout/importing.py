"""`turnabout scenario import`: notes of a discussion become cards of one side."""

import stat
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from turnabout.agreed import Assurances, agreed, asked
from turnabout.problems import FAILED, USAGE, Problem
from turnabout.terminal import end_of_input, has_terminal, say
from turnabout_language import N_, _, n_
from turnabout_machine import files
from turnabout_machine.system import quoted
from turnabout_protocol.scenario import SIDES, Import, Side, Source
from turnabout_server.authoring.importing.account import account
from turnabout_server.authoring.importing.cards import Made, make_cards
from turnabout_server.authoring.importing.decoding import LARGEST
from turnabout_server.authoring.importing.filling import MOST, TooMany, fill, going, label
from turnabout_server.authoring.importing.found import NoPoints
from turnabout_server.authoring.importing.insertion import NoPlace, numbered, row
from turnabout_server.authoring.importing.reading import Reading, read
from turnabout_server.authoring.yamlfile import SourceFile, parse, text_of

_TOO_MANY: Final = N_(
    "{side} would have {n} cards in {file}; {most} fit. Choose the best of them, or "
    "take out those that are there with --replace."
)
_ONLY_SO_MANY: Final = N_(
    "{side} would have {n} cards in {file}; {most} fit. Choose the best of them."
)


def import_(
    notes: Annotated[Path, Parameter(allow_leading_hyphen=True)] = Path("-"),
    /,
    *,
    side: str | None = None,
    into: Path | None = None,
    from_real: bool = False,
    consented: bool = False,
    paraphrased: bool = False,
    age_days: int | None = None,
    replace: bool = False,
) -> None:
    """Turn a list of points, as from a past discussion, into cards of one side.

    Points of a real discussion need the consent of those who were there, and are retold: no names,
    no quotes, no figures by which somebody can be found.

    Example: turnabout scenario import notes.md --side it --into depot.yaml

    Parameters
    ----------
    notes
        What you have: a page with lists or tables, minutes, a sheet as CSV, an export of a
        retrospective tool, pasted lines. Without it, or with -, what is typed or piped in. At the
        end it is said which lines were used, and which were left out and why.
    side
        Whose points they are: business, it, or what the scenario calls that side.
    into
        The scenario file to put the cards into. Without one they are printed, ready to paste.
    from_real
        They come from a real discussion.
    consented
        Those who were there agreed that it is used here.
    paraphrased
        They are retold: no names, no quotes, no figures by which somebody can be found.
    age_days
        How many days ago the discussion was; at least 14.
    replace
        Take out the cards that the side has now. Those of the template always go.
    """
    text = text_of(into) if into else ""
    file = parse(into, text) if into else None
    whose = _side(side, file)
    said = agreed(Assurances(from_real, consented, paraphrased, age_days))
    out = going(file, whose, anew=replace) if file else frozenset()
    reading = _read(notes)
    origin: Source = "real" if said.from_real else "session"
    made = make_cards(reading.points, origin, file, out, reading.people)
    if not made.cards:
        lines = [_("There is no new card in these notes."), *_account(reading, made)]
        raise Problem("\n".join(lines), FAILED)
    told = [*_told(made, said), *_account(reading, made)]
    if file is None:
        _print(made, whose, told)
    else:
        _put(file, text, made, whose, said, out, told, replace=replace)


def _side(named: str | None, file: SourceFile | None) -> Side:
    """Return the side that `named` means: its key, or what the scenario calls it."""
    labels = {side: label(file, side) for side in SIDES}
    known = ", ".join(
        side if labels[side].casefold() == side else f"{side} ({labels[side]})" for side in SIDES
    )
    if named is None and has_terminal():
        named = asked(_("Whose points are these: {known}?", known=known))
    if named is None:
        raise Problem(_("Say whose points these are, with --side: {known}.", known=known), USAGE)
    for side in SIDES:
        if named.strip().casefold() in (side, labels[side].casefold()):
            return side
    raise Problem(_("There is no side “{named}”, only {known}.", named=named, known=known), USAGE)


def _read(notes: Path) -> Reading:
    name = str(notes)
    if name == "-":
        if sys.stdin.isatty():
            say(
                _(
                    "Type or paste the points, one a line. End with {keys} on a line of its own.",
                    keys=end_of_input(),
                )
            )
        data, name = sys.stdin.buffer.read(LARGEST + 1), _("What was typed")
    else:
        data = _bytes(notes)
    try:
        return read(data, notes.suffix.lower())
    except NoPoints as problem:
        raise Problem(f"{name}: {problem}", FAILED) from None


def _bytes(notes: Path) -> bytes:
    """Return what is in the file, and a byte more than is read of it. Raises Problem."""
    try:
        if notes.is_dir():
            raise Problem(_("{file} is a folder. Name one file in it.", file=notes), USAGE)
        return files.start(notes, most=LARGEST + 1)
    except files.NotPlain:
        raise Problem(
            _(
                "{file} is not an ordinary file, or it has no end. Name a text file, or give - to "
                "read what is piped in.",
                file=notes,
            ),
            USAGE,
        ) from None
    except FileNotFoundError:
        raise Problem(
            _("{file}: There is no such file. Check the path.", file=notes), USAGE
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem(
            _("{file} cannot be read: {reason}.", file=notes, reason=reason), USAGE
        ) from None


def _print(made: Made, side: Side, told: Sequence[str]) -> None:
    """Print the cards for pasting; notes about them go to standard error."""
    for card in numbered(made.cards, side, ()):
        say(row(card))
    for line in (*told, _("Paste them below key_points of a side, with free ids.")):
        sys.stderr.write(f"{line}\n")


def _put(
    file: SourceFile,
    text: str,
    made: Made,
    side: Side,
    said: Import,
    out: Collection[str],
    told: Sequence[str],
    *,
    replace: bool,
) -> None:
    """Put the cards into the file, and say what changed. Raises Problem."""
    try:
        filled = fill(file, text, side, made.cards, said, out)
    except TooMany as problem:
        sentence = _ONLY_SO_MANY if replace else _TOO_MANY
        whose = label(file, side)
        raise Problem(
            _(sentence, side=whose, n=problem.args[0], file=file.file, most=MOST), FAILED
        ) from None
    except NoPlace:
        raise Problem(
            _(
                "{file}: sides.{side}.key_points is not a list with one card per line, so nothing "
                "was written. Without --into the cards are printed, ready to paste.",
                file=file.file,
                side=side,
            ),
            FAILED,
        ) from None
    _write(file.file, filled.text)
    for line in told:
        say(line)
    if filled.out:
        say(n_("{n} card was taken out.", "{n} cards were taken out.", filled.out))
    one, two = (
        n_("{side} has {n} card", "{side} has {n} cards", filled.counts[s], side=label(file, s))
        for s in SIDES
    )
    say(_("{file}: {one}, {two}.", file=file.file, one=one, two=two))
    if filled.counts["business"] != filled.counts["it"]:
        say(_("Both sides need the same number before it can be played."))
    say(
        _(
            "Read them once more there, then:  turnabout scenario check {file}",
            file=quoted(file.file),
        )
    )


def _told(made: Made, said: Import) -> list[str]:
    """Return the notes about the cards, line by line."""
    lines = []
    for card, doubts in zip(made.cards, made.doubts, strict=True):
        lines.append(f"  {card.kind:5}  {card.text}")
        lines += [f"         {doubt}" for doubt in doubts]
    if made.guessed:
        lines.append(_("The kinds are guessed from the words: look at them."))
    if not said.from_real:
        lines.append(_("Taken as written for the game. From a real discussion? Say --from-real."))
    return lines


def _account(reading: Reading, made: Made) -> list[str]:
    """Return how the notes were read, and what became of every line of them."""
    left = sorted((*reading.left, *made.left), key=lambda one: one.at)
    return [*reading.said, *account(reading.lines, made.used, left, reading.people)]


def _write(file: Path, text: str) -> None:
    """Write `text` so that the file is the old one or the new one, whatever happens."""
    # A link is followed: the file itself gets the new text, and keeps its permissions.
    real = file.resolve()
    files.write(real, text.encode("utf-8"), mode=stat.S_IMODE(real.stat().st_mode))
