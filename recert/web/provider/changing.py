"""Changing and cancelling a class, and what is said of it afterwards."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recert.catalogue.actions import cancel_class, change_class
from recert.catalogue.entering import ClassDraft
from recert.web.access import ProviderRequest
from recert.web.clock import now


def changed(request: ProviderRequest, class_id: str, draft: ClassDraft) -> str:
    """Put a class differently; says what came of it."""
    _row, what = change_class(
        by=request.user,
        at=now(request),
        provider_slug=request.at_provider.provider.slug,
        class_id=class_id,
        draft=draft,
    )
    return _("Saved.") if what else _("Nothing was changed.")


def cancelled(request: ProviderRequest, class_id: str, reason: str) -> str:
    """Hold a class no more; says what came of it."""
    cancel_class(
        by=request.user,
        at=now(request),
        provider_slug=request.at_provider.provider.slug,
        class_id=class_id,
        reason=reason,
    )
    return _("Cancelled.")
