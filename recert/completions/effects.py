"""Effects: a body decides what becomes of a renewal that rests on what was corrected.

By its own policy and in its own words; the law only says what the renewal would be worth now.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.completions.correcting import carry_out
from recert.completions.models import CorrectionState, Effect, EffectState
from recert.completions.owing import owe_credit
from recert.credentials.actions import close_ruling
from recert.credentials.models import Ruling
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.impartiality import keep_apart, refuse_apart
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.people.telling import tell
from recert.renewals.actions import reopen_approved
from recert.rules.amounts import from_grains
from recert.rules.facts import DecisionKind

E = EffectState

CHOICES = (E.STANDS, E.OWED, E.AUDITED, E.REOPENED)
"""What a body may say; `OWED` and `REOPENED` where there is a renewal to say it of."""

_WITH = (
    "correction__completion__provider", "correction__completion__course",
    "correction__completion__activity", "correction__instead", "certification__body",
    "certification__person", "renewal__answer", "decided_by",
)  # fmt: skip


def effects_on(body: Body) -> QuerySet[Effect]:
    """Every question put to a body, the oldest first; the caller has checked who asks."""
    return Effect.objects.filter(certification__body=body).select_related(*_WITH)


def effects_to_decide(body: Body) -> QuerySet[Effect]:
    """Those it has not answered."""
    return effects_on(body).filter(state=E.OPEN)


def effect_for_staff(staff: Person, slug: str, public_id: str, duty: Duty = Duty.REVIEW) -> Effect:
    """A question put to the staff member's body."""
    found = effects_on(body_for_staff(staff, slug, duty)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def effects_of(person: Person) -> QuerySet[Effect]:
    """What bodies were asked about a person's own renewals."""
    return Effect.objects.filter(certification__person=person).select_related(*_WITH)


@transaction.atomic
def decide_effect(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    choice: EffectState,
    reason: str,
    clause: str = "",
    owed_grains: int | None = None,
) -> Effect:
    """Say what becomes of it, with a reason its holder reads; said twice it is said once.

    When every body asked has answered, the correction is carried out. `AUDITED` only notes
    it: who is audited is drawn, so no answer here opens a case.
    """
    effect = effect_for_staff(by, body_slug, public_id)
    person = effect.certification.person
    if effect.state == choice and effect.reason == reason.strip():
        return effect
    if person.pk == by.pk:
        raise Refused(_("Ask a colleague: nobody decides a matter of their own."))
    refuse_apart(by, person=person, subject=effect.subject)
    refuse_all(_wrong(effect, choice, reason, owed_grains))
    moved = Effect.objects.filter(pk=effect.pk, state=E.OPEN).update(
        state=choice,
        owed_grains=owed_grains if choice == E.OWED else None,
        decided_by=by,
        decided_at=at,
        clause=clause.strip(),
        reason=reason.strip(),
    )
    if not moved:
        raise Refused(_("A colleague has answered this already. Nothing was changed."))
    effect.refresh_from_db()
    write(
        at=at,
        by=by.public_id,
        code="completions.effect-decided",
        subject=effect.subject,
        body=body_slug,
        person=person.public_id,
        detail={"choice": choice.value, "clause": effect.clause},
    )
    _follow(effect, by, at)
    _tell(effect, at)
    correction = effect.correction
    is_last = not correction.effects.filter(state=E.OPEN).exists()
    if is_last and correction.state == CorrectionState.WAITING:
        carry_out(correction, by=correction.by, at=at)
    return effect


@transaction.atomic
def reopen_effect(*, by: Person, at: datetime, effect: Effect, apart: Collection[str]) -> Effect:
    """Let the question wait for the body again, after an appeal; what was owed is no longer.

    The caller has checked who. `apart` are the public ids of those who decided before.
    """
    decided_at = effect.decided_at
    if decided_at is None or not Effect.objects.filter(pk=effect.pk, state=E.OWED).update(
        state=E.OPEN, owed_grains=None, decided_by=None, decided_at=None, reason="", clause=""
    ):
        raise Refused(_("This decision has moved on. Nothing was changed."))
    owed = Ruling.objects.filter(
        certification=effect.certification,
        kind=DecisionKind.AMOUNT,
        at=decided_at,
        ended_on=None,
    )
    for ruling in owed.select_related("certification__body", "certification__person"):
        close_ruling(by=by, at=at, ruling=ruling)
    body = effect.certification.body
    keep_apart(at=at, body=body, staff_ids=apart, subject=effect.subject)
    write(
        at=at,
        by=by.public_id,
        code="completions.effect-reopened",
        subject=effect.subject,
        body=body.slug,
        person=effect.certification.person.public_id,
    )
    effect.refresh_from_db()
    return effect


def _wrong(
    effect: Effect, choice: EffectState, reason: str, owed_grains: int | None
) -> list[Refusal]:
    found = []
    if choice not in CHOICES:
        found.append(Refusal(_("Choose one of the answers."), "choice"))
    if not reason.strip():
        found.append(Refusal(_("Give the reason. The holder reads it."), "reason"))
    if choice in (E.OWED, E.REOPENED) and effect.renewal is None:
        sentence = _("There is no renewal this could be said of. Choose another answer.")
        found.append(Refusal(sentence, "choice"))
    if choice == E.OWED and (owed_grains is None or owed_grains <= 0):
        found.append(Refusal(_("Say how much credit is owed, more than nothing."), "owed"))
    entry = effect.correction.completion.activity
    if entry is not None and entry.held_by:
        sentence = _("An audit looks at this entry. Decide that first; the correction waits.")
        found.append(Refusal(sentence))
    return found


def _follow(effect: Effect, by: Person, at: datetime) -> None:
    """What the answer itself does to the certification."""
    if effect.state == E.OWED:
        assert effect.owed_grains is not None  # it was refused otherwise
        owe_credit(
            by=by,
            at=at,
            certification=effect.certification,
            amount=from_grains(effect.owed_grains),
            reason=effect.reason,
        )
    elif effect.state == E.REOPENED:
        assert effect.renewal is not None  # it was refused otherwise
        reopen_approved(by=by, at=at, renewal=effect.renewal, reason=effect.reason)


def _tell(effect: Effect, at: datetime) -> None:
    body, entry = effect.certification.body, effect.correction.completion.activity

    def words() -> tuple[str, str]:
        said = {"body": body.name, "title": entry.title if entry else ""}
        subject = _("%(body)s decided what becomes of your renewal") % {"body": body.name}
        outcome = {
            E.STANDS: _("Your renewal stands, though “%(title)s” was corrected."),
            E.OWED: _("Your renewal stands; what it lacked is owed in the present cycle."),
            E.AUDITED: _(
                "Your renewal stands. It is noted that “%(title)s” changed, in case you are drawn "
                "for an audit; nothing is asked of you now."
            ),
            E.REOPENED: _("Your renewal is open again because “%(title)s” was corrected."),
        }[E(effect.state)] % said
        return subject, f"{outcome}\n\n{effect.reason}"

    tell(
        at=at,
        person=effect.certification.person,
        kind="credit-corrected",
        letter=words,
        body_slug="",
        key=f"{effect.subject}:decided",
    )
