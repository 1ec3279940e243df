"""Whose till a page is about: a body's or a provider's, with the frame of its desk around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from recert.journal.models import Line
from recert.payments.models import Seller, at_till
from recert.payments.models.selling import AtTill
from recert.people.models import Body
from recert.web.components.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class TillDesk:
    """A desk that keeps a till. Whoever made it has asked whether the reader may."""

    space: str  # of its addresses: staff or provider
    frame: str  # the page its pages extend
    seller: Seller
    context: Mapping[str, object]  # what the frame is filled with
    story: Callable[[Iterable[Line]], Story]

    @property
    def slug(self) -> str:
        """The seller's, as it stands in addresses."""
        return self.seller.slug

    @property
    def at(self) -> AtTill:
        """The till, as the acts of its staff are told it."""
        return at_till(self.seller)

    @property
    def body(self) -> Body | None:
        """The body whose till it is; a provider's own has no applications and no members."""
        return self.seller if isinstance(self.seller, Body) else None

    def to(self, page: str, *more: str) -> HttpResponse:
        """Go to one of its pages."""
        return redirect(f"{self.space}:{page}", self.slug, *more)

    def filled(self, **more: object) -> dict[str, Any]:
        """What its pages are filled with."""
        said = {"frame": self.frame, "space": self.space, "slug": self.slug, "seller": self.seller}
        return {**self.context, **said, **more}
