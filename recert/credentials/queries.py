"""What may be asked about certifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Upper

from recert.credentials.models import (
    Affirmation,
    Answer,
    Carried,
    Certification,
    LegalHold,
    Register,
    Ruling,
    Term,
)
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rulebooks.queries import rulebooks_of
from recert.rules.amounts import from_grains
from recert.rules.facts import Attestation, Decision, DecisionKind, Ground, Holding
from recert.rules.facts import Carried as CarriedFact
from recert.rules.rulebook import Asked

IN_REGISTER = Q(removed_at=None) | Q(register=Register.CONFIRMED)
"""What the body confirmed stays in its register when the holder takes it off their list."""


def certifications_of(person: Person) -> tuple[Certification, ...]:
    """What the person holds, with bodies, in one query."""
    return tuple(
        Certification.objects.filter(person=person, removed_at=None).select_related(
            "body", "person"
        )
    )


def certification_for(person: Person, public_id: str) -> Certification:
    """The person's own certification; else there is none such."""
    found = (
        Certification.objects.filter(person=person, public_id=public_id, removed_at=None)
        .select_related("body", "person")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def removed_certifications_of(person: Person) -> tuple[Certification, ...]:
    """What the person took off their list, the latest first."""
    rows = Certification.objects.filter(person=person, removed_at__isnull=False)
    return tuple(rows.select_related("body", "person").order_by("-removed_at", "-id"))


def certification_for_staff(
    staff: Person, body_slug: str, public_id: str, duty: Duty = Duty.ENTER
) -> Certification:
    """A certification of the staff member's body."""
    body = body_for_staff(staff, body_slug, duty)
    found = (
        Certification.objects.filter(body=body, public_id=public_id)
        .select_related("body", "person")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def register_of(body: Body) -> QuerySet[Certification]:
    """A body's register: every certification it was told of or confirmed, by name."""
    return (
        Certification.objects.filter(IN_REGISTER, body=body)
        .select_related("person", "body")
        .order_by("person__name", "credential")
    )


def terms_of(certification: Certification) -> QuerySet[Term]:
    """The cycles closed so far, oldest first."""
    return Term.objects.filter(certification=certification)


def rulings_of(certification: Certification) -> QuerySet[Ruling]:
    """What was decided about it, oldest first."""
    return Ruling.objects.filter(certification=certification).select_related(
        "certification__body", "decided_by", "ended_by"
    )


def overrides_in_force(body: Body, on: date) -> QuerySet[Ruling]:
    """What holds for single persons at a body on a day, those that end first standing first.

    The caller has checked who asks.
    """
    return (
        Ruling.objects.filter(
            Q(until=None) | Q(until__gte=on),
            certification__body=body,
            ended_on=None,
            decided_on__lte=on,
        )
        .exclude(kind=DecisionKind.REINSTATE)
        .select_related("certification__person", "certification__body", "decided_by")
        .order_by(F("until").asc(nulls_last=True), "decided_on", "id")
    )


def affirmations_of(certification: Certification, cycle_end: date) -> QuerySet[Affirmation]:
    """What its holder affirmed for the cycle that ends then."""
    return Affirmation.objects.filter(certification=certification, cycle_end=cycle_end)


def certifications_by_number(body_slug: str, number_or_code: str) -> tuple[Certification, ...]:
    """The confirmed certifications with this number or check code, for the public check.

    A number is one credential's own: somebody who holds two may have it on both.
    """
    asked = number_or_code.strip()
    confirmed = Certification.objects.filter(
        body__slug=body_slug, register=Register.CONFIRMED
    ).select_related("body", "person")
    if not asked:
        return ()
    # Both sides in capitals, as the index has them: `iexact` is a pattern to SQLite.
    by_number = confirmed.alias(capitals=Upper("number")).filter(capitals=Upper(Value(asked)))
    return tuple(by_number) or tuple(confirmed.filter(code=asked.lower()))


def certification_by_code(code: str) -> Certification | None:
    """The confirmed certification with this check code, whatever the body."""
    return (
        Certification.objects.filter(code=code.strip().lower(), register=Register.CONFIRMED)
        .select_related("body", "person")
        .first()
    )


def carried_of(certification: Certification) -> QuerySet[Carried]:
    """What passed into the cycles of a certification, as it stands."""
    return certification.carried.filter(withdrawn_at=None)


BORN = {
    "birth-month": Asked(says="", answers=tuple(str(month) for month in range(1, 13))),
    "birth-year": Asked(says="", answers=("odd", "even")),
}
"""What a cycle that follows the birthday must know: never a whole date of birth."""


def questions_of(body_slug: str) -> dict[str, Asked]:
    """Everything a body's rulebooks ask about a person, by name; newer wording first."""
    found: dict[str, Asked] = {}
    for rulebook in rulebooks_of(body_slug):
        found |= rulebook.asks
    return BORN | found


def answers_of(person: Person, body_slug: str) -> dict[str, str]:
    """What a person answered to a body's questions."""
    given = Answer.objects.filter(person=person, body__slug=body_slug)
    return dict(given.values_list("name", "value"))


# ---------------------------------------------------------------- as facts


def holding_fact(certification: Certification) -> Holding:
    """The certification as the law sees it."""
    return Holding(
        id=certification.public_id,
        body=certification.body.slug,
        credential=certification.credential,
        certified=certification.certified,
        expires=certification.expires,
        level=certification.level,
        number=certification.number,
        previous_closed=certification.previous_closed,
    )


def _decision_fact(ruling: Ruling) -> Decision:
    return Decision(
        kind=DecisionKind(ruling.kind),
        body=ruling.certification.body.slug,
        on=ruling.decided_on,
        reason=ruling.reason,
        holding=ruling.certification.public_id,
        clause=ruling.clause,
        until=ruling.until,
        amount=None if ruling.amount_grains is None else from_grains(ruling.amount_grains),
        ended=ruling.ended_on,
        since=ruling.since,
        ground=Ground(ruling.ground) if ruling.ground else None,
    )


def held_by(
    person_ids: Sequence[int],
) -> tuple[dict[int, list[Certification]], dict[int, list[Attestation]], dict[int, list[Decision]]]:
    """Certifications, attestations and rulings of these persons: three queries.

    Rulings that ended are among them: they speak of the days before.
    """
    held: dict[int, list[Certification]] = defaultdict(list)
    attested: dict[int, list[Attestation]] = defaultdict(list)
    decided: dict[int, list[Decision]] = defaultdict(list)
    rows = Certification.objects.filter(IN_REGISTER, person_id__in=person_ids)
    for certification in rows.select_related("body", "person").exclude(register=Register.REJECTED):
        held[certification.person_id].append(certification)
    affirmations = Affirmation.objects.filter(certification__person_id__in=person_ids)
    for affirmation in affirmations.select_related("certification"):
        attested[affirmation.certification.person_id].append(
            Attestation(
                holding=affirmation.certification.public_id,
                to=affirmation.to,
                on=affirmation.on,
            )
        )
    rulings = Ruling.objects.filter(certification__person_id__in=person_ids)
    for ruling in rulings.select_related("certification__body"):
        decided[ruling.certification.person_id].append(_decision_fact(ruling))
    return held, attested, decided


def answered_by(person_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What these persons answered, as `body:question`: one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Answer.objects.filter(person_id__in=person_ids)
    for person, body, name, value in rows.values_list("person_id", "body__slug", "name", "value"):
        found[person][f"{body}:{name}"] = value
    return found


def carried_by(person_ids: Sequence[int]) -> dict[int, list[CarriedFact]]:
    """What passed into the cycles of these persons: one query."""
    found: dict[int, list[CarriedFact]] = defaultdict(list)
    rows = Carried.objects.filter(certification__person_id__in=person_ids, withdrawn_at=None)
    for row in rows.select_related("certification"):
        found[row.certification.person_id].append(
            CarriedFact(
                holding=row.certification.public_id,
                amount=from_grains(row.amount_grains),
                into=row.into,
                earned=row.earned,
                categories=frozenset(row.categories),
                owed=row.owed,
            )
        )
    return found


def is_held_legally(person: Person) -> bool:
    """Whether some body keeps everything of the person for a proceeding."""
    return LegalHold.objects.filter(certification__person=person, ended_at=None).exists()


def legal_holds_of(certification: Certification) -> QuerySet[LegalHold]:
    """The holds set from a certification, the latest first; the caller has checked who asks."""
    return (
        LegalHold.objects.filter(certification=certification)
        .select_related("set_by", "ended_by")
        .order_by("-set_at", "-id")
    )
