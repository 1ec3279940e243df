"""Totals declared first, activities listed when audited: where a policy says that is enough."""

from __future__ import annotations

from typing import Any

import pytest

from recert.lib.refusals import Refused
from recert.payments.actions import announce_payment
from recert.renewals.actions import (
    approve,
    attest,
    begin_renewal,
    declare,
    hindrances_to,
    invoice_renewal,
    submit,
)
from recert.renewals.models import Renewal, State
from recert.renewals.tasks import Do, Is, tasks_of
from tests.cast import NOW, Cast


def begun(cast: Cast) -> Renewal:
    """Ada's, at ACSM: 52 of 60 are logged. All else is done."""
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_acsm.public_id)
    attest(by=cast.ada, at=NOW, public_id=renewal.public_id, to="truthful")
    bill = invoice_renewal(by=cast.ada, at=NOW, public_id=renewal.public_id)
    announce_payment(by=cast.ada, at=NOW, public_id=bill.public_id)
    return renewal


def test_what_is_declared_is_enough_to_file_and_to_be_approved(cast: Cast) -> None:
    renewal = begun(cast)
    on: dict[str, Any] = {"by": cast.ada, "at": NOW, "public_id": renewal.public_id}
    with pytest.raises(Refused, match="Credits are missing"):
        submit(**on)
    for too_little in ("59.9", "0"):
        declare(**on, totals={"total": too_little})
        with pytest.raises(Refused, match="Credits are missing"):
            submit(**on)
    renewal = declare(**on, totals={"total": "61"})
    assert tasks_of(renewal, NOW).task(Do.CHECK).state is Is.DONE
    renewal = submit(**on)
    found = tasks_of(renewal, NOW)
    assert (found.unmet, found.by_totals) == ((), frozenset({"total"}))
    assert found.standing.counted < 60  # the law counts what is logged, and says so
    assert not [each for each in hindrances_to(renewal, found) if "not met" in each.sentence]
    Renewal.objects.filter(pk=renewal.pk).update(fee_cents=0)
    done = approve(by=cast.dan, at=NOW, body_slug="acsm", public_id=renewal.public_id)
    assert done.state == State.APPROVED


def test_where_the_policy_does_not_say_so_totals_change_nothing(cast: Cast) -> None:
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_action.public_id)
    totals = {each.clause: "99" for each in tasks_of(renewal, NOW).standing.requirements}
    renewal = declare(by=cast.ada, at=NOW, public_id=renewal.public_id, totals=totals)
    found = tasks_of(renewal, NOW)
    assert not found.takes_totals
    assert found.task(Do.CHECK).state is Is.TO_DO
