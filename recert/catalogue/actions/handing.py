"""Handing over: a provider that is only a name gets the owner a body says is theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions.providers import journal
from recert.catalogue.actions.team import bring_in
from recert.catalogue.course_queries import course_application_for_staff
from recert.catalogue.models import (
    APPROVED,
    CourseApproval,
    Provider,
    ProviderApproval,
    ProviderInvitation,
    ProviderRole,
    ProviderStaff,
)
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Body, Person
from recert.people.queries import Duty


@transaction.atomic
def hand_over(
    *, by: Person, at: datetime, body_slug: str, public_id: str, email: str
) -> ProviderStaff | ProviderInvitation:
    """Give a provider nobody runs to its owner, whom the body's owner has made sure of.

    `public_id` is of an approval of one of its courses. Its courses and what was approved of them
    stay with it. Until whoever is invited comes, another address takes the place of the first.
    """
    provider, body = _unrun(by, body_slug, public_id)
    if elsewhere_approved(provider, body):
        raise Refused(
            _("Other bodies approved courses of it, too. Ask whoever runs this site to decide.")
        )
    provider.invitations.exclude(email=email.strip().lower()).delete()
    journal(at, by, "provider-handed-over", provider, body=body.slug)
    return bring_in(by=by, at=at, provider=provider, email=email, role=ProviderRole.OWNER)


@transaction.atomic
def keep_unrun(*, by: Person, at: datetime, body_slug: str, public_id: str) -> None:
    """Take the invitation back, as long as nobody has come; twice is once."""
    provider, body = _unrun(by, body_slug, public_id)
    if provider.invitations.all().delete()[0]:
        journal(at, by, "provider-hand-over-undone", provider, body=body.slug)


def _unrun(by: Person, body_slug: str, public_id: str) -> tuple[Provider, Body]:
    """The provider, held, and the body that approved a course of it."""
    found = course_application_for_staff(by, body_slug, public_id, Duty.STAFF)
    if found.state != APPROVED:
        raise NotFound
    provider = Provider.objects.select_for_update().get(pk=found.edition.course.provider_id)
    if provider.body_id is not None or provider.staff.exists():
        raise Refused(_("Somebody runs %(provider)s already. Ask them.") % {"provider": provider})
    return provider, found.body


def elsewhere_approved(provider: Provider, body: Body) -> bool:
    """Whether another body gave it credit: then no body alone says whose it is."""
    others = (
        CourseApproval.objects.filter(edition__course__provider=provider),
        ProviderApproval.objects.filter(provider=provider),
    )
    return any(rows.filter(state=APPROVED).exclude(body=body).exists() for rows in others)
