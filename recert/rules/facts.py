"""Facts: what happened, in nobody's categories.

An activity done, a document held, a credential held, a thing decided. Facts carry the
amount *as awarded* and never a body's own classification or a converted amount; every
rulebook reads the same facts in its own terms. The vocabularies are closed: a rulebook
or an upload that uses another word is refused. docs/facts.md explains each word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What sort of thing was done."""

    COURSE = "course"
    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    WEBINAR = "webinar"
    SELF_STUDY = "self-study"
    COLLEGE_COURSE = "college-course"
    QUIZ = "quiz"
    EXAMINATION = "examination"  # an examination sat; `subject` says which
    CERTIFICATION = "certification"  # a certification earned; `subject` says which
    LIFE_SUPPORT = "life-support-training"
    TEACHING = "teaching"
    PRESENTING = "presenting"
    AUTHORING = "authoring"
    REVIEWING = "reviewing"
    RESEARCH = "research"
    COMMITTEE_SERVICE = "committee-service"
    VOLUNTEERING = "volunteering"
    MENTORING = "mentoring"
    PRACTICE = "practice"
    EMPLOYMENT = "employment"
    MEETING = "meeting"


class Delivery(StrEnum):
    """How it reached the learner."""

    IN_PERSON = "in-person"
    LIVE_ONLINE = "live-online"
    SELF_PACED = "self-paced"
    BLENDED = "blended"


class Topic(StrEnum):
    """What it was about. `workout`, `promotion` and the like exist to be refused."""

    ETHICS = "ethics"
    LAW = "law"
    EXERCISE_SCIENCE = "exercise-science"
    ASSESSMENT = "assessment"
    TECHNIQUE = "exercise-technique"
    PROGRAMME_DESIGN = "programme-design"
    GROUP_EXERCISE = "group-exercise"
    NUTRITION = "nutrition"
    BEHAVIOUR_CHANGE = "behaviour-change"
    CLIENT_RELATIONS = "client-relations"
    SPECIAL_POPULATIONS = "special-populations"
    CLINICAL = "clinical-exercise"
    AQUATICS = "aquatics"
    MIND_BODY = "mind-body"
    PROFESSIONAL_PRACTICE = "professional-practice"
    BUSINESS = "business"
    SAFETY = "safety"
    LIFE_SUPPORT = "life-support"
    HEALTH = "health"
    MANUAL_THERAPY = "manual-therapy"
    REHABILITATION = "rehabilitation"
    DIAGNOSIS = "diagnosis"
    WORKOUT = "workout"
    PROMOTION = "promotion"
    OTHER = "other"


class Unit(StrEnum):
    """The unit an amount was awarded in, in the awarding body's own sense of the word."""

    CEU = "ceu"
    CEC = "cec"
    CME = "cme"
    CPE = "cpe"
    CPD_POINT = "cpd-point"
    PDU = "pdu"
    PDH = "pdh"
    CONTACT_HOUR = "contact-hour"
    SEMESTER_CREDIT = "semester-credit"
    QUARTER_CREDIT = "quarter-credit"


class DocumentKind(StrEnum):
    """Papers that open a gate."""

    CPR = "cpr"
    AED = "aed"
    FIRST_AID = "first-aid"
    INSURANCE = "liability-insurance"
    BACKGROUND_CHECK = "background-check"


class Skills(StrEnum):
    """How the practical part of a life-support course was done."""

    HANDS_ON = "hands-on"  # the whole course, or its skills part, in person
    EVALUATED = "skills-evaluated"  # theory online, skills checked by an instructor
    ONLINE_ONLY = "online-only"


class Reporter(StrEnum):
    """Who says that it happened."""

    SELF = "self"
    PROVIDER = "provider"
    BODY = "body"
    CREDENTIAL = "verified-credential"


class DecisionKind(StrEnum):
    """What a body can decide about one person, with a reason and a clause."""

    ACCEPT = "accept"  # an activity counts, perhaps for `amount`, in `categories`
    REJECT = "reject"  # an activity does not count
    WAIVE = "waive"  # a requirement need not be met
    EXTEND = "extend"  # the deadline moves to `until`
    SUSPEND = "suspend"
    HOLD = "hold"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """Credit as the certificate prints it: so much, in this unit, by this body.

    `by` is the slug of whoever awarded or approved the credit (`ace`), empty when a
    provider simply states contact hours.
    """

    amount: Fraction
    unit: Unit
    by: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of an activity that was about its own topics: 1/8 of a day on ethics."""

    share: Fraction
    topics: frozenset[Topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something done that may earn credit somewhere. Days are the doer's calendar days."""

    id: str
    title: str
    kind: Kind
    completed: date
    started: date | None = None
    delivery: Delivery | None = None
    provider: str = ""  # slug of whoever taught, held or published it
    awards: tuple[Award, ...] = ()
    minutes: int | None = None  # of instruction, breaks not included
    topics: frozenset[Topic] = frozenset()  # of the whole, or of what no part covers
    parts: tuple[Part, ...] = ()
    assessed: bool | None = None
    passed: bool | None = None
    grade: str = ""  # letter grade of a college course
    course: str = ""  # the provider's identity of the course: the same means a repeat
    subject: str = ""  # credential examined or earned: "nsca:cscs"
    accredited_by: frozenset[str] = frozenset()  # of the certification earned: {"ncca"}
    at_test_centre: bool | None = None
    cards: frozenset[DocumentKind] = frozenset()  # what a life-support course certified
    card_months: int | None = None  # how long a life-support card lasts
    reported_by: Reporter = Reporter.SELF
    evidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper with dates: valid from `issued` through `expires`, both included."""

    id: str
    kind: DocumentKind
    issued: date
    expires: date | None = None
    skills: Skills | None = None
    issuer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A certification one person holds.

    `expires` is the last day printed on it, when known; it outranks the cycle the law
    would compute. `level` is a grade inside one credential (ACTION's `certificate`
    against `certification`). `previous_closed` is the day the last renewal was
    completed, which decides shifted starts after a late one.
    """

    id: str
    body: str
    credential: str
    certified: date
    expires: date | None = None
    level: str = ""
    number: str = ""
    previous_closed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Membership of a body, both days included; `until` None while it has no end."""

    body: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Something affirmed by the person for one holding (`code-of-ethics`, `truthful`)."""

    holding: str
    to: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A body's decision about one person: what, why, by which clause."""

    kind: DecisionKind
    body: str
    on: date
    reason: str
    holding: str = ""
    activity: str = ""
    clause: str = ""
    amount: Fraction | None = None
    categories: frozenset[str] = frozenset()
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of one person. The order of any tuple means nothing."""

    person: str
    holdings: tuple[Holding, ...] = ()
    activities: tuple[Activity, ...] = ()
    documents: tuple[Document, ...] = ()
    memberships: tuple[Member, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    country: str = ""  # ISO 3166-1 alpha-2
    attributes: Mapping[str, str] = field(default_factory=dict)  # role, term, ...

    def holding(self, id: str) -> Holding:
        """The holding with this id; raises `KeyError` when the person has none such."""
        for holding in self.holdings:
            if holding.id == id:
                return holding
        raise KeyError(id)
