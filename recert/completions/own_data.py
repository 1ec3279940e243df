"""Own data: what this room knows of a person, for export, forgetting and retention.

Read while the house opens, so it asks for its models only when it is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.lib.refusals import Refusal
from recert.renewals.above import RoomAbove
from recert.statements.forgetting import forget_said, take_out_of

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

    from recert.credentials.models import Certification
    from recert.people.models import Person


def _all(name: str) -> Manager[Any]:
    found: Manager[Any] = apps.get_model("completions", name)._default_manager
    return found


def _rows(person: Person) -> dict[str, QuerySet[Any]]:
    return {
        "completions": _all("Completion").filter(person=person),
        "completion-corrections": _all("Correction").filter(completion__person=person),
        "questions-about-renewals": _all("Effect").filter(certification__person=person),
        "disputes-about-credit": _all("Dispute").filter(person=person),
        "recalls": _all("Recalled").filter(completion__person=person),
        "certificates-of-completion": _all("Certificate").filter(person=person),
        "claims": _all("Claim").filter(person=person),
        "attendance": _all("Attendee").filter(person=person),
        "times-attended": _all("Presence").filter(attendee__person=person),
        "passed-on-by-providers": _all("SentLine").filter(completion__person=person),
        "known-to-providers-as": _all("KnownAs").filter(person=person),
        "said-by-learning-systems": _about(person),
        "named-by-learning-systems": _mentions(person),  # what others did is theirs
        "kept-by-learning-systems": _kept_beside(person),
    }


def _addresses(person: Person) -> frozenset[str]:
    """As whom anybody knows the person: their address, in the words statements are found by."""
    if not person.email:
        return frozenset()
    address = f"mailto:{person.email.lower()}"
    hidden = hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()
    return frozenset({address, f"mbox_sha1sum:{hidden}"})


def _accounts(person: Person) -> dict[int, set[str]]:
    """As whom learning systems know the person, by the row of the provider who said so.

    It is that provider's word alone, so it speaks of what that provider's systems sent.
    """
    found: dict[int, set[str]] = {}
    known = _all("KnownAs").filter(person=person)
    for provider, system, name in known.values_list("provider", "system", "name"):
        said = f"account:{system} {name}" if "://" in system else f"{system}:{name}"
        found.setdefault(provider, set()).add(said)
    return found


def _names(person: Person) -> frozenset[str]:
    """Every name statements may be found by."""
    return _addresses(person).union(*_accounts(person).values())


def _naming(person: Person, name: str) -> Q:
    """What says in a column who it is: the address at any provider, accounts at their own."""
    found = Q(**{f"{name}__in": _addresses(person)})
    for provider, names in _accounts(person).items():
        found |= Q(**{f"{name}__in": names}, source__provider=provider)
    return found


def _about(person: Person) -> QuerySet[Any]:
    """What learning systems said that the person did."""
    model = apps.get_model("statements", "Statement")
    said: QuerySet[Any] = model._default_manager.filter(_naming(person, "actor"))
    return said


def _mentions(person: Person) -> QuerySet[Any]:
    """Where learning systems name the person, whoever did it: as doer, teacher, or in a group."""
    naming = Q(name__in=_addresses(person))
    for provider, names in _accounts(person).items():
        naming |= Q(name__in=names, statement__source__provider=provider)
    model = apps.get_model("statements", "Mention")
    found: QuerySet[Any] = model._default_manager.filter(naming, is_activity=False)
    return found


def _naming_them(person: Person) -> QuerySet[Any]:
    """What others did and the person was named in."""
    model = apps.get_model("statements", "Statement")
    said: QuerySet[Any] = model._default_manager.filter(
        pk__in=_mentions(person).values("statement")
    )
    return said


def _kept_beside(person: Person) -> QuerySet[Any]:
    """The documents that learning systems keep here about the person."""
    model = apps.get_model("statements", "Document")
    kept: QuerySet[Any] = model._default_manager.filter(_naming(person, "agent"))
    return kept


def _open_matters(person: Person) -> list[Refusal]:
    found = []
    if _all("Dispute").filter(person=person, state="waiting").exists():
        found.append(Refusal(_("A provider has not answered you yet. Take it back, or wait.")))
    if _all("Effect").filter(certification__person=person, state="open").exists():
        sentence = _("A body decides about a renewal of yours after a correction. Wait for it.")
        found.append(Refusal(sentence))
    return found


def _forget(person: Person) -> None:
    """How providers named them goes, and what they wrote; that something was reported stays."""
    mine = _all("Completion").filter(person=person)
    mine.update(
        activity=None,
        named={},
        said={},
        by_number="",
        by_email="",
        by_account="",
        external_id="",
        grade="",
    )
    _all("SentLine").filter(completion__person=person).update(cells=[])
    unfound = _all("Completion").filter(
        Q(by_email=person.email.lower()) | Q(same_as__person=person)
        | Q(superseded_by__person=person),
        person=None,
    )  # fmt: skip
    ids = list(unfound.values_list("pk", flat=True))
    unfound = _all("Completion").filter(pk__in=ids)
    unfound.filter(state="unmatched").update(state="voided")
    unfound.update(named={}, said={}, by_number="", by_email="", by_account="")
    _all("Dispute").filter(person=person).update(text="", answer="", provisional=None)
    _kept_beside(person).delete()
    forget_said(_about(person), ())
    take_out_of(_naming_them(person), _names(person))
    _all("KnownAs").filter(person=person).delete()
    _all("Certificate").filter(person=person).delete()
    _all("Attendee").filter(person=person).update(name="", named={}, reason="")
    _all("Attendee").filter(person=None, known=f"email:{person.email}").delete()


def _kept_entries(_person: Person) -> Iterable[int]:
    """None of its own: what a renewal rests on is kept by the renewal."""
    return ()


def _empty(_gone: QuerySet[Certification], _until: datetime) -> list[int]:
    """Nothing here is about a certification alone; see `keeping` for names nobody has."""
    return []


OWN_DATA = RoomAbove(
    rows=_rows,
    open_matters=_open_matters,
    forget=_forget,
    kept_entries=_kept_entries,
    empty=_empty,
)
