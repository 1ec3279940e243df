"""What may be asked about notices and preferences."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from recert.notices.kinds import KINDS, REMIND_BEFORE
from recert.notices.models import Notice, Preference


def notices_of(person_id: str) -> QuerySet[Notice]:
    """What was told to a person, newest first."""
    return Notice.objects.filter(recipient_id=person_id)


def chosen_by(person_id: str) -> QuerySet[Preference]:
    """The preferences a person has set; for other kinds ours hold."""
    return Preference.objects.filter(person_id=person_id)


def preferences_of(person_id: str) -> dict[str, Preference]:
    """One preference for every kind, ours where the person has chosen none."""
    chosen = {each.kind: each for each in chosen_by(person_id)}
    return {
        code: chosen.get(code) or Preference(person_id=person_id, kind=code, days=[])
        for code in KINDS
    }


def reminder_days(person_ids: Iterable[str], kind: str) -> dict[str, tuple[int, ...]]:
    """The days before an end on which these persons want to be reminded."""
    ids = list(person_ids)
    chosen = Preference.objects.filter(kind=kind, person_id__in=ids).values_list(
        "person_id", "days"
    )
    own = {person_id: tuple(days) for person_id, days in chosen if days}
    return {person_id: own.get(person_id, REMIND_BEFORE) for person_id in ids}


def longest_reminder(kind: str) -> int:
    """The most days before an end on which anybody wants to be reminded."""
    chosen = Preference.objects.filter(kind=kind).exclude(days=[])
    wanted: list[list[int]] = list(chosen.order_by().values_list("days", flat=True).distinct())
    return max((*REMIND_BEFORE, *(day for days in wanted for day in days)))


def is_emailed(person_id: str, kind: str) -> bool:
    """Whether this kind goes to this person by e-mail."""
    if not KINDS[kind].optional:
        return True
    chosen = Preference.objects.filter(person_id=person_id, kind=kind).first()
    return chosen is None or chosen.email
