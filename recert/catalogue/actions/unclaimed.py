"""Unclaimed: a body approves a course although its provider does not work here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions.approving import journal_approval, tell_provider
from recert.catalogue.actions.course_approvals import (
    Approving,
    approving_columns,
    approving_refusals,
)
from recert.catalogue.actions.courses import enter_for
from recert.catalogue.course_queries import newest_edition
from recert.catalogue.entering import CourseDraft
from recert.catalogue.models import ApprovalState, Course, CourseApproval, Provider, ProviderStaff
from recert.catalogue.naming import slug_for
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused, refuse_all
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff


@transaction.atomic
def approve_unasked(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    petition: str,
    provider: str,
    provider_name: str,
    number: str,
    draft: CourseDraft,
    approving: Approving,
) -> CourseApproval:
    """Approve a course nobody submitted, for everybody; once a `petition` (its public id).

    It is entered under `provider` (a slug) with this number, unless it is there; without a slug
    under one by that name whom nobody runs yet.
    """
    body = body_for_staff(by, body_slug, Duty.REVIEW)
    there = CourseApproval.objects.filter(petition=petition, body=body).first()
    if there is not None:
        return there
    taught_by = _named(provider) if provider else _unclaimed(by, at, provider_name)
    if ProviderStaff.objects.filter(person=by, provider=taught_by).exists():
        raise Refused(_("You work at this provider. A colleague has to decide."))
    course = Course.objects.filter(provider=taught_by, number=number.strip()).first()
    if course is None:
        course = enter_for(by=by, at=at, provider=taught_by, number=number, draft=draft)
        Course.objects.filter(pk=course.pk).update(is_listed=True)
    edition = newest_edition(course)
    refuse_all(approving_refusals(edition, body, approving))
    row = CourseApproval.objects.create(
        edition=edition,
        body=body,
        state=ApprovalState.APPROVED,
        petition=petition,
        submitted_at=at,
        decided_by=by,
        decided_at=at,
        entered_at=at,
        **approving_columns(approving),
    )
    journal_approval(at, by, "course-approved", row, {"petition": petition})
    tell_provider(at, row, lambda: _("%(body)s approved a course of yours"), "decided")
    return row


def _named(slug: str) -> Provider:
    found = Provider.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def _unclaimed(by: Person, at: datetime, name: str) -> Provider:
    """A provider whom nobody runs yet; the same name again is the same one."""
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise Refused(_("Write the provider’s name as its certificates print it."), "provider_name")
    there = Provider.objects.filter(name__iexact=name, staff=None).first()
    if there is not None:
        return there
    provider = Provider.objects.create(slug=slug_for(name), name=name, entered_at=at)
    write(
        at=at,
        by=by.public_id,
        code="catalogue.provider-entered",
        subject=f"provider:{provider.public_id}",
    )
    return provider
