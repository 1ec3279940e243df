"""Days that pass: what is overdue, given more time or given back, and who is told of it."""

from __future__ import annotations

import pytest

from recert.audits.actions import declare_conflict, determine, impose, remind_audits
from recert.audits.models import AuditState
from recert.lib.refusals import Refused
from recert.people.actions import appoint
from recert.people.models import Role
from tests.audits.acting import case, on
from tests.audits.scene import days
from tests.cast import NOW, Cast, person


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
