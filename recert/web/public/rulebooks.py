"""Rulebooks for anybody to read: the list of bodies, a body's page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from recert.people.models import Body
from recert.people.queries import body_named
from recert.rulebooks.queries import all_rulebooks, bodies_with_rulebooks, rulebooks_of
from recert.rules.rulebook import Rulebook
from recert.web.clock import today
from recert.web.components.clauses import clause_views
from recert.web.public.glance import Figure, edition_today, glance


@dataclass(frozen=True, slots=True)
class BodyCard:
    """A body in the list, with the few numbers everybody asks first."""

    body: Body
    rulebook: Rulebook
    figures: tuple[Figure, ...]


def edition_url(rulebook: Rulebook) -> str:
    """The page of an edition."""
    kwargs = {"slug": rulebook.body, "edition": rulebook.edition}
    return reverse("public:edition", kwargs=kwargs)


def body_cards(request: HttpRequest) -> list[BodyCard]:
    """Every body that has published policy here."""
    rulebooks = all_rulebooks()
    cards = []
    for body in bodies_with_rulebooks():
        day = today(request, body.zone)
        rulebook = edition_today(rulebooks[body.slug], day)
        if rulebook is not None:
            views = clause_views(rulebook, edition_url(rulebook))
            cards.append(BodyCard(body, rulebook, tuple(glance(rulebook, views, day))))
    return cards


def rulebooks_page(request: HttpRequest) -> HttpResponse:
    """Every body with published policy, side by side."""
    return render(request, "public/rulebooks.html", {"cards": body_cards(request)})


def body_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One body: its policy at a glance, what it certifies, and every edition."""
    body = body_named(slug)
    rulebooks = rulebooks_of(slug)
    day = today(request, body.zone)
    current = edition_today(rulebooks, day)
    figures: tuple[Figure, ...] = ()
    if current is not None:
        views = clause_views(current, edition_url(current))
        figures = tuple(glance(current, views, day))
    context = {
        "body": body,
        "current": current,
        "figures": figures,
        "editions": tuple(reversed(rulebooks)),
        "today": day,
    }
    return render(request, "public/body.html", context)
