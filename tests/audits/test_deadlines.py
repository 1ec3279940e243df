"""Days that pass: what is overdue, given more time or given back, and who is told of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from recert.audits.actions import (
    ask_for,
    decide_ask,
    declare_conflict,
    determine,
    give_time,
    impose,
    remind_audits,
)
from recert.audits.models import AskKind, Audit, AuditState
from recert.lib.refusals import Refused
from recert.notices.models import Notice
from recert.notices.queries import notices_of
from recert.people.actions import appoint
from recert.people.models import Role
from recert.rules.rulebook import Length
from recert.rules.sampling.frame import Stratum
from tests.audits.acting import case, on
from tests.audits.scene import TERMS, days, hold_draw, holder, renewed
from tests.cast import NOW, Cast, person

EVERYBODY = Stratum(name="ep", says="EP", percent=Fraction(100))


def test_where_two_are_asked_for_nobody_fails_a_silent_case_and_imposes_alone(cast: Cast) -> None:
    audit = case(cast, second=True)
    remind_audits(at=days(31))
    declare_conflict(**on(cast.hal, audit, days(32)), has_conflict=False)
    determine(**on(cast.hal, audit, days(32)), outcome=AuditState.FAILED, reason="No answer.")
    with pytest.raises(Refused, match="somebody else says what follows"):
        impose(**on(cast.hal, audit, days(70)), failing=None, reason="As the policy says.")
    ida = person("Ida Second")
    appoint(person=ida, body=cast.acsm, role=Role.OWNER, by=cast.hal, at=NOW)
    assert impose(**on(ida, audit, days(70)), failing=None, reason="Mercy.").consequence


def test_the_days_a_denial_took_are_given_back_once(cast: Cast) -> None:
    audit = case(cast)
    ask: dict[str, Any] = {"by": holder(audit), "public_id": audit.public_id, "reason": "Ill."}
    assert audit.due == days(30).date()
    more = ask_for(**ask, at=days(28), kind=AskKind.EXTENSION, until=date(2027, 3, 1))
    never = ask_for(**ask, at=days(29), kind=AskKind.EXEMPTION)
    decide: dict[str, Any] = {
        **on(cast.dan, audit, days(38)),
        "grant": False,
        "answer": "The list is long.",
    }
    decide_ask(**decide, ask_id=more.public_id)
    audit.refresh_from_db()
    assert audit.due == days(40).date()
    told = notices_of(holder(audit).public_id).get(subject="Not granted: more time")
    assert "The day is now 22 January 2027. The days the body took" in told.text
    decide_ask(**(decide | {"at": days(39)}), ask_id=never.public_id)
    audit.refresh_from_db()
    assert audit.due == days(41).date()  # the days of both are counted once
    remind_audits(at=days(41))
    audit.refresh_from_db()
    assert audit.overdue_at is None
    remind_audits(at=days(42))
    late = ask_for(**ask, at=days(43), kind=AskKind.EXTENSION, until=date(2027, 3, 1))
    decide_ask(**(decide | {"at": days(50)}), ask_id=late.public_id)
    audit.refresh_from_db()
    assert [audit.due, audit.overdue_at] == [days(41).date(), days(42)]  # late before they asked


def test_reviewers_are_told_once_a_day_how_many_nobody_took_up(cast: Cast) -> None:
    for name in ("one", "two", "three"):
        renewed(cast, "ep", name)
    hold_draw(cast, strata=(EVERYBODY,), terms=TERMS)
    first, *others = Audit.objects.all()
    appoint(person=holder(others[0]), body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    declare_conflict(**on(cast.dan, first, days(3)), has_conflict=False)
    for _round in range(2):
        remind_audits(at=days(31))
    told = Notice.objects.filter(kind="work-waiting", subject__startswith="No answer came")
    to = {whom: sorted(told.filter(recipient_id=whom.public_id).values_list("subject", flat=True))
          for whom in (cast.dan, cast.hal, holder(others[0]))}  # fmt: skip
    assert to[cast.dan] == ["No answer came to 1 audit", "No answer came to 2 audits"]  # one is his
    assert to[cast.hal] == ["No answer came to 2 audits"]
    assert to[holder(others[0])] == ["No answer came to 1 audit"]  # not their own


def test_a_silent_case_is_given_more_time_within_the_policy(cast: Cast) -> None:
    audit = case(cast, extend=Length(days=20))
    remind_audits(at=days(31))
    give = {**on(cast.dan, audit, days(32)), "until": days(45).date(), "reason": "Snowed in."}
    with pytest.raises(Refused, match="Give the reason"):
        give_time(**(give | {"reason": " "}))
    with pytest.raises(Refused, match="after the one set now"):
        give_time(**(give | {"until": days(32).date()}))
    with pytest.raises(Refused, match="nobody go beyond 1 February 2027"):
        give_time(**(give | {"until": days(51).date()}))
    for _click in range(2):
        given = give_time(**give)
    assert (given.due, given.overdue_at) == (days(45).date(), None)
    told = notices_of(holder(audit).public_id).get(subject="You have more time for your audit")
    assert told.text == "The day is now 27 January 2027.\n\nSnowed in."
    ask: dict[str, Any] = {"by": holder(audit), "at": days(33), "public_id": audit.public_id}
    ask_for(**ask, kind=AskKind.EXTENSION, reason="Still snow.", until=days(48).date())
    with pytest.raises(Refused, match="asked for already"):
        give_time(**(give | {"until": days(47).date()}))
    audit.asks.all().delete()
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.DEFERRED, overdue_at=days(46))
    assert give_time(**(give | {"until": days(60).date()})).due == days(60).date()  # no most
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.ANSWERED, due=None)
    with pytest.raises(Refused, match="moved on"):
        give_time(**(give | {"until": days(47).date()}))
