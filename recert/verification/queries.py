"""What the public may ask: is this certification good today. Only what the body confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from recert.credentials.models import Certification
from recert.credentials.queries import certification_by_code, certification_by_number
from recert.people.models import Body
from recert.rules.findings import Status
from recert.standing.queries import held_of
from recert.standing.words import status_words


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

    @property
    def is_active(self) -> bool:
        """Whether it is good today; grace is not."""
        return self.status is Status.ACTIVE


def public_status(body_slug: str, number_or_code: str, at: datetime) -> PublicStatus | None:
    """What a body's certification with this number or check code is today; None: unknown."""
    return _shown(certification_by_number(body_slug, number_or_code), at)


def public_status_by_code(code: str, at: datetime) -> PublicStatus | None:
    """The same by the check code alone, whatever the body."""
    return _shown(certification_by_code(code), at)


def _shown(certification: Certification | None, at: datetime) -> PublicStatus | None:
    if certification is None or certification.person.erased_at is not None:
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
    )
