"""Styles: what a page sets by a class is in a stylesheet that this page loads."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.template.loader import get_template

import recert.web

WEB = Path(recert.web.__file__).parent
TEMPLATES = WEB / "templates"

SHEET = re.compile(r'"recert/([\w-]+\.css)"')
PARENT = re.compile(r"\{% extends ['\"]([^'\"]+)")
PART = re.compile(r'\{% include "([^"]+)"')
CLASSES = re.compile(r'class="([^"{]*)')


def defined() -> dict[str, set[str]]:
    """Every class, and the stylesheets that speak of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for sheet in (WEB / "static" / "recert").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        for name in re.findall(r"\.([a-z][\w-]*)", rules):
            found[name].add(sheet.name)
    return found


@cache
def text_of(name: str) -> str:
    """A template, of whichever app, with all it includes."""
    own: str = get_template(name).template.source  # type: ignore[attr-defined]  # of Django's kind
    return own + "".join(text_of(part) for part in PART.findall(own) if part != name)


def loaded(name: str) -> set[str]:
    """The stylesheets a page loads, its parents' among them."""
    text = text_of(name)
    return set(SHEET.findall(text)).union(*map(loaded, PARENT.findall(text)))


def test_a_page_loads_what_its_classes_need() -> None:
    sheets, wrong = defined(), []
    for path in TEMPLATES.rglob("*.html"):
        name = str(path.relative_to(TEMPLATES))
        if not PARENT.search(text_of(name)):
            continue  # a part of pages: looked at with them
        used = {each for said in CLASSES.findall(text_of(name)) for each in said.split()}
        known = loaded(name)
        wrong += [f"{name}: {each}" for each in used if sheets[each] and not sheets[each] & known]
    assert sorted(wrong) == []
