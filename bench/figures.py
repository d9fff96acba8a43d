"""The figures of a run: a table for people, and ratios to compare the next run with."""

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

BEGIN: Final = "<!-- bench: the server -->"
END: Final = "<!-- bench: the end -->"
ACCEPTED: Final = Path(__file__).parent / "accepted.json"
WORSE: Final = 1.25
"""A ratio that has grown by more than this is a regression, and less is noise."""


class Figure(NamedTuple):
    """What was measured several times."""

    name: str
    unit: str
    values: tuple[float, ...]
    beside: str = ""
    """The name of the figure of the same round that it is compared with."""
    goal: float | None = None
    """The most that it, or its ratio, is to be."""

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)


def ratios(figure: Figure, figures: Mapping[str, Figure]) -> tuple[float, ...]:
    """Return `figure` beside what it is compared with, round by round; empty: with nothing."""
    if not figure.beside:
        return ()
    return tuple(a / b for a, b in zip(figure.values, figures[figure.beside].values, strict=True))


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table in Markdown."""
    by_name = {figure.name: figure for figure in figures}
    rows = ["| what | median | lowest to highest | ratio | goal |", "|---|---:|---:|---:|---:|"]
    for one in figures:
        beside = ratios(one, by_name)
        rows.append(
            f"| {one.name} | {_told(one.middle)} {one.unit} "
            f"| {_told(min(one.values))} to {_told(max(one.values))} "
            f"| {_told(median(beside)) if beside else ''} "
            f"| {'' if one.goal is None else _told(one.goal)} |"
        )
    return "\n".join(rows)


def machine() -> str:
    """Return on what it was measured, and when."""
    cores = os.cpu_count()
    model = next(_models(), platform.machine())
    system = f"Python {platform.python_version()}, {platform.system()}"
    return f"{datetime.now(UTC):%Y-%m-%d}, {cores} cores ({model}), {system}"


def _models() -> Iterator[str]:
    info = Path("/proc/cpuinfo")
    for line in info.read_text().splitlines() if info.exists() else ():
        if line.startswith("model name"):
            yield line.partition(":")[2].strip()


def put(page: Path, text: str) -> None:
    """Put `text` between the marks of a page."""
    before, _, rest = page.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def accept(figures: Sequence[Figure]) -> None:
    """Keep the ratios of a run as those that the next one is compared with."""
    kept = {name: round(value, 2) for name, value in _compared(figures)}
    ACCEPTED.write_text(json.dumps(kept, indent=2) + "\n")


def worse(figures: Sequence[Figure]) -> list[str]:
    """Return a sentence for each ratio that is much worse than the accepted one."""
    kept = json.loads(ACCEPTED.read_text())
    return [
        f"{name}: {value:.2f}, and {kept[name]:.2f} was accepted"
        for name, value in _compared(figures)
        if name in kept and value > kept[name] * WORSE
    ]


def _compared(figures: Sequence[Figure]) -> Iterator[tuple[str, float]]:
    by_name = {figure.name: figure for figure in figures}
    for one in figures:
        if beside := ratios(one, by_name):
            yield one.name, median(beside)


def _told(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
