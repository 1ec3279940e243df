"""The catalogue of courses: what fits, and what each is worth to the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recert.catalogue.drafting import approvals_on, draft_of
from recert.catalogue.models import CourseApproval, CourseClass, CourseEdition, Findable
from recert.catalogue.paging import Found, Turn
from recert.catalogue.searching import (
    Asked,
    classes_asked_for,
    search,
    search_by_price,
    search_filling,
    shapes_asked_for,
)
from recert.enrolments.prices import Price, bodies_joined, prices_with
from recert.people.models import Body, Person
from recert.rules.facts import Delivery, Kind
from recert.standing.filling import Learner, findings, shares
from recert.standing.words import capital
from recert.standing.words.pace import pace_words
from recert.standing.words.vocabulary import word
from recert.web.clock import now
from recert.web.components.class_words import ClassView, class_view
from recert.web.components.course_words import length_words
from recert.web.components.place_words import cents_words
from recert.web.components.worth import WorthView, could_be
from recert.web.public.catalogue_form import PRICE, TITLE, CatalogueForm, form_of
from recert.web.public.catalogue_learner import Reader, examples_to_choose, reader_of


@dataclass(frozen=True, slots=True)
class Card:
    """One course on the page; worth nothing is said where nobody is known."""

    edition: CourseEdition
    what: str
    worths: tuple[WorthView, ...]
    bodies: tuple[str, ...]
    next_class: ClassView | None
    price: str  # of that class, for the reader
    member_of: str  # the body whose member price it is
    more_classes: int


def catalogue_page(request: HttpRequest) -> HttpResponse:
    """A page of courses, what fills most of what the reader misses first."""
    form, at = form_of(request), now(request)
    said = form.cleaned_data
    reader = reader_of(request, said.get("fills", ""), said.get("like", ""))
    joined = bodies_joined(request.user, at) if isinstance(request.user, Person) else {}
    asked = replace(form.asked, member_of=frozenset(joined))
    found, by_filling = _found(request, form, reader, asked, at)
    if reader.learner is None:
        form.orders_by_no_filling()
    context = {
        "form": form,
        "found": found,
        "cards": _cards(
            found.rows, reader.learner, asked, joined, at, by_price=said.get("order") == PRICE
        ),
        "first": found.rows[0].course.public_id if found.rows else "",
        "last": found.rows[-1].course.public_id if found.rows else "",
        "reader": reader,
        "by_filling": by_filling,
        "examples": [] if reader.learner and not reader.is_example else examples_to_choose(),
        "is_filtered": any(value for name, value in said.items() if name not in ("order", "like")),
        "pace": "" if reader.is_example else _pace(reader.learner),
        "is_known": isinstance(request.user, Person),
    }
    return render(request, "public/catalogue.html", context, status=422 if form.errors else 200)


def _found(
    request: HttpRequest, form: CatalogueForm, reader: Reader, asked: Asked, at: datetime
) -> tuple[Found, bool]:
    turn = Turn(
        after=request.GET.get("after", "")[:24],
        before=request.GET.get("before", "")[:24],
    )
    learner, order = reader.learner, form.cleaned_data.get("order")
    if order == PRICE:
        return search_by_price(asked, at, turn), False
    if learner is None or not learner.short or order == TITLE:
        return search(asked, at, turn), False
    counts = shapes_asked_for(asked, at)
    only = {"holding": reader.holding, "clause": reader.clause}
    fills = shares(learner, counts, at.date(), **only)
    found = search_filling(asked, at, fills, counts, turn, only=bool(reader.holding))
    return found, True


def _pace(learner: Learner | None) -> str:
    """How often a programme would do for the certification that presses most: advice."""
    short = [
        (each.hours_short / days, each)
        for each in (learner.short if learner else ())
        if (days := (each.until - each.standing.as_of).days) > 0
    ]
    if not short:
        return ""
    _press, tightest = max(short, key=lambda each: each[0])
    return pace_words(tightest.hours_short, tightest.until, tightest.standing.as_of)


def _cards(
    rows: Sequence[Findable],
    learner: Learner | None,
    asked: Asked,
    joined: Mapping[int, Body],
    at: datetime,
    *,
    by_price: bool,
) -> list[Card]:
    """As many queries for a page of courses as for one."""
    editions = [row.edition for row in rows if row.edition is not None]
    on = at.date()
    approvals = approvals_on(editions, on)
    held = _classes(editions, asked, at)
    prices = prices_with(joined, [row for classes in held.values() for row in classes])
    if by_price:
        for classes in held.values():
            classes.sort(key=lambda row: prices[row.pk].cents)
    worth = _worths(editions, learner, approvals, on)
    return [
        _card(
            edition,
            worth.get(edition.pk, ()),
            approvals[edition.pk],
            held.get(edition.course_id, ()),
            prices,
            at,
        )
        for edition in editions
    ]


def _card(
    edition: CourseEdition,
    worths: tuple[WorthView, ...],
    approvals: Sequence[CourseApproval],
    classes: Sequence[CourseClass],
    prices: Mapping[int, Price],
    at: datetime,
) -> Card:
    price = prices[classes[0].pk] if classes else None
    return Card(
        edition=edition,
        what=_what(edition),
        worths=worths,
        bodies=tuple(each.body.name for each in approvals),
        next_class=class_view(classes[0], at) if classes else None,
        price=cents_words(price.cents, price.currency) if price else "",
        member_of=price.member_of.name if price and price.member_of else "",
        more_classes=len(classes) - 1,
    )


def _what(edition: CourseEdition) -> str:
    """The sort of learning, how it reaches people, and how long it is."""
    parts = [capital(word(Kind(edition.kind))), str(word(Delivery(edition.delivery)))]
    if edition.minutes is not None:
        parts.append(length_words(edition.minutes))
    return ", ".join(parts)


def _classes(
    editions: Sequence[CourseEdition], asked: Asked, at: datetime
) -> dict[int, list[CourseClass]]:
    """The next classes of these courses that were asked for, by the course's row."""
    rows = classes_asked_for(asked, at, [edition.course_id for edition in editions])
    found: dict[int, list[CourseClass]] = {}
    soonest = F("starts_at").asc(nulls_last=True)
    rows = rows.select_related("edition").prefetch_related("member_prices")
    for row in rows.order_by(soonest, "id"):
        found.setdefault(row.edition.course_id, []).append(row)
    return found


def _worths(
    editions: Sequence[CourseEdition],
    learner: Learner | None,
    approvals: dict[int, list[CourseApproval]],
    on: date,
) -> dict[int, tuple[WorthView, ...]]:
    """What each would be worth to the reader who completed it today."""
    if learner is None:
        return {}
    drafts = [
        draft_of(edition, edition.course.provider.slug, on, approvals[edition.pk])
        for edition in editions
    ]
    found = could_be(findings(learner, drafts))
    return {edition.pk: each for edition, each in zip(editions, found, strict=True)}
