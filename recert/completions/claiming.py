"""Claiming: a code shown at the end of a class, by which learners report themselves.

The provider opens a window of time and closes it. Whoever has the code meanwhile says that they
were there, and it is in their transcript at once, through the same door as everything that is
reported. A code that got about is closed, and what was claimed by it can be voided together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.attending import minutes_of
from recert.completions.correcting import void
from recert.completions.models import (
    Claim,
    ClaimWindow,
    Completion,
    CompletionState,
    CorrectionKind,
    CorrectionState,
    ReportWay,
    SeatCode,
)
from recert.completions.receiving import Line, Named, receive
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.journal.actions import write
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Person

LONGEST = timedelta(days=31)
MOST_SEATS = 500

S = CompletionState


@dataclass(frozen=True, slots=True)
class Code:
    """A code somebody has: its window, and its seat where it is good once."""

    window: ClaimWindow
    seat: SeatCode | None

    @property
    def row(self) -> CourseClass:
        """The class it is for."""
        return self.window.course_class


# ---------------------------------------------------------------- the provider's


@transaction.atomic
def open_window(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    class_id: str,
    since: datetime,
    until: datetime,
    only_enrolled: bool = False,
    seats: int = 0,
    key: str,
) -> ClaimWindow:
    """Let a class be claimed from `since` until `until`; with `seats`, by codes good once.

    The same form sent twice opens one. Refused where nobody could have completed the class yet.
    """
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.REPORT)
    earlier = ClaimWindow.objects.filter(course_class=row, key=key).first()
    if earlier is not None:
        return earlier
    _refuse_window(row, at, since, until, seats)
    window = ClaimWindow.objects.create(
        course_class=row,
        since=since,
        until=until,
        only_enrolled=only_enrolled,
        seats=seats,
        opened_by=by,
        opened_at=at,
        key=key,
    )
    SeatCode.objects.bulk_create(
        SeatCode(window=window, number=number) for number in range(1, seats + 1)
    )
    _write(at, by, "completions.claims-opened", window)
    return window


def _refuse_window(
    row: CourseClass, at: datetime, since: datetime, until: datetime, seats: int
) -> None:
    if row.cancelled_at is not None:
        raise Refused(_("The class was cancelled: nobody can have been there."))
    if row.edition.course.provider.closed_at is not None:
        raise Refused(_("This provider was closed and reports no more."))
    if until <= since:
        raise Refused(_("The end lies before the beginning. Exchange them."), "until")
    if until <= at:
        raise Refused(_("This end has passed already. Choose a later one."), "until")
    if until - since > LONGEST:
        raise Refused(_("At most a month. A code that is open for long gets about."), "until")
    if row.ends_at is not None and local_day(since, row.zone) < local_day(row.ends_at, row.zone):
        raise Refused(
            _("The class has not ended by then. Open it on its last day or later."), "since"
        )
    if not 0 <= seats <= MOST_SEATS:
        raise Refused(_("At most %(most)d codes at once.") % {"most": MOST_SEATS}, "seats")


@transaction.atomic
def close_window(
    *, by: Person, at: datetime, provider_slug: str, class_id: str, window_id: str
) -> ClaimWindow:
    """Let nobody claim by a code any more, from now on. Twice is once."""
    window = window_for_staff(by, provider_slug, class_id, window_id)
    if ClaimWindow.objects.filter(pk=window.pk, closed_at=None).update(closed_at=at, closed_by=by):
        _write(at, by, "completions.claims-closed", window)
    window.refresh_from_db()
    return window


def void_claims(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    class_id: str,
    window_id: str,
    completions: Iterable[str],
    reason: str,
) -> int:
    """Void what was claimed by a code: those named by public id; returns how many.

    Each is voided as any completion is: where a body's decision rests on it, the body is asked.
    """
    window = window_for_staff(by, provider_slug, class_id, window_id)
    chosen = set(completions)
    if not chosen:
        raise Refused(_("Choose whose claims to void."), "chosen")
    if not reason.strip():
        raise Refused(_("Give the reason. Whoever it was reported of reads it."), "reason")
    found = [each.completion for each in claims_of(window) if each.completion.public_id in chosen]
    standing = [each for each in found if each.state == S.ACCEPTED]
    for each in standing:
        void(by=by, at=at, completion=each, reason=reason)
    return len(standing)


def window_for_staff(person: Person, slug: str, class_id: str, window_id: str) -> ClaimWindow:
    """One window of a class of the person's provider."""
    row = class_for_staff(person, slug, class_id, ProviderDuty.REPORT)
    found = windows_of(row).filter(public_id=window_id).first()
    if found is None:
        raise NotFound
    return found


def windows_of(row: CourseClass) -> QuerySet[ClaimWindow]:
    """The windows a class was opened in, the newest first; whoever asks was let in."""
    return ClaimWindow.objects.filter(course_class=row).select_related(
        "course_class__edition__course__provider", "opened_by", "closed_by"
    )


def claims_of(window: ClaimWindow) -> QuerySet[Claim]:
    """Who claimed by a window, in the order they came."""
    return Claim.objects.filter(window=window).select_related(
        "person", "completion__activity", "seat"
    )


def seat_codes_of(window: ClaimWindow) -> QuerySet[SeatCode]:
    """The codes good once, with who used which."""
    return SeatCode.objects.filter(window=window).select_related("claim")


# ---------------------------------------------------------------- the learner's


def code_named(text: str) -> Code | None:
    """What a code is for, however it was typed; None where it is none.

    The common code of a window with seats is good for nothing.
    """
    code = "".join(text.lower().split()).replace("–", "-")
    if "-" not in code and len(code) == 10:
        code = f"{code[:5]}-{code[5:]}"
    with_class = "course_class__edition__course__provider"
    window = ClaimWindow.objects.filter(code=code, seats=0).select_related(with_class).first()
    if window is not None:
        return Code(window, None)
    seat = SeatCode.objects.filter(code=code).select_related(f"window__{with_class}").first()
    return Code(seat.window, seat) if seat is not None else None


def day_of(code: Code, at: datetime) -> date:
    """The day that is claimed: the last of the class; of one taken at any time, today."""
    row = code.row
    return local_day(row.ends_at or at, row.zone)


def why_not(code: Code, person: Person | None, at: datetime) -> str:
    """Why it cannot be claimed now, in a sentence that says what to do; empty where it can."""
    window = code.window
    provider = code.row.edition.course.provider
    if window.closed_at is not None or at > window.until or code.row.cancelled_at is not None:
        return _(
            "Credit cannot be claimed by this code any more. If you were there, tell "
            "%(provider)s: they can still report it."
        ) % {"provider": provider.name}
    if at < window.since:
        return _("It is too early. Open this page again when the class has ended.")
    if code.seat is not None and Claim.objects.filter(seat=code.seat).exists():
        return _(
            "Somebody has used this code already: each is good once. Ask in the room for another."
        )
    if window.only_enrolled and person is not None and not _is_enrolled(person, code.row):
        return _(
            "Only who is enrolled in this class can claim it, and you are not, with this account. "
            "If you enrolled with another address, sign in with that one. If not, ask %(provider)s."
        ) % {"provider": provider.name}
    return _too_short(code.row, person, at) if person is not None else ""


def _was_voided(window: ClaimWindow, person: Person) -> str:
    """What the provider took back is not claimed once more by the same code."""
    voided = Claim.objects.filter(
        window=window, person=person, completion__corrections__kind=CorrectionKind.VOIDED
    )
    if not voided.exclude(completion__corrections__state=CorrectionState.DROPPED).exists():
        return ""
    return _(
        "%(provider)s took back what you claimed. If you were there, tell them: they can still "
        "report it."
    ) % {"provider": window.course_class.edition.course.provider.name}


def _too_short(row: CourseClass, person: Person, at: datetime) -> str:
    """Where it was noted who was there for how long, that counts for claims as well."""
    minutes = minutes_of(person, row, at)
    if minutes is None or minutes >= (row.least_minutes or 0):
        return ""
    return _(
        "Credit takes %(least)d minutes in this class; you are noted with %(minutes)d. If that "
        "is wrong, tell %(provider)s."
    ) % {
        "least": row.least_minutes or 0,
        "minutes": minutes,
        "provider": row.edition.course.provider.name,
    }


def _is_enrolled(person: Person, row: CourseClass) -> bool:
    return Enrolment.objects.filter(
        person=person, course_class=row, state=EnrolmentState.ENROLLED
    ).exists()


def reported_before(code: Code, person: Person, at: datetime) -> Completion | None:
    """What is in the person's transcript of this course on this day already."""
    return (
        Completion.objects.filter(
            person=person,
            course=code.row.edition.course,
            completed=day_of(code, at),
            role="learner",
            state=S.ACCEPTED,
        )
        .select_related("activity")
        .first()
    )


@transaction.atomic
def claim(*, by: Person, at: datetime, code: str) -> Completion:
    """Say that one was there: it is in the transcript at once. Twice is once.

    Refuses with a sentence: wrong code, too early or late, not enrolled, used already.
    """
    found = code_named(code)
    if found is None:
        raise Refused(_("No class has this code. Read it once more, letter by letter."), "code")
    window = ClaimWindow.objects.select_for_update(of=("self",)).get(pk=found.window.pk)
    before = reported_before(found, by, at)
    if before is not None:
        return before
    why = why_not(Code(_fresh(window, found), found.seat), by, at)
    why = why or _was_voided(window, by)
    if why:
        raise Refused(why, "code")
    row = found.row
    line = Line(
        row=1,
        named=Named(person=by.public_id),
        course_class=row.public_id,
        completed=day_of(found, at),
        minutes=minutes_of(by, row, at),
    )
    received = receive(
        by=by,
        at=at,
        provider=row.edition.course.provider,
        way=ReportWay.CLAIM,
        key=_key(window, by),
        lines=(line,),
        course_class=row,
    )
    answer = received.answers[0]
    if answer.state != S.ACCEPTED:
        raise Refused(_said(answer.problems), "code")
    done = Completion.objects.select_related("activity").get(public_id=answer.completion)
    Claim.objects.get_or_create(
        completion=done, defaults={"window": window, "seat": found.seat, "person": by, "at": at}
    )
    return done


def _fresh(window: ClaimWindow, found: Code) -> ClaimWindow:
    """The window as it is now that nobody else writes it, with the class that was fetched."""
    window.course_class = found.row
    return window


def _key(window: ClaimWindow, person: Person) -> str:
    """One claim a person and window; after a refusal or a void it may be made again."""
    tried = Completion.objects.filter(
        report__key__startswith=f"claim:{window.public_id}:{person.public_id}"
    ).count()
    return f"claim:{window.public_id}:{person.public_id}:{tried}"


def _said(problems: Iterable[object]) -> str:
    sentences = [f"{getattr(each, 'rule', '')} {getattr(each, 'fix', '')}" for each in problems]
    return " ".join(sentences).strip() or _("It was reported already.")


def _write(at: datetime, by: Person, code: str, window: ClaimWindow) -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=window.subject,
        detail={"class": window.course_class.public_id},
    )
