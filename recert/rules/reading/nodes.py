"""YAML as plain positioned nodes: nothing is guessed, every value is text with a place.

`no` stays the word no and 0.1 stays the characters 0, point, 1; what they mean is decided
by whoever knows the field. The parts of YAML that hide what a file says (anchors, tags,
merge keys, several documents) are refused. Events are read instead of `yaml.compose`, so
that size and depth are bounded before anything is built.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import yaml
from yaml import events

from recert.rules.reading.problems import Path, Problem, shorten

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same events
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

MAX_DEPTH = 24

_QUOTING = ("'", '"', "|", ">")


@dataclass(frozen=True, slots=True)
class Text:
    """A single value: its characters, and whether they stood in quotes or a block."""

    text: str
    quoted: bool
    line: int
    column: int

    @property
    def is_null(self) -> bool:
        """Whether this is the plain word for nothing."""
        return not self.quoted and self.text in ("null", "~")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of values."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """Keys with values, in the order written; `keys` tells where each key stands."""

    line: int
    column: int
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Text] = field(default_factory=dict)

    def without(self, names: Collection[str]) -> Table:
        """The same table less some of its keys."""
        return self.only([key for key in self.entries if key not in names])

    def only(self, names: Collection[str]) -> Table:
        """The same table with no other keys than these."""
        kept = {key: node for key, node in self.entries.items() if key in names}
        return Table(self.line, self.column, kept, {key: self.keys[key] for key in kept})


Node = Text | Listing | Table

Parsed = tuple[Node | None, tuple[Problem, ...]]
"""The top node, None where the file cannot be understood, and what is wrong so far."""


def locate(node: Node, path: Path) -> Node:
    """The deepest node that exists along a path, for telling where something stands."""
    for step in path:
        if isinstance(node, Table) and isinstance(step, str) and step in node.entries:
            node = node.entries[step]
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of a place in a text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def parse_yaml(text: str, name: str) -> Parsed:
    """Read one YAML document into nodes."""
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=Loader):
            builder.take(event)
            if builder.stopped:
                break
    except yaml.MarkedYAMLError as error:
        builder.refuse_syntax(error, text)
    except yaml.YAMLError:
        builder.refuse(1, 0, "this is not well-formed YAML; begin again from a file that reads.")
    return builder.result()


def _problem(name: str, line: int, column: int, message: str) -> Problem:
    return Problem(name, line, column, "", shorten(message))


class _Builder:
    """Turns events into nodes, holding the open tables and lists on a stack."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.open: list[Table | Listing] = []
        self.key: list[Text | None] = []  # for each open table, the key awaiting its value
        self.top: Node | None = None
        self.stopped = False
        self.documents = 0

    def result(self) -> Parsed:
        if self.stopped or (self.top is None and self.problems):
            return None, tuple(self.problems)
        if self.top is None:
            self.refuse(1, 0, "the file is empty; write something in it.")
        return self.top, tuple(self.problems)

    def say(self, line: int, column: int, message: str) -> None:
        self.problems.append(_problem(self.name, line, column, message))

    def refuse(self, line: int, column: int, message: str) -> None:
        """Say what is wrong and stop: what follows could not be understood."""
        self.say(line, column, message)
        self.stopped = True

    def refuse_syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        lines = text.splitlines()
        if line <= len(lines) and "\t" in lines[line - 1]:
            mend = "indent with spaces, not tabs"
        else:
            mend = "check the indentation, colons, brackets and quotes here and on the line above"
        reason = error.problem or error.context or "it cannot be read"
        column = mark.column + 1 if mark else 0
        self.refuse(line, column, f"this is not well-formed YAML ({reason}); {mend}.")

    def take(self, event: events.Event) -> None:
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
        match event:
            case events.DocumentStartEvent():
                self.start_document(event, line)
            case events.AliasEvent():
                self.refuse(line, column, f"*{event.anchor} points elsewhere; write it out here.")
            case events.ScalarEvent():
                self.check_plainness(event, line, column)
                self.add(Text(event.value, event.style in _QUOTING, line, column))
            case events.SequenceStartEvent():
                self.start(event, Listing(*self.begins(line, column)))
            case events.MappingStartEvent():
                self.start(event, Table(*self.begins(line, column)))
            case events.SequenceEndEvent() | events.MappingEndEvent():
                self.open.pop()
                self.key.pop()

    def start_document(self, event: events.DocumentStartEvent, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self.refuse(line, 1, "a second document begins here; keep one document in one file.")
        elif event.version or event.tags:
            self.refuse(line, 1, "lines that begin with % are not read; delete them.")

    def start(
        self, event: events.SequenceStartEvent | events.MappingStartEvent, node: Table | Listing
    ) -> None:
        self.check_plainness(event, node.line, node.column)
        if len(self.open) >= MAX_DEPTH:
            self.refuse(node.line, node.column, "this is nested too deeply; write it flatter.")
            return
        if not self.add(node):
            return
        self.open.append(node)
        self.key.append(None)

    def begins(self, line: int, column: int) -> tuple[int, int]:
        """Where a list or table is looked for: at its key, which may be a line above."""
        key = self.key[-1] if self.key else None
        return (key.line, key.column) if key else (line, column)

    def check_plainness(self, event: events.NodeEvent, line: int, column: int) -> None:
        if event.anchor is not None:
            self.say(line, column, f"&{event.anchor} is not allowed; write values out where used.")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.say(line, column, f"the tag {tag} is not allowed; delete it.")

    def add(self, node: Node) -> bool:
        """Put a node where it belongs: top, list item, key, or value of the last key."""
        if not self.open:
            self.top = node
            return True
        parent = self.open[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
            return True
        key = self.key[-1]
        if key is None:
            return self.add_key(node)
        self.key[-1] = None
        if key.text in parent.entries:
            first = parent.keys[key.text].line
            message = f'"{key.text}" is written twice (first on line {first}); keep one of them.'
            self.say(key.line, key.column, message)
            return True
        parent.entries[key.text] = node
        parent.keys[key.text] = key
        return True

    def add_key(self, node: Node) -> bool:
        if not isinstance(node, Text):
            self.refuse(node.line, node.column, "a key must be one word; write word: value.")
            return False
        if node.text == "<<" and not node.quoted:
            self.refuse(node.line, node.column, "<< is not allowed; write the keys out here.")
            return False
        self.key[-1] = node
        return True
