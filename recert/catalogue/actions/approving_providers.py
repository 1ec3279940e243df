"""Approving providers: a body asks for what is missing, approves, or does not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recert.catalogue.actions.approval_moves import (
    journal_provider_approval,
    move_provider,
    refuse_barred,
    tell_owners,
)
from recert.catalogue.actions.approving import amount_refusals, in_part_refusals
from recert.catalogue.approval_queries import approval_for_staff, file_of, works_there
from recert.catalogue.models import (
    APPROVED,
    ApprovalFile,
    ApprovalState,
    Provider,
    ProviderApproval,
)
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.rules.amounts import to_grains
from recert.rules.facts import Delivery, Topic

MOST_REPORT_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class Granting:
    """What a body lets a provider do: from when to when, for what, how much, on which terms.

    With `an_hour` its courses need no approval of their own: each hour of instruction within
    the scope earns that much, up to `most` for one course; `in_part` is said of those.
    """

    since: date
    until: date | None = None
    number: str = ""
    topics: Collection[str] = ()
    deliveries: Collection[str] = ()
    unit: str = ""
    most: Fraction | None = None
    an_hour: Fraction | None = None
    in_part: str = ""
    least_minutes: int | None = None
    report_days: int | None = None
    conditions: str = ""
    reason: str = ""


@transaction.atomic
def return_provider(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> ProviderApproval:
    """Ask the provider for what is missing, without deciding; the body's days stand still."""
    approval = approval_for_staff(by, body_slug, public_id)
    refuse_barred(by, approval)
    if not reason.strip():
        raise Refused(_("Say what is missing and how to send it."), "reason")
    move_provider(
        approval, (ApprovalState.SUBMITTED,), ApprovalState.RETURNED, reason=reason.strip()
    )
    journal_provider_approval(at, by, "provider-application-returned", approval)
    tell_owners(
        at,
        approval,
        lambda: _("%(body)s asks about your application"),
        lambda: approval.reason,
        f"returned:{at.isoformat()}",
    )
    return approval


@transaction.atomic
def approve_provider(
    *, by: Person, at: datetime, body_slug: str, public_id: str, granting: Granting
) -> ProviderApproval:
    """Approve a provider: from now on it may give the body's credit on these days."""
    approval = approval_for_staff(by, body_slug, public_id)
    refuse_barred(by, approval)
    refuse_all(granting_refusals(body_slug, granting))
    move_provider(
        approval,
        (ApprovalState.SUBMITTED,),
        APPROVED,
        **_columns(granting),
        decided_by=by,
        decided_at=at,
    )
    _told_approved(by, at, approval)
    return approval


@transaction.atomic
def enter_provider_approval(
    *, by: Person, at: datetime, body_slug: str, of_provider: str, granting: Granting
) -> ProviderApproval:
    """Enter an approval a provider has already, as from before there was recert. Twice is once."""
    body = body_for_staff(by, body_slug, Duty.REVIEW)
    provider = Provider.objects.filter(slug=of_provider).first()
    if provider is None:
        raise NotFound
    if works_there(by, provider):
        raise Refused(_("You work at this provider. A colleague has to decide."))
    Provider.objects.select_for_update().get(pk=provider.pk)
    refuse_all(granting_refusals(body_slug, granting))
    columns = _columns(granting)
    known = ProviderApproval.objects.filter(body=body, provider=provider, state=APPROVED)
    for each in known:
        if all(getattr(each, name) == value for name, value in columns.items()):
            return each
    approval = ProviderApproval.objects.create(
        body=body,
        provider=provider,
        state=APPROVED,
        submitted_at=at,
        decided_by=by,
        decided_at=at,
        entered_at=at,
        **columns,
    )
    _told_approved(by, at, approval)
    return approval


def _told_approved(by: Person, at: datetime, approval: ProviderApproval) -> None:
    journal_provider_approval(
        at,
        by,
        "provider-approved",
        approval,
        {"since": str(approval.since), "until": str(approval.until or "")},
    )
    tell_owners(
        at,
        approval,
        lambda: _("%(body)s approved %(provider)s"),
        lambda: _told_days(approval),
        "decided",
    )


def _told_days(approval: ProviderApproval) -> str:
    """From when to when, and what the body says besides."""
    assert approval.since is not None  # an approval has a first day
    words = {"since": date_format(approval.since, "j F Y")}
    if approval.until is None:
        says = _("Approved from %(since)s on.") % words
    else:
        words["until"] = date_format(approval.until, "j F Y")
        says = _("Approved from %(since)s to %(until)s.") % words
    return "\n\n".join(each for each in (says, approval.conditions, approval.reason) if each)


@transaction.atomic
def refuse_provider(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> ProviderApproval:
    """Do not approve a provider, with the reason its owners read."""
    approval = approval_for_staff(by, body_slug, public_id)
    refuse_barred(by, approval)
    if not reason.strip():
        raise Refused(_("Give the reason. The provider reads it."), "reason")
    move_provider(
        approval,
        (ApprovalState.SUBMITTED,),
        ApprovalState.REFUSED,
        reason=reason.strip(),
        follows=None,
        decided_by=by,
        decided_at=at,
    )
    journal_provider_approval(at, by, "provider-refused", approval)
    tell_owners(
        at,
        approval,
        lambda: _("%(body)s did not approve %(provider)s"),
        lambda: approval.reason,
        "decided",
    )
    return approval


@transaction.atomic
def open_paper(
    *, by: Person, at: datetime, body_slug: str, public_id: str, file_id: str
) -> ApprovalFile:
    """A reviewer opens a file sent with an application; the journal says so."""
    approval = approval_for_staff(by, body_slug, public_id)
    refuse_barred(by, approval)
    found = file_of(approval, file_id)
    journal_provider_approval(at, by, "provider-paper-opened", approval, {"file": file_id})
    return found


def granting_refusals(body_slug: str, granting: Granting) -> list[Refusal]:
    """Everything wrong with what would be granted."""
    found = []
    if granting.until is not None and granting.until < granting.since:
        found.append(Refusal(_("It ends before it begins. Check both days."), "until"))
    if set(granting.topics) - set(Topic):
        found.append(Refusal(_("Choose topics of the list."), "topics"))
    if set(granting.deliveries) - set(Delivery):
        found.append(Refusal(_("Choose ways of teaching of the list."), "deliveries"))
    if granting.most is not None or granting.an_hour is not None:
        found += amount_refusals(body_slug, granting.unit, granting.most, "most")
        found += amount_refusals(body_slug, granting.unit, granting.an_hour, "an_hour")
    found += in_part_refusals(granting.in_part, granting.least_minutes)
    if granting.in_part and granting.an_hour is None:
        sentence = _("Its courses need an approval of their own here: say it with each of those.")
        found.append(Refusal(sentence, "in_part"))
    if granting.report_days is not None and not 0 < granting.report_days <= MOST_REPORT_DAYS:
        found.append(Refusal(_("Write a whole number of days, or leave it empty."), "report_days"))
    if len(granting.number) > ProviderApproval._meta.get_field("number").max_length:  # type: ignore[operator]
        found.append(Refusal(_("The number is too long."), "number"))
    return list({(each.field, each.sentence): each for each in found}.values())


def _columns(granting: Granting) -> dict[str, object]:
    return {
        "since": granting.since,
        "until": granting.until,
        "number": granting.number.strip(),
        "topics": sorted(granting.topics),
        "deliveries": sorted(granting.deliveries),
        "unit": granting.unit if granting.most or granting.an_hour else "",
        "most_grains": None if granting.most is None else to_grains(granting.most),
        "hour_grains": None if granting.an_hour is None else to_grains(granting.an_hour),
        "approves_courses": granting.an_hour is not None,
        "in_part": granting.in_part,
        "least_minutes": granting.least_minutes,
        "report_days": granting.report_days,
        "conditions": granting.conditions.strip(),
        "reason": granting.reason.strip(),
    }
