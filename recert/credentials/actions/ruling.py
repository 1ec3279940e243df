"""Ruling: what a body decides about one certification, with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions.entries import journal, refuse_own, tell_holder
from recert.credentials.models import Certification, Ruling
from recert.credentials.queries import certification_for_staff
from recert.credentials.words import AGAINST, letter_of, ruling_against
from recert.journal.actions import Plain
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refusal, refuse_all
from recert.people.impartiality import refuse_apart
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.rulebooks.queries import credential_named
from recert.rules.amounts import to_grains
from recert.rules.facts import DecisionKind

OVERRIDES = (DecisionKind.WAIVE, DecisionKind.AMOUNT, DecisionKind.EXTEND)
"""What holds for one cycle of one person, unless it is said to stay."""

RULINGS = (
    *OVERRIDES,
    DecisionKind.CONDITION,
    DecisionKind.HOLD,
    DecisionKind.INACTIVE,
    DecisionKind.RETIRE,
    DecisionKind.REDUCE,
    DecisionKind.SUSPEND,
    DecisionKind.WITHDRAW,
)
"""What a body may rule about a whole certification; activities are for petitions."""

BURDENS = AGAINST | {DecisionKind.CONDITION, DecisionKind.INACTIVE}
"""What burdens the holder: whoever made such a decision that an appeal ended makes no other."""


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
    amount: Fraction | None = None,
    level: str = "",
    stays: bool = False,
) -> Ruling:
    """Decide something about a certification; the kinds are in `RULINGS`.

    `amount` in credits is what a requirement asks for instead, `level` the lower one. What
    is decided for the cycle ends with the next renewal, unless it `stays`. The same
    decision again, while it stands, is the one there is.

    Where an appeal ended a decision against the holder, whoever made that one makes no other
    such: a colleague has to.
    """
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    refuse_own(by, certification)
    if kind in BURDENS:
        refuse_apart(by, person=None, subject=ruling_against(certification))
    today = local_day(at, certification.body.zone)
    Certification.objects.select_for_update().get(pk=certification.pk)  # one decision at a time
    same = _standing(certification, kind, clause, reason, until)
    if same is not None:
        return same
    problems = [
        *_problems(kind, reason, clause, amount),
        *_days_wrong(kind, until, today, certification.expires),
        *(_levels_wrong(certification, level) if kind is DecisionKind.REDUCE else ()),
    ]
    refuse_all(problems)
    ruling = record_ruling(
        by=by,
        at=at,
        certification=certification,
        kind=kind,
        reason=reason,
        clause=clause,
        until=until,
        amount=amount,
        level_was=certification.level if kind is DecisionKind.REDUCE else "",
        stays=stays,
    )
    if kind is DecisionKind.REDUCE:
        Certification.objects.filter(pk=certification.pk).update(level=level)
    return ruling


def record_ruling(
    *,
    by: Person,
    at: datetime,
    certification: Certification,
    kind: DecisionKind,
    reason: str,
    clause: str = "",
    until: date | None = None,
    amount: Fraction | None = None,
    level_was: str = "",
    stays: bool = False,
    on: date | None = None,
    tells: bool = True,
) -> Ruling:
    """Keep a decision that is lawful, with its line and its letter. The caller has checked who.

    It speaks from the day it is made, or `on` another.
    """
    ruling = Ruling.objects.create(
        certification=certification,
        kind=kind.value,
        clause=clause,
        reason=reason.strip(),
        until=until,
        amount_grains=None if amount is None else to_grains(amount),
        level_was=level_was,
        stays=stays,
        decided_on=on or local_day(at, certification.body.zone),
        decided_by=by,
        at=at,
    )
    journal(at, by, "credentials.ruled", certification, {"kind": kind.value, "clause": clause})
    if tells:
        tell_holder(
            at,
            certification,
            lambda: _("A decision about your certification"),
            f"ruling-{ruling.public_id}",
            lambda: letter_of(ruling),
        )
    return ruling


def record_leave(
    *,
    by: Person,
    at: datetime,
    certification: Certification,
    clause: str,
    ground: str,
    since: date,
    until: date,
    on: date,
    reason: str,
) -> Ruling:
    """Keep that somebody is excused, for which days and why; the caller tells them."""
    ruling = Ruling.objects.create(
        certification=certification,
        kind=DecisionKind.LEAVE.value,
        clause=clause,
        ground=ground,
        since=since,
        until=until,
        decided_on=on,
        reason=reason,
        decided_by=by,
        at=at,
    )
    detail: dict[str, Plain] = {"kind": ruling.kind, "clause": clause}
    journal(at, by, "credentials.ruled", certification, detail)
    return ruling


def tie_to_leave(leave: Ruling, rulings: Iterable[Ruling]) -> None:
    """Note what follows from a leave: it ends with it."""
    Ruling.objects.filter(pk__in=[each.pk for each in rulings]).update(leave=leave)


def _standing(
    certification: Certification, kind: DecisionKind, clause: str, reason: str, until: date | None
) -> Ruling | None:
    """The same decision, where it stands already."""
    return Ruling.objects.filter(
        certification=certification,
        kind=kind.value,
        clause=clause,
        reason=reason.strip(),
        until=until,
        ended_on=None,
    ).first()


def _problems(
    kind: DecisionKind, reason: str, clause: str, amount: Fraction | None
) -> list[Refusal]:
    found = []
    if kind not in RULINGS:
        found.append(Refusal(_("Choose one of the decisions offered."), "kind"))
    if not reason.strip():
        found.append(Refusal(_("Give the reason. The holder reads it."), "reason"))
    if kind is DecisionKind.WAIVE and not clause:
        found.append(Refusal(_("Choose the requirement that is waived."), "clause"))
    if kind is DecisionKind.AMOUNT and not clause:
        found.append(Refusal(_("Choose the requirement that asks for another amount."), "clause"))
    if kind is DecisionKind.AMOUNT and (amount is None or amount < 0):
        found.append(Refusal(_("Give the amount asked for instead, nothing or more."), "amount"))
    return found


def _days_wrong(
    kind: DecisionKind, until: date | None, today: date, printed: date | None
) -> list[Refusal]:
    if kind is DecisionKind.EXTEND and (until is None or until <= today):
        return [Refusal(_("Give the new last day, which lies ahead."), "until")]
    if kind is DecisionKind.EXTEND and until and printed and until <= printed:
        return [
            Refusal(_("It ends later than this already. Give a day after its last one."), "until")
        ]
    if kind is DecisionKind.CONDITION and (until is None or until <= today):
        return [Refusal(_("Give the day by which the condition is to be met."), "until")]
    if until is not None and until < today:
        return [Refusal(_("This day is over. Give one that lies ahead, or none."), "until")]
    return []


def _levels_wrong(certification: Certification, level: str) -> list[Refusal]:
    levels = credential_named(certification.body.slug, certification.credential).levels
    if not levels:
        return [Refusal(_("This credential has no levels, so none is lower."), "level")]
    if level not in levels or level == certification.level:
        return [Refusal(_("Choose the level it has from now on, another than today."), "level")]
    return []


@transaction.atomic
def end_ruling(*, by: Person, at: datetime, body_slug: str, public_id: str) -> Ruling:
    """End a ruling: a suspension lifted, a hold over, a condition met. Twice is once.

    A level that was taken comes back.
    """
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    ruling = (
        Ruling.objects.filter(public_id=public_id, certification__body=body)
        .select_related("certification__body", "certification__person")
        .first()
    )
    if ruling is None:
        raise NotFound
    refuse_own(by, ruling.certification)
    return close_ruling(by=by, at=at, ruling=ruling)


@transaction.atomic
def close_ruling(*, by: Person, at: datetime, ruling: Ruling) -> Ruling:
    """End a ruling, as after an appeal; the caller has checked who. Twice is once.

    A leave ends with all that followed from it, whichever of them is ended; one that moved the
    last day because it lasted has moved it by the days until now.
    """
    ruling = ruling.leave or ruling
    today = local_day(at, ruling.certification.body.zone)
    if Ruling.objects.filter(pk=ruling.pk, ended_on=None).update(ended_on=today, ended_by=by):
        if ruling.kind == DecisionKind.REDUCE:
            Certification.objects.filter(pk=ruling.certification_id).update(level=ruling.level_was)
        if ruling.kind == DecisionKind.LEAVE:
            _end_what_followed(by, at, ruling, today)
        journal(at, by, "credentials.ruling-ended", ruling.certification, {"kind": ruling.kind})
        tell_holder(
            at,
            ruling.certification,
            lambda: _("A decision about your certification ended"),
            f"ended-{ruling.public_id}",
        )
    ruling.refresh_from_db()
    return ruling


def _end_what_followed(by: Person, at: datetime, leave: Ruling, today: date) -> None:
    """End the rulings that follow from a leave; the day that a pause had earned so far stays."""
    running = list(Ruling.objects.filter(leave=leave, ended_on=None))
    for each in running:
        each.ended_on = max(today, each.decided_on)
        each.ended_by = by
        each.save(update_fields=["ended_on", "ended_by"])
    moved = next((each for each in running if each.kind == DecisionKind.EXTEND), None)
    if moved is None or moved.until is None or leave.since is None or leave.until is None:
        return
    paused = any(each.kind == DecisionKind.INACTIVE for each in running)
    until = moved.until - (leave.until - today) - timedelta(days=1)
    if paused and leave.since < today <= leave.until and until >= today:
        Ruling.objects.create(
            certification=leave.certification,
            kind=DecisionKind.EXTEND.value,
            clause=moved.clause,
            reason=moved.reason,
            until=until,
            decided_on=today,
            decided_by=by,
            at=at,
        )


def reset_overrides(*, at: datetime, certification: Certification) -> None:
    """End what was decided for the cycle alone: it is closed. Renewed, nobody is inactive."""
    today = local_day(at, certification.body.zone)
    standing = Ruling.objects.filter(certification=certification, ended_on=None, stays=False)
    inactive = standing.filter(kind=DecisionKind.INACTIVE, decided_on__lte=today)
    standing.filter(pk__in=inactive.values("leave")).update(ended_on=today)
    gone = standing.filter(kind__in=(*OVERRIDES, DecisionKind.INACTIVE))
    many = gone.filter(decided_on__lte=today).update(ended_on=today)
    if many:
        journal(at, None, "credentials.rulings-reset", certification, {"many": many})
