"""Completions by API: reported, looked at, corrected, voided; and numbers checked before."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from ninja import Header, Path, Query, Router

from recert.catalogue.models import Source
from recert.completions.checking import check_numbers
from recert.completions.correcting import correct, void
from recert.completions.lines import Awarded, Line, Named, PartTaken, Received
from recert.completions.mending import locked
from recert.completions.models import Completion, CompletionState, ReportWay
from recert.completions.queries import completions_of_provider
from recert.completions.receiving import KeyTaken, receive
from recert.lib.refusals import NotFound
from recert.web.api import shapes
from recert.web.api.keys import KeyRequest
from recert.web.api.paging import Cursor, Limit, etag_of, page_of, refuse_stale, say_next
from recert.web.api.problems import INVALID, KEY_TAKEN, Halted, place, wrong_row
from recert.web.api.written import written_day, written_moment
from recert.web.clock import true_now

router = Router(tags=["completions"])

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=80,
        pattern="^[!-~]+$",
        description="Yours, new for each report. Sent again with the same body it is answered "
        "again and nothing happens twice; with another body it is refused.",
    ),
]
PublicId = Annotated[str, Path(max_length=24, description="Our id of it.")]

REFUSALS = frozenset((400, 401, 403, 404, 409, 412, 413, 415, 422, 429))
State = Annotated[CompletionState | None, Query(description="Only those in this state.")]


@router.post(
    "/completions",
    response={200: shapes.ReportOut, REFUSALS: shapes.Refusal},
    operation_id="report_completions",
    summary="Report completions",
    url_name="completions_post",
)
def report_completions(
    request: KeyRequest, body: shapes.CompletionsIn, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Report up to 500 completions; every row is answered.

    Good rows are posted at once. A row that needs attention is kept in your tray and says what
    is wrong, unless `all_or_nothing` is set: then nothing is posted and the answer is 422.
    """
    source = request.auth
    try:
        received = receive(
            by=None,
            at=true_now(),
            provider=source.provider,
            way=ReportWay.API,
            key=f"api:{source.public_id}:{idempotency_key}",
            lines=[line_from(row, each) for row, each in enumerate(body.completions, 1)],
            source=source,
            dry=body.dry_run,
            whole=body.all_or_nothing,
        )
    except KeyTaken as taken:
        raise Halted(KEY_TAKEN, " ".join(taken.sentences)) from None
    if body.all_or_nothing and not body.dry_run and received.report is None:
        raise Halted(
            INVALID,
            "Nothing was posted: not every row is good.",
            [
                wrong_row(answer.row, each)
                for answer in received.answers
                for each in answer.problems
                if answer.state == CompletionState.PROBLEM
            ],
        )
    return report_out(received)


@router.get(
    "/completions",
    response={200: shapes.CompletionsOut, REFUSALS: shapes.Refusal},
    operation_id="list_completions",
    summary="List what was reported",
    url_name="completions",
)
def list_completions(
    request: KeyRequest,
    response: HttpResponse,
    state: State = None,
    course: Annotated[str, Query(max_length=60, description="Your number of the course.")] = "",
    external_id: Annotated[str, Query(max_length=120, description="Your own id.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """What was reported for the courses of this key, the newest first."""
    rows = seen_by(request.auth)
    if state is not None:
        rows = rows.filter(state=state)
    if course:
        rows = rows.filter(course__number=course)
    if external_id:
        rows = rows.filter(external_id=external_id)
    found, after = page_of(rows, cursor, limit)
    say_next(request, response, after)
    return {"completions": [completion_out(each, request.auth) for each in found], "next": after}


@router.get(
    "/completions/{public_id}",
    response={200: shapes.CompletionOut, REFUSALS: shapes.Refusal},
    operation_id="get_completion",
    summary="Look at one",
    url_name="completion",
)
def get_completion(
    request: KeyRequest, response: HttpResponse, public_id: PublicId
) -> dict[str, Any]:
    """One completion as it stands; the `ETag` changes whenever it does."""
    return _shown(response, seen_one(request.auth, public_id), request.auth)


@router.post(
    "/completions/{public_id}/correct",
    response={200: shapes.CompletionOut, REFUSALS: shapes.Refusal},
    operation_id="correct_completion",
    summary="Correct one",
    url_name="completion_correct",
)
def correct_completion(
    request: KeyRequest, response: HttpResponse, public_id: PublicId, body: shapes.CorrectionIn
) -> dict[str, Any]:
    """Say what it should have said. The answer is what stands instead.

    Where a body's decision rests on it, the answer's state is `held` until that body has
    looked. `If-Match` is honoured.
    """
    with transaction.atomic():
        completion = _to_change(request, public_id)
        corrected = correct(
            by=None,
            at=true_now(),
            completion=completion,
            line=line_from(1, body.completion),
            reason=body.reason,
            source=request.auth,
        )
    return _shown(response, seen_one(request.auth, corrected.public_id), request.auth)


@router.post(
    "/completions/{public_id}/void",
    response={200: shapes.CompletionOut, REFUSALS: shapes.Refusal},
    operation_id="void_completion",
    summary="Void one",
    url_name="completion_void",
)
def void_completion(
    request: KeyRequest, response: HttpResponse, public_id: PublicId, body: shapes.VoidIn
) -> dict[str, Any]:
    """Say that it did not happen; twice is once. `If-Match` is honoured."""
    with transaction.atomic():
        completion = _to_change(request, public_id)
        void(
            by=None,
            at=true_now(),
            completion=completion,
            reason=body.reason,
            source=request.auth,
        )
    return _shown(response, seen_one(request.auth, public_id), request.auth)


@router.post(
    "/checks",
    response={200: shapes.CheckedAllOut, REFUSALS: shapes.Refusal},
    operation_id="check_people",
    summary="Check numbers before a class",
    url_name="checks",
)
def check_people(request: KeyRequest, body: shapes.PeopleIn) -> dict[str, Any]:
    """Whether a number and a second fact agree. No says nothing about who exists."""
    named = [Named(**each.model_dump()) for each in body.people]
    found = check_numbers(at=true_now(), provider=request.auth.provider, named=named)
    return {
        "results": [{"row": row, "agrees": each.agrees} for row, each in enumerate(found, start=1)]
    }


# ---------------------------------------------------------------- what a key sees


def seen_by(source: Source) -> QuerySet[Completion]:
    """What a key may look at: its courses', and what it reported itself of none it knew."""
    rows = completions_of_provider(source.provider)
    courses = list(source.courses.values_list("pk", flat=True))
    if courses:
        rows = rows.filter(Q(course__in=courses) | Q(course=None, report__source=source))
    return rows


def seen_one(source: Source, public_id: str) -> Completion:
    """One completion a key may look at."""
    found = seen_by(source).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def _to_change(request: KeyRequest, public_id: str) -> Completion:
    """One completion, held for whoever changes it, if it is what they saw."""
    found = seen_one(request.auth, public_id)
    locked(found)
    found = seen_one(request.auth, public_id)
    refuse_stale(request, completion_out(found, request.auth))
    return found


def _shown(response: HttpResponse, row: Completion, source: Source) -> dict[str, Any]:
    content = completion_out(row, source)
    response.headers["ETag"] = etag_of(content)
    return content


# ---------------------------------------------------------------- between shapes and lines


def line_from(row: int, said: shapes.CompletionIn) -> Line:
    """A row as the pipeline behind every way in takes it."""
    return Line(
        row=row,
        named=Named(**said.person.model_dump()),
        external_id=said.external_id,
        course=said.course,
        edition=said.edition,
        course_class=said.course_class,
        completed=said.completed,
        started=said.started,
        minutes=said.minutes,
        passed=said.passed,
        grade=said.grade,
        parts=tuple(
            PartTaken(minutes=each.minutes, topics=tuple(each.topics)) for each in said.parts
        ),
        awards=tuple(
            Awarded(amount=each.amount, unit=each.unit, by=each.by, number=each.number)
            for each in said.awards
        ),
        role=said.role,
        said=said.model_dump(mode="json", exclude_defaults=True),
    )


def report_out(received: Received) -> dict[str, Any]:
    """What became of a report."""
    return {
        "report": received.report.public_id if received.report else "",
        "counts": received.counts,
        "results": [
            {
                "row": each.row,
                "state": each.state.value,
                "id": each.completion,
                "external_id": each.external_id,
                "problems": [_problem(asdict(one)) for one in each.problems],
            }
            for each in received.answers
        ],
    }


def completion_out(row: Completion, source: Source) -> dict[str, Any]:
    """A completion as it stands, for a key."""
    is_own = row.report.source_id == source.pk
    return {
        "id": row.public_id,
        "report": row.report.public_id,
        "row": row.row,
        "state": row.state,
        "external_id": row.external_id,
        "course": row.course.number if row.course else "",
        "edition": row.edition.number if row.edition else None,
        "course_class": (row.course_class.number or row.course_class.public_id)
        if row.course_class
        else "",
        "completed": written_day(row.completed),
        "started": written_day(row.started),
        "minutes": row.minutes,
        "passed": row.passed,
        "grade": row.grade,
        "role": row.role,
        "problems": [_problem(each) for each in row.problems],
        "reported_at": written_moment(row.reported_at),
        "settled_at": written_moment(row.settled_at),
        "reason": row.reason,
        "superseded_by": row.superseded_by.public_id if row.superseded_by else "",
        "same_as": row.same_as.public_id if row.same_as else "",
        "person": dict(row.named) if is_own else None,
    }


def _problem(said: dict[str, str]) -> dict[str, str]:
    return {**said, "field": place(said["field"])}
