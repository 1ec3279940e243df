"""An edition of a rulebook: every clause in plain words, with its source; a guide to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recert.rulebooks.models import Edition
from recert.rulebooks.queries import edition_page as edition_and_rulebook
from recert.rulebooks.queries import rulebooks_of
from recert.rules.rulebook import Rulebook
from recert.web.clock import today
from recert.web.components.clauses import CERTAINTY, clause_views
from recert.web.public.examples import examples
from recert.web.public.glance import day_read, glance
from recert.web.public.questions import answers


def edition_page(request: HttpRequest, slug: str, edition: str) -> HttpResponse:
    """Everything an edition says, by the reader's questions."""
    record, rulebook = edition_and_rulebook(slug, edition)
    context = _context(request, record, rulebook)
    context["examples"] = examples(rulebook, record.cases_text)
    context["sources"] = [
        (source, CERTAINTY.get(source.standing, source.standing)) for source in rulebook.sources
    ]
    context["others"] = [each for each in rulebooks_of(slug) if each.edition != edition]
    return render(request, "public/edition.html", context)


def guide_page(request: HttpRequest, slug: str, edition: str) -> HttpResponse:
    """The same for paper: what holds today, in one reading, with the sources at the end."""
    record, rulebook = edition_and_rulebook(slug, edition)
    context = _context(request, record, rulebook)
    context["sources"] = rulebook.sources
    return render(request, "public/guide.html", context)


def edition_text(_request: HttpRequest, slug: str, edition: str) -> HttpResponse:
    """The very text that was published, as a file."""
    record, _rulebook = edition_and_rulebook(slug, edition)
    return HttpResponse(record.text, content_type="text/plain; charset=utf-8")


def _context(request: HttpRequest, record: Edition, rulebook: Rulebook) -> dict[str, object]:
    day = day_read(rulebook, today(request, rulebook.zone))
    views = clause_views(rulebook)
    return {
        "body": record.body,
        "record": record,
        "rulebook": rulebook,
        "rationale_source": next(
            (each for each in rulebook.sources if each.key == rulebook.rationale_source), None
        ),
        "silences": [view for view in views.values() if view.is_silent],
        "figures": tuple(glance(rulebook, day)),
        "answers": tuple(answers(rulebook, views, day)),
        "today": today(request, rulebook.zone),
        "day": day,
    }
