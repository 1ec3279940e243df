"""Bodies: opening one on this installation, and what its owner says of it."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.days import is_zone
from recert.lib.refusals import Refusal, refuse_all
from recert.people.actions.persons import id_of
from recert.people.models import RETENTION_YEARS, Body, Person
from recert.people.queries import Duty, body_for_staff

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def register_body(
    *,
    slug: str,
    name: str,
    zone: str,
    currency: str,
    by: Person | None,
    at: datetime,
    email: str = "",
    about: str = "",
    retention_years: int = RETENTION_YEARS,
) -> Body:
    """Open a body on this installation; one that is already there is returned as it is."""
    refuse_all(_body_problems(slug, name, zone, currency))
    body, is_new = Body.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name.strip(),
            "zone": zone,
            "currency": currency,
            "email": email,
            "about": about,
            "retention_years": retention_years,
        },
    )
    if is_new:
        write(at=at, by=id_of(by), code="people.body-registered", subject=f"body:{slug}", body=slug)
    return body


def _body_problems(slug: str, name: str, zone: str, currency: str) -> list[Refusal]:
    found = []
    if not SLUG.fullmatch(slug):
        found.append(
            Refusal(_("Write the short name in lower-case letters and hyphens: acsm."), "slug")
        )
    if not name.strip():
        found.append(Refusal(_("Enter the body's name."), "name"))
    if not is_zone(zone):
        found.append(
            Refusal(
                _("“%(zone)s” is not a time zone we know. Write one such as America/New_York.")
                % {"zone": zone},
                "zone",
            )
        )
    if not re.fullmatch(r"[A-Z]{3}", currency):
        found.append(Refusal(_("Write the currency as three capital letters: USD."), "currency"))
    return found


@transaction.atomic
def describe_body(
    *,
    by: Person,
    at: datetime,
    body: Body,
    name: str,
    email: str,
    about: str,
    payment_instructions: str,
) -> Body:
    """Change what a body's pages and letters say of it; for its owner."""
    body = body_for_staff(by, body.slug, Duty.STAFF)
    name = " ".join(name.split())
    problems = []
    if not name or len(name) > 200:
        problems.append(Refusal(_("Enter the body’s name, in 200 letters at most."), "name"))
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            problems += [Refusal(sentence, "email") for sentence in error.messages]
    refuse_all(problems)
    body.name, body.email, body.about = name, email, about
    body.payment_instructions = payment_instructions
    body.save(update_fields=["name", "email", "about", "payment_instructions"])
    write(
        at=at,
        by=by.public_id,
        code="people.body-described",
        subject=f"body:{body.slug}",
        body=body.slug,
    )
    return body


@transaction.atomic
def demand_second_factor(*, by: Person, at: datetime, body: Body, demands: bool) -> Body:
    """Let nobody to the body's desk who signs in with a password alone, or let them again."""
    body = body_for_staff(by, body.slug, Duty.STAFF)
    if body.demands_second_factor == demands:
        return body
    body.demands_second_factor = demands
    body.save(update_fields=["demands_second_factor"])
    write(
        at=at,
        by=by.public_id,
        code="people.second-factor-demanded" if demands else "people.second-factor-optional",
        subject=f"body:{body.slug}",
        body=body.slug,
    )
    return body
