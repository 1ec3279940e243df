"""A leave the policy gives, for the page: whether it can be asked for, when, on what terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recert.renewals.actions.leaving import why_closed
from recert.renewals.leaves import LeaveOffer
from recert.rules.amounts import Money
from recert.rules.rulebook import Rulebook
from recert.standing.words import money_words
from recert.web.components.clauses import ClauseView, clause_view
from recert.web.components.words import day


@dataclass(frozen=True, slots=True)
class OfferView:
    """All a page shows of a leave that may be asked for, now or on other days."""

    clause: ClauseView
    is_open: bool
    tone: str
    word: str
    price: str
    papers: str


def offer_views(
    book: Rulebook | None, offers: Iterable[LeaveOffer], url: str = ""
) -> list[OfferView]:
    """Each offer with its word, those that are open first."""
    if book is None:
        return []
    views = [_view(book, each, url) for each in offers]
    return sorted(views, key=lambda each: not each.is_open)


def _view(book: Rulebook, offer: LeaveOffer, url: str) -> OfferView:
    here = f"{url}#{offer.clause.id}" if url else ""
    return OfferView(
        clause=clause_view(book, offer.clause, here),
        is_open=offer.is_open,
        tone="good" if offer.is_open else "quiet",
        word=open_words(offer) if offer.is_open else why_closed(offer).rstrip("."),
        price=price_words(book, offer),
        papers=papers_words(offer),
    )


def open_words(offer: LeaveOffer) -> str:
    """That one may ask, and until when."""
    if offer.finding.until is None:
        return _("You can ask")
    return _("You can ask until %(day)s") % {"day": day(offer.finding.until)}


def papers_words(offer: LeaveOffer) -> str:
    """What must come with the request; empty where nothing has to."""
    if not offer.rule.papers:
        return ""
    asked = _("Papers are asked for.")
    return f"{asked} {offer.rule.shows}".strip()


def price_words(book: Rulebook, offer: LeaveOffer) -> str:
    """What it costs once it is granted; empty where it costs nothing."""
    if offer.cents:
        return money_words(Money(offer.cents, book.currency))
    return _("The policy does not say how much") if offer.fee_is_unsaid else ""
