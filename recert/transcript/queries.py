"""What may be asked about the transcript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rules import facts
from recert.rules.amounts import from_grains
from recert.transcript.models import (
    DECIDED_PETITIONS,
    OPEN_PETITIONS,
    Activity,
    Award,
    Document,
    EntryRuling,
    Evidence,
    IssuedTranscript,
    Petition,
    PetitionState,
)
from recert.transcript.records import activity_fact_with, document_fact

_WHOLE = (
    "awards",
    "evidence",
    Prefetch("petitions", Petition.objects.select_related("certification__body")),
)


def _standing(person_ids: Iterable[int]) -> QuerySet[Activity]:
    return Activity.objects.filter(
        person_id__in=person_ids, superseded_by=None, withdrawn_at=None
    ).prefetch_related("awards", "evidence")


def transcript_of(person: Person) -> QuerySet[Activity]:
    """What the person did, newest first, with awards, evidence and petitions."""
    return (
        Activity.objects.filter(person=person, superseded_by=None, withdrawn_at=None)
        .select_related("person")
        .prefetch_related(*_WHOLE)
    )


def activity_for(person: Person, public_id: str) -> Activity:
    """The person's own entry, whether standing, withdrawn or superseded."""
    found = (
        Activity.objects.filter(person=person, public_id=public_id)
        .select_related("superseded_by", "person")
        .prefetch_related(*_WHOLE)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def earlier_versions(activity: Activity) -> tuple[Activity, ...]:
    """What an entry said before it was corrected, newest first."""
    replaced = Activity.objects.filter(person_id=activity.person_id, superseded_by__isnull=False)
    before = {row.superseded_by_id: row for row in replaced.prefetch_related("awards", "evidence")}
    found: list[Activity] = []
    last = activity.pk
    while last in before:
        found.append(before[last])
        last = found[-1].pk
    return tuple(found)


def own_entries_on(person_ids: Iterable[int], days: Iterable[date]) -> QuerySet[Activity]:
    """What these persons say they completed on these days, with what was decided about it."""
    return Activity.objects.filter(
        person_id__in=list(person_ids),
        completed__in=list(days),
        reported_by=facts.Reporter.SELF,
        superseded_by=None,
        withdrawn_at=None,
    ).prefetch_related("awards", "evidence", "petitions", "rulings")


def is_settled(activity: Activity) -> bool:
    """Whether an audit holds the entry, or something was asked, ordered or decided about it."""
    return (
        bool(activity.held_by or activity.ordered)
        or any(each.state != PetitionState.WITHDRAWN for each in activity.petitions.all())
        or any(each.ended_at is None for each in activity.rulings.all())
    )


def is_decided(activity: Activity) -> bool:
    """Whether something was ordered or decided about the entry; asking decides nothing."""
    return (
        activity.ordered
        or any(each.state in DECIDED_PETITIONS for each in activity.petitions.all())
        or any(each.ended_at is None for each in activity.rulings.all())
    )


def documents_of(person: Person) -> QuerySet[Document]:
    """The person's documents, newest first, with their evidence."""
    return Document.objects.filter(person=person, withdrawn_at=None).prefetch_related("evidence")


def document_for(person: Person, public_id: str) -> Document:
    """The person's own document."""
    found = Document.objects.filter(person=person, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def evidence_of(person: Person) -> QuerySet[Evidence]:
    """Every file of the person's, newest first, with what it proves."""
    return Evidence.objects.filter(person=person).prefetch_related("activities", "documents")


def evidence_for(person: Person, public_id: str) -> Evidence:
    """The person's own file. Staff go through `renewals.actions.open_evidence`."""
    found = Evidence.objects.filter(person=person, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def petitions_of(person: Person) -> QuerySet[Petition]:
    """What the person asked bodies to accept, newest first."""
    return (
        Petition.objects.filter(activity__person=person)
        .select_related("activity", "certification__body")
        .order_by("-submitted_at")
    )


def petition_for(person: Person, public_id: str) -> Petition:
    """The person's own petition."""
    found = petitions_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def petition_queue(body: Body) -> QuerySet[Petition]:
    """The petitions that wait for a body's decision, oldest first."""
    return (
        Petition.objects.filter(certification__body=body, state=PetitionState.SUBMITTED)
        .select_related("activity__person", "certification__body")
        .order_by("submitted_at", "id")
    )


def petition_for_staff(
    staff: Person, body_slug: str, public_id: str, duty: Duty = Duty.REVIEW
) -> Petition:
    """A petition to the staff member's body; what was only written is not theirs yet."""
    body = body_for_staff(staff, body_slug, duty)
    found = (
        Petition.objects.filter(certification__body=body, public_id=public_id)
        .exclude(state=PetitionState.TO_PAY)
        .select_related("activity__person", "certification__body", "certification__person")
        .prefetch_related("activity__awards", "activity__evidence")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def evidence_with(petition: Petition) -> QuerySet[Evidence]:
    """The files handed in with a petition; once it is taken back they are the body's no more."""
    if petition.state == PetitionState.WITHDRAWN:
        return Evidence.objects.none()
    return petition.activity.evidence.all()


def issued_transcripts_of(person: Person) -> QuerySet[IssuedTranscript]:
    """The transcripts the person has handed out, newest first; those taken back as well."""
    return IssuedTranscript.objects.filter(person=person)


def issued_transcript_for(person: Person, code: str) -> IssuedTranscript:
    """The person's own issued transcript."""
    found = issued_transcripts_of(person).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def issued_transcript(code: str) -> IssuedTranscript | None:
    """The transcript with this code, for whoever has the code; None: unknown or taken back."""
    return (
        IssuedTranscript.objects.filter(code=code, withdrawn_at=None, person__erased_at=None)
        .select_related("person")
        .first()
    )


def open_petitions_of(person: Person) -> QuerySet[Petition]:
    """The person's petitions that are not decided yet."""
    return petitions_of(person).filter(state__in=OPEN_PETITIONS)


# ---------------------------------------------------------------- as facts


def done_by(
    person_ids: Sequence[int],
) -> tuple[
    dict[int, list[facts.Activity]],
    dict[int, list[facts.Document]],
    dict[int, list[facts.Decision]],
]:
    """Activities, documents and what was decided about entries, in six queries.

    Of petitions and audits about the same entry the last one speaks.
    """
    done: dict[int, list[facts.Activity]] = defaultdict(list)
    awards, proved = _awards_of(person_ids), _proved(person_ids)
    for activity in _standing(person_ids).prefetch_related(None):
        entry = activity_fact_with(activity, awards.get(activity.pk, ()), activity.pk in proved)
        done[activity.person_id].append(entry)
    papers: dict[int, list[facts.Document]] = defaultdict(list)
    for document in Document.objects.filter(person_id__in=person_ids, withdrawn_at=None):
        papers[document.person_id].append(document_fact(document))
    decided: dict[int, list[facts.Decision]] = defaultdict(list)
    for row in _last_said(person_ids):
        fact = _petition_fact(row) if isinstance(row, Petition) else _ruling_fact(row)
        decided[row.activity.person_id].append(fact)
    return done, papers, decided


def _awards_of(person_ids: Sequence[int]) -> dict[int, list[facts.Award]]:
    """The credit of their entries, in the order it stands on the certificates."""
    found: dict[int, list[facts.Award]] = defaultdict(list)
    rows = Award.objects.filter(
        activity__person_id__in=person_ids,
        activity__superseded_by=None,
        activity__withdrawn_at=None,
    ).order_by("pk")
    for entry, grains, unit, by, number in rows.values_list(
        "activity_id", "amount_grains", "unit", "by", "number"
    ):
        award = facts.Award(amount=from_grains(grains), unit=facts.Unit(unit), by=by, number=number)
        found[entry].append(award)
    return found


def _proved(person_ids: Sequence[int]) -> set[int]:
    """Those of their entries that have proof."""
    links = Evidence.activities.through.objects.filter(activity__person_id__in=person_ids)
    return set(links.values_list("activity_id", flat=True))


def _last_said(person_ids: Sequence[int]) -> Iterable[Petition | EntryRuling]:
    """Of what was decided about each entry for each certification the latest."""
    about = {
        "activity__person_id__in": person_ids,
        "activity__superseded_by": None,
        "activity__withdrawn_at": None,
    }
    petitions = Petition.objects.filter(**about, state__in=DECIDED_PETITIONS).select_related(
        "activity", "certification__body"
    )
    rulings = EntryRuling.objects.filter(**about, ended_at=None).select_related(
        "activity", "certification__body"
    )
    said: list[tuple[datetime, int, Petition | EntryRuling]] = []
    for petition in petitions:
        assert petition.decided_at is not None  # written in the same update as the state
        said.append((petition.decided_at, petition.pk, petition))
    said += [(ruling.at, ruling.pk, ruling) for ruling in rulings]
    said.sort(key=lambda each: each[:2])
    return {(row.activity_id, row.certification_id): row for *_when, row in said}.values()


def _ruling_fact(ruling: EntryRuling) -> facts.Decision:
    return facts.Decision(
        kind=facts.DecisionKind.ACCEPT if ruling.is_accepted else facts.DecisionKind.REJECT,
        body=ruling.certification.body.slug,
        on=ruling.decided_on,
        reason=ruling.reason,
        holding=ruling.certification.public_id,
        activity=ruling.activity.public_id,
        clause=ruling.clause,
        amount=None if ruling.amount_grains is None else from_grains(ruling.amount_grains),
        categories=frozenset(ruling.categories),
    )


def _petition_fact(petition: Petition) -> facts.Decision:
    is_accepted = petition.state == PetitionState.ACCEPTED
    assert petition.decided_on is not None  # written in the same update as the state
    return facts.Decision(
        kind=facts.DecisionKind.ACCEPT if is_accepted else facts.DecisionKind.REJECT,
        body=petition.certification.body.slug,
        on=petition.decided_on,
        reason=petition.reason,
        holding=petition.certification.public_id,
        activity=petition.activity.public_id,
        clause=petition.clause,
        amount=None if petition.amount_grains is None else from_grains(petition.amount_grains),
        categories=frozenset(petition.categories),
    )
