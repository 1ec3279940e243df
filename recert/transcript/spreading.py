"""Spreading: what was accepted for one is approved for everybody who takes the same course."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.actions import Approving
from recert.catalogue.actions.unclaimed import approve_unasked
from recert.catalogue.entering import TAUGHT, CourseDraft
from recert.catalogue.models import CourseApproval, Provider
from recert.lib.refusals import Refused
from recert.people.impartiality import refuse_apart
from recert.people.models import Person
from recert.rules.facts import Delivery, Kind
from recert.transcript.models import Activity, Petition, PetitionState
from recert.transcript.queries import petition_for_staff
from recert.transcript.records import activity_fact


def may_be_for_everybody(petition: Petition) -> bool:
    """Whether it was accepted, and is something others can take as well."""
    return petition.state == PetitionState.ACCEPTED and Kind(petition.activity.kind) in TAUGHT


def spread_of(petition: Petition) -> CourseApproval | None:
    """The approval for everybody that came of it."""
    return (
        CourseApproval.objects.filter(petition=petition.public_id).select_related("edition").first()
    )


def providers_meant(activity: Activity) -> QuerySet[Provider]:
    """The providers an entry may speak of: by the slug it has, or by the name that was typed."""
    named = Q(slug=activity.provider) if activity.provider else Q(pk__in=())
    if activity.provider_name:
        named |= Q(name__iexact=activity.provider_name)
    return Provider.objects.filter(named, closed_at=None)


def course_in(activity: Activity, since: date) -> CourseDraft:
    """What an entry says of the course itself, without who took it."""
    fact = activity_fact(activity)
    return CourseDraft(
        title=fact.title,
        kind=fact.kind,
        delivery=fact.delivery or Delivery.IN_PERSON,
        since=since,
        minutes=fact.minutes,
        topics=fact.topics,
        parts=fact.parts,
        assessed=bool(fact.assessed),
        cards=fact.cards,
        card_months=fact.card_months,
    )


@transaction.atomic
def approve_for_everybody(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    provider: str,
    provider_name: str,
    number: str,
    draft: CourseDraft,
    approving: Approving,
) -> CourseApproval:
    """Approve the course somebody's accepted petition was about; twice is once.

    Nothing of the person goes along: who asked stays between them and the body.
    """
    petition = petition_for_staff(by, body_slug, public_id)
    if petition.activity.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody decides a petition of their own."))
    refuse_apart(by, person=petition.activity.person, subject=f"petition:{public_id}")
    if not may_be_for_everybody(petition):
        raise Refused(_("Only a course that was accepted can be approved for everybody."))
    return approve_unasked(
        by=by,
        at=at,
        body_slug=body_slug,
        petition=public_id,
        provider=provider,
        provider_name=provider_name,
        number=number,
        draft=replace(draft, since=approving.since),
        approving=approving,
    )
