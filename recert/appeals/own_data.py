"""Own data: what this room knows of a person, for export, forgetting and retention.

Read while the house opens, so it asks for its models only when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from recert.lib.refusals import Refusal
from recert.renewals.above import RoomAbove

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

    from recert.credentials.models import Certification
    from recert.people.models import Body, Person

OPEN = ("received", "assigned")


def _all(name: str) -> Manager[Any]:
    found: Manager[Any] = apps.get_model("appeals", name)._default_manager
    return found


def _rows(person: Person) -> dict[str, QuerySet[Any]]:
    return {
        "appeals-and-complaints": _all("Matter").filter(person=person),
        "appeal-messages": _all("Message").filter(matter__person=person),
    }


def _open_matters(person: Person) -> list[Refusal]:
    if _all("Matter").filter(person=person, state__in=OPEN).exists():
        sentence = _("An appeal or a complaint is not decided yet. Take it back, or wait for it.")
        return [Refusal(sentence)]
    return []


def _forget(person: Person) -> None:
    """Name and address go, and what a complaint said; how it all ended stays."""
    by_mail = Q(person=None, email=person.email)
    own = _all("Matter").filter(Q(person=person) | by_mail)
    own.filter(kind="complaint").update(whom="", text="", reason="")
    own.update(name="", email="")
    _all("Message").filter(matter__person=person).delete()


def _kept_entries(_person: Person) -> Iterable[int]:
    """None of its own: what was appealed keeps its entries itself."""
    return ()


def _empty(gone: QuerySet[Certification], until: datetime) -> list[int]:
    """Take the words out of closed appeals; that there was one, and how it ended, stays."""
    closed = _all("Matter").filter(certification__in=gone, closed_at__lt=until)
    said = (
        ~Q(text="")
        | ~Q(decision="")
        | ~Q(reason="")
        | Exists(_all("Message").filter(matter=OuterRef("pk")))
    )
    found = dict(closed.filter(said).values_list("pk", "certification_id"))
    _all("Message").filter(matter__in=found).delete()
    _all("Matter").filter(pk__in=found).update(text="", decision="", reason="")
    return list(found.values())


def _empty_at(body: Body, until: datetime) -> int:
    """Forget who complained and of what, where it was about no certification of anybody's."""
    held = apps.get_model("credentials", "LegalHold")._default_manager.filter(ended_at=None)
    closed = _all("Matter").filter(body=body, certification=None, closed_at__lt=until)
    closed = closed.exclude(person__in=held.values("certification__person"))
    said = ~Q(text="") | ~Q(whom="") | ~Q(reason="") | ~Q(email="") | ~Q(name="")
    gone = list(closed.filter(said).values_list("pk", flat=True))
    _all("Message").filter(matter__in=gone).delete()
    _all("Matter").filter(pk__in=gone).update(text="", whom="", reason="", name="", email="")
    return len(gone)


OWN_DATA = RoomAbove(
    rows=_rows,
    open_matters=_open_matters,
    forget=_forget,
    kept_entries=_kept_entries,
    empty=_empty,
    empty_at=_empty_at,
)
