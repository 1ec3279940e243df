"""Looking at a course: what it would be worth under the body's own rules, and what to mind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.catalogue.approval_queries import (
    approval_terms_of,
    is_suspended_on,
    provider_approval_on,
)
from recert.catalogue.drafting import draft_of, share_of_scope
from recert.catalogue.models import CourseApproval, ProviderApproval
from recert.rules.amounts import from_grains
from recert.rules.facts import Award, Unit
from recert.rules.findings import Code
from recert.standing.examples import ExampleWorth, worth_to_anyone
from recert.standing.words import amount_words, reason_sentence, verdict_of_activity
from recert.standing.words.vocabulary import word

UNREMARKABLE = frozenset({Code.COUNTED})


@dataclass(frozen=True, slots=True)
class WorthRow:
    """What completing it would come to under one credential."""

    name: str
    counted: str
    verdict: str
    reasons: tuple[str, ...]


def worth_rows(
    approval: CourseApproval, on: date, amount: Fraction | None, unit: str
) -> list[WorthRow]:
    """What a holder who did nothing else would have of it; credentials alike are one row.

    With no amount it is looked at as an hour is worth without anybody's approval.
    """
    draft = draft_of(approval.edition, approval.edition.course.provider.slug, on, ())
    if amount and unit in set(Unit):
        award = Award(amount=amount, unit=Unit(unit), by=approval.body.slug, number=approval.number)
        draft = replace(draft, awards=(award,))
    rows: dict[tuple[object, ...], WorthRow] = {}
    found = worth_to_anyone(approval.body.slug, draft)
    covered = [each for each in found if each.finding is not None]
    for each in covered or found:  # credentials that are granted no more say nothing
        row = _row(each)
        alike = (row.counted, row.verdict, row.reasons)
        there = rows.get(alike)
        rows[alike] = replace(there, name=f"{there.name}, {row.name}") if there else row
    return list(rows.values())


def _row(each: ExampleWorth) -> WorthRow:
    name = each.credential.letters or each.credential.name
    if each.level:
        name = f"{name} ({each.level})"
    finding, book = each.finding, each.rulebook
    if finding is None or book is None:
        return WorthRow(name, "–", _("No edition of the policy covers this day."), ())
    reasons = tuple(
        reason_sentence(reason, book)
        for reason in finding.reasons
        if reason.code not in UNREMARKABLE
    )
    counted = amount_words(finding.counted, book.unit.name)
    return WorthRow(name, counted, verdict_of_activity(finding, book), reasons)


def warnings_about(
    approval: CourseApproval, on: date, amount: Fraction | None, unit: str
) -> list[str]:
    """What a reviewer should know of the provider before approving."""
    provider, body = approval.edition.course.provider, approval.body
    if provider.body_id == body.pk:
        return []
    if is_suspended_on(provider, body, on):
        return [_("You have suspended this provider. Credit of yours is not given meanwhile.")]
    speaks = provider_approval_on(provider, body, on)
    if speaks is None:
        if approval_terms_of(body).asks_provider_approval:
            return [_("This provider has no approval of yours that speaks today.")]
        return []
    return list(_beyond(speaks, approval, amount, unit))


def _beyond(
    speaks: ProviderApproval, approval: CourseApproval, amount: Fraction | None, unit: str
) -> Iterator[str]:
    edition = approval.edition
    if (
        speaks.most_grains is not None
        and amount is not None
        and unit == speaks.unit
        and amount > from_grains(speaks.most_grains)
    ):
        most = amount_words(from_grains(speaks.most_grains), word(Unit(speaks.unit)))
        yield _("That is more than you let this provider give for one course: %(most)s.") % {
            "most": most
        }
    if speaks.deliveries and edition.delivery not in speaks.deliveries:
        yield _("You did not approve this provider for courses delivered this way.")
    if share_of_scope(speaks, edition) < 1:
        yield _("Not all of it is about what you approved this provider for.")
    if speaks.conditions:
        yield _("Your conditions for this provider: %(conditions)s") % {
            "conditions": speaks.conditions
        }
