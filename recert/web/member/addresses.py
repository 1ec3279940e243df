"""Addresses of other desks' pages that this one leads to."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from recert.rules.rulebook import Rulebook


def rulebook_url(rulebook: Rulebook | None) -> str:
    """The public page of an edition; empty where this installation does not show one."""
    if rulebook is None:
        return ""
    kwargs = {"slug": rulebook.body, "edition": rulebook.edition}
    try:
        return reverse("public:edition", kwargs=kwargs)
    except NoReverseMatch:
        return ""
