"""Asking: more time, putting the audit off, or not being audited; granted or not, with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.audits.actions.letting_go import let_go
from recert.audits.actions.moving import journal, move, tell_of
from recert.audits.actions.reviewing import for_review
from recert.audits.days import due_after, today_at, working_days_of
from recert.audits.models import WITH_HOLDER, Ask, AskKind, AskState, Audit, AuditState
from recert.audits.queries.cases import audit_for
from recert.audits.terms import from_plain, last_day
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.models import Person
from recert.people.queries import Duty, colleagues
from recert.rules.rulebook import Length
from recert.standing.words import day_words

MAY_ASK: dict[AskKind, tuple[AuditState, ...]] = {
    AskKind.EXTENSION: (AuditState.NOTIFIED, AuditState.RETURNED, AuditState.REPLACING),
    AskKind.DEFERRAL: (AuditState.NOTIFIED, AuditState.RETURNED),
    AskKind.EXEMPTION: (AuditState.NOTIFIED, AuditState.RETURNED, AuditState.DEFERRED),
}


@transaction.atomic
def ask_for(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    kind: AskKind,
    reason: str,
    until: date | None = None,
) -> Ask:
    """Ask for more time, a later audit or none, with the reason. Nothing is overdue meanwhile."""
    audit = audit_for(by, public_id)
    if audit.state not in MAY_ASK[kind]:
        raise Refused(_("This cannot be asked for as the audit stands now."))
    problems = []
    if not reason.strip():
        problems.append(Refusal(_("Say why, so that the body can decide."), "reason"))
    if kind is not AskKind.EXEMPTION and (until is None or until <= _earliest(audit, at)):
        problems.append(Refusal(_("Say until which day; it lies after the one set now."), "until"))
    refuse_all([*problems, *_beyond(audit, kind, until)])
    try:
        with transaction.atomic():
            ask = Ask.objects.create(
                audit=audit,
                kind=kind,
                reason=reason.strip(),
                until=None if kind is AskKind.EXEMPTION else until,
                asked_at=at,
            )
    except IntegrityError:
        return audit.asks.get(kind=kind, state=AskState.ASKED)
    journal(at, by, "asked", audit, {"kind": kind.value})
    for reader in colleagues(audit.certification.body, Duty.REVIEW).exclude(pk=by.pk):
        tell_of(
            at,
            reader,
            audit,
            "work-waiting",
            lambda: (
                _("Somebody asks for something about an audit"),
                _("More time, a later audit or none is asked for. Sign in to decide."),
            ),
            f"ask:{ask.public_id}:{reader.public_id}",
        )
    return ask


def _earliest(audit: Audit, at: datetime) -> date:
    today = today_at(audit.certification.body, at)
    return max(audit.due or today, today)


@transaction.atomic
def withdraw_ask(*, by: Person, at: datetime, public_id: str, ask_id: str) -> Ask:
    """Take back what one asked for; twice is once."""
    audit = audit_for(by, public_id)
    ask = _ask(audit, ask_id)
    if Ask.objects.filter(pk=ask.pk, state=AskState.ASKED).update(state=AskState.WITHDRAWN):
        journal(at, by, "ask-withdrawn", audit, {"kind": ask.kind})
    ask.refresh_from_db()
    return ask


def _ask(audit: Audit, ask_id: str) -> Ask:
    ask = audit.asks.filter(public_id=ask_id).first()
    if ask is None:
        raise NotFound
    return ask


@transaction.atomic
def decide_ask(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    ask_id: str,
    grant: bool,
    answer: str,
    until: date | None = None,
) -> Ask:
    """Grant or deny what was asked for, with the reason; at most what the policy allows.

    Where it is denied, the days the body took to answer are given back to the holder.
    """
    audit = for_review(by, body_slug, public_id)
    ask = _ask(audit, ask_id)
    kind = AskKind(ask.kind)
    until = None if kind is AskKind.EXEMPTION or not grant else until or ask.until
    refuse_all(_answer_refusals(audit, ask, grant, answer, until, at))
    decided = Ask.objects.filter(pk=ask.pk, state=AskState.ASKED).update(
        state=AskState.GRANTED if grant else AskState.DENIED,
        granted_until=until,
        answer=answer.strip(),
        decided_by=by,
        decided_at=at,
    )
    ask.refresh_from_db()
    if not decided:
        raise Refused(
            _("This was decided or taken back already: %(state)s.")
            % {"state": ask.get_state_display().lower()}
        )
    if grant:
        _granted(by, at, audit, kind, until)
    else:
        until = _given_back(at, audit, ask)
    journal(at, by, "ask-granted" if grant else "ask-denied", audit, {"kind": kind.value})
    _tell(at, audit, ask, until)
    return ask


def _given_back(at: datetime, audit: Audit, ask: Ask) -> date | None:
    """Move the day by those from asking to denying, and say which it is then; None: unmoved.

    Days in which two things were asked for are given back once, in the days the policy counts
    in. Whoever asked after the day lost none by it.
    """
    body, due = audit.certification.body, audit.due
    before = audit.asks.filter(state=AskState.DENIED).exclude(pk=ask.pk)
    since = max([ask.asked_at, *(each.decided_at for each in before if each.decided_at)])
    first, last = today_at(body, since), today_at(body, at)
    if due is None or last <= first or today_at(body, ask.asked_at) > due:
        return None
    if audit.state not in WITH_HOLDER:
        return None
    working = working_days_of(body) if from_plain(audit.terms).working_days else None
    took = working.between(first, last) if working else (last - first).days
    if not took:
        return None
    until = due_after(due, Length(days=took), working)
    move(audit, WITH_HOLDER, AuditState(audit.state), due=until, overdue_at=None)
    return until


@transaction.atomic
def give_time(
    *, by: Person, at: datetime, body_slug: str, public_id: str, until: date, reason: str
) -> Audit:
    """Give more time nobody asked for, as to a case overdue; bounded as a grant is.

    The same day given twice is given once.
    """
    audit = for_review(by, body_slug, public_id)
    was = [state for state in WITH_HOLDER if state == audit.state]
    if was and audit.due == until and audit.overdue_at is None:
        return audit
    kind = AskKind.DEFERRAL if AuditState.DEFERRED in was else AskKind.EXTENSION
    problems = []
    if audit.asks.filter(kind=AskKind.EXTENSION, state=AskState.ASKED).exists():
        problems.append(Refusal(_("More time is asked for already. Decide that.")))
    if not reason.strip():
        problems.append(Refusal(_("Give the reason. The person reads it."), "reason"))
    if until <= _earliest(audit, at):
        problems.append(Refusal(_("Give a day that lies after the one set now."), "until"))
    refuse_all([*problems, *_beyond(audit, kind, until)])
    move(audit, was, AuditState(audit.state), due=until, overdue_at=None)
    journal(at, by, "time-given", audit, {"until": str(until)})
    tell_of(
        at,
        audit.certification.person,
        audit,
        "audit-news",
        lambda: (
            _("You have more time for your audit"),
            "\n\n".join([_("The day is now %(day)s.") % {"day": day_words(until)}, reason.strip()]),
        ),
        f"time:{at.isoformat()}",
    )
    return audit


def _answer_refusals(
    audit: Audit, ask: Ask, grant: bool, answer: str, until: date | None, at: datetime
) -> list[Refusal]:
    found = []
    if not answer.strip():
        found.append(Refusal(_("Give the reason. The person reads it."), "answer"))
    if not grant or until is None:
        return found
    if until <= _earliest(audit, at):
        found.append(Refusal(_("Give a day that lies after the one set now."), "until"))
    return [*found, *_beyond(audit, AskKind(ask.kind), until)]


def _beyond(audit: Audit, kind: AskKind, until: date | None) -> list[Refusal]:
    """Whether a day lies beyond what the policy lets anybody have."""
    if kind is AskKind.EXEMPTION or until is None or audit.state == AuditState.REPLACING:
        return []
    terms = from_plain(audit.terms)
    latest = last_day(audit.first_due, terms.extend if kind is AskKind.EXTENSION else terms.defer)
    if latest is None or until <= latest:
        return []
    sentence = _("The policy lets nobody go beyond %(day)s here.")
    return [Refusal(sentence % {"day": day_words(latest)}, "until")]


def _granted(by: Person, at: datetime, audit: Audit, kind: AskKind, until: date | None) -> None:
    may = MAY_ASK[kind]
    match kind:
        case AskKind.EXTENSION:
            move(audit, may, AuditState(audit.state), due=until, overdue_at=None)
        case AskKind.DEFERRAL:
            move(audit, may, AuditState.DEFERRED, due=until, overdue_at=None)
        case AskKind.EXEMPTION:
            move(audit, may, AuditState.EXEMPTED, due=None, overdue_at=None, closed_at=at)
            let_go(by=by, at=at, audit=audit)


def _tell(at: datetime, audit: Audit, ask: Ask, until: date | None) -> None:
    def letter() -> tuple[str, str]:
        words = {
            AskState.GRANTED: _("Granted: %(what)s"),
            AskState.DENIED: _("Not granted: %(what)s"),
        }[AskState(ask.state)]
        text = ask.answer
        if until is not None:
            now = _("The day is now %(day)s.") % {"day": day_words(until)}
            back = _("The days the body took to answer you are given back.")
            is_denied = ask.state == AskState.DENIED
            text = "\n\n".join([f"{now} {back}" if is_denied else now, text])
        return words % {"what": ask.get_kind_display().lower()}, text

    tell_of(at, audit.certification.person, audit, "audit-news", letter, f"ask:{ask.public_id}")
