"""The facts' closed vocabularies in the reader's words, for sentences, forms and clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.facts import Delivery, DocumentKind, Kind, Skills, Topic, Unit
from recert.standing.words.plainly import capital

KINDS: dict[Kind, Promise] = {
    Kind.COURSE: lazy("course"),
    Kind.CONFERENCE: lazy("conference"),
    Kind.WORKSHOP: lazy("workshop"),
    Kind.WEBINAR: lazy("webinar"),
    Kind.SELF_STUDY: lazy("self-study"),
    Kind.COLLEGE_COURSE: lazy("college course"),
    Kind.QUIZ: lazy("quiz"),
    Kind.EXAMINATION: lazy("examination"),
    Kind.CERTIFICATION: lazy("certification earned"),
    Kind.LIFE_SUPPORT: lazy("life-support training"),
    Kind.TEACHING: lazy("teaching"),
    Kind.PRESENTING: lazy("presenting"),
    Kind.AUTHORING: lazy("writing for publication"),
    Kind.REVIEWING: lazy("reviewing or editing"),
    Kind.RESEARCH: lazy("research"),
    Kind.COMMITTEE_SERVICE: lazy("committee service"),
    Kind.VOLUNTEERING: lazy("volunteering"),
    Kind.MENTORING: lazy("mentoring"),
    Kind.PRACTICE: lazy("practice"),
    Kind.EMPLOYMENT: lazy("employment"),
    Kind.MEETING: lazy("meeting"),
}

DELIVERIES: dict[Delivery, Promise] = {
    Delivery.IN_PERSON: lazy("in person"),
    Delivery.LIVE_ONLINE: lazy("live online"),
    Delivery.SELF_PACED: lazy("at your own pace"),
    Delivery.BLENDED: lazy("partly in person, partly online"),
}

TOPICS: dict[Topic, Promise] = {
    Topic.ETHICS: lazy("ethics"),
    Topic.LAW: lazy("law"),
    Topic.EXERCISE_SCIENCE: lazy("exercise science"),
    Topic.ASSESSMENT: lazy("assessment"),
    Topic.TECHNIQUE: lazy("exercise technique"),
    Topic.PROGRAMME_DESIGN: lazy("programme design"),
    Topic.GROUP_EXERCISE: lazy("group exercise"),
    Topic.NUTRITION: lazy("nutrition"),
    Topic.BEHAVIOUR_CHANGE: lazy("behaviour change"),
    Topic.CLIENT_RELATIONS: lazy("client relations"),
    Topic.SPECIAL_POPULATIONS: lazy("special populations"),
    Topic.CLINICAL: lazy("clinical exercise"),
    Topic.AQUATICS: lazy("aquatics"),
    Topic.MIND_BODY: lazy("mind and body"),
    Topic.PROFESSIONAL_PRACTICE: lazy("professional practice"),
    Topic.BUSINESS: lazy("business"),
    Topic.SAFETY: lazy("safety"),
    Topic.LIFE_SUPPORT: lazy("life support"),
    Topic.HEALTH: lazy("health"),
    Topic.MANUAL_THERAPY: lazy("manual therapy"),
    Topic.REHABILITATION: lazy("rehabilitation"),
    Topic.DIAGNOSIS: lazy("diagnosis"),
    Topic.WORKOUT: lazy("taking part in a workout"),
    Topic.PROMOTION: lazy("promotion of a product"),
    Topic.OTHER: lazy("anything else"),
}

UNITS: dict[Unit, Promise] = {
    Unit.CEU: lazy("CEU"),
    Unit.CEC: lazy("CEC"),
    Unit.CME: lazy("CME credit"),
    Unit.CPE: lazy("CPE credit"),
    Unit.CPD_POINT: lazy("CPD point"),
    Unit.PDU: lazy("PDU"),
    Unit.PDH: lazy("PDH"),
    Unit.CONTACT_HOUR: lazy("contact hour"),
    Unit.SEMESTER_CREDIT: lazy("semester credit"),
    Unit.QUARTER_CREDIT: lazy("quarter credit"),
}

DOCUMENTS: dict[DocumentKind, Promise] = {
    DocumentKind.CPR: lazy("CPR"),
    DocumentKind.AED: lazy("AED"),
    DocumentKind.FIRST_AID: lazy("first aid"),
    DocumentKind.INSURANCE: lazy("liability insurance"),
    DocumentKind.BACKGROUND_CHECK: lazy("background check"),
}

SKILLS: dict[Skills, Promise] = {
    Skills.HANDS_ON: lazy("hands-on"),
    Skills.EVALUATED: lazy("online, with skills checked in person"),
    Skills.ONLINE_ONLY: lazy("online only"),
}

_WORDS: dict[type[StrEnum], Mapping[Any, Promise]] = {
    Kind: KINDS,
    Delivery: DELIVERIES,
    Topic: TOPICS,
    Unit: UNITS,
    DocumentKind: DOCUMENTS,
    Skills: SKILLS,
}
"""By type, since two vocabularies may come to share a value."""


def word(value: StrEnum) -> str:
    """One word of a vocabulary as the reader sees it."""
    return str(_WORDS[type(value)][value])


def words_of(values: Iterable[StrEnum]) -> list[str]:
    """Several words, in alphabetical order so that a page reads the same each time."""
    return sorted(word(value) for value in values)


def choices(vocabulary: Mapping[Any, Promise]) -> list[tuple[str, str]]:
    """A vocabulary as the choices of a form field, first letter large, in its own order."""
    return [(key.value, capital(str(label))) for key, label in vocabulary.items()]
