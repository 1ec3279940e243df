"""Standing: how the cycle under audit stands, by the text and on the day it was filed under."""

from __future__ import annotations

from datetime import date, datetime

from recert.audits.days import today_at
from recert.audits.models import Audit
from recert.credentials.models import Certification
from recert.renewals.models import Renewal
from recert.renewals.queries import rulebook_behind, standing_as_filed
from recert.rulebooks.queries import rulebooks_of
from recert.rules.facts import Facts
from recert.rules.findings import Standing
from recert.rules.rulebook import Rulebook, edition_of
from recert.standing.queries import standing_of


def as_audited(
    certification: Certification,
    renewal: Renewal | None,
    cycle_end: date,
    at: datetime,
    facts: Facts | None = None,
) -> Standing:
    """The cycle that ends then, as it was filed.

    Where there is no application, as of today or of its last day, whichever came first.
    """
    if renewal is not None:
        return standing_as_filed(renewal, at, facts)
    return standing_of(certification, min(cycle_end, today_at(certification.body, at)), facts)


def rulebook_of(audit: Audit, standing: Standing) -> Rulebook | None:
    """The edition the case is judged by."""
    if audit.renewal is not None:
        return rulebook_behind(audit.renewal, standing)
    return edition_of(rulebooks_of(audit.certification.body.slug), standing.edition)
