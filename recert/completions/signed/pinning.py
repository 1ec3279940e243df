"""Pinning: whose signatures a provider's source takes, and by which name they know the provider."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions import map_source
from recert.catalogue.models import Source, SourceKind
from recert.catalogue.queries import source_for_staff
from recert.completions.models import PinnedKey
from recert.lib.jws import read_keys
from recert.lib.refusals import Refused
from recert.people.models import Person

MOST_KEYS = 20
THEIRS = "provider"
"""Where a source keeps the name the other installation has for its provider."""


@transaction.atomic
def pin_keys(
    *, by: Person, at: datetime, provider_slug: str, source_id: str, keys: str, theirs: str
) -> Source:
    """Believe these public keys (JWK or JWKS, as text), and no others, in the name of `theirs`.

    `theirs`: the short name the other installation has for this provider; its keys sign for all
    providers there. A key that is pinned no more is believed no more; what came by it stays.
    """
    source = source_for_staff(by, provider_slug, source_id)
    if source.kind != SourceKind.SIGNED:
        raise Refused(_("Only a source of signed completions has keys."))
    theirs = theirs.strip().lower()
    if not theirs:
        raise Refused(_("Write the short name the provider has there."), "theirs")
    try:
        found = {each["kid"]: each for each in read_keys(keys)}
    except (ValueError, KeyError, RecursionError):
        raise Refused(
            _("These are no public keys for ES256. Paste what stands at /.well-known/jwks.json."),
            "keys",
        ) from None
    if len(found) > MOST_KEYS:
        raise Refused(_("Pin at most 20 keys."), "keys")
    source = map_source(
        by=by,
        at=at,
        provider_slug=provider_slug,
        source_id=source_id,
        mapping={**source.mapping, THEIRS: theirs, "keys": sorted(found)},
    )
    PinnedKey.objects.filter(source=source).exclude(kid__in=list(found)).delete()
    PinnedKey.objects.bulk_create(
        (PinnedKey(source=source, kid=kid, jwk=jwk, pinned_at=at) for kid, jwk in found.items()),
        ignore_conflicts=True,
    )
    return source


def pinned_to(source: Source) -> list[PinnedKey]:
    """The keys a source believes, in the order they were pinned."""
    return list(PinnedKey.objects.filter(source=source))
