"""What may be asked about notices and preferences."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from recert.notices.kinds import KINDS, REMIND_BEFORE
from recert.notices.models import Bouncing, Notice, Preference, Rhythm, Wording


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


def told_already(keys: Iterable[str]) -> set[str]:
    """Which of these keys have had their notice."""
    return set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))


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
    return chosen is None or (chosen.email and chosen.rhythm == Rhythm.AT_ONCE)


def rhythms_of(person_ids: Iterable[str]) -> dict[str, Rhythm]:
    """Who of these wants to hear of what waits in one letter, and how often."""
    chosen = Preference.objects.filter(
        kind="work-waiting", person_id__in=list(person_ids), email=True
    ).exclude(rhythm=Rhythm.AT_ONCE)
    return {each.person_id: Rhythm(each.rhythm) for each in chosen}


# ---------------------------------------------------------------- letters


def letters_of_body(body_slug: str) -> QuerySet[Notice]:
    """What a body told anybody, newest first."""
    return Notice.objects.filter(body_slug=body_slug)


def wording_of(body_slug: str, kind: str, languages: tuple[str, ...]) -> Wording | None:
    """A body's own words for a kind, in the first of these languages that it has them in."""
    for language in languages:
        newest = versions_of_wording(body_slug, kind, language).first()
        if newest is not None and newest.text:
            return newest
    return None


def versions_of_wording(body_slug: str, kind: str, language: str) -> QuerySet[Wording]:
    """Every version of a body's words for one letter, newest first."""
    return Wording.objects.filter(body_slug=body_slug, kind=kind, language=language)


def wordings_of(body_slug: str) -> dict[tuple[str, str], Wording]:
    """The newest words of a body by kind and language, where they are not ours."""
    newest: dict[tuple[str, str], Wording] = {}
    for each in Wording.objects.filter(body_slug=body_slug).order_by("version"):
        newest[each.kind, each.language] = each
    return {key: each for key, each in newest.items() if each.text}


def bounces(email: str) -> Bouncing | None:
    """Since when, and why, letters to this address come back; None: they do not."""
    return Bouncing.objects.filter(email=email.lower()).first()
