"""Lines of YAML: text, lists and tables laid out so that a person likes to read them."""

from __future__ import annotations

import json
import re
from textwrap import wrap

WIDTH = 92

Tree = str | list["Tree"] | dict[str, "Tree"]
"""Text as it is written (quotes included), a list, or keys with values."""

_PLAIN = re.compile(r"[A-Za-z][\w.+/-]*( [\w.+/-]+)*", re.ASCII)
_LOOKS_OTHERWISE = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_FOLDABLE = re.compile(r"[^\s\x85]+( [^\s\x85]+)+")


def text_of(text: str) -> str:
    """Words as YAML: bare where nobody could take them for anything else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _LOOKS_OTHERWISE:
        return text
    return json.dumps(text, ensure_ascii=False)


def sentence(key: str, text: str, indent: int) -> list[str]:
    """A sentence: on one line, or folded over several."""
    line = f"{' ' * indent}{key}: {text_of(text)}"
    if len(line) <= WIDTH or not _FOLDABLE.fullmatch(text):
        return [line]
    margin = " " * (indent + 2)
    folded = wrap(text, WIDTH - len(margin), break_long_words=False, break_on_hyphens=False)
    return [f"{' ' * indent}{key}: >-", *(margin + part for part in folded)]


def entry(key: str, tree: Tree, indent: int) -> list[str]:
    """A key with its value: on one line where it fits, else indented below."""
    start = f"{' ' * indent}{text_of(key)}:"
    line = f"{start} {flow(tree)}"
    if isinstance(tree, str) or not tree or len(line) <= WIDTH:
        return [line]
    return [start, *block(tree, indent + 2)]


def block(tree: Tree, indent: int) -> list[str]:
    """A table or a list over several lines."""
    if isinstance(tree, dict):
        return [line for key, value in tree.items() for line in entry(key, value, indent)]
    lines: list[str] = []
    for item in tree:
        line = f"{' ' * indent}- {flow(item)}"
        if isinstance(item, str) or len(line) <= WIDTH:
            lines.append(line)
        else:
            first, *rest = block(item, indent + 2)
            lines += [f"{' ' * indent}- {first.lstrip()}", *rest]
    return lines


def flow(tree: Tree) -> str:
    """A value on one line."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, dict):
        inner = ", ".join(f"{text_of(key)}: {flow(value)}" for key, value in tree.items())
        return f"{{{inner}}}"
    return f"[{', '.join(flow(item) for item in tree)}]"
