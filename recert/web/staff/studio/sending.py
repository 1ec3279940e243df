"""From what a form sends to the text of a file: first plain values, then as they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from django.http import QueryDict

from recert.rules.reading.nodes import Listing, Node, Table, Text
from recert.rules.rulebook import Price, Row, Who
from recert.rules.writing.lines import Tree, text_of
from recert.rules.writing.nodes import bare
from recert.web.staff.studio.shapes import Shape, Sort, shapes_of

Plain = str | list["Plain"] | dict[str, "Plain"]
"""A value as it is typed, without the quotes of a file."""

Path = tuple[str | int, ...]

SAID = "said"
ROWS = "rows"
MOST_ROWS = 500

_COUNT = re.compile("[0-9]{1,4}")

_QUOTED = (Sort.AMOUNT, Sort.MONEY, Sort.TIME)
_WORDS_OF_THE_FILE = (Sort.TEXT, Sort.LIST)


def name_of(path: Path) -> str:
    """The name of an input: its path in the file."""
    return ".".join(map(str, path))


def path_of(name: str) -> Path:
    """The path of an input from its name."""
    return tuple(int(step) if _COUNT.fullmatch(step) else step for step in name.split("."))


def plain_of(node: Node) -> Plain:
    """What a file says at a node, as it would be typed."""
    match node:
        case Text():
            return node.text
        case Listing():
            return [plain_of(item) for item in node.items]
        case Table():
            return {key: plain_of(value) for key, value in node.entries.items()}


def sent_record(shapes: Iterable[Shape], path: Path, data: QueryDict) -> dict[str, Plain]:
    """The fields of a record that say something."""
    found = {}
    for shape in shapes:
        value = _sent(shape, (*path, shape.key), data)
        if value is not None:
            found[shape.key] = value
    return found


def _sent(shape: Shape, path: Path, data: QueryDict) -> Plain | None:
    name = name_of(path)
    match shape.sort:
        case Sort.TRUTH:
            said = name in data
            return None if said == bool(shape.default) else str(said).lower()
        case Sort.WORDS | Sort.LIST:
            parts = [part.strip() for text in data.getlist(name) for part in text.split(",")]
            return [part for part in parts if part] or None
        case Sort.PAIRS:
            return _sent_pairs(path, data) or None
        case Sort.TABLE | Sort.RECORDS:
            return [_sent_row(shape, (*path, row), data) for row in _rows(name, data)] or None
        case Sort.RECORD:
            inside = any(key.startswith(f"{name}.") for key in data)
            inner = sent_record(shapes_of(shape.of), path, data) if inside else {}
            said = shape.required or f"{name}.{SAID}" in data
            return inner if inner or said else None
    text = data.get(name, "").replace("\r\n", "\n").strip()
    is_default = shape.default is not None and text == str(shape.default)
    return None if is_default else text or None


def _rows(name: str, data: QueryDict) -> range:
    written = data.get(f"{name}.{ROWS}", "0")
    return range(min(int(written) if _COUNT.fullmatch(written) else 0, MOST_ROWS))


def sent_keyed(shapes: Iterable[Shape], path: Path, data: QueryDict) -> list[Plain]:
    """The rows of a section, each with its name among its fields."""
    shapes = tuple(shapes)
    return [sent_record(shapes, (*path, row), data) for row in _rows(name_of(path), data)]


def _sent_row(shape: Shape, path: Path, data: QueryDict) -> Plain:
    row = sent_record(shapes_of(shape.of), path, data)
    if shape.of in (Row, Price):
        row = {**sent_record(shapes_of(Who), path, data), **row}
    return row


def _sent_pairs(path: Path, data: QueryDict) -> dict[str, Plain]:
    pairs: dict[str, Plain] = {}
    name = name_of(path)
    for row in _rows(name, data):
        key, value = (data.get(f"{name}.{row}.{part}", "").strip() for part in ("key", "value"))
        if key or value:
            pairs[key] = value
    return pairs


# ---------------------------------------------------------------- as it is written


def record_tree(shapes: Iterable[Shape], plain: dict[str, Plain]) -> dict[str, Tree]:
    """A record as it is written; what is not said is left out."""
    trees = {shape.key: _tree(shape, plain[shape.key]) for shape in shapes if shape.key in plain}
    return {key: tree for key, tree in trees.items() if tree != []}


def _tree(shape: Shape, plain: Plain) -> Tree:
    if isinstance(plain, list):
        return _list_tree(shape, plain)
    if isinstance(plain, dict):
        if shape.sort is Sort.PAIRS:
            return {key: _word(shape.of is not str, str(each)) for key, each in plain.items()}
        return record_tree(shapes_of(shape.of), plain)
    if shape.sort in _WORDS_OF_THE_FILE:
        return text_of(plain)
    return _word(shape.sort in _QUOTED, plain)


def _list_tree(shape: Shape, items: list[Plain]) -> Tree:
    if shape.sort in (Sort.WORDS, Sort.LIST):
        words: list[Tree] = [text_of(str(item)) for item in items]
        return words[0] if len(words) == 1 else words
    shapes = shapes_of(shape.of)
    if shape.sort is Sort.TABLE:
        shapes = (*shapes_of(Who), *shapes)
    rows = [record_tree(shapes, item) for item in items if isinstance(item, dict) and item]
    if shape.sort is Sort.TABLE and len(rows) == 1 and set(rows[0]) == {"is"}:
        return rows[0]["is"]  # for everybody: without a table
    return [*rows]


def _word(is_quoted: bool, text: str) -> Tree:
    return json.dumps(text, ensure_ascii=False) if is_quoted else bare(text)


def change_rows(plain: Plain, path: Path, act: str) -> None:
    """Add, take out or move a row, before anything is saved; the last step is the row."""
    if len(path) < 2:
        return
    *steps, row = path
    here: Plain = plain
    for step in steps[:-1]:
        here = _below(here, step)
    if not isinstance(here, dict) or not isinstance(row, int):
        return
    rows = here.setdefault(str(steps[-1]), [])
    if isinstance(rows, list):
        _change(rows, row, act)


def _below(here: Plain, step: str | int) -> Plain:
    if isinstance(here, dict):
        return here.setdefault(str(step), {})
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return {}


def _change(rows: list[Plain], row: int, act: str) -> None:
    if act == "add":
        rows.append({})
    elif act == "remove" and row < len(rows):
        del rows[row]
    elif act == "up" and 0 < row < len(rows):
        rows[row - 1], rows[row] = rows[row], rows[row - 1]
