"""Suspending: an approval does not speak for a while, or ends before its time.

Never for days gone by: what was completed before keeps its credit. Taking credit back is a
recall, which finds everybody it touches.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recert.catalogue.actions.approval_moves import (
    journal_provider_approval,
    refuse_barred,
    tell_owners,
)
from recert.catalogue.approval_queries import approval_for_staff
from recert.catalogue.models import APPROVED, ProviderApproval, Suspension
from recert.lib.days import local_day
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Person
from recert.people.queries import Duty

ONE_DAY = timedelta(days=1)


@transaction.atomic
def suspend_provider(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    since: date,
    until: date | None,
    reason: str,
) -> Suspension:
    """Let an approval not speak from a day on, for some days or until it is lifted.

    Nothing the provider teaches earns the body's credit meanwhile.
    """
    approval = _given(by, body_slug, public_id)
    today = local_day(at, approval.body.zone)
    refuse_all(_suspending_refusals(approval, since, until, today, reason))
    found = Suspension.objects.create(
        approval=approval, since=since, until=until, reason=reason.strip(), by=by, at=at
    )
    days = {"since": since.isoformat(), "until": until.isoformat() if until else ""}
    journal_provider_approval(at, by, "provider-suspended", approval, {**days})
    tell_owners(
        at,
        approval,
        lambda: _("%(body)s suspends the approval of %(provider)s"),
        lambda: f"{_days_of(found)}\n\n{found.reason}",
        f"suspended:{found.pk}",
    )
    return found


def _days_of(suspension: Suspension) -> str:
    words = {"since": date_format(suspension.since, "j F Y")}
    if suspension.until is None:
        return _("From %(since)s until it is lifted.") % words
    words["until"] = date_format(suspension.until, "j F Y")
    return _("From %(since)s to %(until)s.") % words


def _suspending_refusals(
    approval: ProviderApproval, since: date, until: date | None, today: date, reason: str
) -> list[Refusal]:
    found = []
    if not reason.strip():
        found.append(Refusal(_("Give the reason. The provider reads it."), "reason"))
    if since < today:
        found.append(
            Refusal(
                _(
                    "A suspension begins today at the earliest: what was completed before stands. "
                    "To take credit back, recall it."
                ),
                "since",
            )
        )
    if until is not None and until < since:
        found.append(Refusal(_("It ends before it begins. Check both days."), "until"))
        return found
    last = min(filter(None, (approval.until, approval.ended_on)), default=None)
    if last is not None and since > last:
        found.append(Refusal(_("The approval has ended by that day."), "since"))
    lies_over = approval.suspensions.filter(Q(until=None) | Q(until__gte=since))
    if until is not None:
        lies_over = lies_over.filter(since__lte=until)
    if lies_over.exists():
        found.append(Refusal(_("It is suspended on some of these days already."), "since"))
    return found


@transaction.atomic
def lift_suspension(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> ProviderApproval:
    """Let an approval speak again from today on: every suspension that runs or is to come ends.

    The days that were suspended until now stay so. Twice is once.
    """
    approval = _given(by, body_slug, public_id)
    today = local_day(at, approval.body.zone)
    running = [
        each for each in approval.suspensions.all() if each.until is None or each.until >= today
    ]
    if not running:
        return approval
    if not reason.strip():
        raise Refused(_("Say why it is lifted. The provider reads it."), "reason")
    for each in running:
        # One that is still to come ends before it begins.
        Suspension.objects.filter(pk=each.pk).update(until=max(today, each.since) - ONE_DAY)
    journal_provider_approval(at, by, "provider-suspension-lifted", approval)
    tell_owners(
        at,
        approval,
        lambda: _("%(body)s lifts the suspension of %(provider)s"),
        reason.strip,
        f"lifted:{at.isoformat()}",
    )
    return approval


@transaction.atomic
def end_provider_approval(
    *, by: Person, at: datetime, body_slug: str, public_id: str, last_day: date, reason: str
) -> ProviderApproval:
    """End an approval early. What was completed through the last day keeps its credit."""
    approval = _given(by, body_slug, public_id)
    today = local_day(at, approval.body.zone)
    refuse_all(_ending_refusals(approval, last_day, today, reason))
    if ProviderApproval.objects.filter(pk=approval.pk, ended_on=None).update(
        ended_on=last_day, end_reason=reason.strip()
    ):
        approval.refresh_from_db()
        on = {"on": last_day.isoformat()}
        journal_provider_approval(at, by, "provider-approval-ended", approval, {**on})
        tell_owners(
            at,
            approval,
            lambda: _("%(body)s ends the approval of %(provider)s"),
            lambda: (
                _("Its last day is %(day)s.") % {"day": date_format(last_day, "j F Y")}
                + f"\n\n{approval.end_reason}"
            ),
            "ended",
        )
    approval.refresh_from_db()
    return approval


def _ending_refusals(
    approval: ProviderApproval, last_day: date, today: date, reason: str
) -> list[Refusal]:
    found = []
    if not reason.strip():
        found.append(Refusal(_("Give the reason. The provider reads it."), "reason"))
    if last_day < today:
        found.append(
            Refusal(_("It ends today at the earliest: what was completed stands."), "last_day")
        )
    elif approval.since is not None and last_day < approval.since:
        found.append(Refusal(_("It has not begun by that day."), "last_day"))
    elif approval.until is not None and last_day > approval.until:
        found.append(Refusal(_("It ends earlier by itself."), "last_day"))
    return found


def _given(by: Person, body_slug: str, public_id: str) -> ProviderApproval:
    """An approval that was given, for an officer who has nothing to do with the provider."""
    approval = approval_for_staff(by, body_slug, public_id, Duty.REGISTER)
    refuse_barred(by, approval)
    if approval.state != APPROVED:
        raise Refused(_("Only an approval that was given can be suspended or ended."))
    ProviderApproval.objects.select_for_update().get(pk=approval.pk)
    return approval_for_staff(by, body_slug, public_id, Duty.REGISTER)
