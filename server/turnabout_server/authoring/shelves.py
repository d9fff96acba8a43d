"""Where the files that come with the game stand: a shelf for each language, and the agendas.

English scenarios stand in the library's own folder, those of another language in a folder of its
tag, such as `de`. A scenario that is there in several languages has the same name and id in each.
"""

from collections.abc import Mapping
from pathlib import Path

from turnabout_language import LANGUAGES, SOURCE, closest


def library() -> Path:
    """Return the folder of the files that come with the game; `agendas` is a folder in it."""
    packaged = Path(__file__).parents[1] / "library"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "scenarios"


def shelf(language: str) -> Path:
    """Return the folder of the library's scenarios in `language`, one of LANGUAGES."""
    return library() if language == SOURCE else library() / language


def versions() -> Mapping[str, Mapping[str, Path]]:
    """Return the library's scenarios by name; of each the file by language, English first."""
    found: dict[str, dict[str, Path]] = {}
    for language in LANGUAGES:
        for file in sorted(shelf(language).glob("*.yaml")):
            found.setdefault(file.stem, {})[language] = file
    return dict(sorted(found.items()))


def scenario_file(name: str, language: str = SOURCE) -> Path:
    """Return the file of the scenario called `name`: in `language`, else in one it is there in.

    A name with an ending or a slash is that of a file anywhere. Raises ScenarioError.
    """
    wanted = closest(language, LANGUAGES)
    known = versions()
    return _named(
        name,
        "scenario",
        {one: files.get(wanted) or next(iter(files.values())) for one, files in known.items()},
    )


def agenda_file(name: str) -> Path:
    """Return the file of the agenda called `name`, as with scenarios. Raises ScenarioError."""
    files = sorted((library() / "agendas").glob("*.yaml"))
    return _named(name, "agenda", {file.stem: file for file in files})


def _named(name: str, what: str, files: Mapping[str, Path]) -> Path:
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        return Path(name).expanduser()
    if name in files:
        return files[name]
    # Imported here: a list of the library is quick without them.
    from turnabout_server.authoring.errors import ScenarioError
    from turnabout_server.authoring.mismatch import nearest

    hint = nearest(name, files) or f" There are: {', '.join(files)}."
    shown = name if len(name) <= 40 else name[:39] + "…"
    raise ScenarioError(
        Path(shown), 0, "", f"There is no {what} of this name.{hint} A file's name ends in .yaml."
    )
