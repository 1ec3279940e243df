"""Own data: what this room knows of a person, for their export and for being forgotten.

Read while the house opens, so it asks for its models only when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from recert.renewals.above import RoomAbove

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

    from recert.people.models import Person


def _all(name: str) -> Manager[Any]:
    found: Manager[Any] = apps.get_model("register", name)._default_manager
    return found


def _rows(person: Person) -> dict[str, QuerySet[Any]]:
    merges = _all("Merge")
    return {
        "known-as": _all("KnownAs").filter(person=person),
        "entered-by-imports": _all("Entered").filter(person=person),
        "acts-about-many": _all("BulkLine").filter(certification__person=person),
        "merged": merges.filter(kept=person) | merges.filter(gone=person),
        "merge-offers": _all("MergeOffer").filter(by=person),
    }


def _forget(person: Person) -> None:
    """What other lists call them goes; a record that became part of theirs is forgotten too."""
    _all("KnownAs").filter(person=person).delete()
    _all("Entered").filter(person=person).delete()
    _all("MergeOffer").filter(by=person).delete()
    _all("MergeOffer").filter(other=person).delete()
    for merge in _all("Merge").filter(kept=person, undone_at=None).select_related("gone"):
        gone = merge.gone
        apps.get_model("account", "EmailAddress")._default_manager.filter(user=gone).delete()
        gone.name, gone.country = "", ""
        gone.email = f"{gone.public_id}@erased.invalid"
        gone.set_unusable_password()
        gone.save()
    _all("Merge").filter(kept=person).update(changed=[])
    _all("Merge").filter(gone=person).update(changed=[])


OWN_DATA = RoomAbove(
    rows=_rows,
    open_matters=lambda _person: [],
    forget=_forget,
    kept_entries=lambda _person: (),
    empty=lambda _gone, _until: [],
)
