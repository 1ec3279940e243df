"""Rulebooks for anybody to read: the list of bodies, a body's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from recert.people.models import Body
from recert.people.queries import body_named
from recert.rulebooks.queries import rulebooks_of
from recert.rules.rulebook import Rulebook
from recert.web.clock import today
from recert.web.components.professions import Field, fields_of_bodies
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


@dataclass(frozen=True, slots=True)
class Cards:
    """The bodies of one field."""

    field: Field
    cards: tuple[BodyCard, ...]


def rulebooks_page(request: HttpRequest) -> HttpResponse:
    """Every body with published policy, by field; or those found by name or letters."""
    asked = request.GET.get("q", "")[:100].strip()
    fields = [Cards(field, tuple(_cards(request, field))) for field in fields_of_bodies(asked)]
    return render(request, "public/rulebooks.html", {"fields": fields, "asked": asked})


def _cards(request: HttpRequest, field: Field) -> Iterator[BodyCard]:
    for each in field.bodies:
        day = today(request, each.body.zone)
        rulebook = edition_today(each.rulebooks, day)
        if rulebook is not None:
            figures = tuple(glance(rulebook, day, edition_url(rulebook)))
            yield BodyCard(each.body, rulebook, figures)


def body_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One body: its policy at a glance, what it certifies, and every edition."""
    body = body_named(slug)
    rulebooks = rulebooks_of(slug)
    day = today(request, body.zone)
    current = edition_today(rulebooks, day)
    figures: tuple[Figure, ...] = ()
    if current is not None:
        figures = tuple(glance(current, day, edition_url(current)))
    context = {
        "body": body,
        "current": current,
        "figures": figures,
        "editions": tuple(reversed(rulebooks)),
        "today": day,
    }
    return render(request, "public/body.html", context)
