"""Changing and cancelling a class, and what is said of it afterwards."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.catalogue.entering import ClassDraft
from recert.enrolments.actions import cancel_for_all, change_for_all
from recert.web.access import ProviderRequest
from recert.web.clock import now


def changed(request: ProviderRequest, class_id: str, draft: ClassDraft) -> str:
    """Put a class differently; says what came of it."""
    _row, what, told = change_for_all(
        by=request.user,
        at=now(request),
        provider_slug=request.at_provider.provider.slug,
        class_id=class_id,
        draft=draft,
    )
    if not what:
        return _("Nothing was changed.")
    return " ".join((_("Saved."), _told(told))).strip()


def cancelled(request: ProviderRequest, class_id: str, reason: str) -> str:
    """Hold a class no more; says what came of it."""
    _row, told = cancel_for_all(
        by=request.user,
        at=now(request),
        provider_slug=request.at_provider.provider.slug,
        class_id=class_id,
        reason=reason,
    )
    return " ".join((_("Cancelled."), _told(told))).strip()


def _told(many: int) -> str:
    """How many were written to."""
    if not many:
        return ""
    said = ngettext("%(n)s person is told by letter.", "%(n)s people are told by letter.", many)
    return said % {"n": many}
