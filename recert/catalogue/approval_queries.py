"""What may be asked about approvals of providers. Fetching is permission.

An approval speaks on a day: it was given, the day lies within, it was not ended before, and
no suspension lies over it. What was completed on such a day keeps its credit for good.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from recert.catalogue.models import (
    APPROVED,
    OPEN_APPROVALS,
    ApprovalFile,
    ApprovalState,
    ApprovalTerms,
    CourseApproval,
    Provider,
    ProviderApproval,
    ProviderStaff,
    Suspension,
)
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff


def approval_terms_of(body: Body) -> ApprovalTerms:
    """How a body approves; where it has said nothing, courses, for nothing."""
    return ApprovalTerms.objects.filter(body=body).first() or ApprovalTerms(body=body)


def bodies_approving_providers() -> QuerySet[ApprovalTerms]:
    """The bodies a provider may apply to as such, by name."""
    asking = ApprovalTerms.objects.filter(asks_provider_approval=True)
    return asking.select_related("body").order_by("body__name")


# ---------------------------------------------------------------- by day


def suspended_on(day: date) -> Q:
    """Suspensions that lie over a day."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def speaking_on(day: date) -> QuerySet[ProviderApproval]:
    """The approvals of providers that speak on a day, whoever's they are."""
    over_it = Suspension.objects.filter(suspended_on(day), approval=OuterRef("pk"))
    return ProviderApproval.objects.filter(
        Q(until=None) | Q(until__gte=day),
        Q(ended_on=None) | Q(ended_on__gte=day),
        ~Exists(over_it),
        state=APPROVED,
        since__lte=day,
    )


def provider_approval_on(provider: Provider, body: Body, day: date) -> ProviderApproval | None:
    """What speaks for a provider at a body on a day: the newest decision, if several do."""
    return (
        speaking_on(day)
        .filter(provider=provider, body=body)
        .select_related("body", "provider")
        .order_by("-decided_at", "-id")
        .first()
    )


def is_suspended_on(provider: Provider, body: Body, day: date) -> bool:
    """Whether a body suspended a provider over a day, whatever of it was approved."""
    return Suspension.objects.filter(
        suspended_on(day), approval__provider=provider, approval__body=body
    ).exists()


@dataclass(frozen=True, slots=True)
class Suspended:
    """A suspension, by rows."""

    approval: int
    provider: int
    body: int
    since: date
    until: date | None

    def lies_over(self, day: date) -> bool:
        """Whether nothing is given on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


def suspended_between(provider_ids: Iterable[int], first: date, last: date) -> list[Suspended]:
    """Which of these providers are suspended on one of these days, and by which body."""
    found = Suspension.objects.filter(
        Q(until=None) | Q(until__gte=first),
        since__lte=last,
        approval__provider__in=set(provider_ids),
    )
    names = ("approval_id", "approval__provider_id", "approval__body_id", "since", "until")
    return [Suspended(*row) for row in found.values_list(*names)]


# ---------------------------------------------------------------- the provider's desk


def approvals_of(provider: Provider) -> QuerySet[ProviderApproval]:
    """Everything a provider asked of bodies, the newest first; whoever asks was let in."""
    return (
        ProviderApproval.objects.filter(provider=provider)
        .select_related("body", "provider", "follows")
        .prefetch_related("suspensions")
    )


def approval_for(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.ENTER
) -> ProviderApproval:
    """One application or approval of the provider's."""
    provider = provider_for_staff(person, slug, duty)
    found = approvals_of(provider).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def is_followed(approval: ProviderApproval) -> bool:
    """Whether another approval after this one was given, or is asked for."""
    return approval.pk in followed_among([approval])


def followed_among(approvals: Iterable[ProviderApproval]) -> set[int]:
    """The rows of these after which another was given, or is asked for."""
    after = (ApprovalState.APPROVED, *OPEN_APPROVALS)
    found = ProviderApproval.objects.filter(
        follows__in=[each.pk for each in approvals], state__in=after
    )
    return {pk for pk in found.values_list("follows", flat=True) if pk is not None}


def report_days_of(provider: Provider, day: date) -> tuple[tuple[Body, int], ...]:
    """Within how many days what was completed on a day is to be reported, body by body."""
    speaking = speaking_on(day).filter(provider=provider, report_days__isnull=False)
    found = speaking.select_related("body").order_by("body__name", "decided_at")
    return tuple((each.body, each.report_days or 0) for each in found)


# ---------------------------------------------------------------- the body's desk


def approvals_to(body: Body) -> QuerySet[ProviderApproval]:
    """The applications that wait for a body's decision, oldest first; the caller was let in."""
    return (
        ProviderApproval.objects.filter(body=body, state=ApprovalState.SUBMITTED)
        .select_related("provider", "asked_by", "body")
        .order_by("submitted_at", "id")
    )


def decided_by_body(body: Body) -> QuerySet[ProviderApproval]:
    """Every provider a body decided about or asked back, by name, the newest decision first."""
    return (
        ProviderApproval.objects.filter(body=body)
        .exclude(state__in=(ApprovalState.DRAFT, ApprovalState.SUBMITTED))
        .exclude(submitted_at=None)
        .select_related("provider", "body")
        .prefetch_related("suspensions")
        .order_by("provider__name", "-submitted_at", "-id")
    )


def approval_for_staff(
    staff: Person, slug: str, public_id: str, duty: Duty = Duty.REVIEW
) -> ProviderApproval:
    """An application or approval at the staff member's body; what was never sent is not theirs."""
    body = body_for_staff(staff, slug, duty)
    found = (
        ProviderApproval.objects.filter(body=body, public_id=public_id)
        .exclude(submitted_at=None)
        .select_related("body", "provider", "asked_by", "decided_by", "follows")
        .prefetch_related("suspensions", "files")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def file_of(approval: ProviderApproval, public_id: str) -> ApprovalFile:
    """A file sent with an application that was fetched for whoever asks."""
    found = ApprovalFile.objects.filter(approval=approval, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def works_there(person: Person, provider: Provider) -> bool:
    """Whether somebody has any role at a provider, and so no part in deciding about it."""
    return ProviderStaff.objects.filter(person=person, provider=provider).exists()


# ---------------------------------------------------------------- for anybody


def approved_providers(body: Body, day: date) -> QuerySet[ProviderApproval]:
    """Whom a body approves on a day, by name; suspended ones are not among them."""
    return (
        speaking_on(day)
        .filter(body=body, provider__closed_at=None)
        .select_related("provider", "body")
        .order_by("provider__name", "-decided_at")
    )


def was_ever_approved(provider: Provider) -> bool:
    """Whether some body ever approved a provider, or a course of its."""
    own = ProviderApproval.objects.filter(provider=provider, state=APPROVED)
    courses = CourseApproval.objects.filter(edition__course__provider=provider, state=APPROVED)
    return own.exists() or courses.exists()


def provider_named(slug: str) -> Provider:
    """A provider anybody may see: one that some body ever approved, or that lists a course."""
    known = Provider.objects.filter(
        Q(approvals__state=APPROVED) | Q(courses__is_listed=True) | Q(body__isnull=False),
        slug=slug,
    )
    found = known.first()
    if found is None:
        raise NotFound
    return found


def public_approvals_of(provider: Provider) -> QuerySet[ProviderApproval]:
    """By whom a provider is or was approved, the newest decision first."""
    return (
        ProviderApproval.objects.filter(provider=provider, state=APPROVED)
        .select_related("body")
        .prefetch_related(Prefetch("suspensions", Suspension.objects.order_by("since")))
        .order_by("body__name", "-since")
    )
