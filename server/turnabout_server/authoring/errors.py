"""What is wrong with a file that people write. It needs nothing that reads such files."""

from pathlib import Path

from turnabout_protocol.text import clean


class ScenarioError(ValueError):
    """A file that cannot be used. The text names file, line and field, and says what to do."""

    def __init__(
        self, file: Path, line: int, field: str, sentence: str, *, column: int = 0
    ) -> None:
        where = clean(str(file), 400)
        if line:
            where += f", line {line}"
        if line and column:
            where += f", column {column}"
        if field:
            where += f", {field}"
        super().__init__(f"{where}: {sentence}")
        self.file = file
        self.line = line
        """Counted from 1; 0: the file as a whole."""
        self.column = column
        """Counted from 1; 0: the line as a whole."""
        self.field = field
        """Path such as `sides.it.key_points[2].kind`; empty: the file as a whole."""
        self.sentence = sentence
