"""From the bytes of a file to positioned nodes, whichever way it is written."""

from __future__ import annotations

import re

from recert.rules.reading.json_nodes import parse_json
from recert.rules.reading.nodes import Parsed, parse_yaml, position
from recert.rules.reading.problems import Problem

MAX_BYTES = 4_000_000

_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def as_bytes(source: str | bytes) -> bytes:
    """The bytes of a text; a text that cannot be written down is refused by `decode`."""
    return source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source


def decode(data: bytes, name: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Text from the bytes of a file: UTF-8 (a byte order mark is allowed), not too long."""
    if len(data) > MAX_BYTES:
        message = f"the file is longer than {MAX_BYTES:,} bytes; split it."
        return None, (Problem(name, 1, 0, "", message),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (
            Problem(name, line, 0, "", "this is not UTF-8 text; save the file as UTF-8."),
        )
    found = _UNPRINTABLE.search(text)
    if found:
        line, column = position(text, found.start())
        message = f"there is an invisible character here (U+{ord(found[0]):04X}); delete it."
        return None, (Problem(name, line, column, "", message),)
    return text, ()


def read_nodes(data: bytes, name: str) -> Parsed:
    """The nodes of a file: JSON when its name says so, else YAML."""
    text, problems = decode(data, name)
    if text is None:
        return None, problems
    return parse_json(text, name) if name.endswith(".json") else parse_yaml(text, name)
