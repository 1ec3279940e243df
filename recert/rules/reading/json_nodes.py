"""JSON as the same positioned nodes as YAML.

JSON is almost YAML, but tabs may indent it and characters beyond the basic plane are
written as two escapes; both are lawful JSON and neither is lawful YAML.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left

from recert.rules.reading.nodes import MAX_DEPTH, Listing, Node, Parsed, Table, Text
from recert.rules.reading.problems import Problem, shorten

_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_SPACE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false|null")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class _Stop(Exception):
    """The text stops being JSON at a place; the text says what to do there."""

    def __init__(self, index: int, message: str) -> None:
        super().__init__(message)
        self.index = index


def parse_json(text: str, name: str) -> Parsed:
    """Read one JSON value into nodes."""
    reader = _Reader(text, name)
    try:
        node, index = reader.value(reader.skip(0), 0)
        if reader.skip(index) != len(text):
            raise _Stop(index, "something follows the end of the JSON; delete it.")
    except _Stop as stop:
        line, column = reader.place(stop.index)
        return None, (*reader.problems, Problem(name, line, column, "", str(stop)))
    return node, tuple(reader.problems)


class _Reader:
    """Reads values at a place in the text and returns the place behind them."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.problems: list[Problem] = []
        self.ends = [found.start() for found in re.finditer("\n", text)]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, from 1; found by halves, because every value asks for its own."""
        line = bisect_left(self.ends, index)
        return line + 1, index - (self.ends[line - 1] if line else -1)

    def skip(self, index: int) -> int:
        found = _SPACE.match(self.text, index)
        return found.end() if found else index

    def value(self, index: int, depth: int) -> tuple[Node, int]:
        if depth > MAX_DEPTH:
            raise _Stop(index, "this is nested too deeply; write it flatter.")
        first = self.text[index : index + 1]
        if first == "{":
            return self.table(index, depth)
        if first == "[":
            return self.listing(index, depth)
        if first == '"':
            return self.string(index)
        found = _PLAIN.match(self.text, index)
        if not found:
            raise _Stop(index, "a value is missing here; write one, text in double quotes.")
        return Text(found[0], False, *self.place(index)), found.end()

    def string(self, index: int) -> tuple[Text, int]:
        found = _STRING.match(self.text, index)
        if not found:
            raise _Stop(index, "this text does not end on its line; close it with a double quote.")
        try:
            text = json.loads(found[0])
        except ValueError:
            message = "there is a wrong escape in this text; write a backslash as two."
            raise _Stop(index, message) from None
        if _HALF_CHARACTER.search(text):
            raise _Stop(index, "this text holds half a character; write the character itself.")
        return Text(text, True, *self.place(index)), found.end()

    def listing(self, index: int, depth: int) -> tuple[Listing, int]:
        node = Listing(*self.place(index))
        index = self.skip(index + 1)
        while self.text[index : index + 1] != "]":
            if node.items:
                index = self.expect(",", index, "a comma or ]")
            item, index = self.value(index, depth + 1)
            node.items.append(item)
            index = self.skip(index)
        return node, index + 1

    def table(self, index: int, depth: int) -> tuple[Table, int]:
        node = Table(*self.place(index))
        index = self.skip(index + 1)
        first = True
        while self.text[index : index + 1] != "}":
            if not first:
                index = self.expect(",", index, "a comma or }")
            first = False
            if self.text[index : index + 1] != '"':
                raise _Stop(index, 'a key is missing here; write it in double quotes: "key".')
            key, index = self.string(index)
            index = self.expect(":", self.skip(index), "a colon")
            value, index = self.value(index, depth + 1)
            self.put(node, key, value)
            index = self.skip(index)
        return node, index + 1

    def expect(self, mark: str, index: int, words: str) -> int:
        if self.text[index : index + 1] != mark:
            raise _Stop(index, f"{words} is missing here; write it.")
        return self.skip(index + 1)

    def put(self, node: Table, key: Text, value: Node) -> None:
        if key.text in node.entries:
            first = node.keys[key.text].line
            message = f'"{key.text}" is written twice (first on line {first}); keep one of them.'
            self.problems.append(Problem(self.name, key.line, key.column, "", shorten(message)))
            return
        node.entries[key.text] = value
        node.keys[key.text] = key
