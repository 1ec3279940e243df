"""Changing: a class is put differently or not held, and everybody it concerns is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.actions import cancel_class, change_class
from recert.catalogue.entering import ClassDraft
from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.enrolments.actions.leaving import end_place
from recert.enrolments.actions.places import hold_class, offer_free_places
from recert.enrolments.actions.telling import inform, tell_lost
from recert.enrolments.models import HAS_A_PLACE, UNDER_WAY, Enrolment
from recert.payments.models import Moot, RefundPolicy
from recert.people.models import Person

MOVES = frozenset({"starts_at", "ends_at", "zone", "place", "city", "region", "country"})
"""What whoever has a place planned by: when it changes they may leave with all their money."""


@transaction.atomic
def change_for_all(
    *, by: Person, at: datetime, provider_slug: str, class_id: str, draft: ClassDraft
) -> tuple[CourseClass, tuple[str, ...], int]:
    """Put a class differently; who has a place is told of another day, place or way in.

    Returns the class, the columns that changed, and how many were told. More seats are offered
    to those who wait.
    """
    held = hold_class(class_for_staff(by, provider_slug, class_id, ProviderDuty.COURSES))
    row, what = change_class(
        by=by, at=at, provider_slug=provider_slug, class_id=class_id, draft=draft
    )
    told = _tell_changed(at, row, frozenset(what)) if what else 0
    if what:
        offer_free_places(at=at, row=hold_class(held))
    return row, what, told


def _tell_changed(at: datetime, row: CourseClass, what: frozenset[str]) -> int:
    is_moved = bool(what & MOVES)
    if not is_moved and "joining" not in what:
        return 0
    places = _places(row).filter(state__in=UNDER_WAY if is_moved else HAS_A_PLACE)
    if is_moved:
        places.filter(state__in=HAS_A_PLACE).update(moved_at=at)
    told = list(places)
    for each in told:
        each.course_class = row
        inform(
            at=at,
            enrolment=each,
            key=f"changed:{at.isoformat()}",
            title=lambda: _("Your class has changed: %(title)s"),
            text=lambda: (
                _(
                    "The provider changed the day or the place. If it suits you no longer, give "
                    "your place back before it begins: all you paid goes back to you."
                )
                if is_moved
                else _("The provider changed how to join. Look at it before the class.")
            ),
        )
    return len(told)


def _places(row: CourseClass) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(course_class=row).select_related("person")


@transaction.atomic
def cancel_for_all(
    *, by: Person, at: datetime, provider_slug: str, class_id: str, reason: str
) -> tuple[CourseClass, int]:
    """Hold a class no more: everybody with a place, and who waits, is told, and paid back.

    Says how many were told.
    """
    held = hold_class(class_for_staff(by, provider_slug, class_id, ProviderDuty.COURSES))
    row = cancel_class(by=by, at=at, provider_slug=provider_slug, class_id=class_id, reason=reason)
    told = 0
    for each in _places(row).filter(state__in=UNDER_WAY, over_at=None):
        each.course_class = held
        ended = end_place(
            by=by,
            at=at,
            enrolment=each,
            reason=row.cancel_reason,
            why=Moot.NOT_HELD,
            policy=RefundPolicy.ALWAYS,
        )
        if ended:
            why = _not_held(row.cancel_reason, bool(each.invoice))
            tell_lost(at, each, "not-held", why)
            told += 1
    return row, told


def _not_held(reason: str, was_billed: bool) -> Callable[[], str]:
    """The words for whoever had a place in it."""

    def text() -> str:
        said = _("The class is not held. The provider says: %(why)s") % {"why": reason}
        return f"{said}\n\n{_('All you paid for it goes back to you.')}" if was_billed else said

    return text
