"""What tests of completions share: a line about Ada, and how it is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from recert.completions.models import Completion, CompletionState, ReportWay
from recert.completions.receiving import Line, Named, Received, receive
from recert.payments.actions import pay_in_sandbox
from recert.people.models import Person
from recert.renewals.actions import approve, attest, begin_renewal, invoice_renewal, submit
from recert.renewals.models import Renewal
from tests.cast import NOW
from tests.teaching import Teaching, approved, taught

DAY = date(2026, 11, 14)
ADA = Named(body="acsm", number="104233", born="03-14", name="Ada Ruiz")


def set_birthdays(teaching: Teaching) -> None:
    """Ada was born on 14 March, Ben on 1 July."""
    for whom, born in ((teaching.cast.ada, "03-14"), (teaching.cast.ben, "07-01")):
        Person.objects.filter(pk=whom.pk).update(birthday=born)
        whom.birthday = born


def line(**more: Any) -> Line:
    """Ada completed Ethics in practice last Saturday."""
    fields: dict[str, Any] = {"row": 1, "named": ADA, "course": "ML-101", "completed": DAY}
    return Line(**{**fields, **more})


def send(teaching: Teaching, *lines: Line, key: str = "k1", **more: Any) -> Received:
    """Movement Lab sends these lines."""
    return receive(
        **{
            "by": teaching.nia, "at": NOW, "provider": teaching.lab, "way": ReportWay.FILE,
            "key": key, "lines": lines, **more,
        }
    )  # fmt: skip


def sent(teaching: Teaching, *lines: Line, key: str = "k1", **more: Any) -> Completion:
    """Movement Lab sends these lines; the first, as it is kept."""
    report = send(teaching, *(lines or (line(),)), key=key, **more).report
    return Completion.objects.select_related("activity", "person").get(report=report, row=1)


def states(received: Received) -> list[CompletionState]:
    """What became of each row."""
    return [answer.state for answer in received.answers]


def fields(received: Received) -> list[list[str]]:
    """Which fields of each row are wrong."""
    return [[problem.field for problem in answer.problems] for answer in received.answers]


CUEING = date(2026, 1, 17)
"""The day Carol logged her last course; with it she has all she needs."""


def cueing(teaching: Teaching) -> Completion:
    """Movement Lab reports Carol's last course, which ACSM approved for the 15 she has from it."""
    _course, edition = taught(teaching.lab, "ML-200", "Cueing and Music", 900)
    approved(edition, teaching.cast.acsm, "15", "ACSM-200")
    named = Named(email=teaching.cast.carol.email)
    return sent(teaching, line(named=named, course="ML-200", completed=CUEING), key="cueing")


def filed(teaching: Teaching) -> Renewal:
    """Carol applies to renew at ACSM."""
    cast = teaching.cast
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    pay_in_sandbox(by=cast.carol, at=NOW, public_id=invoice.public_id)
    return submit(by=cast.carol, at=NOW, public_id=renewal.public_id)


def renewed(teaching: Teaching) -> Renewal:
    """Carol renews at ACSM, and Dan approves it."""
    renewal = filed(teaching)
    return approve(by=teaching.cast.dan, at=NOW, body_slug="acsm", public_id=renewal.public_id)
