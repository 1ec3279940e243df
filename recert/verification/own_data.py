"""Own data: what this room knows of a person, for export and forgetting.

Read while the house opens, so it asks for its models only when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from recert.renewals.above import RoomAbove

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from recert.people.models import Person


def _of(person: Person) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("verification", "Consent")._default_manager.filter(
        certification__person=person
    )
    return found


def _forget(person: Person) -> None:
    _of(person).delete()


OWN_DATA = RoomAbove(
    rows=lambda person: {"consents": _of(person)},
    open_matters=lambda _person: [],
    forget=_forget,
    kept_entries=lambda _person: (),
    empty=lambda _gone, _until: [],
)
