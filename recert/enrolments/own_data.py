"""Own data: what this room knows of a person, for export, forgetting and retention.

Read while the house opens, so it asks for its models only when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F, Q
from django.utils.translation import gettext as _

from recert.lib.refusals import Refusal
from recert.renewals.above import RoomAbove

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

    from recert.credentials.models import Certification
    from recert.people.models import Body, Person


def _all(name: str) -> Manager[Any]:
    found: Manager[Any] = apps.get_model("enrolments", name)._default_manager
    return found


def _rows(person: Person) -> dict[str, QuerySet[Any]]:
    return {
        "places-in-classes": _all("Enrolment").filter(person=person),
        "calendar-addresses": _all("CalendarFeed").filter(person=person),
    }


_AT_OWN_PACE = Q(state="enrolled", course_class__ends_at=None)
"""Nobody waits for whoever has such a place, and no day would ever end it."""


def _open_matters(person: Person) -> list[Refusal]:
    mine = _all("Enrolment").filter(person=person, over_at=None).exclude(state="cancelled")
    mine = mine.exclude(_AT_OWN_PACE)
    if mine.exists():
        sentence = _("You have a place in a class, or wait for one. Give it back under My classes.")
        return [Refusal(sentence)]
    return []


def _forget(person: Person) -> None:
    """How a provider named them goes, why they left, and the address of their calendar.

    What was open to them at any time is over; that a place was bought its bill says.
    """
    _all("Enrolment").filter(_AT_OWN_PACE, person=person, over_at=None).update(
        over_at=F("enrolled_at")
    )
    _all("Enrolment").filter(person=person).update(named="", cancel_reason="")
    _all("CalendarFeed").filter(person=person).delete()


def _kept_entries(_person: Person) -> Iterable[int]:
    """None of its own."""
    return ()


def _empty(_gone: QuerySet[Certification], _until: datetime) -> list[int]:
    """Nothing here is about a certification."""
    return []


def _empty_at(body: Body, until: datetime) -> int:
    """Forget who was in classes this body took the money for, once that is long over.

    The bill says what was bought for as long as the books must be kept.
    """
    held = apps.get_model("credentials", "LegalHold")._default_manager.filter(ended_at=None)
    of_body = _all("Enrolment").filter(course_class__edition__course__provider__body=body)
    old = of_body.exclude(person__in=held.values("certification__person"))
    over = old.filter(over_at__lt=until) | old.filter(cancelled_at__lt=until)
    gone: int = over.exclude(named="", cancel_reason="").update(named="", cancel_reason="")
    return gone


OWN_DATA = RoomAbove(
    rows=_rows,
    open_matters=_open_matters,
    forget=_forget,
    kept_entries=_kept_entries,
    empty=_empty,
    empty_at=_empty_at,
)
