"""The help in the reader's language: what cyclopts found in the code, told in other words.

The English stands once, in the table of verbs and in the docstrings; its translations are in the
catalogues like all others. What is no page to read here and now, such as the lines that a shell
completes from, stays English.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from turnabout_language import N_, SOURCE, _, language

if TYPE_CHECKING:  # they come with the library that draws the help, which only the help needs
    from cyclopts.help import HelpEntry, HelpPanel, InlineText
    from cyclopts.help.specs import ColumnSpec
    from rich.console import Console, ConsoleOptions, RenderableType

CYCLOPTS: Final = (
    N_("Commands"),
    N_("Parameters"),
    N_("Arguments"),
    N_("Display this message and exit."),
    N_("Display application version."),
)
"""What cyclopts itself puts into a help."""
_EXAMPLE: Final = re.compile(r"Example: (`.*`)\Z", re.DOTALL)
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")


def told(text: str) -> str:
    """Return a text of the help, in markdown, as the reader reads it: paragraph by paragraph."""
    return "\n\n".join(_paragraph(one) for one in _PARAGRAPHS.split(text.strip()))


def _paragraph(text: str) -> str:
    example = _EXAMPLE.match(text)
    if example:
        return _("Example: {command}", command=example[1])
    return _(" ".join(text.split()))


class Told:
    """Draws the help as cyclopts does, with the reader's words."""

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: Any) -> None:
        """Print the line that shows how the command is written."""
        from rich.text import Text

        words = {
            "COMMAND": _("COMMAND"),
            "[OPTIONS]": _("[OPTIONS]"),
            "[ARGS]": _("[ARGS]"),
            "[ARGS...]": _("[ARGS...]"),
        }
        line = " ".join(words.get(word, word) for word in str(usage).split())
        said = _("Usage: {line}", line=line)
        console.print(Text(f"{said}\n", style="bold"))

    def render_description(
        self, console: "Console", options: "ConsoleOptions", description: Any
    ) -> None:
        """Print what the command does, with its example."""
        if description:
            console.print(_retold(description))

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:
        """Print a panel: the verbs, or the options of one."""
        from attrs import evolve
        from cyclopts.help import specs
        from cyclopts.help.formatters import DefaultFormatter

        usual = (
            specs.get_default_command_columns
            if panel.format == "command"
            else specs.get_default_parameter_columns
        )

        def columns(
            console: "Console", options: "ConsoleOptions", entries: "Sequence[HelpEntry]"
        ) -> "tuple[ColumnSpec, ...]":
            *names, described = usual(console, options, list(entries))
            return (*names, evolve(described, renderer=_described))

        draw = DefaultFormatter(column_specs=columns)
        draw(console, options, panel.copy(title=_(str(panel.title))))


def _described(entry: "HelpEntry") -> "RenderableType":
    """Return what an option means, what it takes, and whether it must be there."""
    from rich.text import Text

    said = _retold(entry.description)
    if entry.choices:
        choices = _("[one of: {choices}]", choices=", ".join(entry.choices))
        said.append(Text(choices, "cyclopts.choices"))
    if entry.default is not None:
        said.append(Text(_("[default: {value}]", value=entry.default), "cyclopts.default"))
    if entry.required:
        said.append(Text(_("[required]"), "cyclopts.required"))
    return said


def _retold(described: "InlineText") -> "InlineText":
    """Return what cyclopts wants to print, in the reader's words."""
    from cyclopts.help import InlineText

    markdown = getattr(described.primary_renderable, "markup", "")
    if language() == SOURCE or not markdown:
        return described  # reading markdown takes its time
    ends = described.force_empty_end
    return InlineText.from_format(told(markdown) + "\n" * ends, "markdown", force_empty_end=ends)
