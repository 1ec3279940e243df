"""Keys: what this installation signs with, made once, changed by whoever runs it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from recert.completions.models import SigningKey
from recert.journal.actions import write
from recert.lib.jws import new_private_key, public_jwk
from recert.lib.refusals import Refused
from recert.lib.sealing import CannotUnseal, seal, unseal

_PURPOSE = "signing-key"


def signing_key(*, at: datetime) -> tuple[SigningKey, str]:
    """The key that signs, and its private half; made the first time it is needed.

    One whose private half cannot be read any more, since SECRET_KEY is another, is retired.
    """
    key = SigningKey.objects.filter(signs=True).first() or _made(at)
    try:
        return key, unseal(key.sealed, _secrets(), _PURPOSE)
    except CannotUnseal:
        key = rotate_key(at=at)
        return key, unseal(key.sealed, _secrets(), _PURPOSE)


@transaction.atomic
def rotate_key(*, at: datetime) -> SigningKey:
    """Sign with a new key from now on; what the old one signed stays good."""
    SigningKey.objects.filter(signs=True).update(signs=False, retired_at=at, sealed="")
    return _made(at)


@transaction.atomic
def revoke_key(*, at: datetime, kid: str) -> SigningKey:
    """Believe nothing any more that a key ever signed: somebody else may have it."""
    key = SigningKey.objects.filter(kid=kid).first()
    if key is None:
        raise Refused(_("There is no key of this name."))
    if key.revoked_at is None:
        SigningKey.objects.filter(pk=key.pk).update(
            signs=False, revoked_at=at, retired_at=Coalesce(F("retired_at"), at), sealed=""
        )
        _write(at, "completions.key-revoked", key)
    key.refresh_from_db()
    return key


def public_keys() -> list[dict[str, str]]:
    """The public halves of all keys whose signatures are good, the newest first."""
    good = SigningKey.objects.filter(revoked_at=None)
    return list(good.values_list("jwk", flat=True))


def _made(at: datetime) -> SigningKey:
    private = new_private_key()
    jwk = public_jwk(private)
    key = SigningKey(
        kid=jwk["kid"], jwk=jwk, sealed=seal(private, _secrets(), _PURPOSE), made_at=at
    )
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError:  # somebody needed one at the same moment
        return SigningKey.objects.get(signs=True)
    _write(at, "completions.key-made", key)
    return key


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]


def _write(at: datetime, code: str, key: SigningKey) -> None:
    write(at=at, code=code, subject=f"key:{key.kid}")
