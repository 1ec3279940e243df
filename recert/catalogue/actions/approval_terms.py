"""Terms of approval: what a body asks of those who teach, and what it promises them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.approval_queries import approval_terms_of
from recert.catalogue.models import ApprovalTerms
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff

MOST_CENTS = 100_000_000
MOST_DAYS = 3650
MOST_YEARS = 50
MOST_WORDS = 5000


@transaction.atomic
def set_approval_terms(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    asks_provider_approval: bool,
    years: int | None,
    report_days: int | None,
    promise_days: int | None,
    words: str,
) -> ApprovalTerms:
    """Say whether providers apply, for how long an approval is given, and what is promised."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    problems = [
        Refusal(_("Write a whole number up to %(most)d, or leave it empty.") % {"most": most}, name)
        for name, value, most in (
            ("years", years, MOST_YEARS),
            ("report_days", report_days, MOST_DAYS),
            ("promise_days", promise_days, MOST_DAYS),
        )
        if value is not None and not 0 < value <= most
    ]
    if len(words) > MOST_WORDS:
        problems.append(Refusal(_("Write at most %(n)d letters.") % {"n": MOST_WORDS}, "words"))
    refuse_all(problems)
    return _kept(
        by,
        at,
        body,
        asks_provider_approval=asks_provider_approval,
        years=years,
        report_days=report_days,
        promise_days=promise_days,
        words=words.strip(),
    )


@transaction.atomic
def set_approval_fees(
    *, by: Person, at: datetime, body_slug: str, provider_cents: int, course_cents: int
) -> ApprovalTerms:
    """Say what applying costs a provider, and what it costs for a course, in the body's money.

    Bills that are out keep their sum.
    """
    body = body_for_staff(by, body_slug, Duty.MONEY)
    refuse_all(
        Refusal(_("Write a sum from nothing to a million."), name)
        for name, cents in (("provider_cents", provider_cents), ("course_cents", course_cents))
        if not 0 <= cents <= MOST_CENTS
    )
    fees = {"provider_fee_cents": provider_cents, "course_fee_cents": course_cents}
    return _kept(by, at, body, **fees)


def _kept(by: Person, at: datetime, body: Body, **columns: object) -> ApprovalTerms:
    """Keep what changed, with a line that says what it was and is."""
    Body.objects.select_for_update().get(pk=body.pk)
    before = approval_terms_of(body)
    changed = {name: each for name, each in columns.items() if getattr(before, name) != each}
    if not changed:
        return before
    found, _is_new = ApprovalTerms.objects.update_or_create(body=body, defaults=columns)
    write(
        at=at,
        by=by.public_id,
        code="catalogue.approval-terms-set",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={name: str(each) for name, each in changed.items() if name != "words"},
    )
    return found


def terms_taking_providers(body_slug: str) -> ApprovalTerms:
    """The terms of a body a provider may apply to; refuses where it does not take providers."""
    body = Body.objects.filter(slug=body_slug).first()
    if body is None:
        raise NotFound
    terms = approval_terms_of(body)
    if not terms.asks_provider_approval:
        words = {"body": body.name}
        raise Refused(
            _("%(body)s does not approve providers here. Apply for each of your courses.") % words,
            "body",
        )
    return terms
