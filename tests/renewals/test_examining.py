"""Renewing by examination: what the policy grants, refuses, and leaves unsaid."""

from __future__ import annotations

from datetime import date

import pytest

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification, Term
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.people.models import Person
from recert.renewals.actions import record_examination
from recert.rules.findings import Status
from recert.standing.queries import standing_of
from recert.transcript.models import Activity
from tests.cast import NOW, Cast


def certificate(cast: Cast, level: str = "certificate") -> Certification:
    """Eve holds ACTION's online certificate, or its full certification."""
    return register_certification(
        by=cast.fay,
        at=NOW,
        person=cast.eve,
        body=cast.action,
        credential="cpt",
        level=level,
        certified=date(2025, 1, 10),
        expires=date(2027, 1, 9),
        number="A-1",
    )


def passed(
    cast: Cast,
    held: Certification,
    *,
    by: Person | None = None,
    at_test_centre: bool = True,
    next_end: date | None = date(2028, 11, 10),
    reason: str = "Two years from the day of passing, as our board decided.",
) -> Term | None:
    return record_examination(
        by=by or cast.fay,
        at=NOW,
        body_slug="action",
        public_id=held.public_id,
        passed_on=date(2026, 11, 11),
        title="Accredited personal trainer examination",
        at_test_centre=at_test_centre,
        next_end=next_end,
        reason=reason,
    )


def test_passing_makes_the_certificate_a_certification_at_once(cast: Cast) -> None:
    held = certificate(cast)
    term = passed(cast, held)
    assert term is not None
    held.refresh_from_db()
    assert (held.level, held.expires) == ("certification", date(2028, 11, 10))
    assert (term.start, term.end) == (date(2025, 1, 10), date(2027, 1, 9))
    assert standing_of(held, NOW.date()).status is Status.ACTIVE
    line = lines_about(f"certification:{held.public_id}").get(
        code="renewals.renewed-by-examination"
    )
    assert line.detail == {
        "clause": "upgrade",
        "next-end": "2028-11-10",
        "level": "certification",
    }
    told = notices_of(cast.eve.public_id).get(kind="renewal-decided")
    assert "nothing to apply for or to pay" in told.text
    assert Activity.objects.get(person=cast.eve).reported_by == "body"


def test_where_the_policy_does_not_say_until_when_a_person_does(cast: Cast) -> None:
    held = certificate(cast)
    with pytest.raises(Refused, match="does not say from when"):
        passed(cast, held, next_end=None)
    with pytest.raises(Refused, match="Give your reason"):
        passed(cast, held, reason=" ")
    with pytest.raises(Refused, match="must lie after"):
        passed(cast, held, next_end=date(2027, 1, 9))
    held.refresh_from_db()
    assert held.level == "certificate"
    assert not Activity.objects.filter(person=cast.eve).exists()  # all or nothing


def test_nobody_recertifies_by_the_same_examination_twice(cast: Cast) -> None:
    held = certificate(cast, "certification")
    with pytest.raises(Refused, match="cannot renew by sitting the same examination"):
        passed(cast, held)


def test_an_examination_elsewhere_does_not_upgrade(cast: Cast) -> None:
    with pytest.raises(Refused, match="no way to renew by this examination"):
        passed(cast, certificate(cast), at_test_centre=False)


def test_recording_twice_is_once(cast: Cast) -> None:
    held = certificate(cast)
    assert passed(cast, held) == passed(cast, held)
    assert Activity.objects.filter(person=cast.eve).count() == 1


def test_only_the_bodys_register_records(cast: Cast) -> None:
    held = certificate(cast)
    for somebody in (cast.eve, cast.dan, cast.hal, cast.gus):
        with pytest.raises(NotFound):
            passed(cast, held, by=somebody)
