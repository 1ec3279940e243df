"""Rulings: what a body decides about one certification, what it does, and how it ends."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from recert.credentials.actions import (
    close_term,
    end_ruling,
    remove_certification,
    restore_certification,
    rule,
)
from recert.credentials.models import Certification, Ruling, Term
from recert.credentials.queries import overrides_in_force
from recert.lib.refusals import Refused
from recert.notices.queries import notices_of
from recert.rules.facts import DecisionKind
from recert.rules.findings import Status
from recert.standing.queries import standing_of
from recert.verification.queries import public_status
from tests.cast import NOW, TODAY, Cast

DAY = timedelta(days=1)


def decide(cast: Cast, kind: DecisionKind, **more: Any) -> Ruling:
    """Hal decides something about Ada's."""
    given = {"reason": "Because.", "public_id": cast.ada_acsm.public_id, **more}
    return rule(by=cast.hal, at=NOW, body_slug="acsm", kind=kind, **given)


def lift(cast: Cast, ruling: Ruling, at: Any = NOW) -> Ruling:
    return end_ruling(by=cast.hal, at=at, body_slug="acsm", public_id=ruling.public_id)


def status(cast: Cast, on: date = TODAY) -> Status:
    return standing_of(cast.ada_acsm, on).status


def test_a_withdrawal_shows_at_once_its_reason_stays_private_and_an_appeal_is_named(
    cast: Cast,
) -> None:
    withdrawn = decide(cast, DecisionKind.WITHDRAW, reason="Fraud at the examination.")
    (shown,) = public_status("acsm", "104233", NOW)
    assert (shown.says, shown.is_active) == ("Withdrawn", False)
    assert "Fraud" not in repr(shown)
    letter = notices_of(cast.ada.public_id).get(subject="A decision about your certification")
    assert "Fraud at the examination." in letter.text
    assert "You may appeal" in letter.text
    decide(cast, DecisionKind.RETIRE)  # a lighter one does not hide it
    assert status(cast) is Status.WITHDRAWN
    lift(cast, withdrawn, NOW + 3 * DAY)
    assert status(cast, TODAY + 2 * DAY) is Status.WITHDRAWN  # what it was then, it was
    assert status(cast, TODAY + 3 * DAY) is Status.RETIRED


def test_a_condition_not_met_in_time_suspends(cast: Cast) -> None:
    until = TODAY + 20 * DAY
    condition = decide(cast, DecisionKind.CONDITION, until=until)
    (shown,) = public_status("acsm", "104233", NOW)
    assert (shown.status, shown.is_active) == (Status.CONDITIONAL, True)
    assert status(cast, until + DAY) is Status.SUSPENDED
    lift(cast, condition)
    assert status(cast, until + DAY) is Status.ACTIVE


def test_another_amount_and_a_waiver_end_with_the_next_renewal(cast: Cast) -> None:
    total = "total"
    decide(cast, DecisionKind.AMOUNT, clause=total, amount=Fraction(50))
    stays = decide(cast, DecisionKind.WAIVE, clause="life-support", stays=True)
    decide(cast, DecisionKind.EXTEND, until=date(2027, 6, 30))
    found = standing_of(cast.ada_acsm, TODAY).requirement(total)
    assert (found.need, found.short) == (Fraction(50), Fraction(0))
    assert standing_of(cast.ada_acsm, TODAY).cycle.end == date(2027, 6, 30)  # type: ignore[union-attr]
    close_term(
        by=cast.hal, at=NOW, certification=cast.ada_acsm, start=date(2024, 1, 1),
        end=date(2026, 12, 31), next_end=date(2029, 12, 31), closed_on=TODAY,
    )  # fmt: skip
    assert list(overrides_in_force(cast.acsm, TODAY)) == [stays]
    assert standing_of(cast.ada_acsm, date(2027, 1, 1)).requirement(total).need == Fraction(60)


def test_a_lower_level_comes_back_when_the_decision_ends(cast: Cast) -> None:
    about: dict[str, Any] = {"public_id": cast.ada_action.public_id, "level": "certificate"}
    more: dict[str, Any] = {"by": cast.fay, "at": NOW, "body_slug": "action", "reason": "Online."}
    lower = rule(kind=DecisionKind.REDUCE, **about, **more)
    assert Certification.objects.get(pk=cast.ada_action.pk).level == "certificate"
    assert rule(kind=DecisionKind.REDUCE, **about, **more) == lower  # the second click
    for _click in range(2):
        end_ruling(by=cast.fay, at=NOW, body_slug="action", public_id=lower.public_id)
    assert Certification.objects.get(pk=cast.ada_action.pk).level == "certification"


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        (DecisionKind.REINSTATE, {}, "kind"),
        (DecisionKind.ACCEPT, {}, "kind"),
        (DecisionKind.HOLD, {"reason": "  "}, "reason"),
        (DecisionKind.HOLD, {"until": TODAY - DAY}, "until"),
        (DecisionKind.CONDITION, {}, "until"),
        (DecisionKind.EXTEND, {"until": TODAY}, "until"),
        (DecisionKind.WAIVE, {}, "clause"),
        (DecisionKind.AMOUNT, {"clause": "total"}, "amount"),
        (DecisionKind.AMOUNT, {"clause": "total", "amount": Fraction(-1)}, "amount"),
        (DecisionKind.REDUCE, {"level": "lower"}, "level"),
    ],
)
def test_what_cannot_be_decided(
    cast: Cast, kind: DecisionKind, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        decide(cast, kind, **more)
    assert [each.field for each in refused.value.refusals] == [field]
    assert not Ruling.objects.exists()


def test_overrides_stand_by_their_end_and_are_each_bodys_own(cast: Cast) -> None:
    ever = decide(cast, DecisionKind.HOLD)
    later = decide(cast, DecisionKind.EXTEND, until=TODAY + 90 * DAY)
    soon = decide(cast, DecisionKind.INACTIVE, until=TODAY + 9 * DAY)
    lift(cast, decide(cast, DecisionKind.SUSPEND))
    assert list(overrides_in_force(cast.acsm, TODAY)) == [soon, later, ever]
    assert list(overrides_in_force(cast.acsm, TODAY + 10 * DAY)) == [later, ever]
    assert not overrides_in_force(cast.action, TODAY).exists()


def test_the_database_refuses_days_that_run_backwards(cast: Cast) -> None:
    ruling = decide(cast, DecisionKind.HOLD)
    wrong: tuple[tuple[Any, dict[str, date]], ...] = (
        (Certification.objects.filter(pk=cast.ada_acsm.pk), {"expires": date(2019, 1, 1)}),
        (Ruling.objects.filter(pk=ruling.pk), {"until": TODAY - DAY}),
        (Ruling.objects.filter(pk=ruling.pk), {"ended_on": TODAY - DAY}),
    )
    for rows, days in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**days)
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(
            certification=cast.ada_acsm, start=TODAY, end=TODAY - DAY, renewed_on=TODAY,
            next_end=TODAY,
        )  # fmt: skip


def test_what_is_added_again_at_the_same_moment_is_not_put_back_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other window adds it between looking and putting back: the database says no."""
    held = cast.ada_ace
    remove_certification(by=cast.ada, at=NOW, public_id=held.public_id)
    Certification.objects.create(
        person=cast.ada, body=cast.ace, credential="cpt", certified=held.certified, added_at=NOW
    )
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda _rows: False)
    with pytest.raises(Refused, match="added this credential again"):
        restore_certification(by=cast.ada, at=NOW, public_id=held.public_id)
