"""Identities: whose a signed completion is, said so that only who knows them already can tell.

As Open Badges 3.0 has it (IdentityObject): the digest of an address or a number with a salt.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress

from recert.credentials.models import Certification, Register
from recert.credentials.queries import IN_REGISTER
from recert.people.models import Person

ADDRESS, NUMBER = "emailAddress", "ext:certificationNumber"
_SHA256 = "sha256$"
MOST_IDENTITIES = 50


def known_by(person: Person) -> list[tuple[str, str]]:
    """Addresses somebody checked, and the numbers of what they hold; two queries."""
    addresses = EmailAddress.objects.filter(user=person, verified=True)
    numbers = (
        Certification.objects.filter(IN_REGISTER, person=person)
        .exclude(register=Register.REJECTED)
        .exclude(number="")
    )
    return [
        *((ADDRESS, each.lower()) for each in addresses.values_list("email", flat=True)),
        *(
            (NUMBER, f"{body}:{number.upper()}")
            for body, number in numbers.values_list("body__slug", "number").distinct()
        ),
    ]


def hashed(known: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    """The same, as it may be handed on."""
    found: list[dict[str, object]] = []
    for kind, value in known:
        salt = secrets.token_hex(16)
        found.append(
            {
                "type": "IdentityObject",
                "identityType": kind,
                "hashed": True,
                "salt": salt,
                "identityHash": _digest(value, salt),
            }
        )
    return found


def names(said: Any, known: Iterable[tuple[str, str]]) -> bool:
    """Whether identities that were handed on name somebody who is known by these."""
    known = list(known)
    if not isinstance(said, list):
        return False
    return any(
        isinstance(each, dict)
        and each.get("identityType") == kind
        and hmac.compare_digest(
            str(each.get("identityHash")).encode(),
            _digest(value, str(each.get("salt", ""))[:100]).encode(),
        )
        for each in said[:MOST_IDENTITIES]
        for kind, value in known
    )


def _digest(value: str, salt: str) -> str:
    return _SHA256 + hashlib.sha256(f"{value}{salt}".encode()).hexdigest()
