"""Own data: what this room knows of a person, for export, forgetting and retention.

Read while the house opens, so it asks for its models only when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from recert.lib.refusals import Refusal
from recert.renewals.above import RoomAbove

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

    from recert.credentials.models import Certification
    from recert.people.models import Person

CLOSED = ("passed", "failed", "exempted", "cancelled")


def _all(name: str) -> Manager[Any]:
    found: Manager[Any] = apps.get_model("audits", name)._default_manager
    return found


def _rows(person: Person) -> dict[str, QuerySet[Any]]:
    own = {"audit__certification__person": person}
    return {
        "audits": _all("Audit").filter(certification__person=person),
        "audit-items": _all("AuditItem").filter(**own),
        "audit-messages": _all("Message").filter(**own),
        "audit-requests": _all("Ask").filter(**own),
        "audit-lots": _all("Candidate").filter(certification__person=person),
        "audit-proof-sent": apps.get_model("transcript", "HandedIn")._default_manager.filter(
            evidence__person=person
        ),
        "audit-declarations": _all("Conflict").filter(reviewer=person),
    }


def _open_matters(person: Person) -> list[Refusal]:
    own = _all("Audit").filter(certification__person=person)
    if own.exclude(state__in=CLOSED).exists():
        return [Refusal(_("An audit is not closed yet. Answer it, and wait for the decision."))]
    return []


def _forget(person: Person) -> None:
    """What was asked for may be about health or family: its words go at once."""
    own = {"audit__certification__person": person}
    _all("Message").filter(**own).delete()
    _all("Ask").filter(**own).update(reason="")
    _all("AuditItem").filter(**own).update(note="")


def _kept_entries(person: Person) -> Iterable[int]:
    items = _all("AuditItem").filter(activity__person=person)
    return items.values_list("activity_id", flat=True)


def _empty(gone: QuerySet[Certification], until: datetime) -> list[int]:
    """Take the words out of closed cases; that they were, and how they ended, stays."""
    closed = _all("Audit").filter(certification__in=gone, closed_at__lt=until)
    own = {"audit": OuterRef("pk")}
    said = (
        ~Q(reason="")
        | ~Q(recommendation="")
        | Exists(_all("Message").filter(**own))
        | Exists(_all("AuditItem").filter(**own).exclude(reason="", note=""))
        | Exists(_all("Ask").filter(**own).exclude(reason="", answer=""))
        | Exists(_all("Conflict").filter(**own).exclude(says=""))
    )
    found = dict(closed.filter(said).values_list("pk", "certification_id"))
    _all("AuditItem").filter(audit__in=found).update(reason="", note="")
    _all("Ask").filter(audit__in=found).update(reason="", answer="")
    _all("Conflict").filter(audit__in=found).update(says="")
    _all("Message").filter(audit__in=found).delete()
    cases = _all("Audit").filter(pk__in=found)
    ids = cases.values_list("public_id", flat=True)
    handed_in = apps.get_model("transcript", "HandedIn")._default_manager
    handed_in.filter(subject__in=[f"audit:{each}" for each in ids]).delete()
    cases.update(reason="", recommendation="")
    return list(found.values())


def _is_audited(certification: Certification, cycle_end: date) -> bool:
    """Whether an audit of that cycle has begun, whatever became of it, or any is open."""
    own = _all("Audit").filter(certification=certification).exclude(state="cancelled")
    return own.filter(~Q(state__in=CLOSED) | Q(cycle_end=cycle_end)).exists()


OWN_DATA = RoomAbove(
    rows=_rows,
    open_matters=_open_matters,
    forget=_forget,
    kept_entries=_kept_entries,
    empty=_empty,
    is_audited=_is_audited,
)
