"""Terms: how a body says that it handles money."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refusal, refuse_all
from recert.payments.models import RefundPolicy, Terms
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff


@transaction.atomic
def set_terms(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    when_refused: str,
    when_withdrawn: str,
    refund_words: str = "",
    seller: str = "",
    address: str = "",
    tax_number: str = "",
    foot: str = "",
) -> Terms:
    """Say who sells, and what becomes of a fee that was paid for nothing.

    It holds for applications that are decided from now on. A body that keeps fees says so in
    words the applicant reads before paying.
    """
    body = body_for_staff(by, body_slug, Duty.MONEY)
    found = []
    for name, value in (("when_refused", when_refused), ("when_withdrawn", when_withdrawn)):
        if value not in RefundPolicy.values:
            found.append(Refusal(_("Choose one of the ways offered."), name))
    keeps = RefundPolicy.NEVER in (when_refused, when_withdrawn)
    if keeps and not refund_words.strip():
        sentence = _("Say in words when a fee is not refunded: people read it before they pay.")
        found.append(Refusal(sentence, "refund_words"))
    refuse_all(found)
    said = {
        "when_refused": when_refused,
        "when_withdrawn": when_withdrawn,
        "refund_words": refund_words.strip(),
        "seller": seller.strip(),
        "address": address.strip(),
        "tax_number": tax_number.strip(),
        "foot": foot.strip(),
    }
    terms, is_new = Terms.objects.get_or_create(body=body, defaults=said)
    if not is_new:
        if not Terms.objects.filter(pk=terms.pk).exclude(**said).update(**said):
            return terms
        terms.refresh_from_db()
    write(
        at=at,
        by=id_of(by),
        code="payments.terms-set",
        subject=f"body:{body.slug}",
        body=body.slug,
        person="",
        detail={"when-refused": when_refused, "when-withdrawn": when_withdrawn},
    )
    return terms
