"""Crediting: what a line is worth as a neutral fact, by the approvals that spoke on its day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.catalogue.drafting import approvals_on, draft_of
from recert.catalogue.models import (
    APPROVED,
    CourseApproval,
    CourseEdition,
    InPart,
    Provider,
    ProviderApproval,
    Suspension,
)
from recert.completions.lines import Awarded, Line, Problem
from recert.completions.receiving.parting import share_earned, taken_minutes
from recert.completions.receiving.resolving import Meant
from recert.rules import facts
from recert.rules.amounts import GRAINS_PER_CREDIT, from_grains, show

PRESENTER = "presenter"
MOST_ID, MOST_GRADE, MOST_MINUTES = 120, 10, 100_000

TAUGHT = {
    facts.Kind.CONFERENCE: facts.Kind.PRESENTING,
    facts.Kind.WEBINAR: facts.Kind.PRESENTING,
    facts.Kind.MEETING: facts.Kind.PRESENTING,
}
"""What whoever stood in front did; of everything else: taught."""


class Approved:
    """The approvals of a provider's editions by day, asked for once.

    What speaks changes on few days only: between two of them one day stands for all.
    """

    def __init__(self, provider: Provider) -> None:
        self._cuts = _days_of_change(provider)
        self._known: dict[tuple[int, int], list[CourseApproval]] = {}

    def prepare(self, meant: Iterable[Meant]) -> None:
        """Load what spoke of these editions on these days, where nobody asked before."""
        wanted: dict[int, tuple[date, dict[int, CourseEdition]]] = {}
        for each in meant:
            if each.edition is None or each.completed is None:
                continue
            span = bisect_right(self._cuts, each.completed)
            if (each.edition.pk, span) not in self._known:
                _day, editions = wanted.setdefault(span, (each.completed, {}))
                editions[each.edition.pk] = each.edition
        for span, (day, editions) in wanted.items():
            for pk, approvals in approvals_on(editions.values(), day).items():
                self._known[pk, span] = approvals

    def of(self, edition: CourseEdition, day: date) -> list[CourseApproval]:
        """What spoke of an edition on a day that was prepared for."""
        return self._known[edition.pk, bisect_right(self._cuts, day)]


def _days_of_change(provider: Provider) -> list[date]:
    """The days from which on something else speaks for a provider, in order; three queries."""
    found: set[date | None] = set()
    spans = (
        CourseApproval.objects.filter(edition__course__provider=provider, state=APPROVED),
        ProviderApproval.objects.filter(provider=provider, state=APPROVED),
    )
    for rows in spans:
        for since, until, ended in rows.values_list("since", "until", "ended_on").distinct():
            found |= {since, *map(_day_after, (until, ended))}
    suspended = Suspension.objects.filter(approval__provider=provider)
    for since, until in suspended.values_list("since", "until"):
        found |= {since, _day_after(until)}
    return sorted(day for day in found if day is not None)


def _day_after(day: date | None) -> date | None:
    return day and day + timedelta(days=1)


def problems_in(line: Line, meant: Meant, approvals: Sequence[CourseApproval]) -> list[Problem]:
    """What is wrong with the time, the parts, the credit and the role a line states.

    By what it is about and says of the course alone, so that lines alike are looked at once.
    """
    return [
        *_time(line, meant),
        *_parts(line, meant),
        *_awards(line, meant, approvals),
        *_role(line),
    ]


def credited(
    line: Line, meant: Meant, provider: Provider, approvals: Sequence[CourseApproval]
) -> facts.Activity:
    """The neutral fact of a line without problems."""
    assert meant.edition is not None  # its problems were looked at
    assert meant.completed is not None
    whole = draft_of(meant.edition, provider.slug, meant.completed, approvals)
    awards = _stated(line) if line.awards else _earned(line, meant, whole.awards, approvals)
    if line.role == PRESENTER:
        return replace(
            whole,
            kind=TAUGHT.get(whole.kind, facts.Kind.TEACHING),
            awards=_stated(line),
            minutes=line.minutes or whole.minutes,
            started=line.started,
            assessed=None,
            passed=None,
            cards=frozenset(),
            card_months=None,
        )
    return replace(
        whole,
        awards=awards,
        minutes=_minutes(line, whole),
        parts=_shares(line) or whole.parts,
        started=line.started,
        passed=True if line.passed else whole.passed,
        assessed=True if line.passed else whole.assessed,
        grade=line.grade,
    )


def _minutes(line: Line, whole: facts.Activity) -> int | None:
    """Somebody who was there for less has those minutes; nobody has more than were taught."""
    if line.parts:
        return sum(part.minutes for part in line.parts)
    given = [each for each in (line.minutes, whole.minutes) if each is not None]
    return min(given) if given else None


def _shares(line: Line) -> tuple[facts.Part, ...]:
    taken = sum(part.minutes for part in line.parts)
    return tuple(
        facts.Part(
            share=Fraction(part.minutes, taken),
            topics=frozenset(facts.Topic(topic) for topic in part.topics),
        )
        for part in line.parts
        if part.topics
    )


def _earned(
    line: Line,
    meant: Meant,
    awards: tuple[facts.Award, ...],
    approvals: Sequence[CourseApproval],
) -> tuple[facts.Award, ...]:
    """Of what was approved for the whole what each body gives for this, in whole grains."""
    if taken_minutes(line) is None:
        return awards
    speaking = [each for each in approvals if each.amount_grains is not None]
    shared = (
        replace(award, amount=_in_grains(award.amount * share_earned(approval, line, meant)))
        for award, approval in zip(awards, speaking, strict=True)
    )
    return tuple(each for each in shared if each.amount)


def _in_grains(amount: Fraction) -> Fraction:
    return from_grains(int(amount * GRAINS_PER_CREDIT))


def _stated(line: Line) -> tuple[facts.Award, ...]:
    return tuple(
        facts.Award(amount=each.amount, unit=facts.Unit(each.unit), by=each.by, number=each.number)
        for each in line.awards
    )


# ---------------------------------------------------------------- what can be wrong


def problems_of_length(line: Line) -> Iterator[Problem]:
    """What a line says at greater length than is kept."""
    for field, most in (("external_id", MOST_ID), ("grade", MOST_GRADE)):
        if len(getattr(line, field)) > most:
            yield Problem(
                field=field,
                value=getattr(line, field)[:most],
                rule=_("At most %(most)d letters are kept.") % {"most": most},
                fix=_("Write the short form of it."),
            )


def _time(line: Line, meant: Meant) -> Iterator[Problem]:
    least = meant.course_class.least_minutes if meant.course_class else None
    if line.minutes is not None and not 0 < line.minutes <= MOST_MINUTES:
        yield Problem(
            field="minutes",
            value=str(line.minutes),
            rule=_("Nobody is in a course for so long or so short a time."),
            fix=_("Write whole minutes, or leave it empty."),
        )
    elif line.minutes is not None and least and line.minutes < least:
        yield Problem(
            field="minutes",
            value=str(line.minutes),
            rule=_("Credit in this class takes %(least)d minutes.") % {"least": least},
            fix=_("Check the minutes. Leave the row out if the time was too short."),
        )


def _parts(line: Line, meant: Meant) -> Iterator[Problem]:
    unknown = {topic for part in line.parts for topic in part.topics} - set(facts.Topic)
    for topic in sorted(unknown):
        yield Problem(
            field="parts",
            value=topic,
            rule=_("This is not one of the topics there are."),
            fix=_("Choose a topic from the list of topics."),
        )
    if any(part.minutes <= 0 for part in line.parts):
        yield Problem(
            field="parts",
            value=str(min(part.minutes for part in line.parts)),
            rule=_("A part takes at least a minute."),
            fix=_("Write whole minutes, or leave the part out."),
        )
    taken = sum(part.minutes for part in line.parts)
    whole = meant.edition.minutes if meant.edition else None
    if line.parts and meant.edition is not None and not whole:
        yield Problem(
            field="parts",
            value=str(taken),
            rule=_("The course has no length, so there is no share of it."),
            fix=_("Enter its minutes first, or leave the parts out."),
        )
    if whole and taken > whole:
        yield Problem(
            field="parts",
            value=str(taken),
            rule=_("The whole course is %(minutes)d minutes.") % {"minutes": whole},
            fix=_("Check the minutes of each part."),
        )


def _awards(line: Line, meant: Meant, approvals: Sequence[CourseApproval]) -> Iterator[Problem]:
    for each in line.awards:
        value = f"{show(each.amount)} {each.unit} {each.by}".strip()
        spoke = [approval for approval in approvals if approval.body.slug == each.by]
        for rule, fix in _against(each, spoke, line, meant):
            yield Problem(field="awards", value=value, rule=rule, fix=fix)


def _against(
    award: Awarded, spoke: Sequence[CourseApproval], line: Line, meant: Meant
) -> Iterator[tuple[str, str]]:
    if award.unit not in set(facts.Unit):
        yield _("This is not one of the units there are."), _("Choose a unit from the list.")
        return
    if award.amount <= 0 or (award.amount * GRAINS_PER_CREDIT).denominator != 1:
        yield (
            _("Credit is more than nothing, and has at most three decimals."),
            _("Write the amount as the certificate prints it, such as 0.8."),
        )
    if not award.by:
        return
    if not spoke:
        yield (
            _("This body had not approved the course on this day."),
            _("Leave the amount out, or ask the body to approve the course."),
        )
    elif not any(each.unit == award.unit for each in spoke):
        yield (
            _("The body approved the course in another unit."),
            _("Write the unit of the approval: %(unit)s.") % {"unit": spoke[0].unit},
        )
    else:
        yield from _too_much(award, spoke, line, meant)


def _too_much(
    award: Awarded, spoke: Sequence[CourseApproval], line: Line, meant: Meant
) -> Iterator[tuple[str, str]]:
    """More than was approved, or than the body gives for the part that was taken."""
    whole = max(from_grains(each.amount_grains or 0) for each in spoke)
    given = max(_given(each, line, meant) for each in spoke)
    if award.amount > whole:
        yield (
            _("The body approved %(amount)s for the whole course.") % {"amount": show(whole)},
            _("Write at most that much."),
        )
    elif award.amount > given:
        yield (
            _("For the part that was taken the body gives %(amount)s.") % {"amount": show(given)},
            _("Leave the amount out, or write at most that much."),
        )
    elif award.amount < whole and all(each.in_part == InPart.WHOLE for each in spoke):
        yield (
            _("The body gives all of the credit or none."),
            _("Leave the amount out, or write the whole."),
        )


def _given(approval: CourseApproval, line: Line, meant: Meant) -> Fraction:
    """The most a body gives for what was taken; where it does not say, for the whole."""
    amount = from_grains(approval.amount_grains or 0)
    if not approval.in_part:
        return amount
    return _in_grains(amount * share_earned(approval, line, meant))


def _role(line: Line) -> Iterator[Problem]:
    if line.role not in ("learner", PRESENTER):
        yield Problem(
            field="role",
            value=line.role,
            rule=_("Somebody was there to learn or to present."),
            fix=_("Write learner or presenter."),
        )
