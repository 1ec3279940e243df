"""A course as search engines read it: schema.org `Course` and `CourseInstance`, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from recert.catalogue.models import CourseClass, CourseEdition, Provider
from recert.rules.facts import Delivery

MODES = {
    Delivery.IN_PERSON: "onsite",
    Delivery.LIVE_ONLINE: "online",
    Delivery.SELF_PACED: "online",
    Delivery.BLENDED: "blended",
}
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
"""What might end the script, or begin markup in it."""


def schema_of(edition: CourseEdition, rows: Iterable[CourseClass]) -> SafeString:
    """The page's description, to stand in a script of type `application/ld+json`."""
    plain = json.dumps(described(edition, rows), ensure_ascii=False)
    return mark_safe(plain.translate(_ESCAPES))  # noqa: S308 - nothing of it is markup any more


def described(edition: CourseEdition, rows: Iterable[CourseClass]) -> dict[str, Any]:
    """The same as plain data; what is not known is left out."""
    course, provider = edition.course, edition.course.provider
    instances = [_instance(row, edition) for row in rows]
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "Course",
            "@id": _page(course.public_id),
            "url": _page(course.public_id),
            "name": edition.title,
            "courseCode": course.number,
            "description": edition.summary,
            "inLanguage": edition.language,
            "teaches": list(edition.objectives),
            "timeRequired": f"PT{edition.minutes}M" if edition.minutes else None,
            "provider": _provider(provider),
            "hasCourseInstance": instances,
            "offers": _offers(rows, course.public_id),
        }
    )


def _page(public_id: str) -> str:
    return settings.SITE_URL + reverse("public:course", args=[public_id])


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _provider(provider: Provider) -> dict[str, Any]:
    url = settings.SITE_URL + reverse("public:provider", args=[provider.slug])
    return _known(
        {
            "@type": "Organization",
            "name": provider.name,
            "url": url,
            "sameAs": provider.website,
        }
    )


def _instance(row: CourseClass, edition: CourseEdition) -> dict[str, Any]:
    place = _known(
        {
            "@type": "PostalAddress",
            "addressLocality": row.city,
            "addressRegion": row.region,
            "addressCountry": row.country,
        }
    )
    is_somewhere = bool(row.place) or len(place) > 1
    return _known(
        {
            "@type": "CourseInstance",
            "courseMode": MODES[Delivery(row.edition.delivery)],
            "startDate": row.starts_at.isoformat() if row.starts_at else None,
            "endDate": row.ends_at.isoformat() if row.ends_at else None,
            "courseWorkload": f"PT{edition.minutes}M" if edition.minutes else None,
            "maximumAttendeeCapacity": row.seats,
            "location": _known({"@type": "Place", "name": row.place, "address": place})
            if is_somewhere
            else None,
            "offers": _offer(row, edition.course.public_id),
        }
    )


def _offer(row: CourseClass, course_id: str) -> dict[str, Any]:
    units, cents = divmod(row.cents, 100)
    return {
        "@type": "Offer",
        "category": "Paid" if row.cents else "Free",
        "price": f"{units}.{cents:02}",
        "priceCurrency": row.currency,
        "url": row.link or _page(course_id),
    }


def _offers(rows: Iterable[CourseClass], course_id: str) -> list[dict[str, Any]]:
    """Every price once."""
    found = {(row.cents, row.currency): _offer(row, course_id) for row in rows}
    return list(found.values())
