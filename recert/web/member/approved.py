"""Approved here: a course somebody typed in, whose credit a body approved for everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.catalogue.course_queries import courses_called, edition_taught_on
from recert.catalogue.drafting import approvals_on, draft_of
from recert.catalogue.models import CourseApproval, CourseEdition
from recert.completions.recalled import but_recalled
from recert.lib.refusals import NotFound
from recert.rules import facts
from recert.transcript.actions import correct_activity
from recert.transcript.models import Activity
from recert.transcript.queries import activity_for
from recert.transcript.records import activity_fact
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.components.course_words import credit_of
from recert.web.components.forms import refusals_said


@dataclass(frozen=True, slots=True)
class ApprovedCourse:
    """A course that was approved on the day of an entry, and what the entry lacks of it."""

    edition: CourseEdition
    says: tuple[tuple[str, str, str], ...]  # body, credit, number
    awards: tuple[facts.Award, ...]


def approved_for(entry: Activity, on: date) -> ApprovedCourse | None:
    """The approved course one's own entry seems to be, where it does not have its credit yet."""
    if not entry.is_standing or entry.reported_by != facts.Reporter.SELF:
        return None
    courses = courses_called(entry.provider, entry.provider_name, entry.course, entry.title)
    editions = [edition_taught_on(course, entry.completed) for course in courses]
    found = [edition for edition in editions if edition is not None]
    speaking = approvals_on(found, entry.completed) if found else {}
    has = {(award.by, award.number) for award in entry.awards.all()}
    for edition in found:
        given = but_recalled(speaking[edition.pk], edition, entry.completed, on)
        lacking = [each for each in given if (each.body.slug, each.number) not in has]
        if lacking:
            return _view(edition, entry, lacking)
    return None


def _view(edition: CourseEdition, entry: Activity, lacking: list[CourseApproval]) -> ApprovedCourse:
    fact = draft_of(edition, edition.course.provider.slug, entry.completed, lacking)
    says = tuple((each.body.name, credit_of(each), each.number) for each in lacking)
    return ApprovedCourse(edition, says, fact.awards)


@signed_in
@require_POST
def take(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take over the credit a body approved for the course one entered oneself."""
    entry = activity_for(request.user, public_id)
    found = approved_for(entry, today(request, request.user.zone))
    if found is None:
        raise NotFound
    said, course = activity_fact(entry), found.edition.course
    mine = {(award.by, award.unit) for award in found.awards}
    kept = tuple(award for award in said.awards if (award.by, award.unit) not in mine)
    with refusals_said(request):
        saved = correct_activity(
            by=request.user,
            at=now(request),
            public_id=public_id,
            activity=replace(
                said,
                awards=(*found.awards, *kept),
                provider=course.provider.slug,
                course=f"{course.provider.slug}:{course.number}",
            ),
            provider_name=entry.provider_name or course.provider.name,
            note=entry.note,
        )
        messages.success(request, _("Taken over. Keep the certificate as proof."))
        return redirect("member:activity", saved.public_id)
    return redirect("member:activity", public_id)


urlpatterns = [path("activities/<str:public_id>/approved", take, name="activity_approved")]
