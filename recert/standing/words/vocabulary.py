"""The facts' closed vocabularies in the reader's words, for sentences, forms and clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.facts import (
    Delivery,
    DocumentKind,
    Ground,
    Kind,
    Reporter,
    Skills,
    Topic,
    Unit,
)
from recert.rules.vocabulary import Evidence, Profession
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
    Kind.DEGREE: lazy("degree earned"),
    Kind.RESIDENCY: lazy("residency or fellowship"),
    Kind.NANO: lazy("nano-learning"),
    Kind.INVENTING: lazy("patent"),
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
    Topic.PATIENT_CARE: lazy("patient care"),
    Topic.MEDICAL_ERRORS: lazy("prevention of medical errors"),
    Topic.PHARMACOLOGY: lazy("pharmacology"),
    Topic.CONTROLLED_SUBSTANCES: lazy("prescribing of controlled substances"),
    Topic.IMMUNISATION: lazy("immunisation"),
    Topic.INFECTION_CONTROL: lazy("infection control"),
    Topic.HIV: lazy("HIV and AIDS"),
    Topic.HUMAN_TRAFFICKING: lazy("human trafficking"),
    Topic.DOMESTIC_VIOLENCE: lazy("domestic violence"),
    Topic.IMPAIRMENT: lazy("impairment in the workplace"),
    Topic.SUICIDE_PREVENTION: lazy("suicide prevention"),
    Topic.PAIN_MANAGEMENT: lazy("pain management"),
    Topic.END_OF_LIFE: lazy("end-of-life care"),
    Topic.OLDER_ADULTS: lazy("care of older adults"),
    Topic.TELEHEALTH: lazy("telehealth"),
    Topic.BEHAVIOUR_ANALYSIS: lazy("behaviour analysis"),
    Topic.SOCIAL_WORK: lazy("social work"),
    Topic.SUPERVISION: lazy("supervision"),
    Topic.ANAESTHESIA: lazy("anaesthesia"),
    Topic.EMERGENCY_CARE: lazy("emergency care"),
    Topic.DENTISTRY: lazy("dentistry"),
    Topic.IMAGING: lazy("imaging"),
    Topic.SONOGRAPHY: lazy("sonography"),
    Topic.HEALTH_INFORMATION: lazy("health information"),
    Topic.CODING: lazy("medical coding"),
    Topic.MASSAGE: lazy("massage"),
    Topic.SELF_CARE: lazy("self-care"),
    Topic.IMPLICIT_BIAS: lazy("implicit bias"),
    Topic.BIAS: lazy("elimination of bias"),
    Topic.DIVERSITY: lazy("diversity and inclusion"),
    Topic.HARASSMENT: lazy("harassment and discrimination"),
    Topic.ENGINEERING: lazy("engineering practice"),
    Topic.SURVEYING: lazy("surveying"),
    Topic.GEOSCIENCE: lazy("geoscience"),
    Topic.ARCHITECTURE: lazy("architecture"),
    Topic.PLANNING: lazy("planning"),
    Topic.PUBLIC_SAFETY: lazy("health, safety and welfare of the public"),
    Topic.ACCESSIBILITY: lazy("accessibility"),
    Topic.SUSTAINABILITY: lazy("sustainability"),
    Topic.EQUITY: lazy("equity"),
    Topic.ACCOUNTING: lazy("accounting"),
    Topic.AUDITING: lazy("auditing and attestation"),
    Topic.GOVERNMENT_AUDITING: lazy("government auditing"),
    Topic.FRAUD: lazy("fraud"),
    Topic.TAX: lazy("tax"),
    Topic.FINANCE: lazy("finance"),
    Topic.REGULATORY_REVIEW: lazy("regulatory review"),
    Topic.REGULATORY_ETHICS: lazy("regulatory ethics"),
    Topic.BEHAVIOURAL: lazy("behavioural subjects"),
    Topic.PERSONAL_DEVELOPMENT: lazy("personal development"),
    Topic.MARKETING: lazy("marketing"),
    Topic.WAYS_OF_WORKING: lazy("ways of working"),
    Topic.POWER_SKILLS: lazy("power skills"),
    Topic.BUSINESS_ACUMEN: lazy("business acumen"),
    Topic.CYBERSECURITY: lazy("cybersecurity and privacy"),
    Topic.CYBER_ETHICS: lazy("ethics of cybersecurity"),
    Topic.TECHNOLOGY: lazy("technology"),
    Topic.HUMAN_RESOURCES: lazy("human resources"),
    Topic.LEADERSHIP: lazy("leadership"),
    Topic.GLOBAL: lazy("practice across countries"),
    Topic.STATE_LAW: lazy("law of the state"),
    Topic.PROFESSIONALISM: lazy("professionalism"),
    Topic.COMPETENCE: lazy("fitness to practise"),
    Topic.MENTAL_HEALTH: lazy("mental health of professionals"),
    Topic.CIVILITY: lazy("civility"),
    Topic.LEGAL_SKILLS: lazy("legal skills"),
    Topic.PRACTICE_MANAGEMENT: lazy("practice management"),
    Topic.TEACHING: lazy("teaching methods"),
    Topic.DYSLEXIA: lazy("dyslexia"),
    Topic.HOSPITALITY: lazy("hospitality"),
    Topic.EVENTS: lazy("event management"),
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
    Unit.CREDIT: lazy("credit"),
    Unit.POINT: lazy("point"),
    Unit.TRIMESTER_CREDIT: lazy("trimester credit"),
}

DOCUMENTS: dict[DocumentKind, Promise] = {
    DocumentKind.CPR: lazy("CPR"),
    DocumentKind.AED: lazy("AED"),
    DocumentKind.FIRST_AID: lazy("first aid"),
    DocumentKind.INSURANCE: lazy("liability insurance"),
    DocumentKind.BACKGROUND_CHECK: lazy("background check"),
    DocumentKind.BASIC_LIFE_SUPPORT: lazy("basic life support"),
    DocumentKind.ADVANCED_LIFE_SUPPORT: lazy("advanced life support"),
    DocumentKind.LICENCE: lazy("licence"),
}

SKILLS: dict[Skills, Promise] = {
    Skills.HANDS_ON: lazy("hands-on"),
    Skills.EVALUATED: lazy("online, with skills checked in person"),
    Skills.ONLINE_ONLY: lazy("online only"),
}

PROFESSIONS: dict[Profession, Promise] = {
    Profession.FITNESS: lazy("fitness"),
    Profession.NURSING: lazy("nursing"),
    Profession.PHYSICAL_THERAPY: lazy("physical therapy"),
    Profession.OCCUPATIONAL_THERAPY: lazy("occupational therapy"),
    Profession.MASSAGE_THERAPY: lazy("massage therapy"),
    Profession.SOCIAL_WORK: lazy("social work"),
    Profession.BEHAVIOUR_ANALYSIS: lazy("behaviour analysis"),
    Profession.ENGINEERING: lazy("engineering"),
    Profession.SURVEYING: lazy("surveying"),
    Profession.GEOSCIENCE: lazy("geoscience"),
    Profession.ARCHITECTURE: lazy("architecture"),
    Profession.PLANNING: lazy("planning"),
    Profession.HOSPITALITY: lazy("hospitality"),
    Profession.EVENTS: lazy("event management"),
    Profession.ACCOUNTING: lazy("accounting"),
    Profession.FINANCE: lazy("finance"),
    Profession.PROJECT_MANAGEMENT: lazy("project management"),
    Profession.SECURITY: lazy("information security"),
    Profession.TECHNOLOGY: lazy("information technology"),
    Profession.HUMAN_RESOURCES: lazy("human resources"),
    Profession.EMERGENCY_MEDICINE: lazy("emergency medicine"),
    Profession.MEDICINE: lazy("medicine"),
    Profession.PHARMACY: lazy("pharmacy"),
    Profession.DENTISTRY: lazy("dentistry"),
    Profession.IMAGING: lazy("imaging"),
    Profession.DIETETICS: lazy("dietetics"),
    Profession.SPEECH_THERAPY: lazy("speech and hearing"),
    Profession.HEALTH_INFORMATION: lazy("health information"),
    Profession.MEDICAL_CODING: lazy("medical coding"),
    Profession.TEACHING: lazy("teaching"),
    Profession.LAW: lazy("law"),
    Profession.EDUCATION_STANDARD: lazy("standards of continuing education"),
}

REPORTERS: dict[Reporter, Promise] = {
    Reporter.SELF: lazy("the holder"),
    Reporter.PROVIDER: lazy("the provider"),
    Reporter.BODY: lazy("the body"),
    Reporter.CREDENTIAL: lazy("a verified credential"),
}

EVIDENCE: dict[Evidence, Promise] = {
    Evidence.CERTIFICATE: lazy("certificate of completion"),
    Evidence.ATTENDANCE_LETTER: lazy("letter of attendance that states the credit"),
    Evidence.PROVIDER_RECORD: lazy("the provider’s own record"),
    Evidence.VERIFIED_CREDENTIAL: lazy("verified digital credential"),
    Evidence.TRANSCRIPT: lazy("transcript"),
    Evidence.SCORE_REPORT: lazy("score report"),
    Evidence.CARD: lazy("card"),
    Evidence.PUBLICATION: lazy("first page with author, title and publication"),
    Evidence.PROGRAMME: lazy("programme that names you"),
    Evidence.CONFIRMATION: lazy("letter of whoever was in charge"),
    Evidence.RECEIPT: lazy("receipt"),
    Evidence.OWN_LOG: lazy("your own list"),
}

GROUNDS: dict[Ground, Promise] = {
    Ground.PARENTAL: lazy("birth or adoption of a child"),
    Ground.ILLNESS: lazy("illness or injury"),
    Ground.DISABILITY: lazy("a disability"),
    Ground.CARING: lazy("caring for somebody"),
    Ground.BEREAVEMENT: lazy("bereavement"),
    Ground.MILITARY: lazy("military service"),
    Ground.DISASTER: lazy("a disaster"),
    Ground.ABROAD: lazy("work in another country"),
    Ground.NOT_PRACTISING: lazy("not working in the field at present"),
    Ground.SHORT: lazy("not enough time to finish"),
    Ground.OTHER: lazy("something else"),
}

_WORDS: dict[type[StrEnum], Mapping[Any, Promise]] = {
    Kind: KINDS,
    Delivery: DELIVERIES,
    Topic: TOPICS,
    Unit: UNITS,
    DocumentKind: DOCUMENTS,
    Skills: SKILLS,
    Reporter: REPORTERS,
    Profession: PROFESSIONS,
    Evidence: EVIDENCE,
    Ground: GROUNDS,
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
