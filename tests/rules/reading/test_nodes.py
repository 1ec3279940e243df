"""Nodes keep every character and its place, and refuse what hides what a file says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.rules.reading.files import MAX_BYTES, read_nodes
from recert.rules.reading.json_nodes import parse_json
from recert.rules.reading.nodes import Listing, Node, Table, Text, parse_yaml

Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node | None) -> Plain:
    """A node without its places."""
    match node:
        case Text():
            return node.text
        case Listing():
            return [plain(item) for item in node.items]
        case Table():
            return {key: plain(value) for key, value in node.entries.items()}
    raise AssertionError("there is no node")


# Characters both formats may hold raw: no controls, no marks of line or byte order.
letters = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
texts = st.text(letters, max_size=12)
trees: st.SearchStrategy[Plain] = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


@given(tree=trees)
def test_json_reads_as_what_it_says(tree: Plain) -> None:
    for text in (json.dumps(tree), json.dumps(tree, indent="\t", ensure_ascii=False)):
        node, problems = parse_json(text, "facts.json")
        assert problems == ()
        assert plain(node) == tree


@given(tree=trees)
def test_yaml_reads_json_alike_where_it_is_yaml(tree: Plain) -> None:
    node, problems = parse_yaml(json.dumps(tree, indent=1, ensure_ascii=False), "facts.yaml")
    assert problems == ()
    assert plain(node) == tree


def test_words_are_not_guessed_at() -> None:
    node, _ = parse_yaml("a: no\nb: 0.1\nc: 2024-01-01\nd: '7'\ne: null\n", "x")
    assert isinstance(node, Table)
    assert plain(node) == {"a": "no", "b": "0.1", "c": "2024-01-01", "d": "7", "e": "null"}
    quoted = {
        key for key, value in node.entries.items() if isinstance(value, Text) and value.quoted
    }
    assert quoted == {"d"}


def test_every_value_knows_its_place() -> None:
    node, _ = parse_yaml("a:\n  b:\n    - x\n    - {c: y}\n", "x")
    assert isinstance(node, Table)
    inner = node.entries["a"]
    assert isinstance(inner, Table)
    assert inner.line == 1  # a table is looked for at its key
    items = inner.entries["b"]
    assert isinstance(items, Listing)
    assert [item.line for item in items.items] == [3, 4]


def test_json_places_count_lines_from_one() -> None:
    node, _ = parse_json('{\n\t"a": [\n\t\t"\\ud83d\\ude00"\n\t]\n}', "x.json")
    assert isinstance(node, Table)
    items = node.entries["a"]
    assert isinstance(items, Listing)
    assert items.items == [Text("\U0001f600", True, 3, 3)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["\\ud83d"]', "half a character"),
        ('{"a": 1, "a": 2}', "written twice"),
        ('{"a": 1,}', "a key is missing"),
        ("{a: 1}", "a key is missing"),
        ('{"a" 1}', "a colon is missing"),
        ("[1 2]", "a comma or ] is missing"),
        ("[01]", "a comma or ] is missing"),
        ("[1] 2", "follows the end"),
        ('["a\n"]', "does not end on its line"),
        ('["\\x"]', "wrong escape"),
        ("[NaN]", "a value is missing"),
        ("", "a value is missing"),
        ("[" * 30 + "]" * 30, "nested too deeply"),
    ],
)
def test_what_is_not_json_is_refused(text: str, words: str) -> None:
    _, problems = parse_json(text, "x.json")
    assert [problem for problem in problems if words in problem.message], problems


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("[" * 30 + "]" * 30, "nested too deeply"),
        ("? [a, b]\n: c\n", "a key must be one word"),
        ("%YAML 1.1\n---\na: b\n", "begin with % are not read"),
        ("a: &x 1\nb: *x\n", "points elsewhere"),
        ("a: 'b\n", "not well-formed YAML"),
        ("a: !!python/object:os.system b\n", "is not allowed"),
    ],
)
def test_yaml_that_hides_what_it_says_is_refused(text: str, words: str) -> None:
    _, problems = parse_yaml(text, "x.yaml")
    assert [problem for problem in problems if words in problem.message], problems


def test_a_bomb_of_aliases_is_refused_at_its_first() -> None:
    lines = ["a: &a [x, x]"] + [
        f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    node, problems = parse_yaml("\n".join(lines), "x.yaml")
    assert node is None
    assert problems[-1].line == 2


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"a: b\nc: \xff\n", 2, "not UTF-8"),
        (b"a: b\x00\n", 1, "invisible character"),
        ("a: b\nc: d\x85\u200b\ufeff\n".encode(), 2, "U+FEFF"),
        (b"a" * (MAX_BYTES + 1), 1, "longer than"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, line: int, words: str) -> None:
    node, problems = read_nodes(data, "x.yaml")
    assert node is None
    assert problems[0].line == line
    assert words in problems[0].message


def test_a_byte_order_mark_is_forgiven() -> None:
    node, problems = read_nodes(b"\xef\xbb\xbfa: b\n", "x.yaml")
    assert problems == ()
    assert plain(node) == {"a": "b"}
