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
from fractions import Fraction

from recert.rules.vocabulary import (
    DecisionKind,
    Delivery,
    DocumentKind,
    Ground,
    Kind,
    Reporter,
    Skills,
    Topic,
    Unit,
)

__all__ = [
    "Activity",
    "Attestation",
    "Award",
    "Carried",
    "Decision",
    "DecisionKind",
    "Delivery",
    "Document",
    "DocumentKind",
    "Facts",
    "Ground",
    "Holding",
    "Kind",
    "Member",
    "Part",
    "Reporter",
    "Skills",
    "Topic",
    "Unit",
]


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
    preparation: int | None = None  # minutes of preparing to teach, where somebody taught
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
    ordered: bool = False  # the body ordered it as a remedy


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
    """A body's decision about one person: what, why, by which clause.

    It speaks from `on` through `until`, and no more from the day it was `ended`: lifted,
    or taken back. A leave, decided `on` a day, is for the days from `since` through `until`,
    which may lie before that day, for a `ground`.
    """

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
    ended: date | None = None
    since: date | None = None
    ground: Ground | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Credit brought into a holding's cycle from the one before, or a debt (`owed`).

    `into` is the first day of the cycle it was brought into; `earned` the day it was
    earned, where known; `categories` are the body's own, as it recorded them.
    """

    holding: str
    amount: Fraction
    into: date
    earned: date | None = None
    categories: frozenset[str] = frozenset()
    owed: bool = False


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
    carried: tuple[Carried, ...] = ()
    country: str = ""  # ISO 3166-1 alpha-2
    attributes: Mapping[str, str] = field(default_factory=dict)  # what rulebooks ask

    def holding(self, id: str) -> Holding:
        """The holding with this id; raises `KeyError` when the person has none such."""
        for holding in self.holdings:
            if holding.id == id:
                return holding
        raise KeyError(id)
