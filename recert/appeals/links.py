"""Links: how somebody without an account comes back to what they sent, from our letter.

The link names the matter and the address it was written to, and is signed. Whoever has the
letter may answer; once the address is forgotten, it leads nowhere.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from recert.appeals.models import Matter
from recert.appeals.queries import matters_without_account
from recert.lib.refusals import NotFound

SALT = "recert.appeals.answer"


def token_of(matter: Matter) -> str:
    """What the link in a letter carries."""
    return signing.Signer(salt=SALT).sign_object([matter.public_id, matter.email])


def matter_with(token: str) -> Matter:
    """What a link leads to; `NotFound` for one we did not make, or whose address has gone."""
    try:
        public_id, email = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        raise NotFound from None
    found = matters_without_account().filter(public_id=public_id, email=email).first()
    if found is None or not email:
        raise NotFound
    return found


def address_of(matter: Matter) -> str:
    """The whole address, as it stands in the letter."""
    return settings.SITE_URL + reverse("public:complaint", args=[token_of(matter)])
