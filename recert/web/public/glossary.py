"""The glossary: docs/glossary.md, so that the words on paper and on the page are the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

GLOSSARY = Path("docs") / "glossary.md"


@dataclass(frozen=True, slots=True)
class Term:
    """One word and what it means."""

    id: str
    word: str
    means: str


@dataclass(frozen=True, slots=True)
class Section:
    """Words that belong together."""

    title: str
    intro: str
    terms: tuple[Term, ...]


def read_glossary(text: str) -> tuple[Section, ...]:
    """Read `## sections` of paragraphs; one that begins with a bold word explains that word."""
    sections = []
    for part in text.split("\n## ")[1:]:
        title, *paragraphs = [" ".join(each.split()) for each in part.split("\n\n")]
        terms, intro = [], []
        for paragraph in filter(None, paragraphs):
            if paragraph.startswith("**"):
                word, means = paragraph.removeprefix("**").split("**", 1)
                terms.append(Term(slugify(word), word, means.strip(" :")))
            else:
                intro.append(paragraph)
        sections.append(Section(title, " ".join(intro), tuple(terms)))
    return tuple(sections)


@lru_cache(maxsize=1)
def _glossary() -> tuple[Section, ...]:
    return read_glossary((settings.ROOT / GLOSSARY).read_text(encoding="utf-8"))


def glossary_page(request: HttpRequest) -> HttpResponse:
    """Every word, by subject."""
    return render(request, "public/glossary.html", {"sections": _glossary()})
