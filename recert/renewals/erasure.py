"""Erasure: what goes when a person asks to be forgotten, what stays, and why.

Here because only the highest room of the record sees everything that may still be open.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions import leave_providers
from recert.catalogue.queries import owned_alone_by
from recert.credentials.models import Affirmation, Answer, Carried, Certification, Register
from recert.credentials.queries import is_held_legally
from recert.enquiries.actions import forget_enquiries
from recert.lib.refusals import Refusal, refuse_all
from recert.notices.actions import forget_notices
from recert.payments.models import Invoice, InvoiceState
from recert.payments.queries import purchases_of
from recert.people.actions import erase_person
from recert.people.impartiality import forget_apart
from recert.people.models import Body, Person, Role, StaffRole
from recert.renewals.above import ROOMS
from recert.renewals.models import OPEN, LeaveRequest, LeaveState, Renewal, State
from recert.transcript.actions import forget_evidence
from recert.transcript.models import Activity, Document, IssuedTranscript
from recert.transcript.queries import open_petitions_of


def open_matters(person: Person) -> list[Refusal]:
    """What must be closed before a person can be erased, each with how."""
    found = []
    if is_held_legally(person):
        found.append(
            Refusal(
                _("A body keeps your record for a proceeding. Until that ends nothing is erased.")
            )
        )
    sent = Renewal.objects.filter(certification__person=person, state__in=OPEN)
    if sent.exclude(state=State.DRAFT).exists():
        found.append(
            Refusal(_("An application is not decided yet. Withdraw it, or wait for the decision."))
        )
    if open_petitions_of(person).exists():
        found.append(Refusal(_("A petition is not decided yet. Withdraw it first.")))
    if Invoice.objects.filter(person=person, state=InvoiceState.OPEN).exists():
        found.append(Refusal(_("An invoice is open. Pay it, or withdraw what it is for.")))
    found += [refusal for room in ROOMS for refusal in room.open_matters(person)]
    found += [
        Refusal(
            _("You are the only owner of %(provider)s. Appoint another first.") % {"provider": each}
        )
        for each in owned_alone_by(person)
    ]
    for body in Body.objects.filter(staff_roles__person=person, staff_roles__role=Role.OWNER):
        owners = StaffRole.objects.filter(body=body, role=Role.OWNER)
        if not owners.exclude(person=person).exists():
            sentence = _("You are the only owner of %(body)s. Appoint another first.")
            found.append(Refusal(sentence % {"body": body.name}))
    return found


@transaction.atomic
def erase(*, person: Person, by: Person | None, at: datetime) -> None:
    """Forget a person: contact data, sign-in, proof, notices, and what nobody decided on.

    Certifications a body confirmed, decided applications, petitions and paid invoices stay
    under the pseudonym as long as the body keeps decisions; so do the entries decisions
    speak of, without titles.
    """
    refuse_all(open_matters(person))
    Renewal.objects.filter(certification__person=person, state=State.DRAFT).delete()
    for room in ROOMS:
        room.forget(person)
    own_leaves = LeaveRequest.objects.filter(certification__person=person)
    own_leaves.filter(state=LeaveState.ASKED).delete()
    own_leaves.update(text="")
    forget_evidence(person=person)
    forget_notices(person_id=person.public_id, email=person.email)
    forget_enquiries(person=person)
    forget_apart(person)
    leave_providers(person=person, at=at)
    Document.objects.filter(person=person).delete()
    IssuedTranscript.objects.filter(person=person).delete()
    Answer.objects.filter(person=person).delete()
    forget_entries(person)
    _forget_certifications(person)
    erase_person(person=person, by=by, at=at)


def forget_entries(person: Person) -> None:
    """Blank the entries a decision speaks of; delete the others."""
    own = Activity.objects.filter(person=person)
    own.update(superseded_by=None)
    kept = {row for room in ROOMS for row in room.kept_entries(person)}
    own.exclude(petitions__isnull=False).exclude(rulings__isnull=False).exclude(
        public_id__in=_spoken_of(person)
    ).exclude(pk__in=kept).delete()
    own.update(title="", provider_name="", note="", grade="")


def _spoken_of(person: Person) -> set[str]:
    """The entries that the kept answers of decided applications name."""
    answers = Renewal.objects.filter(
        certification__person=person, answer__isnull=False
    ).values_list("answer__findings", flat=True)
    return {each["activity"] for findings in answers for each in findings["activities"]}


def _forget_certifications(person: Person) -> None:
    """Delete what rests on the person's word alone and nothing was decided about."""
    declared = Certification.objects.filter(person=person).exclude(register=Register.CONFIRMED)
    kept = Renewal.objects.filter(certification__in=declared).values("certification_id")
    gone = (
        declared.exclude(pk__in=kept)
        .exclude(pk__in=_petitioned(person))
        .exclude(pk__in=purchases_of(person).values("certification_id"))
        .filter(rulings=None, terms=None)
    )
    Affirmation.objects.filter(certification__in=gone).delete()
    Carried.objects.filter(certification__in=gone).delete()
    gone.delete()


def _petitioned(person: Person) -> list[int]:
    return list(
        Activity.objects.filter(person=person, petitions__isnull=False).values_list(
            "petitions__certification_id", flat=True
        )
    )
