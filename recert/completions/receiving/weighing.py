"""Weighing: what a batch of lines comes to, before anything is written.

As many queries for five hundred lines as for one, but for a day nobody asked about before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.models import (
    CourseApproval,
    CourseClass,
    CourseEdition,
    Provider,
    Source,
)
from recert.completions.identifying import account_key, identify_many, number_key
from recert.completions.lines import Line, Problem, awards_plain, named_plain
from recert.completions.models import Completion, CompletionState
from recert.completions.recalled import recalls_in_force, takes_credit
from recert.completions.receiving.crediting import (
    MOST_GRADE,
    MOST_ID,
    MOST_MINUTES,
    Approved,
    credited,
    problems_in,
    problems_of_length,
)
from recert.completions.receiving.naming import problems_of_naming
from recert.completions.receiving.parting import notes_on
from recert.completions.receiving.resolving import Meant, Resolver
from recert.lib.days import local_day
from recert.lib.inserting import alike
from recert.lib.public_ids import new_public_id
from recert.lib.refusals import Refusal
from recert.people.models import Person
from recert.people.queries import bodies
from recert.rules import facts
from recert.transcript.entering import activity_refusals
from recert.transcript.models import Activity
from recert.transcript.queries import own_entries_on

S = CompletionState

MOST_ROLE = 20
MOST_KNOWN = 2_000
"""So many ways of having done a course are remembered at once."""

STANDING = (S.ACCEPTED, S.UNMATCHED)
"""What a provider's own id, or the same person, course and day, speaks once of."""


@dataclass(slots=True)
class Weighed:
    """A line and what it comes to: `row` as it would be kept, `fact` as it would be posted."""

    row: Completion
    fact: facts.Activity | None = None
    own: Activity | None = None  # the person's own entry of the same thing
    same_as: Weighed | None = None  # in the same batch
    instead_of: Completion | None = None  # that waited, and is named better now


@dataclass(frozen=True, slots=True)
class _ComeTo:
    """What is wrong with what a line says of a course, or what it is worth, and what it is told."""

    form: Completion | None = None  # what is kept of it, where it is of an edition
    problems: Sequence[Problem] = ()
    refused: Sequence[Problem] = ()  # what no transcript takes, whoever says it
    fact: facts.Activity | None = None
    notes: Sequence[Problem] = ()


class Scales:
    """Weighs the lines of one report, batch after batch."""

    def __init__(
        self,
        *,
        provider: Provider,
        at: datetime,
        by: Person | None,
        course_class: CourseClass | None,
        source: Source | None,
        mending: Completion | None = None,
    ) -> None:
        """`mending`: what is weighed takes the place of that one, which is looked past."""
        self._provider = provider
        self._mending = mending
        self._at = at
        self._by = by
        self._class = course_class
        self._resolver = Resolver(provider, at, course_class, source)
        self._approved = Approved(provider)
        self._bodies = frozenset(bodies().values_list("slug", flat=True))
        self._recalls = recalls_in_force(provider)
        self._today = local_day(at, provider.zone)
        self._seen: dict[tuple[object, ...], Weighed] = {}
        self._known: dict[tuple[object, ...], _ComeTo] = {}

    def forget(self) -> None:
        """What was weighed is written now, and found there."""
        self._seen.clear()

    def weigh(self, lines: Sequence[Line]) -> list[Weighed]:
        """What these lines come to, in their order."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        self._resolver.prepare(lines)
        meant = [self._resolver.resolve(line) for line in lines]
        self._approved.prepare(meant)
        persons = self._identify(lines)
        found = [
            self._first(line, about, person)
            for line, about, person in zip(lines, meant, persons, strict=True)
        ]
        self._look_for_doubles(found)
        self._look_for_own(found)
        return found

    def _identify(self, lines: Sequence[Line]) -> list[Person | None]:
        mended = self._mending
        is_same = mended and all(named_plain(line.named) == mended.named for line in lines)
        if mended is not None and mended.person is not None and is_same:
            return [mended.person for _line in lines]  # who it is was not what was wrong
        return identify_many(
            [line.named for line in lines],
            self._provider,
            course_class=self._class,
            by=self._by,
        )

    def _first(self, line: Line, meant: Meant, person: Person | None) -> Weighed:
        """A line by itself: what is wrong with it, or what it would post."""
        problems = [
            *meant.problems,
            *problems_of_naming(line, self._bodies),
            *problems_of_length(line),
        ]
        come_to = self._come_to(line, meant)
        problems += come_to.problems
        problems += come_to.refused if not problems else ()
        fact, notes = come_to.fact, come_to.notes
        row = _row(line, come_to.form or self._form(line, meant), person)
        row.problems = [asdict(problem) for problem in problems or notes]
        row.state = _state(line, problems, person)
        return Weighed(row=row, fact=fact if row.state == S.ACCEPTED else None)

    def _come_to(self, line: Line, meant: Meant) -> _ComeTo:
        """What a line says of the course, apart from whom: the same for all who did alike."""
        if meant.edition is None or meant.completed is None:
            return _ComeTo()
        alike = (
            meant.edition.pk, meant.completed, meant.course_class and meant.course_class.pk,
            line.started, line.minutes, line.passed, line.grade, line.parts, line.awards, line.role,
        )  # fmt: skip
        found = self._known.get(alike)
        if found is None:
            found = self._known[alike] = self._look(line, meant, meant.edition, meant.completed)
        return found

    def _look(self, line: Line, meant: Meant, edition: CourseEdition, on: date) -> _ComeTo:
        form = self._form(line, meant)
        approvals, problems = self._speaking(edition, on)
        problems += problems_in(line, meant, approvals)
        if problems:
            return _ComeTo(form, problems)
        fact = credited(line, meant, self._provider, approvals)
        refused = [_as_problem(refusal) for refusal in activity_refusals(fact, self._at)]
        return _ComeTo(form, (), refused, fact, notes_on(line, meant, approvals))

    def _form(self, line: Line, meant: Meant) -> Completion:
        """What is kept of a line apart from whom it is about, and under which number and id."""
        return Completion(
            provider=self._provider,
            course=meant.course,
            edition=meant.edition,
            course_class=meant.course_class,
            started=line.started,
            completed=meant.completed,
            minutes=line.minutes if 0 <= (line.minutes or 0) <= MOST_MINUTES else None,
            passed=line.passed,
            grade=line.grade[:MOST_GRADE],
            parts=[{"minutes": part.minutes, "topics": list(part.topics)} for part in line.parts],
            awards=awards_plain(line.awards),
            role=line.role[:MOST_ROLE],
            reported_at=self._at,
        )

    def _speaking(
        self, edition: CourseEdition, completed: date
    ) -> tuple[list[CourseApproval], list[Problem]]:
        """The approvals that speak of an edition on a day, but for what was recalled since."""
        approvals, problems = self._approved.of(edition, completed), []
        for recall in self._recalls:
            if not takes_credit(recall, edition.course_id, edition.number, completed, self._today):
                continue
            if recall.body is None:
                problems = [_recalled(completed)]
            approvals = [each for each in approvals if each.body_id != recall.body_id]
        return approvals, problems

    # -------------------------------------------------------------- doubles

    def _look_for_doubles(self, found: Sequence[Weighed]) -> None:
        able = [each for each in found if each.row.state in STANDING]
        failed = [each for each in found if each.row.state == S.FAILED]
        ids = {each.row.external_id for each in (*able, *failed)} - {""}
        standing = self._kept().filter(state__in=STANDING)
        by_id = {row.external_id: row for row in standing.filter(external_id__in=ids)}
        by_key = self._standing_like([*able, *failed])
        for each in failed:
            if each.row.external_id in by_id or _key(each.row) in by_key:
                _refuse_failed(each)
        for each in able:
            if self._is_said_here_before(each):
                continue
            earlier = by_id.get(each.row.external_id) or by_key.get(_key(each.row))
            if earlier is not None:
                self._against(each, earlier)

    def _kept(self) -> QuerySet[Completion]:
        found = Completion.objects.filter(provider=self._provider)
        return found.exclude(pk=self._mending.pk) if self._mending else found

    def _standing_like(self, found: Sequence[Weighed]) -> dict[tuple[object, ...], Completion]:
        """What was reported before of these persons, or of people named alike."""
        rows = [each.row for each in found]
        of_days = self._kept().filter(completed__in={row.completed for row in rows})
        known = of_days.filter(
            state=S.ACCEPTED, person__in={row.person_id for row in rows} - {None}
        )
        unknown = [row for row in rows if row.person_id is None]
        waiting = of_days.filter(
            Q(by_number__in={row.by_number for row in unknown} - {""})
            | Q(by_email__in={row.by_email for row in unknown} - {""})
            | Q(by_account__in={row.by_account for row in unknown} - {""}),
            state=S.UNMATCHED,
            course__in={row.course_id for row in unknown},
        )
        return {_key(row): row for row in (*known, *waiting)}

    def _against(self, each: Weighed, earlier: Completion) -> None:
        """A line that says again what stands, says it better, or says something else."""
        is_same_id = bool(each.row.external_id) and each.row.external_id == earlier.external_id
        if not is_same_id or says(each.row) == says(earlier):
            each.row.state, each.row.same_as, each.fact = S.DUPLICATE, earlier, None
            _note_what_differs(each.row, earlier)
        elif earlier.state == S.UNMATCHED:
            each.instead_of = earlier
        else:
            self._refuse_other(each)

    def _is_said_here_before(self, each: Weighed) -> bool:
        """Whether an earlier line of this report speaks of the same thing, or has the same id."""
        keys = [_key(each.row)]
        if each.row.external_id:
            keys.append(("external", each.row.external_id))
        first = next((self._seen[key] for key in keys if key in self._seen), None)
        if first is None:
            self._seen |= dict.fromkeys(keys, each)
        elif first.row.state not in STANDING:
            return False  # it came to nothing itself
        elif _key(first.row) == _key(each.row):
            each.row.state, each.same_as, each.fact = S.DUPLICATE, first, None
        else:
            self._refuse_other(each)
        return first is not None

    def _refuse_other(self, each: Weighed) -> None:
        problem = Problem(
            field="external_id",
            value=each.row.external_id,
            rule=_("You reported this before, and it said something else."),
            fix=_("Correct the earlier one, or give this one an id of its own."),
        )
        each.row.state, each.fact = S.PROBLEM, None
        each.row.problems = [asdict(problem)]

    # -------------------------------------------------------------- what they logged themselves

    def _look_for_own(self, found: Sequence[Weighed]) -> None:
        posts = [each for each in found if each.fact is not None]
        if not posts:
            return
        own = own_entries_on(
            {each.row.person_id for each in posts if each.row.person_id},
            {each.row.completed for each in posts if each.row.completed},
        )
        by_day: dict[tuple[int, date], list[Activity]] = {}
        for entry in own:
            by_day.setdefault((entry.person_id, entry.completed), []).append(entry)
        for each in posts:
            assert each.fact is not None  # they were chosen by it
            assert each.row.person_id is not None  # or nothing would be posted
            entries = by_day.get((each.row.person_id, each.fact.completed), [])
            each.own = next((own for own in entries if is_same(own, each.fact)), None)
            if each.own is not None:
                entries.remove(each.own)


def _refuse_failed(each: Weighed) -> None:
    """What stands is not taken back by a row that says it was not passed: somebody voids it."""
    problem = Problem(
        field="passed",
        value="no",
        rule=_("This was reported before, as completed."),
        fix=_("Void the earlier one, or leave this row out."),
    )
    each.row.state, each.row.problems = S.PROBLEM, [asdict(problem)]


def _note_what_differs(row: Completion, earlier: Completion) -> None:
    """Say what a second report says otherwise: it changes nothing, and is not passed over."""
    row.problems = [
        asdict(
            Problem(
                field=field,
                value=str(getattr(row, field)),
                rule=_("It was reported before, as %(earlier)s.")
                % {"earlier": getattr(earlier, field)},
                fix=_("If this is right, correct the earlier one."),
            )
        )
        for field in ("minutes", "grade", "parts", "awards")
        if getattr(row, field) and getattr(row, field) != getattr(earlier, field)
    ]


def is_same(own: Activity, fact: facts.Activity) -> bool:
    """Whether somebody's own entry of a day is what a provider reports of that day."""
    if own.course and fact.course:
        return own.course == fact.course
    return " ".join(own.title.casefold().split()) == " ".join(fact.title.casefold().split())


def _recalled(completed: date) -> Problem:
    return Problem(
        field="completed",
        value=completed.isoformat(),
        rule=_("You recalled the course for this day: it gives no credit."),
        fix=_("Take the recall back first, if that was wrong."),
    )


def _as_problem(refusal: Refusal) -> Problem:
    return Problem(
        field=refusal.field or "row",
        value="",
        rule=refusal.sentence,
        fix=_("Mend it and send the row again."),
    )


def _state(line: Line, problems: Iterable[Problem], person: Person | None) -> CompletionState:
    if problems:
        return S.PROBLEM
    if line.passed is False:
        return S.FAILED
    return S.UNMATCHED if person is None else S.ACCEPTED


def _row(line: Line, form: Completion, person: Person | None) -> Completion:
    named = line.named
    return alike(
        form,
        {"person": person} if person is not None else {},
        public_id=new_public_id(),
        row=line.row,
        external_id=line.external_id[:MOST_ID],
        named=named_plain(named),
        by_number=number_key(named)[:130],
        by_email=named.email.strip().lower()[:254],
        by_account=account_key(named)[:401],
        said=dict(line.said),
    )


def _key(row: Completion) -> tuple[object, ...]:
    """The same person, or somebody named alike, in the same role, course and day."""
    whom = row.person_id or (row.by_number, row.by_email, row.by_account)
    return (whom, row.role, row.course_id, row.completed)


def says(row: Completion) -> tuple[object, ...]:
    """All that a completion says, to tell a second sending from another report."""
    return (
        (row.by_number, row.by_email, row.by_account),
        (row.course_id, row.completed, row.started, row.minutes, row.passed, row.grade, row.role),
        row.parts,
        row.awards,
    )
