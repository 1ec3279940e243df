"""What a body may say about its own desk: what it promises, and who may move the clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refusal, Refused
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.reporting.models import LONGEST_PROMISE, ClockSwitch, Promise


@transaction.atomic
def promise(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    applications: int | None,
    petitions: int | None,
    questions: int | None,
) -> Promise:
    """Say in how many days the body means to decide each; None promises nothing."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    days = {"applications": applications, "petitions": petitions, "questions": questions}
    wrong = [
        Refusal(_("Write 1 to %(most)s days, or nothing.") % {"most": LONGEST_PROMISE}, field)
        for field, many in days.items()
        if many is not None and not 1 <= many <= LONGEST_PROMISE
    ]
    if wrong:
        raise Refused(wrong)
    found, _new = Promise.objects.update_or_create(body=body, defaults=days)
    write(
        at=at,
        by=by.public_id,
        code="reporting.promised",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail=days,
    )
    return found


@transaction.atomic
def switch_clock(*, by: Person, at: datetime, body_slug: str, on: bool) -> ClockSwitch:
    """Let the staff look at their desk as of another day on real data, or no longer."""
    body = body_for_staff(by, body_slug, Duty.STAFF)
    found, _new = ClockSwitch.objects.update_or_create(body=body, defaults={"on": on})
    write(
        at=at,
        by=by.public_id,
        code="reporting.clock-switched",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={"on": on},
    )
    return found
