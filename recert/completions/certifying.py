"""Certifying: a completion put down as a certificate, word for word, under a code.

It says what any body asks a certificate to say, as far as it is known: who, under which
numbers, what exactly and under which numbers of theirs, taught by whom, when and where, how
long, for how much of whose credit, and who says so. What a completion says is certified once;
when it is corrected there is a new certificate, and the old one's check page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from recert.catalogue.approval_queries import speaking_on
from recert.catalogue.models import CourseClass, Presenter, Provider
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.models import Certificate, Completion, CompletionState, ReportWay
from recert.completions.queries import completion_for
from recert.credentials.models import Certification, Register
from recert.credentials.queries import IN_REGISTER
from recert.enrolments.models import Enrolment
from recert.journal.actions import write_many
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refused
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.queries import bodies
from recert.rules.amounts import from_grains, show
from recert.transcript.actions.issuing import digest_of
from recert.transcript.models import Activity

S = CompletionState

MOST_AT_ONCE = 100
"""So many are made for a class at once: each takes a moment to typeset."""

WITH = (
    "provider", "course", "edition", "course_class", "person", "activity", "report",
)  # fmt: skip


class Says(StrEnum):
    """What is true today of a certificate that was handed out."""

    GENUINE = "genuine"
    CORRECTED = "corrected"  # it was put right since, and another speaks now
    VOIDED = "voided"


def certify_own(*, by: Person, at: datetime, completion_id: str) -> Certificate:
    """The certificate of what was reported of oneself, made the first time it is asked for."""
    return _certify([completion_for(by, completion_id)], by, at)[0]


def certify_class(
    *, by: Person, at: datetime, provider_slug: str, class_id: str, part: int = 1
) -> list[Certificate]:
    """The certificates of everybody in a class, so many at once; `part` counts from 1."""
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.REPORT)
    start = (part - 1) * MOST_AT_ONCE
    found = list(certifiable_in(row)[start : start + MOST_AT_ONCE])
    if not found:
        raise Refused(_("Nobody’s completion of this class is in their transcript yet."))
    return _certify(found, by, at)


def certifiable_in(row: CourseClass) -> list[Completion]:
    """Whoever completed a class and may be named to its provider on paper, by name; one query.

    They gave their number with a second fact, enrolled themselves, or claimed it. An address
    or an account does not tell whose it is; who was named by one alone has the paper themselves.
    """
    by_hand = Enrolment.objects.filter(
        person=OuterRef("person"), course_class=OuterRef("course_class")
    ).exclude(named="")
    found = Completion.objects.filter(
        Q(report__way=ReportWay.CLAIM)
        | (~Q(by_number="") & Q(by_account=""))
        | (Q(named__has_key="person") & ~Exists(by_hand)),
        course_class=row,
        state=S.ACCEPTED,
        activity__isnull=False,
        person__erased_at=None,
    )
    return list(found.select_related(*WITH).order_by("person__name", "id"))


@transaction.atomic
def _certify(rows: Sequence[Completion], by: Person, at: datetime) -> list[Certificate]:
    for row in rows:
        if row.state != S.ACCEPTED or row.activity is None or row.person is None:
            raise Refused(_("There is a certificate only of what stands in a transcript."))
    known = _known(rows)
    missing = [row for row in rows if row.pk not in known]
    if missing:
        contents = contents_of(missing)
        made = [
            Certificate(
                completion=row,
                person=row.person,
                entry=row.activity.public_id if row.activity else "",
                content=content,
                sha256=digest_of(content),
                issued_at=at,
            )
            for row, content in zip(missing, contents, strict=True)
        ]
        Certificate.objects.bulk_create(made, ignore_conflicts=True)  # the other click was quicker
        known = _known(rows)
        _write(known, missing, by, at)
    return [known[row.pk] for row in rows]


def _known(rows: Iterable[Completion]) -> dict[int, Certificate]:
    """The certificates there are of what these completions say now."""
    entries = {row.pk: row.activity.public_id for row in rows if row.activity}
    found = Certificate.objects.filter(completion__in=list(entries)).select_related(
        "person", "completion__provider"
    )
    return {each.completion_id: each for each in found if each.entry == entries[each.completion_id]}


def _write(
    made: dict[int, Certificate], rows: Iterable[Completion], by: Person, at: datetime
) -> None:
    new = [made[row.pk] for row in rows]
    write_many(
        at=at,
        by=id_of(by),
        code="completions.certified",
        about=((each.subject, each.person.public_id, {"sha256": each.sha256}) for each in new),
    )


# ---------------------------------------------------------------- what it says


def contents_of(rows: Sequence[Completion]) -> list[dict[str, object]]:
    """What the certificates of these completions say; as many queries for hundreds as for one."""
    names = dict(bodies().values_list("slug", "name"))
    activities = {
        each.pk: each
        for each in Activity.objects.filter(
            pk__in=[row.activity_id for row in rows]
        ).prefetch_related("awards")
    }
    numbers = _numbers([row.person_id for row in rows if row.person_id])
    approvals = {
        (provider, day): _provider_numbers(provider, day)
        for provider, day in {(row.provider, row.completed) for row in rows}
        if day is not None
    }
    taught_by = _presenters([row.edition_id for row in rows if row.edition_id])
    found = []
    for row in rows:
        assert row.activity_id is not None  # whoever called looked
        assert row.person_id is not None
        assert row.edition_id is not None
        assert row.completed is not None
        entry = activities[row.activity_id]
        awards = [
            {
                "amount": show(from_grains(each.amount_grains)),
                "unit": each.unit,
                "by": names.get(each.by, each.by),
                "number": each.number,
            }
            for each in entry.awards.all()
        ]
        awarding = {each.by for each in entry.awards.all()}
        found.append(
            {
                **_of_person(row, numbers.get(row.person_id, []), awarding, names),
                **_of_course(row, entry),
                **_of_class(row),
                "awards": awards,
                "provider": _of_provider(
                    row.provider, approvals[row.provider, row.completed], awarding
                ),
                "presenters": taught_by.get(row.edition_id, []),
            }
        )
    return found


def _of_person(
    row: Completion,
    held: Iterable[tuple[str, str, str]],
    awarding: set[str],
    names: dict[str, str],
) -> dict[str, object]:
    """Whose it is, with the numbers they hold where credit was awarded, and the one reported."""
    numbers = {(body, number) for body, _credential, number in held if body in awarding}
    body, number = row.named.get("body", "").strip().lower(), row.named.get("number", "").strip()
    if number and not any(number.upper() == each.upper() for _body, each in numbers):
        numbers.add((body, number))
    return {
        "name": str(row.person),
        "numbers": [
            {"body": names.get(body, body), "number": number} for body, number in sorted(numbers)
        ],
        "role": row.role,
    }


def _of_course(row: Completion, entry: Activity) -> dict[str, object]:
    assert row.edition is not None
    assert row.course is not None
    parts = row.parts or row.edition.parts
    return {
        "title": row.edition.title,
        "course": row.course.number,
        "edition": row.edition.number,
        "kind": entry.kind,
        "delivery": entry.delivery or "",
        "minutes": entry.minutes,
        "topics": list(row.edition.topics),
        "parts": [
            {
                "minutes": each.get("minutes"),
                "share": each.get("share", ""),
                "topics": list(each.get("topics", ())),
            }
            for each in parts
        ],
        "assessed": entry.assessed,
        "passed": entry.passed,
        "grade": row.grade,
    }


def _of_class(row: Completion) -> dict[str, object]:
    """When and where; who says so, and how it came."""
    held = row.course_class
    started = row.started
    if started is None and held is not None and held.starts_at is not None:
        started = local_day(held.starts_at, held.zone)
    place = (held.place, held.city, held.region, held.country) if held else ("", "", "", "")
    assert row.completed is not None
    return {
        "completed": row.completed.isoformat(),
        "started": started.isoformat() if started and started <= row.completed else "",
        "class": (held.number or held.public_id) if held else "",
        "place": dict(zip(("place", "city", "region", "country"), place, strict=True)),
        "source": "provider",
        "way": row.report.way,
        "reported": local_day(row.reported_at, row.provider.zone).isoformat(),
        "completion": row.public_id,
    }


def _of_provider(
    provider: Provider, approvals: Iterable[tuple[str, str, str]], awarding: set[str]
) -> dict[str, object]:
    return {
        "name": provider.name,
        "legal_name": provider.legal_name or provider.name,
        "address": provider.address,
        "country": provider.country,
        "email": provider.email,
        "phone": provider.phone,
        "website": provider.website,
        "signatory": provider.signatory,
        "numbers": [
            {"body": name, "number": number}
            for slug, name, number in approvals
            if slug in awarding or not awarding
        ],
    }


def _numbers(persons: Iterable[int]) -> dict[int, list[tuple[str, str, str]]]:
    """Body, credential and number of what these persons hold, by the person's row."""
    rows = (
        Certification.objects.filter(IN_REGISTER, person__in=set(persons))
        .exclude(register=Register.REJECTED)
        .exclude(number="")
        .values_list("person_id", "body__slug", "credential", "number")
    )
    found: dict[int, list[tuple[str, str, str]]] = {}
    for person, *rest in rows:
        found.setdefault(person, []).append((rest[0], rest[1], rest[2]))
    return found


def _provider_numbers(provider: Provider, day: date) -> list[tuple[str, str, str]]:
    """Under which numbers bodies had approved a provider on a day."""
    found = speaking_on(day).filter(provider=provider).exclude(number="")
    rows = found.order_by("body__name", "id").values_list("body__slug", "body__name", "number")
    return list(dict.fromkeys((slug, name, number) for slug, name, number in rows))


def _presenters(editions: Iterable[int]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {}
    for each in Presenter.objects.filter(edition__in=set(editions)):
        said = {"name": each.name, "qualification": each.qualification}
        found.setdefault(each.edition_id, []).append(said)
    return found


# ---------------------------------------------------------------- what may be asked


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate with this code, for whoever has the code; None: there is none such."""
    return (
        Certificate.objects.filter(code=code.strip().lower(), person__erased_at=None)
        .select_related("person", "completion__activity", "completion__provider")
        .first()
    )


def own_certificate(person: Person, code: str) -> Certificate:
    """A certificate of the person's own, good or not."""
    found = certificate_by_code(code)
    if found is None or found.person_id != person.pk:
        raise NotFound
    return found


def certificates_of(trail: Iterable[Completion]) -> list[Certificate]:
    """What was handed out of a completion and of those it corrected, the newest first."""
    found = Certificate.objects.filter(completion__in=[each.pk for each in trail])
    return list(found.select_related("person", "completion__activity"))


def what_it_says(certificate: Certificate) -> Says:
    """Whether what it says still stands."""
    completion = certificate.completion
    if completion.state == S.VOIDED:
        return Says.VOIDED
    entry = completion.activity
    stands = completion.state == S.ACCEPTED and entry is not None
    if stands and entry is not None and entry.public_id == certificate.entry:
        return Says.GENUINE
    return Says.CORRECTED


def standing_instead(certificate: Certificate) -> Completion | None:
    """The completion that speaks now where one was corrected; None where nothing stands."""
    found: Completion | None = certificate.completion
    while found is not None and found.superseded_by_id is not None:
        found = found.superseded_by
    return found if found is not None and found.state == S.ACCEPTED else None
