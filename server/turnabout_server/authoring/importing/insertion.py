"""Cards put into a scenario file as text: its comments and everything else stay as they are."""

import json
from collections.abc import Collection, Sequence
from typing import Final

import yaml
from msgspec.structs import replace

from turnabout_protocol.scenario import Import, KeyPoint, Side

PREFIX: Final[dict[Side, str]] = {"business": "b", "it": "t"}
"""First letter of the ids of a side's cards."""
IMPORT_NOTE: Final = (
    "# Cards with `source: real` retell a discussion, and those who were there agreed."
)


class NoPlace(ValueError):
    """The file is written in a way that leaves no place where cards can be put."""


def numbered(cards: Sequence[KeyPoint], side: Side, taken: Collection[str]) -> list[KeyPoint]:
    """Return `cards` with ids of their own, none of which is in `taken`."""
    ids = (f"{PREFIX[side]}{n}" for n in range(1, len(cards) + len(taken) + 1))
    free = [one for one in ids if one not in taken]
    return [replace(card, id=one) for card, one in zip(cards, free, strict=False)]


def row(card: KeyPoint) -> str:
    """Return `card` as an entry of a list in YAML, on one line."""
    why = f", why: {_quoted(card.why)}" if card.why else ""
    text = _quoted(card.text)
    return f"- {{id: {card.id}, kind: {card.kind}, text: {text}{why}, source: {card.source}}}"


def put_cards(text: str, side: Side, cards: Sequence[KeyPoint], out: Collection[str] = ()) -> str:
    """Return the scenario `text` with `cards` after those of `side`, without those in `out`.

    `out` holds ids. Raises NoPlace when the cards there are not written one under the other.
    """
    listed = _at(yaml.compose(text, Loader=yaml.SafeLoader), "sides", side, "key_points")
    if not isinstance(listed, yaml.SequenceNode) or listed.flow_style or not listed.value:
        raise NoPlace
    end = _line_end(text)
    spans = [
        (item.start_mark.line, text.count("\n", 0, _last(item, text))) for item in listed.value
    ]
    gone = {
        number
        for item, (first, last) in zip(listed.value, spans, strict=True)
        if _scalar(item, "id") in out
        for number in range(first, last + 1)
    }
    indent = " " * listed.start_mark.column
    edited = []
    for number, line in enumerate(text.split("\n")):
        if number not in gone:
            edited.append(line)
        if number == spans[-1][1]:
            edited += [f"{indent}{row(card)}{end.rstrip(chr(10))}" for card in cards]
    return "\n".join(edited)


def put_import(text: str, said: Import) -> str:
    """Return the scenario `text` with `said` in its section `import`, which may be there or not."""
    written = (
        f"{{from_real: {_truth(said.from_real)}, consented: {_truth(said.consented)}, "
        f"scrubbed: {_truth(said.scrubbed)}, age_days: {said.age_days}}}"
    )
    there = _at(yaml.compose(text, Loader=yaml.SafeLoader), "import")
    if there is not None:
        start, last = there.start_mark.index, _last(there, text)
        return text[:start].rstrip(" ") + " " + written + text[max(start, last) :]
    end = _line_end(text)
    return f"{text.rstrip()}{end}{end}{IMPORT_NOTE}{end}import: {written}{end}"


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _at(node: yaml.Node | None, *path: str) -> yaml.Node | None:
    """Return the node at `path` below `node`; None when there is none."""
    for name in path:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == name), None)
    return node


def _scalar(node: yaml.Node, name: str) -> str:
    found = _at(node, name)
    return found.value if isinstance(found, yaml.ScalarNode) else ""


def _last(node: yaml.Node, text: str) -> int:
    """Return the index after the last sign of `node`: its own mark may come after comments."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last, text)
    return len(text[: node.end_mark.index].rstrip())


def _quoted(text: str) -> str:
    # Quotes of JSON are quotes of YAML.
    return json.dumps(text, ensure_ascii=False)


def _truth(value: bool) -> str:
    return "true" if value else "false"
