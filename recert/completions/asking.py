"""Asking: bodies are asked what becomes of decisions that rest on what is to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from recert.completions.models import Correction, Effect
from recert.completions.resting import Rests
from recert.completions.telling import tell_waits
from recert.journal.actions import write
from recert.people.models import Body
from recert.people.queries import Duty
from recert.people.telling_many import tell_colleagues


def ask_bodies(correction: Correction, rests: Sequence[Rests], at: datetime) -> None:
    """Put a question to each body a decision of which rests on it; its holder is told.

    The caller holds the transaction, and keeps the correction waiting.
    """
    effects = Effect.objects.bulk_create(
        Effect(
            correction=correction,
            certification=each.certification,
            renewal=each.renewal,
            was_grains=each.was_grains,
            now_grains=each.now_grains,
            short_grains=each.short_grains,
            would=each.now.verdict.value if each.now else "",
            asked_at=at,
        )
        for each in rests
    )
    for effect in effects:
        write(
            at=at,
            code="completions.body-asked",
            subject=effect.subject,
            body=effect.certification.body.slug,
            person=effect.certification.person.public_id,
            detail={"correction": correction.public_id},
        )
    bodies = {each.certification.body.pk: each.certification.body for each in rests}
    for body in bodies.values():
        _tell_staff(body, correction, at)
    tell_waits(correction, [body.name for body in bodies.values()], at=at)


def _tell_staff(body: Body, correction: Correction, at: datetime) -> None:
    def words() -> tuple[str, str]:
        text = _(
            "A provider corrects a completion that an approved renewal rests on. Nothing has "
            "changed yet. Sign in to decide what becomes of the renewal."
        )
        return _("A correction waits for your decision"), text

    tell_colleagues(
        at=at,
        body=body,
        duty=Duty.REVIEW,
        letter=words,
        key=f"correction:{correction.public_id}:{body.slug}",
        but=correction.completion.person_id,
    )
