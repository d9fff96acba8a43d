"""Write turnabout/manual.json: the help is drawn from it, and plain lines are read by it.

`make docs` does.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from cyclopts import App
from cyclopts.help import HelpEntry, format_usage

from turnabout import manual
from turnabout.command import build
from turnabout.manual import Entry, Page, Panel, Place
from turnabout.verbs import PROMISE_VERBS, SCENARIO_VERBS, VERBS

TABLE: Final = (
    {(name,): verb for name, verb in VERBS.items()}
    | {("scenario", name): verb for name, verb in SCENARIO_VERBS.items()}
    | {("promises", name): verb for name, verb in PROMISE_VERBS.items()}
)
KINDS: Final[dict[Any, str]] = {str: "text", int: "number", bool: "flag", Path: "path"}


def pages() -> dict[str, Page]:
    """Return the pages of all verbs."""
    root = build()
    return {" ".join(chain): _page(root, chain) for chain in _chains(root, ())}


def _chains(app: App, chain: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield chain
    for name in app:
        if not name.startswith("-"):
            yield from _chains(app[name], (*chain, name))


def _page(root: App, chain: tuple[str, ...]) -> Page:
    _names, apps, _rest = root.parse_commands(chain)
    app = apps[-1]
    with root.app_stack(apps):
        usage = str(format_usage(root, list(chain), execution_path=apps))
        panels = root._assemble_help_panels(chain, "plaintext")
        run = app.default_command
        places, options = ((), {}) if run is None else _takes(app, run)
    says = [" ".join(one.split()) for one in app.help.split("\n\n")]
    does, *more = says
    example = next(one for one in [*more, ""] if one.startswith("Example: ") or not one)
    return Page(
        usage=" ".join(usage.split()).removeprefix("Usage: "),
        says=tuple(filter(None, (does, example))),
        panels=tuple(
            Panel(str(panel.title), tuple(_entry(entry) for entry in panel.entries))
            for _group, panel in panels
            if panel.entries
        ),
        after=root.help_epilogue or "" if not chain else "",
        runs="" if run is None else _where(chain, run),
        places=places,
        options=options,
    )


def _where(chain: tuple[str, ...], run: Any) -> str:
    """Return the place of a verb's function: that of the table, or its own if it has verbs."""
    if chain in TABLE and not TABLE[chain].group:
        return TABLE[chain].where
    return f"{run.__module__}:{run.__name__}"


def _entry(entry: HelpEntry) -> Entry:
    labels = entry.display_labels_with_metavar
    is_command = entry.type is None and entry.positional_label is None
    if is_command and len(labels) > 1:
        name = f"{labels[0]} ({', '.join(labels[1:])})"
    else:
        name = " ".join(labels)
    text = getattr(entry.description, "primary_renderable", "")
    said = str(getattr(text, "plain", text))
    return Entry(
        name=name,
        says=" ".join(said.split()),
        choices=tuple(entry.choices or ()),
        default="" if entry.default is None else str(entry.default),
        required=entry.required,
    )


def _takes(app: App, run: Any) -> tuple[tuple[Place, ...], dict[str, Place]]:
    places: list[Place] = []
    options: dict[str, Place] = {}
    parameters = inspect.signature(run, eval_str=True).parameters
    for argument in app.assemble_argument_collection():
        parameter = parameters.get(argument.field_info.name)
        if parameter is None:  # a field of a parameter: only the library can put these together
            options[argument.name] = Place(argument.field_info.name, "other", (), True)
            continue
        kind, choices = _kind(parameter.annotation)
        required = parameter.default is inspect.Parameter.empty
        match parameter.kind:
            case inspect.Parameter.POSITIONAL_ONLY:
                places.append(Place(parameter.name, kind, choices, required))
            case inspect.Parameter.VAR_POSITIONAL:
                places.append(Place(parameter.name, "other"))
            case _:
                place = Place(parameter.name, kind, choices, required)
                options |= dict.fromkeys(argument.names, place)
    return tuple(places), options


def _kind(annotation: Any) -> tuple[str, tuple[str, ...]]:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        kinds = [one for one in get_args(annotation) if one is not NoneType]
        annotation = kinds[0] if len(kinds) == 1 else None
    if get_origin(annotation) is Literal:
        return "choice", tuple(map(str, get_args(annotation)))
    return KINDS.get(annotation, "other"), ()


if __name__ == "__main__":
    Path(manual.FILE).write_text(manual.written(pages()), encoding="utf-8")
