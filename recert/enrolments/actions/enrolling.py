"""Enrolling: somebody asks for a place, takes the one they were offered, or is put on the list."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.enrolments.actions.places import (
    HELD_FOR_TRANSFER,
    before_it_begins,
    hold_class,
    last_moment,
    offer_free_places,
    seat,
)
from recert.enrolments.actions.telling import inform, journal
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.enrolments.prices import price_for
from recert.enrolments.queries import class_on_offer, enrolment_for, free_in, standing_in
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Person
from recert.people.queries import person_by_email
from recert.people.unclaimed import enter_person


@transaction.atomic
def enrol(
    *, by: Person, at: datetime, class_id: str, key: str, by_transfer: bool = False
) -> Enrolment:
    """Take a place, or one in the line where none is free; asked twice it is the same one.

    What is free of charge is taken at once; the rest is billed by the provider's till, and the
    place kept meanwhile.
    """
    there = Enrolment.objects.filter(person=by, key=_key_in(class_id, key)).first()
    if there is not None:
        return enrolment_for(by, there.public_id)
    row = hold_class(class_on_offer(class_id))
    held = standing_in(by, row)
    if held is not None:
        return held
    refuse_all(closed_refusals(row, at))
    price = price_for(by, row, at)
    _refuse_unsold(row, price.cents)
    made = _write(by, by, at, row, key, by_transfer=by_transfer)
    return enrolment_for(by, made.public_id)


def _refuse_unsold(row: CourseClass, cents: int) -> None:
    """Refuse to bill for a class whose provider takes no money here, or none any more."""
    if cents and row.edition.course.provider.seller is None:
        raise Refused(_("Places in this class are not sold here. Ask the provider."))


def _key_in(class_id: str, key: str) -> str:
    """A form's own mark, within its class."""
    return f"{class_id}:{key}"


def closed_refusals(row: CourseClass, at: datetime) -> list[Refusal]:
    """Why no place in a class can be taken at that moment."""
    last = last_moment(row)
    if row.cancelled_at is not None:
        return [Refusal(_("This class is cancelled. Look for another one."))]
    if row.starts_at is not None and row.starts_at <= at:
        return [Refusal(_("This class has begun. Look for the next one."))]
    if last is not None and last <= at:
        return [Refusal(_("Enrolment for this class is closed. Ask the provider."))]
    return []


def _write(
    by: Person,
    person: Person,
    at: datetime,
    row: CourseClass,
    key: str,
    *,
    by_transfer: bool = False,
    named: str = "",
    for_nothing: bool = False,
) -> Enrolment:
    """Write who asked; who finds no place free, or others waiting, waits as well."""
    offer_free_places(at=at, row=row)
    free = free_in(row)
    price = price_for(person, row, at)
    is_free = free is None or free > 0
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                person=person,
                course_class=row,
                state=EnrolmentState.OFFERED if is_free else EnrolmentState.WAITING,
                cents=0 if for_nothing else price.cents,
                currency=price.currency,
                member_of=None if for_nothing else price.member_of,
                by_transfer=by_transfer,
                named=named,
                asked_at=at,
                key=_key_in(row.public_id, key),
            )
    except IntegrityError:  # the other click was quicker
        return Enrolment.objects.get(person=person, key=_key_in(row.public_id, key))
    if is_free:
        seat(by=by, at=at, enrolment=enrolment)
    else:
        journal(at, by, "waits", enrolment)
    return enrolment


@transaction.atomic
def accept_offer(
    *, by: Person, at: datetime, public_id: str, by_transfer: bool = False
) -> Enrolment:
    """Take the place that became free: at the price of the day one asked, or today's if lower."""
    mine = enrolment_for(by, public_id)
    row = hold_class(mine.course_class)
    mine.refresh_from_db()
    if mine.state in (EnrolmentState.TO_PAY, EnrolmentState.ENROLLED):
        return enrolment_for(by, public_id)
    if mine.state != EnrolmentState.OFFERED or (mine.held_until and mine.held_until <= at):
        raise Refused(_("This place is not kept for you any more. It went to the next who waits."))
    refuse_all(closed_refusals(row, at))
    mine.course_class = row
    mine.by_transfer = by_transfer
    price = price_for(by, row, at)
    if price.cents < mine.cents:
        mine.cents, mine.member_of = price.cents, price.member_of
    _refuse_unsold(row, mine.cents)
    seat(by=by, at=at, enrolment=mine)
    return enrolment_for(by, public_id)


@transaction.atomic
def pay_by_transfer(*, by: Person, at: datetime, public_id: str) -> Enrolment:
    """Have the place kept for longer, because the money comes by transfer or from an employer.

    From the day it was asked for, so that pressing it again gains nothing.
    """
    mine = enrolment_for(by, public_id)
    row = hold_class(mine.course_class)
    until = before_it_begins(row, mine.asked_at + HELD_FOR_TRANSFER, at)
    if Enrolment.objects.filter(
        pk=mine.pk, state=EnrolmentState.TO_PAY, by_transfer=False, held_until__gt=at
    ).update(by_transfer=True, held_until=max(until, mine.held_until or until)):
        journal(at, by, "pays-by-transfer", mine)
    return enrolment_for(by, public_id)


@transaction.atomic
def enrol_by_hand(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    class_id: str,
    name: str,
    email: str,
    key: str,
    for_nothing: bool,
) -> Enrolment:
    """The provider puts somebody on the list of a class; `for_nothing`: it asks them no price.

    Whoever has no account is entered and written to; nothing here says which of the two it is.
    An address known here stands on the list under the name the provider typed.
    """
    row = hold_class(class_for_staff(by, provider_slug, class_id, ProviderDuty.COURSES))
    refuse_all(_hand_refusals(row, at, name, email))
    if not for_nothing and row.cents and row.edition.course.provider.seller is None:
        raise Refused(_("You have no till here. Enrol them for nothing."), "for_nothing")
    email = email.strip().lower()
    person = person_by_email(email) or enter_person(by=by, at=at, name=name, email=email)
    held = standing_in(person, row)
    if held is not None:
        return held
    made = _write(
        by,
        person,
        at,
        row,
        key,
        by_transfer=True,
        named=" ".join(name.split()),
        for_nothing=for_nothing,
    )
    made.refresh_from_db()
    if made.state != EnrolmentState.ENROLLED:
        _tell_put_down(at, made)
    return made


def _hand_refusals(row: CourseClass, at: datetime, name: str, email: str) -> list[Refusal]:
    found = []
    if row.cancelled_at is not None:
        found.append(Refusal(_("This class is cancelled. Nobody can be enrolled.")))
    if row.ends_at is not None and row.ends_at <= at:
        found.append(Refusal(_("This class is over. Report who completed it instead.")))
    if not name.strip() or len(name) > 150:
        found.append(Refusal(_("Write the name, as it should stand on the list."), "name"))
    try:
        validate_email(email.strip())
    except ValidationError:
        found.append(Refusal(_("Write an e-mail address, such as kim@example.org."), "email"))
    return found


def _tell_put_down(at: datetime, enrolment: Enrolment) -> None:
    waits = enrolment.state == EnrolmentState.WAITING
    inform(
        at=at,
        enrolment=enrolment,
        key="put-down",
        title=lambda: _("The provider put you down for a class: %(title)s"),
        text=lambda: (
            (
                _("No place is free yet, so you wait for one.")
                if waits
                else _("A place is kept for you. Pay its bill, and it is yours.")
            )
            + " "
            + _("If you have never been here, ask for a new password with this address.")
        ),
    )
