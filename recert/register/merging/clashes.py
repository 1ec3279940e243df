"""Clashes: what both records have, and what keeps two records from being merged."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.lib.refusals import Refusal
from recert.payments.models import Invoice
from recert.people.models import Body, BodyMember, Person, StaffRole
from recert.people.unclaimed import is_claimed
from recert.register.models import NEVER, Merge
from recert.renewals.models import OPEN, Renewal


@dataclass(frozen=True, slots=True)
class Clash:
    """One credential held by both: which of the two stands, and which is set aside."""

    stands: Certification
    aside: Certification


def clashes_of(kept: Person, gone: Person, standing: frozenset[str] = frozenset()) -> list[Clash]:
    """The credentials both hold. `standing` names, by public id, those chosen to stand.

    Unless chosen, what the body has confirmed stands before what it has not, and then what
    lasts longer.
    """
    held: dict[tuple[int, str], list[Certification]] = {}
    rows = Certification.objects.filter(person__in=(kept, gone), removed_at=None)
    for row in rows.select_related("body", "person"):
        held.setdefault((row.body_id, row.credential), []).append(row)
    found = []
    for pair in held.values():
        if len(pair) == 2:
            stands = max(
                pair,
                key=lambda row: (
                    row.public_id in standing, row.is_confirmed, row.expires or NEVER, -row.pk
                ),
            )  # fmt: skip
            found.append(Clash(stands, pair[0] if stands is pair[1] else pair[1]))
    return found


def hindrances_to(kept: Person, gone: Person, clashes: list[Clash]) -> list[Refusal]:
    """What keeps these two records from being merged, whoever asks."""
    found = []
    if kept == gone:
        return [Refusal(_("These are one record already."))]
    for person in (kept, gone):
        if person.erased_at is not None or not person.is_active:
            found.append(Refusal(_("One of these records is closed. Choose another.")))
    if StaffRole.objects.filter(person=gone).exists():
        sentence = _("%(name)s works at a desk here. End those roles first.")
        found.append(Refusal(sentence % {"name": gone.name}))
    if Merge.objects.filter(undone_at=None).filter(Q(gone=kept) | Q(gone=gone)).exists():
        found.append(Refusal(_("One of these records is part of another already.")))
    if _in_one_class(kept, gone):
        sentence = _("Both have a place in the same class. Give one of the two back first.")
        found.append(Refusal(sentence))
    for clash in clashes:
        if Renewal.objects.filter(certification=clash.aside, state__in=OPEN).exists():
            sentence = _(
                "An application is open for the one that would be set aside (%(number)s). Decide "
                "it first, or let that one stand."
            )
            found.append(Refusal(sentence % {"number": clash.aside.number or "–"}))
    return found


def _in_one_class(kept: Person, gone: Person) -> bool:
    """Whether both stand on the list of one class, where a person stands once."""
    theirs = Enrolment.objects.filter(person=gone).exclude(state=EnrolmentState.CANCELLED)
    ours = Enrolment.objects.filter(person=kept, course_class__in=theirs.values("course_class"))
    return ours.exclude(state=EnrolmentState.CANCELLED).exists()


def hindrances_at(body: Body, kept: Person, gone: Person, by: Person) -> list[Refusal]:
    """What keeps the staff of one body from merging them; only the person can, then."""
    found = []
    if by in (kept, gone):
        found.append(Refusal(_("Ask a colleague: nobody merges records of their own at a desk.")))
    if is_claimed(gone):
        found.append(
            Refusal(
                _("%(name)s signs in to the record that would go. Keep that one.")
                % {"name": gone.name}
            )
        )
    if not all(_is_all_at(body, person) for person in (kept, gone)):
        found.append(
            Refusal(
                _(
                    "One of them has matters that are not yours to move. Ask the person to sign "
                    "in and merge the records under Account."
                )
            )
        )
    return found


def _is_all_at(body: Body, person: Person) -> bool:
    """Whether all that bodies know of a person is known to this one, and it knows something."""
    rows = (
        Certification.objects.filter(person=person),
        BodyMember.objects.filter(person=person),
        Invoice.objects.filter(person=person),
    )
    if any(found.exclude(body=body).exists() for found in rows):
        return False
    return any(found.exists() for found in rows)
