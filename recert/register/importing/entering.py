"""Entering: one row is written, whole or not at all, by the acts the rooms have anyway."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions import register_certification
from recert.credentials.actions.entries import change, journal, tell_holder
from recert.credentials.models import Certification, Register, Ruling, Term
from recert.journal.actions import Plain
from recert.lib.days import local_day
from recert.people.actions import set_membership
from recert.people.models import Person
from recert.people.unclaimed import correct_unclaimed, enter_person, is_claimed
from recert.register.importing.checking import Entry
from recert.register.importing.deciding import Plan
from recert.register.importing.known import Known
from recert.register.models import KnownAs


@transaction.atomic
def enter(plan: Plan, known: Known, *, by: Person, at: datetime) -> Person:
    """Do what a row is planned to do, and remember it for the rows that follow.

    Refuses in an action's own words. Nobody is written to but those whose certification was
    changed and who have an account: they are told, as always.
    """
    entry, news = plan.entry, plan.news
    person = plan.person
    if person is None:
        person = enter_person(by=by, at=at, name=entry.name, email=entry.email)
    elif news & {"name", "email"}:
        person = correct_unclaimed(by=by, at=at, person=person, name=entry.name, email=entry.email)
    if "key" in news:
        KnownAs.objects.create(body=known.body, person=person, key=entry.person_id)
    member = None
    if news & {"membership", "new-membership"} and entry.member_since is not None:
        member = set_membership(
            person=person,
            body=known.body,
            since=entry.member_since,
            until=entry.member_until,
            number=entry.member_number or (plan.member.number if plan.member else ""),
            by=by,
            at=at,
        )
    held = _certification(plan, person, known, by, at) if entry.certifies else None
    _remember(known, entry, person)
    if member is not None:
        known.add_member(member)
    if held is not None:
        known.add_certification(held)
    return person


def _remember(known: Known, entry: Entry, person: Person) -> None:
    if entry.person_id:
        known.keys[entry.person_id] = person
    if entry.email and entry.email == person.email:
        known.emails[entry.email] = person


def _certification(
    plan: Plan, person: Person, known: Known, by: Person, at: datetime
) -> Certification | None:
    entry, held = plan.entry, plan.certification
    if entry.certified is None or entry.expires is None:
        raise ValueError(f"row {entry.row} was checked to have both days")
    if held is None:
        held = register_certification(
            by=by,
            at=at,
            person=person,
            body=known.body,
            credential=entry.credential,
            level=entry.level,
            number=entry.number,
            certified=entry.certified,
            expires=entry.expires,
            offered=known.offered.get(entry.credential),
        )
    elif "certification" in plan.news:
        change(
            by=by,
            at=at,
            certification=held,
            certified=entry.certified,
            expires=entry.expires,
            level=entry.level,
            number=entry.number or held.number,
        )
        if not held.is_confirmed:
            Certification.objects.filter(pk=held.pk).update(register=Register.CONFIRMED)
            held.register = Register.CONFIRMED
            journal(at, by, "credentials.confirmed", held)
        if is_claimed(held.person):
            tell_holder(at, held, lambda: _("Your entry was corrected"), "corrected")
    if "status" in plan.news:
        _rule(entry, held, known, by, at)
    if "cycle" in plan.news:
        _close(entry, held, known, by, at)
    return held


def _rule(entry: Entry, held: Certification, known: Known, by: Person, at: datetime) -> None:
    """A status that no dates can say is a decision of the body's, as of the day it came here."""
    if entry.status is None:
        return
    Ruling.objects.create(
        certification=held,
        kind=entry.status,
        reason=entry.reason or _("So it stood in the register that was imported."),
        decided_on=local_day(at, known.body.zone),
        decided_by=by,
        at=at,
    )
    journal(at, by, "credentials.ruled", held, {"kind": str(entry.status), "clause": ""})
    known.rulings.setdefault(held.pk, set()).add(entry.status)


def _close(entry: Entry, held: Certification, known: Known, by: Person, at: datetime) -> None:
    """An earlier cycle, kept as history; the newest says when this certification was renewed."""
    if entry.cycle_start is None or entry.cycle_end is None or held.expires is None:
        return
    terms = known.terms.setdefault(held.pk, {})
    later = [each.end for each in terms.values() if each.end > entry.cycle_end]
    closed_on = entry.renewed_on or entry.cycle_end
    term = Term.objects.create(
        certification=held,
        start=entry.cycle_start,
        end=entry.cycle_end,
        renewed_on=closed_on,
        next_end=min(later, default=held.expires),
        reason=_("Imported."),
    )
    terms[entry.cycle_end.isoformat()] = term
    if not later:
        Certification.objects.filter(pk=held.pk).update(previous_closed=closed_on)
        held.previous_closed = closed_on
    detail: dict[str, Plain] = {
        "end": entry.cycle_end.isoformat(),
        "renewed": closed_on.isoformat(),
    }
    journal(at, by, "credentials.term-imported", held, detail)
