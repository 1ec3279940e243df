"""Tills: a provider takes the money for its classes itself, and stops doing so.

What was sold before the end stays sold: its bills are paid, refunded and contested as they were.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.approval_queries import was_ever_approved
from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.journal.actions import write
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.payments.actions.terms import NO_TAX, TaxSaid, set_terms, tax_refusals
from recert.payments.gateway import account_of
from recert.people.models import Person


@transaction.atomic
def open_till(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    currency: str,
    payment_instructions: str,
    seller: str = "",
    address: str = "",
    tax_number: str = "",
    foot: str = "",
    tax: TaxSaid = NO_TAX,
) -> Provider:
    """Take money here from now on, in a currency, by card or as the instructions say.

    The rest stands on its bills (`set_terms`). A till that is open already says all of it anew;
    what was billed stays as it is.
    """
    provider = _held(by, provider_slug)
    said = {
        "currency": currency.strip().upper(),
        "payment_instructions": payment_instructions.strip(),
    }
    wrong = _refusals(provider, said["currency"], said["payment_instructions"])
    refuse_all([*wrong, *tax_refusals(tax)])
    since = {"sells_since": provider.sells_since or at}
    if Provider.objects.filter(pk=provider.pk).exclude(**said, **since).update(**said, **since):
        code = "till-opened" if provider.sells_since is None else "till-changed"
        _journal(at, by, code, provider)
    set_terms(
        by=by,
        at=at,
        provider_slug=provider_slug,
        seller=seller,
        address=address,
        tax_number=tax_number,
        foot=foot,
        tax=tax,
    )
    provider.refresh_from_db()
    return provider


def _refusals(provider: Provider, currency: str, instructions: str) -> list[Refusal]:
    found = []
    if provider.closed_at is not None:
        found.append(Refusal(_("This provider is closed, so it sells nothing any more.")))
    if provider.sells_since is None and not was_ever_approved(provider):
        sentence = _("No body here has approved you or a course of yours yet. Sell once one has.")
        found.append(Refusal(sentence))
    if not re.fullmatch(r"[A-Z]{3}", currency):
        found.append(Refusal(_("Write the currency as three letters, such as USD."), "currency"))
    if not instructions and account_of(provider) is None:
        sentence = _("Say how people pay you, such as your bank account: no cards are set up yet.")
        found.append(Refusal(sentence, "payment_instructions"))
    return found


@transaction.atomic
def end_till(*, by: Person, at: datetime, provider_slug: str) -> Provider:
    """Sell nothing more here; what was sold stays, and money may still come and go back for it."""
    provider = _held(by, provider_slug)
    if Provider.objects.filter(pk=provider.pk, sells_since__isnull=False).update(sells_since=None):
        _journal(at, by, "till-ended", provider)
    provider.refresh_from_db()
    return provider


def _held(by: Person, slug: str) -> Provider:
    """The provider, for whoever keeps its till; one at a time."""
    provider = provider_for_staff(by, slug, ProviderDuty.MONEY)
    Provider.objects.select_for_update().get(pk=provider.pk)
    found = provider_for_staff(by, slug, ProviderDuty.MONEY)
    if found.body_id is not None:
        raise Refused(_("The body whose courses these are takes the money for them."))
    return found


def _journal(at: datetime, by: Person, code: str, provider: Provider) -> None:
    write(
        at=at,
        by=by.public_id,
        code=f"payments.{code}",
        subject=f"provider:{provider.public_id}",
        detail={"provider": provider.slug},
    )
