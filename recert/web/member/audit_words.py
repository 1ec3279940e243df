"""Words of an audit for its holder: what is asked, what is there, by when, how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.audits.actions.following import NOTHING
from recert.audits.models import Audit, AuditState, Judged
from recert.audits.queries import Line, Sheet
from recert.lib.days import local_day
from recert.rules.amounts import from_grains
from recert.rules.auditing import Proving
from recert.rules.rulebook import Failing
from recert.standing.words import amount_words, away, capital, day_words, either
from recert.standing.words.vocabulary import words_of

TONES = {
    AuditState.NOTIFIED: "warn",
    AuditState.RETURNED: "warn",
    AuditState.DEFERRED: "quiet",
    AuditState.ANSWERED: "wait",
    AuditState.RECOMMENDED: "wait",
    AuditState.REPLACING: "warn",
    AuditState.REPLACED: "wait",
    AuditState.PASSED: "good",
    AuditState.FAILED: "stop",
    AuditState.EXEMPTED: "quiet",
    AuditState.CANCELLED: "quiet",
}

FOLLOWS: dict[str, Promise] = {
    Failing.INACTIVE: lazy("Your certification is inactive until this is put right."),
    Failing.SUSPENDED: lazy("Your certification is suspended."),
    Failing.NOT_RENEWED: lazy("Your application to renew was refused."),
    Failing.LAPSED: lazy("Your certification was withdrawn."),
    NOTHING: lazy("The body decided that nothing follows from it."),
}
"""What a failed audit led to."""

ENDED: dict[AuditState, Promise] = {
    AuditState.PASSED: lazy("You passed this audit."),
    AuditState.FAILED: lazy("You did not pass this audit."),
    AuditState.EXEMPTED: lazy("You are exempted from this audit. There is nothing to do."),
    AuditState.CANCELLED: lazy("This audit was called off with its draw. There is nothing to do."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """How a case stands: a tone, the sentence to read first, and what to know beside it."""

    tone: str
    sentence: str
    beside: str = ""


def said_of(audit: Audit, today: date) -> Said:
    """How a case stands today, without its activities: for lists and the first page."""
    state, body = AuditState(audit.state), audit.certification.body
    tone = TONES[state]
    if state in ENDED:
        return Said(tone, str(ENDED[state]), _cure(audit))
    if state in (AuditState.ANSWERED, AuditState.RECOMMENDED, AuditState.REPLACED):
        return _with_body(audit)
    if audit.due is not None and today > audit.due:
        return Said(
            "stop",
            _("Your answer was due on %(day)s, %(away)s.")
            % {"day": day_words(audit.due), "away": away(audit.due, today)},
            _("Send it all the same. %(body)s decides what follows from the delay.")
            % {"body": body.name},
        )
    match state:
        case AuditState.RETURNED:
            sentence = _("%(body)s asks for something again") % {"body": body.name}
        case AuditState.DEFERRED:
            return Said(tone, _put_off(audit, today))
        case AuditState.REPLACING:
            sentence = _("Replacement credit is due")
        case _:
            sentence = _("You are asked to prove what you did")
    return Said(tone, _until(sentence, audit, today), _clock(audit))


def _cure(audit: Audit) -> str:
    if audit.cure_by is None or not audit.may_be_cured:
        return ""
    return _("You can put it right until %(day)s.") % {"day": day_words(audit.cure_by)}


def _with_body(audit: Audit) -> Said:
    body = audit.certification.body
    assert audit.answered_at is not None  # written with the state
    words = {"body": body.name, "day": day_words(local_day(audit.answered_at, body.zone))}
    beside = _("There is nothing left for you to do. You are told as soon as it is decided.")
    if audit.review_by is not None:
        promised = _("It means to decide by %(day)s.") % {"day": day_words(audit.review_by)}
        beside = f"{beside} {promised}"
    sentence = _("%(body)s has had your answer since %(day)s.") % words
    return Said(TONES[AuditState(audit.state)], sentence, beside)


def _until(sentence: str, audit: Audit, today: date) -> str:
    if audit.due is None:
        return f"{sentence}."
    words = {"says": sentence, "day": day_words(audit.due), "away": away(audit.due, today)}
    return _("%(says)s by %(day)s, %(away)s.") % words


def _put_off(audit: Audit, today: date) -> str:
    if audit.due is None:
        return _("Your audit is put off.")
    words = {"day": day_words(audit.due), "away": away(audit.due, today)}
    return _("Your audit is put off: answer by %(day)s, %(away)s.") % words


def _clock(audit: Audit) -> str:
    if audit.stopped_on is None:
        return ""
    if audit.due is None:
        return _("The clock has stopped: nothing runs against you until you send it back.")
    return _("Your days to answer began anew when it came back to you.")


# ---------------------------------------------------------------- one activity


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for one activity, in words."""

    wanted: str  # what proves it
    shows: str  # what it must say
    refused: str  # what never does


def asked_of(proof: Proving | None) -> Asked:
    """What proves an activity; where the policy is silent, that it is."""
    if proof is None or not (proof.accepted or proof.shows or proof.refused):
        silent = _("The policy does not say what proves this. Send what you have.")
        return Asked(silent, "", "")
    wanted = capital(either(words_of(proof.accepted))) if proof.accepted else ""
    refused = _("Not enough: %(what)s.") % {"what": either(words_of(proof.refused))}
    return Asked(wanted, proof.shows, refused if proof.refused else "")


def line_says(line: Line, audit: Audit, unit: str) -> tuple[str, str]:
    """Tone and word of an activity: how it was decided, or else what is there.

    What reviewers think before the decision is theirs, but for what they ask for again.
    """
    judged = line.item.judged
    if judged == Judged.AGAIN and audit.state == AuditState.RETURNED:
        return "warn", _("Asked for again")
    if audit.determined_at is not None and judged:
        return _decided(line, unit)
    if line.evidence:
        many = len(line.evidence)
        says = ngettext("%(n)s file is there", "%(n)s files are there", many)
        return "good", says % {"n": many}
    if line.item.note:
        return "note", _("A note, no proof")
    if audit.is_closed:
        return "quiet", _("No file")
    return "warn", _("Proof is missing")


def _decided(line: Line, unit: str) -> tuple[str, str]:
    match Judged(line.item.judged):
        case Judged.ACCEPT:
            return "good", _("Accepted")
        case Judged.REDUCE:
            amount = amount_words(from_grains(line.item.amount_grains or 0), unit)
            return "warn", _("Accepted for %(amount)s") % {"amount": amount}
        case Judged.REJECT:
            return "stop", _("Not accepted")
        case _:
            return "quiet", _("Not decided")


def is_open_to(line: Line, audit: Audit) -> bool:
    """Whether there is something left to say about an activity before the answer goes."""
    return line_says(line, audit, "")[0] == "warn"


def why_of(line: Line, audit: Audit) -> str:
    """What the body says of an activity, where it says it to the holder."""
    is_said = audit.determined_at is not None or (
        line.item.judged == Judged.AGAIN and audit.state == AuditState.RETURNED
    )
    return line.item.reason if is_said else ""


def follows(audit: Audit, today: date) -> tuple[str, ...]:
    """What a decision leads to, with its days, a sentence each."""
    found = []
    if audit.consequence:
        found.append(str(FOLLOWS.get(audit.consequence, audit.consequence)))
    elif audit.state == AuditState.FAILED:
        found.append(_("What follows from it is decided apart, and you are told."))
    if audit.cured_at is not None:
        found.append(_("It was put right since."))
    elif audit.may_be_cured:
        found.append(
            _(
                "Attach the missing proof to your activities, or log what you did instead, and "
                "write below that it is there."
            )
        )
    if audit.appeal_by is not None and today <= audit.appeal_by:
        found.append(_("You can appeal until %(day)s.") % {"day": day_words(audit.appeal_by)})
    elif audit.appeal_by is not None:
        found.append(
            _("The time to appeal ended on %(day)s.") % {"day": day_words(audit.appeal_by)}
        )
    return tuple(found)


def replacement_says(sheet: Sheet) -> str:
    """How much replacement credit is due and how much is there; empty where none is."""
    if not sheet.owed:
        return ""
    unit = sheet.standing.unit
    words = {
        "owed": amount_words(sheet.owed, unit),
        "offered": amount_words(sheet.offered, unit),
        "left": amount_words(max(sheet.owed - sheet.offered, sheet.owed * 0), unit),
    }
    if sheet.offered >= sheet.owed:
        return _("%(owed)s are due, and you have listed %(offered)s.") % words
    return _("%(owed)s are due. You have listed %(offered)s, so %(left)s are missing.") % words
