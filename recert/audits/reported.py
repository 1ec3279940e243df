"""Reported: whose every credit rests on somebody else's word, so that a body may weigh them less.

Asked in columns, with whoever stands on a list; nobody is judged for it.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from recert.credentials.models import Term
from recert.renewals.models import Renewal
from recert.rules.amounts import NotAnAmount, parse
from recert.rules.facts import Reporter
from recert.transcript.models import Activity


def reported_for_application() -> Q:
    """Whether something is recorded in the cycle applied for, and nothing by the holder's word.

    A column of `Renewal`. Whoever recorded nothing is not meant: they declared totals.
    """
    done = _done(OuterRef("certification__person"))
    return _by_others(
        done.filter(completed__gte=OuterRef("cycle_start"), completed__lte=OuterRef("cycle_end"))
    )


def reported_for_holder() -> Q:
    """The same for the cycle a certification is in: a column of `Certification`."""
    before = Term.objects.filter(certification=OuterRef(OuterRef("pk"))).order_by("-end")
    since = Coalesce(
        Subquery(before.values("end")[:1]), OuterRef("previous_closed"), OuterRef("certified")
    )
    done = _done(OuterRef("person"))
    return _by_others(done.filter(completed__gt=since, completed__lte=OuterRef("expires")))


def _done(person: OuterRef) -> QuerySet[Activity]:
    return Activity.objects.filter(person=person, superseded_by=None, withdrawn_at=None)


def _by_others(done: QuerySet[Activity]) -> Q:
    own = done.filter(reported_by=Reporter.SELF.value)
    return Q(Exists(done)) & ~Q(Exists(own))


def declaring_more(renewals: Collection[int]) -> frozenset[int]:
    """Those of some applications whose totals go beyond what was recorded when they were sent."""
    rows = Renewal.objects.filter(pk__in=renewals).exclude(declared={})
    kept = rows.values_list("pk", "declared", "answer__findings")
    return frozenset(pk for pk, declared, findings in kept if _is_more(declared, findings))


def _is_more(declared: dict[str, str], findings: dict[str, Any] | None) -> bool:
    needs = findings["requirements"] if findings else ()
    counted = {each["clause"]: Fraction(each["counted"]) for each in needs}
    return any(_total(said) > counted.get(clause, Fraction(0)) for clause, said in declared.items())


def _total(said: str) -> Fraction:
    """A declared total; one that cannot be read is more than anything recorded."""
    try:
        return parse(said)
    except NotAnAmount:
        return Fraction(10**9)
