"""A body approves a course from a day gone by on: who was reported before has its credit, too."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from recert.catalogue.models import CourseApproval, ProviderApproval, Suspension
from recert.completions.approved_later import credit_what_was_approved
from recert.completions.models import Completion
from recert.notices.models import Notice
from recert.people.models import Person
from recert.rules.amounts import from_grains, to_grains
from recert.transcript.models import Activity, Award
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.scene import DAY, cueing, line, renewed, sent, set_birthdays
from tests.teaching import Teaching

LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def _birthdays(teaching: Teaching) -> None:
    set_birthdays(teaching)


def credit_of(whom: Person) -> list[dict[str, object]]:
    """Whose credit each reported entry has, and how much."""
    entries = transcript_of(whom).filter(reported_by="provider").order_by("completed")
    return [
        {award.by: from_grains(award.amount_grains) for award in entry.awards.all()}
        for entry in entries
    ]


def approved_later(teaching: Teaching, since: date) -> None:
    """ACSM had not approved it when it was reported, and does so now."""
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(since=since, decided_at=LATER)


def test_who_was_reported_before_has_it_once_and_reads_so(teaching: Teaching) -> None:
    ada = teaching.cast.ada
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(state="submitted")
    done = sent(teaching)
    sent(teaching, line(completed=date(2026, 10, 1)), key="k2")
    assert credit_of(ada) == [{"ace": Fraction(1, 5)}] * 2
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(state="approved")
    approved_later(teaching, since=date(2026, 11, 1))
    assert credit_what_was_approved(at=LATER) == 1
    assert credit_what_was_approved(at=LATER) == 0
    assert [set(each) for each in credit_of(ada)] == [{"ace"}, {"ace", "acsm"}]
    assert Completion.objects.get(pk=done.pk).activity in transcript_of(ada)
    told = Notice.objects.get(subject__contains="approved “Ethics in practice”")
    assert "for the day you completed it" in told.text


def test_nothing_comes_where_nothing_speaks_or_something_rests_on_it(teaching: Teaching) -> None:
    """Suspended on that day; held by an audit; stated by the provider; counted in a renewal."""
    cast = teaching.cast
    old = cueing(teaching)
    renewed(teaching)
    Award.objects.filter(activity=old.activity_id).delete()
    CourseApproval.objects.filter(edition=old.edition).update(decided_at=LATER)
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(state="submitted")
    done = sent(teaching).activity
    assert done is not None
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(state="approved")
    approved_later(teaching, since=date(2026, 1, 1))
    suspended = Suspension.objects.create(
        approval=teaching.lab_at_acsm, since=DAY, until=DAY, reason="x", by=cast.hal, at=NOW
    )
    assert credit_what_was_approved(at=LATER) == 0
    suspended.delete()
    Activity.objects.filter(pk=done.pk).update(held_by="audit:x")
    assert credit_what_was_approved(at=LATER) == 0
    Activity.objects.update(held_by="")
    assert credit_what_was_approved(at=LATER) == 1


def test_what_follows_from_an_approval_of_the_provider_comes_as_well(teaching: Teaching) -> None:
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).delete()
    sent(teaching)
    ProviderApproval.objects.filter(pk=teaching.lab_at_acsm.pk).update(
        approves_courses=True, hour_grains=to_grains(Fraction(1)), unit="cec", decided_at=LATER
    )
    assert credit_what_was_approved(at=LATER) == 1
    assert credit_of(teaching.cast.ada)[0]["acsm"] == 2
