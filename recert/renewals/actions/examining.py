"""Examining: renewing by passing an examination, where no application is needed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions import close_term, record_carried
from recert.credentials.models import Certification, Term
from recert.credentials.queries import certification_for_staff
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Person
from recert.people.queries import Duty
from recert.people.telling import tell
from recert.rulebooks.queries import rulebook_of
from recert.rules.carrying import carried_on
from recert.rules.facts import Activity, Kind, Reporter
from recert.rules.findings import RouteFinding, Standing
from recert.rules.rulebook import Route, Rulebook
from recert.standing.gathering import facts_of
from recert.standing.queries import standing_of
from recert.transcript.actions import log_activity


@transaction.atomic
def record_examination(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    passed_on: date,
    title: str,
    subject: str = "",
    at_test_centre: bool | None = None,
    next_end: date | None = None,
    reason: str = "",
) -> Term | None:
    """Record that a holder passed an examination, and what it does by the policy.

    Where the route needs no application the term is extended and the level raised at
    once; the policy's own day is used, and where it gives none, the one entered with a
    reason. Returns None where an application must still be filed. Twice is once.
    """
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    if certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody records an examination of their own."))
    there = certification.terms.filter(renewed_on=passed_on, renewal_id="").first()
    if there is not None:
        return there
    subject = subject or f"{body_slug}:{certification.credential}"
    passed = log_activity(
        by=by,
        at=at,
        person=certification.person,
        activity=Activity(
            id="",
            title=title,
            kind=Kind.EXAMINATION,
            completed=passed_on,
            provider=body_slug,
            passed=True,
            subject=subject,
            at_test_centre=at_test_centre,
            reported_by=Reporter.BODY,
        ),
        key=f"examination:{certification.public_id}:{passed_on}",
    )
    standing = standing_of(certification, passed_on)
    rulebook = _rulebook(body_slug, standing)
    finding, rule = _route(standing, rulebook)
    if rule.application:
        return None
    passing = carried_on(standing, facts_of(certification.person))
    term = _grant(by, at, certification, standing, finding, rule, next_end, reason)
    record_carried(at=at, certification=certification, carried=passing, renewal_id=passed.public_id)
    return term


def _rulebook(body_slug: str, standing: Standing) -> Rulebook:
    try:
        return rulebook_of(body_slug, standing.edition)
    except NotFound:
        raise Refused(_("No published edition covers the day of the examination.")) from None


def _route(standing: Standing, rulebook: Rulebook) -> tuple[RouteFinding, Route]:
    """The open route that the examination completed; else the clause that closes it."""
    for finding in standing.examinations:
        rule = rulebook.clause(finding.clause).rule
        if finding.open and finding.taken and isinstance(rule, Route):
            return finding, rule
    closed = [rulebook.clause(each.clause).says for each in standing.examinations if not each.open]
    if closed:
        raise Refused(closed[0])
    raise Refused(
        _(
            "The policy has no way to renew by this examination. Check the day, the subject and "
            "where it was sat."
        )
    )


def _grant(
    by: Person,
    at: datetime,
    certification: Certification,
    standing: Standing,
    finding: RouteFinding,
    rule: Route,
    next_end: date | None,
    reason: str,
) -> Term:
    assert standing.cycle is not None  # a route is found in a cycle
    end = finding.until or next_end
    if end is None:
        raise Refused(
            _(
                "The policy does not say from when the new term runs. Enter its last day and your "
                "reason."
            ),
            "next_end",
        )
    if finding.until is None and not reason.strip():
        raise Refused(_("Give your reason for this last day. The holder reads it."), "reason")
    if end <= standing.cycle.end:
        raise Refused(_("The new last day must lie after the one that ends now."), "next_end")
    term = close_term(
        by=by,
        at=at,
        certification=certification,
        start=standing.cycle.start,
        end=standing.cycle.end,
        next_end=end,
        closed_on=standing.as_of,
        level=rule.to_level or None,
        reason=reason.strip(),
    )
    write(
        at=at,
        by=by.public_id,
        code="renewals.renewed-by-examination",
        subject=f"certification:{certification.public_id}",
        body=certification.body.slug,
        person=certification.person.public_id,
        detail={"clause": finding.clause, "next-end": end.isoformat(), "level": rule.to_level},
    )
    _tell(at, certification, term)
    return term


def _tell(at: datetime, certification: Certification, term: Term) -> None:
    body = certification.body
    tell(
        at=at,
        person=certification.person,
        kind="renewal-decided",
        letter=lambda: (
            _("Your certification is renewed"),
            _("%(body)s has recorded that you passed. There is nothing to apply for or to pay.")
            % {"body": body.name},
        ),
        body_slug=body.slug,
        key=f"term:{certification.public_id}:{term.end.isoformat()}",
    )
