"""What may happen to the public check: a body says what it shows, a holder agrees or not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.queries import certification_for
from recert.journal.actions import write
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.rulebooks.queries import credential_named
from recert.verification.models import Consent, Disclosure, Shown


@transaction.atomic
def disclose(*, by: Person, at: datetime, body_slug: str, credential: str, shown: str) -> None:
    """Say what the public may check of a credential, from this moment on. Twice is once."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    credential_named(body.slug, credential)
    if shown not in Shown.values:
        raise Refused(_("Choose one of the ways offered."), "shown")
    known = Disclosure.objects.filter(body=body, credential=credential).first()
    if (known.shown if known else Shown.ASKED) == shown:
        return
    Disclosure.objects.update_or_create(body=body, credential=credential, defaults={"shown": shown})
    write(
        at=at,
        by=by.public_id,
        code="verification.disclosed",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={"credential": credential, "shown": shown},
    )


@transaction.atomic
def consent(*, by: Person, at: datetime, public_id: str, agrees: bool) -> None:
    """Agree that the public may check one's own certification, or take that back."""
    certification = certification_for(by, public_id)
    given = Consent.objects.filter(certification=certification, withdrawn_at=None)
    if agrees == given.exists():
        return
    if agrees:
        Consent.objects.create(certification=certification, given_at=at)
    else:
        given.update(withdrawn_at=at)
    write(
        at=at,
        by=by.public_id,
        code="verification.consent-given" if agrees else "verification.consent-withdrawn",
        subject=f"certification:{certification.public_id}",
        body=certification.body.slug,
        person=by.public_id,
    )
