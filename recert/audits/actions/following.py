"""Following: what a failed audit leads to, that it was cured, and that it is opened again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.audits.actions.letting_go import let_go
from recert.audits.actions.moving import journal, move, tell_of
from recert.audits.models import Audit, AuditState, Conflict
from recert.audits.queries.cases import audit_for_staff
from recert.audits.terms import from_plain
from recert.credentials.actions import close_ruling, end_ruling, rule
from recert.credentials.models import Ruling
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Person
from recert.people.queries import Duty
from recert.renewals.actions import refuse
from recert.renewals.models import State
from recert.rules.facts import DecisionKind
from recert.rules.rulebook import Failing
from recert.transcript.actions import end_entry_rulings, hold_entries

NOTHING = "nothing"
"""What a person says who lets a failed audit have no consequence."""

RULES: dict[Failing, DecisionKind] = {
    Failing.INACTIVE: DecisionKind.INACTIVE,
    Failing.SUSPENDED: DecisionKind.SUSPEND,
    Failing.LAPSED: DecisionKind.WITHDRAW,
}
"""What a body decides about the certification, in the law's own words."""


def _others_case(by: Person, body_slug: str, public_id: str, duty: Duty) -> Audit:
    audit = audit_for_staff(by, body_slug, public_id, duty)
    if audit.certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody decides an audit of their own."))
    return audit


def may_impose(reader: Person, audit: Audit) -> bool:
    """Whether somebody can say what follows from a failed case, their duty aside.

    Where the terms ask for a second person, nobody both fails a case and imposes on it: a
    case that nobody answered had no reviewer before it was failed.
    """
    if audit.state != AuditState.FAILED or audit.consequence:
        return False
    return not (from_plain(audit.terms).second and audit.determined_by_id == reader.pk)


@transaction.atomic
def impose(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    failing: Failing | None,
    reason: str,
    clause: str = "",
    until: date | None = None,
) -> Audit:
    """An officer says what failing leads to; None lets it lead to nothing. Always a person.

    What follows is decided about the certification itself, or about the application that
    waits, and may be appealed like any decision.
    """
    audit = _others_case(by, body_slug, public_id, Duty.REGISTER)
    said = failing.value if failing else NOTHING
    if audit.consequence == said:
        return audit
    problems = []
    if audit.state != AuditState.FAILED or audit.consequence:
        problems.append(Refusal(_("Only a failed audit of which nothing is decided yet.")))
    elif not may_impose(by, audit):
        problems.append(Refusal(_("You failed this case. Here somebody else says what follows.")))
    if not reason.strip():
        problems.append(Refusal(_("Give the reason. The holder reads it."), "reason"))
    refuse_all(problems)
    if not Audit.objects.filter(pk=audit.pk, state=AuditState.FAILED, consequence="").update(
        consequence=said
    ):
        raise Refused(_("This was decided this very moment. Look at it again."))
    let_go(by=by, at=at, audit=audit)
    if failing is Failing.NOT_RENEWED:
        _refuse_renewal(by, at, audit, reason, clause)
    elif failing is not None:
        ruling = rule(
            by=by,
            at=at,
            body_slug=body_slug,
            public_id=audit.certification.public_id,
            kind=RULES[failing],
            reason=reason,
            clause=clause,
            until=until,
        )
        Audit.objects.filter(pk=audit.pk).update(ruling_id=ruling.public_id)
    audit.refresh_from_db()
    journal(at, by, "imposed", audit, {"failing": said})
    return audit


def _refuse_renewal(by: Person, at: datetime, audit: Audit, reason: str, clause: str) -> None:
    renewal = audit.renewal
    if renewal is None or renewal.state != State.SUBMITTED:
        raise Refused(
            _("No application waits that could be refused. Choose what else follows."), "failing"
        )
    refuse(
        by=by,
        at=at,
        body_slug=audit.certification.body.slug,
        public_id=renewal.public_id,
        reason=reason,
        clause=clause,
    )


@transaction.atomic
def record_cure(*, by: Person, at: datetime, body_slug: str, public_id: str, reason: str) -> Audit:
    """What was wrong has been put right: what was decided about the certification ends."""
    audit = _others_case(by, body_slug, public_id, Duty.REGISTER)
    if audit.cured_at is not None:
        return audit
    problems = []
    if audit.state != AuditState.FAILED:
        problems.append(Refusal(_("Only a failed audit can be put right.")))
    if not reason.strip():
        problems.append(Refusal(_("Say how it was put right. The holder reads it."), "reason"))
    refuse_all(problems)
    Audit.objects.filter(pk=audit.pk, cured_at=None).update(
        cured_at=at, consequence=audit.consequence or NOTHING
    )
    if audit.ruling_id:
        end_ruling(by=by, at=at, body_slug=body_slug, public_id=audit.ruling_id)
    let_go(by=by, at=at, audit=audit)
    audit.refresh_from_db()
    journal(at, by, "cured", audit)
    tell_of(
        at,
        audit.certification.person,
        audit,
        "audit-decided",
        lambda: (_("What your audit found missing has been put right"), reason.strip()),
        "cured",
    )
    return audit


@transaction.atomic
def reopen(*, by: Person, at: datetime, body_slug: str, public_id: str, reason: str) -> Audit:
    """Open a determined case again, as after an appeal: others review and determine it.

    What it found no longer counts, what followed ends, and whoever decided before is out.
    """
    audit = _others_case(by, body_slug, public_id, Duty.DRAW)
    if not reason.strip():
        raise Refused(_("Give the reason. The holder reads it."), "reason")
    return reopen_case(by=by, at=at, audit=audit, reason=reason)


@transaction.atomic
def reopen_case(*, by: Person, at: datetime, audit: Audit, reason: str) -> Audit:
    """The same, where another room has checked who: an appeal was decided."""
    deciders = {each for each in (audit.determined_by, audit.recommended_by) if each is not None}
    ruling = audit.ruling_id
    move(
        audit,
        (AuditState.PASSED, AuditState.FAILED, AuditState.REPLACING),
        AuditState.ANSWERED,
        reviewer=None,
        recommended_by=None,
        recommendation="",
        recommended_outcome="",
        determined_by=None,
        determined_at=None,
        reason="",
        clause="",
        owed_grains=None,
        due=None,
        overdue_at=None,
        appeal_by=None,
        cure_by=None,
        consequence="",
        ruling_id="",
        closed_at=None,
    )
    end_entry_rulings(by=by, at=at, subject=audit.subject)
    audit.items.update(judged="", judged_by=None, judged_at=None)
    hold_entries(activity_ids=audit.items.values_list("activity", flat=True), subject=audit.subject)
    for each in deciders:
        Conflict.objects.update_or_create(
            audit=audit,
            reviewer=each,
            defaults={"has_conflict": True, "says": _("Decided this case before."), "at": at},
        )
    if ruling:
        close_ruling(by=by, at=at, ruling=Ruling.objects.get(public_id=ruling))
    journal(at, by, "reopened", audit)
    tell_of(
        at,
        audit.certification.person,
        audit,
        "audit-news",
        lambda: (_("Your audit was opened again"), reason.strip()),
        f"reopened:{at.isoformat()}",
    )
    return audit
