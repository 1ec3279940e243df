"""Words: whatever a page says goes through gettext, so that another language is one file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import recert.web

WEB = Path(recert.web.__file__).parent
TEMPLATES = WEB / "templates"

FOR_BUILDERS = {"public/style.html", "style.py"}
"""The page of those who build pages, with sample data."""
ATTRIBUTES = {"staff/studio/input_described.html"}  # a part of a tag, without words
NAMES = {"recert", "· recert", "PDF", "(PDF)", "CSV", "Excel"}

TRANSLATED = re.compile(r"\{% *(blocktranslate|comment)\b.*?end\1 *%\}", re.DOTALL)
UNSAID = re.compile(r"<(script|style|code|svg|pre)\b.*?</\1>|\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SAYING = re.compile(r'\s(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"')
MARKUP = re.compile(r"<[^>]*>|&\w+;", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")
LITERAL = re.compile(r"\b(?:label|help_text|title|hint|verbose)=\"[^\"]*[a-z] [a-z][^\"]*\"")


def untranslated(text: str) -> list[str]:
    """What stands in a template as itself: between its tags, or in an attribute that is read."""
    text = TAG.sub("\n", UNSAID.sub("\n", TRANSLATED.sub("\n", text)))
    said = [*SAYING.findall(text), *MARKUP.sub("\n", text).split("\n")]
    return [each.strip() for each in said if WORD.search(each) and each.strip() not in NAMES]


def test_what_stands_as_itself_is_seen() -> None:
    assert untranslated("<p>{% translate 'Kept' %} and lost</p>") == ["and lost"]
    assert untranslated('<td data-label="Who">{{ name }}</td>') == ["Who"]
    assert untranslated("{% blocktranslate %}All of it{% endblocktranslate %}") == []


def test_every_page_goes_through_gettext() -> None:
    found = {
        name: words
        for each in sorted(TEMPLATES.rglob("*.html"))
        if (name := each.relative_to(TEMPLATES).as_posix()) not in FOR_BUILDERS | ATTRIBUTES
        and (words := untranslated(each.read_text()))
    }
    assert found == {}


@pytest.mark.parametrize("desk", ["provider", "member", "public", "staff", "components"])
def test_labels_and_hints_of_forms_go_through_gettext(desk: str) -> None:
    found = [
        f"{each.relative_to(WEB)}: {words}"
        for each in sorted((WEB / desk).rglob("*.py"))
        if each.name not in FOR_BUILDERS
        for words in LITERAL.findall(each.read_text())
    ]
    assert found == []
