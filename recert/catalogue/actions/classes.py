"""Classes: planned once or again and again, changed, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.catalogue.entering import ClassDraft, class_refusals
from recert.catalogue.models import CourseClass, CourseEdition, MemberPrice, Provider
from recert.catalogue.queries import ProviderDuty, class_for_staff, course_for_staff, editions_of
from recert.catalogue.records import class_columns, class_draft
from recert.catalogue.timing import YEARS
from recert.journal.actions import Plain, write
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.models import Body, Person

MOST_IN_A_SERIES = 60


@transaction.atomic
def plan_class(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    edition_id: str,
    course_id: str,
    draft: ClassDraft,
    also_on: Sequence[date] = (),
    key: str = "",
) -> tuple[CourseClass, ...]:
    """Plan a class, and the same at the same time of day on further days.

    All of them or none. The same `key` again (a form sent twice) plans nothing more.
    """
    course = course_for_staff(by, provider_slug, course_id, ProviderDuty.COURSES)
    edition = editions_of(course).filter(public_id=edition_id).first()
    if edition is None:
        raise NotFound
    if key and (there := _planned(edition, key)):
        return there
    drafts = _series(draft, also_on)
    refuse_all(_refusals(edition, drafts))
    try:
        with transaction.atomic():
            rows = tuple(
                _write(edition, each, at, f"{key}:{number}" if key else "")
                for number, each in enumerate(drafts)
            )
    except IntegrityError:  # the other click was quicker
        return _planned(edition, key)
    for row in rows:
        _journal(at, by, "class-planned", row)
    return rows


def _planned(edition: CourseEdition, key: str) -> tuple[CourseClass, ...]:
    return tuple(
        CourseClass.objects.filter(edition__course=edition.course, key__startswith=f"{key}:")
    )


def _series(draft: ClassDraft, also_on: Sequence[date]) -> list[ClassDraft]:
    """The class on each of its days, by the clock on the wall: an hour stays that hour."""
    if not also_on:
        return [draft]
    if draft.starts is None:
        raise Refused(_("A class without a beginning is open at any time. Leave the days out."))
    if len(also_on) >= MOST_IN_A_SERIES:
        raise Refused(
            _("Plan at most %(most)s classes at once.") % {"most": MOST_IN_A_SERIES}, "times"
        )
    if any(day.year not in YEARS for day in (*also_on, draft.starts.date())):
        raise Refused(_("Check the years of the days."), "also_on")
    days = sorted({*also_on} - {draft.starts.date()})
    return [draft, *(_shifted(draft, day - draft.starts.date()) for day in days)]


def _shifted(draft: ClassDraft, by: timedelta) -> ClassDraft:
    return replace(
        draft,
        starts=draft.starts + by if draft.starts else None,
        ends=draft.ends + by if draft.ends else None,
        enrol_until=draft.enrol_until + by if draft.enrol_until else None,
    )


def _refusals(edition: CourseEdition, drafts: Sequence[ClassDraft]) -> list[Refusal]:
    found: list[Refusal] = []
    if edition.course.retired_at is not None:
        found.append(Refusal(_("This course is retired. Bring it back before you plan a class.")))
    if edition.course.provider.closed_at is not None:
        found.append(Refusal(_("This provider is closed, so it plans no classes any more.")))
    for number, draft in enumerate(drafts):
        for refusal in class_refusals(draft):
            day = draft.starts.date().isoformat() if number and draft.starts else ""
            sentence = f"{day}: {refusal.sentence}" if day else refusal.sentence
            found.append(Refusal(sentence, refusal.field))
        if draft.starts is not None and draft.starts.date() < edition.since:
            found.append(
                Refusal(
                    _(
                        "This edition is taught from %(day)s on. Choose a later day, or an earlier "
                        "edition."
                    )
                    % {"day": edition.since.isoformat()},
                    "starts",
                )
            )
    return [*found, *_till_refusals(edition.course.provider, drafts[0])]


def _till_refusals(provider: Provider, draft: ClassDraft) -> list[Refusal]:
    """Money is taken by a till here, or somewhere else."""
    if draft.cents and provider.seller is None and not draft.link.strip():
        return [
            Refusal(
                _(
                    "You have no till here. Open one under Payments, give the address where places "
                    "are bought, or make it free."
                ),
                "link",
            )
        ]
    if draft.cents and provider.seller is None and not draft.currency:
        return [Refusal(_("Say in which currency the price is, such as USD."), "currency")]
    known = set(
        Body.objects.filter(slug__in=[slug for slug, _cents in draft.member_cents]).values_list(
            "slug", flat=True
        )
    )
    return [
        Refusal(_("There is no such body."), f"member_{slug}")
        for slug, _cents in draft.member_cents
        if slug not in known
    ]


def _currency(provider: Provider, draft: ClassDraft) -> str:
    if provider.seller is not None:
        return provider.seller.currency
    return draft.currency or "USD"


def _kept_currency(row: CourseClass, draft: ClassDraft) -> str:
    """A price that is not typed anew keeps its currency, whatever the till takes today."""
    is_same = draft.cents == row.cents and draft.currency in ("", row.currency)
    return row.currency if is_same else _currency(row.edition.course.provider, draft)


def _write(edition: CourseEdition, draft: ClassDraft, at: datetime, key: str) -> CourseClass:
    row = CourseClass.objects.create(
        edition=edition,
        currency=_currency(edition.course.provider, draft),
        entered_at=at,
        key=key,
        **class_columns(draft),
    )
    _price(row, draft)
    return row


def _price(row: CourseClass, draft: ClassDraft) -> None:
    bodies = Body.objects.in_bulk([slug for slug, _ in draft.member_cents], field_name="slug")
    MemberPrice.objects.filter(course_class=row).delete()
    MemberPrice.objects.bulk_create(
        MemberPrice(course_class=row, body=bodies[slug], cents=cents)
        for slug, cents in draft.member_cents
    )


@transaction.atomic
def change_class(
    *, by: Person, at: datetime, provider_slug: str, class_id: str, draft: ClassDraft
) -> tuple[CourseClass, tuple[str, ...]]:
    """Put a class differently; says which columns changed, for those who must be told.

    What somebody agreed to pay is theirs and changes no more.
    """
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.COURSES)
    CourseClass.objects.select_for_update().get(pk=row.pk)  # one at a time
    if row.cancelled_at is not None:
        raise Refused(_("This class is cancelled. Plan a new one instead."))
    refuse_all(_refusals(row.edition, [draft]))
    columns = class_columns(draft) | {"currency": _kept_currency(row, draft)}
    before = class_draft(row)
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    if sorted(before.member_cents) != sorted(draft.member_cents):
        changed.append("member_prices")
    if not changed:
        return row, ()
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    _price(row, draft)
    _journal(at, by, "class-changed", row, {"changed": sorted(changed)})
    return row, tuple(changed)


@transaction.atomic
def cancel_class(
    *, by: Person, at: datetime, provider_slug: str, class_id: str, reason: str
) -> CourseClass:
    """Hold a class no more. Whoever has a place is told, and paid back, by the room of places."""
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.COURSES)
    if not reason.strip():
        raise Refused(_("Say why. Everybody who has a place reads it."), "reason")
    if row.cancelled_at is None and row.ends_at is not None and row.ends_at <= at:
        raise Refused(
            _("This class is over. Give money back at the till; correct what was reported.")
        )
    if CourseClass.objects.filter(pk=row.pk, cancelled_at=None).update(
        cancelled_at=at, cancel_reason=reason.strip()
    ):
        _journal(at, by, "class-cancelled", row)
    row.refresh_from_db()
    return row


def _journal(
    at: datetime, by: Person, code: str, row: CourseClass, detail: dict[str, Plain] | None = None
) -> None:
    course = row.edition.course
    write(
        at=at,
        by=by.public_id,
        code=f"catalogue.{code}",
        subject=f"class:{row.public_id}",
        detail={"provider": course.provider.slug, "course": course.public_id, **(detail or {})},
    )
