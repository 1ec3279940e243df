"""Selling: whose money it is, a body's or that of a provider with a till of its own."""

from __future__ import annotations

from typing import TypedDict

from django.db import models
from django.db.models import Q

from recert.catalogue.models import Provider
from recert.people.models import Body

Seller = Body | Provider
"""Who asks for money and has it: both have a slug, a name, a zone, a currency, a way to pay."""


class SoldBy(TypedDict, total=False):
    """The column a row says its seller in, for whoever writes one."""

    body: Body
    provider: Provider


class AtTill(TypedDict):
    """Whose till an act of its staff is at: the slug of a body or that of a provider."""

    body_slug: str
    provider_slug: str


class Sold(models.Model):
    """A row of one till: of a body's, or of a provider's own."""

    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """The columns only."""

        abstract = True

    @property
    def seller(self) -> Seller:
        """Whose till it is."""
        found = self.body or self.provider
        assert found is not None  # the database sees to it
        return found


ONE_SELLER = Q(body=None, provider__isnull=False) | Q(body__isnull=False, provider=None)
"""A body or a provider, and not both."""


def sold_by(seller: Seller) -> SoldBy:
    """A seller as the column of a row."""
    return {"body": seller} if isinstance(seller, Body) else {"provider": seller}


def of_till(seller: Seller, path: str = "") -> Q:
    """The rows of one till and of no other; `path` leads to its columns, such as `invoice__`."""
    column = "body" if isinstance(seller, Body) else "provider"
    return Q(**{f"{path}{column}": seller})


def at_till(seller: Seller) -> AtTill:
    """A seller as the acts of its staff are told it."""
    if isinstance(seller, Body):
        return {"body_slug": seller.slug, "provider_slug": ""}
    return {"body_slug": "", "provider_slug": seller.slug}
