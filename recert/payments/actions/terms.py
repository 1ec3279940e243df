"""Terms: how a seller says that it handles money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refusal, refuse_all
from recert.payments.models import RefundPolicy, Seller, Terms, sold_by
from recert.payments.queries import till_for_staff
from recert.people.actions import id_of
from recert.people.models import Body, Person

MOST_TAX = 100_000
"""Thousandths of a percent: a tax as high as the price itself is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class TaxSaid:
    """The tax on places in classes: its name, its rate, `added` to the price or contained in it."""

    name: str = ""
    thousandths: int = 0  # of a percent
    added: bool = False


NO_TAX = TaxSaid()


@transaction.atomic
def set_terms(
    *,
    by: Person,
    at: datetime,
    body_slug: str = "",
    provider_slug: str = "",
    when_refused: str = RefundPolicy.ASK,
    when_withdrawn: str = RefundPolicy.ASK,
    refund_words: str = "",
    seller: str = "",
    address: str = "",
    tax_number: str = "",
    foot: str = "",
    tax: TaxSaid = NO_TAX,
) -> Terms:
    """Say who sells, with which tax, and what becomes of a fee that was paid for nothing.

    The tax stands on places in classes billed from now on. The rest
    holds for applications that are decided from now on. A body that keeps fees says so in words
    the applicant reads before paying.
    """
    whose = till_for_staff(by, body_slug, provider_slug)
    found = tax_refusals(tax)
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
        "tax_name": tax.name.strip(),
        "tax_thousandths": tax.thousandths,
        "tax_added": tax.added,
    }
    terms, is_new = Terms.objects.get_or_create(**sold_by(whose), defaults=said)
    if not is_new:
        if not Terms.objects.filter(pk=terms.pk).exclude(**said).update(**said):
            return terms
        terms.refresh_from_db()
    write(
        at=at,
        by=id_of(by),
        code="payments.terms-set",
        subject=_subject_of(whose),
        body=body_slug,
        person="",
        detail=(
            {"when-refused": when_refused, "when-withdrawn": when_withdrawn}
            if body_slug
            else {"provider": whose.slug}
        ),
    )
    return terms


def _subject_of(whose: Seller) -> str:
    return f"body:{whose.slug}" if isinstance(whose, Body) else f"provider:{whose.public_id}"


def tax_refusals(tax: TaxSaid) -> list[Refusal]:
    """What is wrong with a tax somebody wants to put on places in classes."""
    if not tax.name.strip() and not tax.thousandths:
        return []
    if not tax.name.strip():
        return [Refusal(_("Say what the tax is called, such as VAT."), "tax_name")]
    if not 0 < tax.thousandths < MOST_TAX:
        return [Refusal(_("Write the rate in per cent, such as 8.875, below 100."), "tax_rate")]
    return []
