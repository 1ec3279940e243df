"""What the public may ask: is this certification good today. Only what the body confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from recert.credentials.models import Certification
from recert.credentials.queries import (
    certification_by_code,
    certifications_by_number,
    rulings_of,
    terms_of,
)
from recert.people.models import Body
from recert.rulebooks.queries import rulebooks_of
from recert.rules.facts import DecisionKind
from recert.rules.findings import Status
from recert.rules.rulebook import Lapse
from recert.rules.schedules import ONE_DAY
from recert.standing.queries import held_of
from recert.standing.words import status_words
from recert.verification.models import Consent, Disclosure, Shown


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """All that is said about a certification to whoever asks, and nothing more."""

    name: str  # of the holder
    body: Body
    credential: str  # its name
    letters: str
    level: str
    number: str
    code: str
    status: Status
    says: str  # the status in words
    certified: date
    until: date | None  # the last day of the cycle
    as_of: date
    gaps: tuple[tuple[date, date], ...] = ()  # when it was not active, where the policy shows it

    @property
    def is_active(self) -> bool:
        """Whether it is good today; grace is not, a condition to be met by a later day is."""
        return self.status in (Status.ACTIVE, Status.CONDITIONAL)

    @property
    def is_unsaid(self) -> bool:
        """Whether the policy leaves open what it is today, so that neither can be told."""
        return self.status is Status.SILENT


def public_status(body_slug: str, number_or_code: str, at: datetime) -> tuple[PublicStatus, ...]:
    """What a body's certifications with this number or check code are today; none: unknown."""
    found = certifications_by_number(body_slug, number_or_code)
    return tuple(shown for each in found if (shown := _shown(each, at)) is not None)


def public_status_by_code(code: str, at: datetime) -> PublicStatus | None:
    """The same by the check code alone, whatever the body."""
    return _shown(certification_by_code(code), at)


def _shown(certification: Certification | None, at: datetime) -> PublicStatus | None:
    if certification is None or certification.person.erased_at is not None:
        return None
    if not may_be_shown(certification):
        return None
    held = held_of(certification, at)
    offered = held.rulebook.credentials if held.rulebook else ()
    credential = next((each for each in offered if each.id == certification.credential), None)
    return PublicStatus(
        name=certification.person.name,
        body=certification.body,
        credential=credential.name if credential else certification.credential,
        letters=credential.letters if credential else "",
        level=certification.level,
        number=certification.number,
        code=certification.code,
        status=held.standing.status,
        says=status_words(held.standing.status),
        certified=certification.certified,
        until=held.standing.cycle.end if held.standing.cycle else None,
        as_of=held.standing.as_of,
        gaps=_gaps(certification),
    )


def disclosures_of(body_slug: str) -> dict[str, Shown]:
    """What a body said of its credentials, by their ids; of the others whoever asks is told."""
    rows = Disclosure.objects.filter(body__slug=body_slug)
    return {each.credential: Shown(each.shown) for each in rows}


def disclosure_of(certification: Certification) -> Shown:
    """Whom the public check may tell of a certification, by what its body said."""
    found = Disclosure.objects.filter(
        body=certification.body_id, credential=certification.credential
    ).first()
    return Shown(found.shown) if found else Shown.ASKED


def has_consented(certification: Certification) -> bool:
    """Whether the holder agreed, and has not taken it back."""
    return Consent.objects.filter(certification=certification, withdrawn_at=None).exists()


def may_be_shown(certification: Certification) -> bool:
    """Whether the public may be told of a certification today."""
    shown = disclosure_of(certification)
    return shown is Shown.ASKED or (shown is Shown.CONSENT and has_consented(certification))


def tells_all(body_slug: str) -> bool:
    """Whether a body lets all of its certifications be checked; else silence says nothing."""
    return all(each is Shown.ASKED for each in disclosures_of(body_slug).values())


def _gaps(certification: Certification) -> tuple[tuple[date, date], ...]:
    """The days between two cycles, first and last, where the clause of the return shows them."""
    back = rulings_of(certification).filter(kind=DecisionKind.REINSTATE, ended_on=None)
    shown = {
        clause.id
        for rulebook in rulebooks_of(certification.body.slug)
        for clause, lapse in rulebook.of_kind(Lapse)
        if lapse.gap
    }
    ends = [term.end for term in terms_of(certification)]
    return tuple(
        (before + ONE_DAY, ruling.decided_on - ONE_DAY)
        for ruling in back
        if ruling.clause in shown
        and (before := max((end for end in ends if end < ruling.decided_on), default=None))
        and before + ONE_DAY < ruling.decided_on
    )
