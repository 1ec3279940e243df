"""Assigning: an officer says who reviews, and nobody whom something bars."""

from __future__ import annotations

import pytest

from recert.audits.actions import assign_reviewer, declare_conflict, may_review
from recert.audits.models import Audit, AuditState
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.people.actions import appoint
from recert.people.impartiality import declare_apart
from recert.people.models import Role
from tests.audits.acting import answered, case, on
from tests.audits.scene import SLUG, days, holder
from tests.cast import NOW, Cast, person


def test_an_officer_says_who_reviews(cast: Cast) -> None:
    audit = answered(cast)  # Dan took it up
    assert audit.reviewer == cast.dan
    for _click in range(2):
        now = assign_reviewer(**on(cast.hal, audit), to=cast.hal.public_id)
    assert now.reviewer == cast.hal
    again = assign_reviewer(**on(cast.hal, audit, days(6)), to=cast.dan.public_id)
    assert again.reviewer == cast.dan
    told = notices_of(cast.dan.public_id).filter(subject="You are asked to review an audit")
    assert told.count() == 1
    assert not notices_of(cast.hal.public_id).filter(subject="You are asked to review an audit")
    assert lines_about(audit.subject).filter(code="audits.reviewer-assigned").count() == 2
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.PASSED)
    with pytest.raises(Refused, match="closed"):
        assign_reviewer(**on(cast.hal, audit), to=cast.hal.public_id)


def test_whom_something_bars_is_not_asked(cast: Cast) -> None:
    audit = case(cast, separate=True)
    ida, joe, own = person("Ida"), person("Joe"), holder(audit)
    for each in (ida, joe, own):
        appoint(person=each, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    assert may_review(audit) == (cast.hal, ida, joe)  # Dan approved the renewal
    declare_conflict(**on(ida, audit), has_conflict=True, says="My cousin.")
    declare_apart(by=joe, at=NOW, body_slug=SLUG, person=own, says="We work together.")
    assert may_review(audit) == (cast.hal,)
    for barred in (cast.dan, ida, joe, own, cast.gus):
        with pytest.raises(Refused, match="has no part"):
            assign_reviewer(**on(cast.hal, audit), to=barred.public_id)
    for somebody in (cast.dan, cast.fay, own):
        with pytest.raises(NotFound):
            assign_reviewer(**on(somebody, audit), to=cast.hal.public_id)
