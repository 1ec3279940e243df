"""What may happen to certifications."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.models import Affirmation, Certification, Register, Ruling, Term
from recert.credentials.queries import certification_for, certification_for_staff
from recert.journal.actions import Plain, write
from recert.lib.days import latest_day, local_day
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.notices.actions import queue_notice
from recert.people.actions import id_of
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rulebooks.queries import credential_named
from recert.rules.facts import DecisionKind

RULINGS = (
    DecisionKind.WAIVE,
    DecisionKind.EXTEND,
    DecisionKind.SUSPEND,
    DecisionKind.HOLD,
    DecisionKind.RETIRE,
)
"""What a body may rule about a whole certification; activities are for petitions."""


@transaction.atomic
def add_certification(
    *,
    by: Person,
    at: datetime,
    body: Body,
    credential: str,
    certified: date,
    expires: date | None = None,
    level: str = "",
    number: str = "",
) -> Certification:
    """Record that the person holds a credential, on their own word."""
    refuse_all(_problems(body, credential, level, certified, expires, at))
    certification = _create(
        person=by,
        body=body,
        credential=credential,
        level=level,
        number=number.strip(),
        certified=certified,
        expires=expires,
        added_at=at,
    )
    _journal(at, by, "credentials.added", certification)
    return certification


@transaction.atomic
def register_certification(
    *,
    by: Person | None,
    at: datetime,
    person: Person,
    body: Body,
    credential: str,
    certified: date,
    number: str,
    expires: date | None = None,
    level: str = "",
    previous_closed: date | None = None,
) -> Certification:
    """Enter a certification in the body's register as confirmed; by its staff."""
    if by is not None:
        body_for_staff(by, body.slug, Duty.REGISTER)
        if by == person:
            raise Refused(_("Ask a colleague: nobody registers a certification of their own."))
    refuse_all(_problems(body, credential, level, certified, expires, at))
    certification = _create(
        person=person,
        body=body,
        credential=credential,
        level=level,
        number=number.strip(),
        certified=certified,
        expires=expires,
        previous_closed=previous_closed,
        register=Register.CONFIRMED,
        added_at=at,
    )
    _journal(at, by, "credentials.registered", certification)
    return certification


def _create(**fields: object) -> Certification:
    try:
        with transaction.atomic():
            return Certification.objects.create(**fields)
    except IntegrityError:
        raise Refused(
            _("This certification, or this number, is recorded already. Look for it in the list."),
            "credential",
        ) from None


def _problems(
    body: Body, credential: str, level: str, certified: date, expires: date | None, at: datetime
) -> list[Refusal]:
    found = []
    try:
        levels = credential_named(body.slug, credential).levels
    except NotFound:
        sentence = _("%(body)s grants no such credential here. Choose one from the list.")
        return [Refusal(sentence % {"body": body.name}, "credential")]
    if levels and level not in levels:
        choices = ", ".join(levels)
        found.append(Refusal(_("Choose the level: %(levels)s.") % {"levels": choices}, "level"))
    if level and not levels:
        found.append(Refusal(_("This credential has no levels. Leave the level empty."), "level"))
    if certified > latest_day(at):
        found.append(
            Refusal(
                _("The day you were certified lies in the future. Check the year."), "certified"
            )
        )
    if expires is not None and expires < certified:
        found.append(
            Refusal(
                _("The last day lies before the day you were certified. Check both."), "expires"
            )
        )
    return found


@transaction.atomic
def correct_certification(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    certified: date,
    expires: date | None,
    level: str,
    number: str,
) -> Certification:
    """Correct what the holder declared; what the body confirmed only the body changes."""
    certification = certification_for(by, public_id)
    if certification.is_confirmed:
        raise Refused(
            _("%(body)s has confirmed this. Ask them to correct it.")
            % {"body": certification.body.name}
        )
    return _change(
        by=by,
        at=at,
        certification=certification,
        certified=certified,
        expires=expires,
        level=level,
        number=number,
    )


@transaction.atomic
def correct_register(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    certified: date,
    expires: date | None,
    level: str,
    number: str,
) -> Certification:
    """Correct the body's register; the holder is told."""
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    _refuse_own(by, certification)
    _change(
        by=by,
        at=at,
        certification=certification,
        certified=certified,
        expires=expires,
        level=level,
        number=number,
    )
    _tell(at, certification, _("Your entry was corrected"), "corrected")
    return certification


def _change(
    *,
    by: Person,
    at: datetime,
    certification: Certification,
    certified: date,
    expires: date | None,
    level: str,
    number: str,
) -> Certification:
    refuse_all(
        _problems(certification.body, certification.credential, level, certified, expires, at)
    )
    was: dict[str, Plain] = {
        "certified": certification.certified.isoformat(),
        "expires": certification.expires.isoformat() if certification.expires else None,
        "level": certification.level,
    }
    certification.certified, certification.expires = certified, expires
    certification.level, certification.number = level, number.strip()
    try:
        with transaction.atomic():
            certification.save(update_fields=["certified", "expires", "level", "number"])
    except IntegrityError:
        raise Refused(_("This number belongs to somebody else."), "number") from None
    _journal(at, by, "credentials.corrected", certification, {"was": str(was)})
    return certification


@transaction.atomic
def remove_certification(*, by: Person, at: datetime, public_id: str) -> Certification:
    """Take a certification off one's own list; what was decided about it stays."""
    certification = certification_for(by, public_id)
    Certification.objects.filter(pk=certification.pk, removed_at=None).update(removed_at=at)
    _journal(at, by, "credentials.removed", certification)
    return certification


@transaction.atomic
def restore_certification(*, by: Person, at: datetime, public_id: str) -> Certification:
    """Put back a certification one has removed."""
    found = Certification.objects.filter(person=by, public_id=public_id).first()
    if found is None:
        raise NotFound
    twin = Certification.objects.filter(
        person=by, body=found.body, credential=found.credential, removed_at=None
    ).exclude(pk=found.pk)
    if twin.exists():
        raise Refused(_("You have added this credential again since. There is nothing to undo."))
    if Certification.objects.filter(pk=found.pk, removed_at__isnull=False).update(removed_at=None):
        _journal(at, by, "credentials.restored", found)
    return certification_for(by, public_id)


@transaction.atomic
def confirm_certification(
    *, by: Person, at: datetime, body_slug: str, public_id: str, number: str = ""
) -> Certification:
    """The body stands behind a declared certification; its number may be entered too."""
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    _refuse_own(by, certification)
    number = number.strip() or certification.number
    try:
        with transaction.atomic():
            moved = (
                Certification.objects.filter(pk=certification.pk)
                .exclude(register=Register.CONFIRMED)
                .update(register=Register.CONFIRMED, number=number)
            )
    except IntegrityError:
        raise Refused(_("This number belongs to somebody else."), "number") from None
    certification.refresh_from_db()
    if moved:
        _journal(at, by, "credentials.confirmed", certification)
        _tell(at, certification, _("Your certification was confirmed"), "confirmed")
    return certification


@transaction.atomic
def reject_certification(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> Certification:
    """The body does not know of a declared certification, and says why."""
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    _refuse_own(by, certification)
    if not reason.strip():
        raise Refused(_("Say why, so that the holder can put it right."), "reason")
    moved = Certification.objects.filter(
        pk=certification.pk, register=Register.SELF_DECLARED
    ).update(register=Register.REJECTED)
    certification.refresh_from_db()
    if moved:
        _journal(at, by, "credentials.rejected", certification)
        _tell(at, certification, _("Your certification was not found"), "rejected", reason)
    return certification


@transaction.atomic
def rule(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    kind: DecisionKind,
    reason: str,
    clause: str = "",
    until: date | None = None,
) -> Ruling:
    """Decide something about a certification: waive, extend, suspend, hold or retire."""
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    _refuse_own(by, certification)
    today = local_day(at, certification.body.zone)
    problems = []
    if kind not in RULINGS:
        problems.append(Refusal(_("Choose one of the decisions offered."), "kind"))
    if not reason.strip():
        problems.append(Refusal(_("Give the reason. The holder reads it."), "reason"))
    if kind is DecisionKind.WAIVE and not clause:
        problems.append(Refusal(_("Choose the requirement that is waived."), "clause"))
    if kind is DecisionKind.EXTEND and (until is None or until <= today):
        problems.append(Refusal(_("Give the new last day, which lies ahead."), "until"))
    refuse_all(problems)
    ruling = Ruling.objects.create(
        certification=certification,
        kind=kind.value,
        clause=clause,
        reason=reason.strip(),
        decided_on=today,
        until=until,
        decided_by=by,
        at=at,
    )
    _journal(at, by, "credentials.ruled", certification, {"kind": kind.value, "clause": clause})
    _tell(
        at,
        certification,
        _("A decision about your certification"),
        f"ruling-{ruling.public_id}",
        reason,
    )
    return ruling


@transaction.atomic
def end_ruling(*, by: Person, at: datetime, body_slug: str, public_id: str) -> Ruling:
    """End a ruling: a suspension lifted, a hold over."""
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    ruling = (
        Ruling.objects.filter(public_id=public_id, certification__body=body)
        .select_related("certification__body", "certification__person")
        .first()
    )
    if ruling is None:
        raise NotFound
    _refuse_own(by, ruling.certification)
    today = local_day(at, body.zone)
    if Ruling.objects.filter(pk=ruling.pk, ended_on=None).update(ended_on=today):
        _journal(at, by, "credentials.ruling-ended", ruling.certification, {"kind": ruling.kind})
        _tell(
            at,
            ruling.certification,
            _("A decision about your certification ended"),
            f"ended-{ruling.public_id}",
        )
    ruling.refresh_from_db()
    return ruling


@transaction.atomic
def affirm(
    *, by: Person, at: datetime, certification: Certification, to: str, cycle_end: date
) -> Affirmation:
    """The holder affirms something for the cycle that ends then; twice is once."""
    certification = certification_for(by, certification.public_id)
    affirmation, is_new = Affirmation.objects.get_or_create(
        certification=certification,
        to=to,
        cycle_end=cycle_end,
        defaults={"on": local_day(at, certification.body.zone), "at": at},
    )
    if is_new:
        _journal(at, by, "credentials.affirmed", certification, {"to": to})
    return affirmation


@transaction.atomic
def close_term(
    *,
    by: Person | None,
    at: datetime,
    certification: Certification,
    start: date,
    end: date,
    next_end: date,
    closed_on: date,
    renewal_id: str = "",
    level: str | None = None,
    reason: str = "",
) -> Term:
    """Close a cycle and open the next one, which ends on `next_end`; twice is once."""
    term, is_new = Term.objects.get_or_create(
        certification=certification,
        end=end,
        defaults={
            "start": start,
            "renewed_on": closed_on,
            "next_end": next_end,
            "renewal_id": renewal_id,
            "reason": reason,
        },
    )
    if not is_new:
        return term
    Certification.objects.filter(pk=certification.pk).update(
        expires=next_end,
        previous_closed=closed_on,
        level=certification.level if level is None else level,
    )
    certification.refresh_from_db()
    _journal(
        at,
        by,
        "credentials.term-closed",
        certification,
        {"end": end.isoformat(), "next-end": next_end.isoformat(), "renewal": renewal_id},
    )
    return term


def _refuse_own(by: Person, certification: Certification) -> None:
    if certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody decides about a certification of their own."))


def _journal(
    at: datetime,
    by: Person | None,
    code: str,
    certification: Certification,
    detail: dict[str, Plain] | None = None,
) -> None:
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"certification:{certification.public_id}",
        body=certification.body.slug,
        person=certification.person.public_id,
        detail=detail,
    )


def _tell(
    at: datetime, certification: Certification, subject: str, what: str, reason: str = ""
) -> None:
    person = certification.person
    text = _("%(body)s changed its register about your certification. Sign in to see it.") % {
        "body": certification.body.name
    }
    queue_notice(
        at=at,
        recipient_id=person.public_id,
        email=person.email,
        kind="register-changed",
        subject=subject,
        text=f"{text}\n\n{reason}".strip(),
        body_slug=certification.body.slug,
        key=f"certification:{certification.public_id}:{what}:{at.isoformat()}",
    )
