"""The closed vocabularies of facts: what was done, how, about what, by whose word.

A rulebook or an upload that uses another word is refused; docs/facts.md explains each.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing was done."""

    COURSE = "course"
    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    WEBINAR = "webinar"
    SELF_STUDY = "self-study"
    COLLEGE_COURSE = "college-course"
    DEGREE = "degree"  # a degree earned
    RESIDENCY = "residency"  # or a fellowship
    QUIZ = "quiz"
    NANO = "nano-learning"  # a tutorial of minutes with its own test
    EXAMINATION = "examination"  # an examination sat; `subject` says which
    CERTIFICATION = "certification"  # a certification earned; `subject` says which
    LIFE_SUPPORT = "life-support-training"
    TEACHING = "teaching"
    PRESENTING = "presenting"
    AUTHORING = "authoring"
    REVIEWING = "reviewing"
    INVENTING = "inventing"  # a patent
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
    # health care
    PATIENT_CARE = "patient-care"
    MEDICAL_ERRORS = "medical-errors"
    PHARMACOLOGY = "pharmacology"
    CONTROLLED_SUBSTANCES = "controlled-substances"
    IMMUNISATION = "immunisation"
    INFECTION_CONTROL = "infection-control"
    HIV = "hiv"
    HUMAN_TRAFFICKING = "human-trafficking"
    DOMESTIC_VIOLENCE = "domestic-violence"
    IMPAIRMENT = "impairment"  # of a colleague at the workplace
    SUICIDE_PREVENTION = "suicide-prevention"
    PAIN_MANAGEMENT = "pain-management"
    END_OF_LIFE = "end-of-life"
    OLDER_ADULTS = "older-adults"
    TELEHEALTH = "telehealth"
    BEHAVIOUR_ANALYSIS = "behaviour-analysis"
    SOCIAL_WORK = "social-work"
    SUPERVISION = "supervision"
    ANAESTHESIA = "anaesthesia"
    EMERGENCY_CARE = "emergency-care"
    DENTISTRY = "dentistry"
    IMAGING = "imaging"
    SONOGRAPHY = "sonography"
    HEALTH_INFORMATION = "health-information"
    CODING = "medical-coding"
    MASSAGE = "massage"
    SELF_CARE = "self-care"
    # fairness
    IMPLICIT_BIAS = "implicit-bias"
    BIAS = "elimination-of-bias"
    DIVERSITY = "diversity"
    HARASSMENT = "harassment-discrimination"
    # engineering, architecture, planning
    ENGINEERING = "engineering"
    SURVEYING = "surveying"
    GEOSCIENCE = "geoscience"
    ARCHITECTURE = "architecture"
    PLANNING = "planning"
    PUBLIC_SAFETY = "health-safety-welfare"
    ACCESSIBILITY = "accessibility"
    SUSTAINABILITY = "sustainability"
    EQUITY = "equity"
    # accounting and finance
    ACCOUNTING = "accounting"
    AUDITING = "auditing"
    GOVERNMENT_AUDITING = "government-auditing"
    FRAUD = "fraud"
    TAX = "tax"
    FINANCE = "finance"
    REGULATORY_REVIEW = "regulatory-review"
    REGULATORY_ETHICS = "regulatory-ethics"
    BEHAVIOURAL = "behavioural"
    PERSONAL_DEVELOPMENT = "personal-development"
    MARKETING = "marketing"
    # projects, technology, people
    WAYS_OF_WORKING = "ways-of-working"
    POWER_SKILLS = "power-skills"
    BUSINESS_ACUMEN = "business-acumen"
    CYBERSECURITY = "cybersecurity"
    CYBER_ETHICS = "cybersecurity-ethics"
    TECHNOLOGY = "technology"
    HUMAN_RESOURCES = "human-resources"
    LEADERSHIP = "leadership"
    GLOBAL = "global-practice"
    STATE_LAW = "state-law"  # the law of the place that licenses
    # law and teaching
    PROFESSIONALISM = "professionalism"
    COMPETENCE = "competence"  # substance use, mental illness and the duty to be fit
    MENTAL_HEALTH = "mental-health"
    CIVILITY = "civility"
    LEGAL_SKILLS = "legal-skills"
    PRACTICE_MANAGEMENT = "practice-management"
    TEACHING = "teaching"
    DYSLEXIA = "dyslexia"
    # hospitality
    HOSPITALITY = "hospitality"
    EVENTS = "event-management"
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
    CREDIT = "credit"  # whatever the awarding body calls its own
    POINT = "point"
    SEMESTER_CREDIT = "semester-credit"
    QUARTER_CREDIT = "quarter-credit"
    TRIMESTER_CREDIT = "trimester-credit"


class DocumentKind(StrEnum):
    """Papers that open a gate."""

    CPR = "cpr"
    AED = "aed"
    FIRST_AID = "first-aid"
    INSURANCE = "liability-insurance"
    BACKGROUND_CHECK = "background-check"
    BASIC_LIFE_SUPPORT = "basic-life-support"
    ADVANCED_LIFE_SUPPORT = "advanced-life-support"
    LICENCE = "licence"


class Evidence(StrEnum):
    """What somebody can show for an activity."""

    CERTIFICATE = "certificate"  # of completion or attendance, from the provider
    ATTENDANCE_LETTER = "attendance-letter"  # of the provider, with the credit
    PROVIDER_RECORD = "provider-record"  # the provider's own, sent or looked up
    VERIFIED_CREDENTIAL = "verified-credential"  # signed, checked by machine
    TRANSCRIPT = "transcript"  # of a school
    SCORE_REPORT = "score-report"
    CARD = "card"  # of a life-support course
    PUBLICATION = "publication"  # the first page: author, title, where it appeared
    PROGRAMME = "programme"  # an agenda that names the speaker, the topic and the time
    CONFIRMATION = "confirmation"  # a letter of whoever led it: chair, employer, client
    RECEIPT = "receipt"
    OWN_LOG = "own-log"  # one's own list; also what a tool such as this one keeps


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
    AMOUNT = "amount"  # a requirement asks for `amount` instead
    CONDITION = "condition"  # good, on a condition to be met by `until`
    REINSTATE = "reinstate"  # brought back: the cycle begins on that day
    HOLD = "hold"
    INACTIVE = "inactive"  # not in use for a while, by choice or on leave
    RETIRE = "retire"
    REDUCE = "reduce"  # to a lower level
    SUSPEND = "suspend"
    WITHDRAW = "withdraw"  # for cause, for good
    LEAVE = "leave"  # excused from `since` through `until`, for a `ground`; a clause says by what


class Ground(StrEnum):
    """Why somebody is excused for a while, or gets more time."""

    PARENTAL = "parental"
    ILLNESS = "illness"  # or an injury
    DISABILITY = "disability"
    CARING = "caring"  # for somebody else
    BEREAVEMENT = "bereavement"
    MILITARY = "military"
    DISASTER = "disaster"
    ABROAD = "abroad"
    NOT_PRACTISING = "not-practising"
    SHORT = "short"  # of time to finish
    OTHER = "other"


class Profession(StrEnum):
    """The field a body certifies in."""

    FITNESS = "fitness"
    NURSING = "nursing"
    PHYSICAL_THERAPY = "physical-therapy"
    OCCUPATIONAL_THERAPY = "occupational-therapy"
    MASSAGE_THERAPY = "massage-therapy"
    SOCIAL_WORK = "social-work"
    BEHAVIOUR_ANALYSIS = "behaviour-analysis"
    ENGINEERING = "engineering"
    SURVEYING = "surveying"
    GEOSCIENCE = "geoscience"
    ARCHITECTURE = "architecture"
    PLANNING = "planning"
    HOSPITALITY = "hospitality"
    EVENTS = "event-management"
    ACCOUNTING = "accounting"
    FINANCE = "finance"
    PROJECT_MANAGEMENT = "project-management"
    SECURITY = "information-security"
    TECHNOLOGY = "information-technology"
    HUMAN_RESOURCES = "human-resources"
    EMERGENCY_MEDICINE = "emergency-medicine"
    MEDICINE = "medicine"
    PHARMACY = "pharmacy"
    DENTISTRY = "dentistry"
    IMAGING = "imaging"
    DIETETICS = "dietetics"
    SPEECH_THERAPY = "speech-therapy"
    HEALTH_INFORMATION = "health-information"
    MEDICAL_CODING = "medical-coding"
    TEACHING = "teaching"
    LAW = "law"
    EDUCATION_STANDARD = "education-standard"  # bodies that say what an hour is worth
