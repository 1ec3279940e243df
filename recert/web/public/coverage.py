"""What the rulebooks published here cover, field by field, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from recert.rulebooks.queries import all_rulebooks, case_counts
from recert.rules.covering import Covered, coverage
from recert.standing.words import capital
from recert.standing.words.vocabulary import word


@dataclass(frozen=True, slots=True)
class CoveredField:
    """The editions of one profession."""

    slug: str
    label: str
    lines: tuple[Covered, ...]


def coverage_page(request: HttpRequest) -> HttpResponse:
    """Every edition: how many clauses, how many confirmed, how many cases, when last read."""
    editions = [book for books in all_rulebooks().values() for book in books]
    lines = coverage(editions, case_counts())
    fields = [
        CoveredField(
            slug=profession.value if profession else "other",
            label=capital(word(profession)) if profession else _("Other fields"),
            lines=tuple(group),
        )
        for profession, group in groupby(lines, key=lambda each: each.profession)
    ]
    context = {
        "fields": fields,
        "editions": len(lines),
        "bodies": len({each.body for each in lines}),
        "cases": sum(each.cases for each in lines),
    }
    return render(request, "public/coverage.html", context)
