"""Parting: what a body gives whoever took a part of a course only, as its approval says.

Where an approval says nothing, whoever was there has the whole, and parts that are stated earn
their share of the time: the provider answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.catalogue.models import CourseApproval, CourseEdition, InPart
from recert.completions.lines import Line, Problem
from recert.completions.receiving.resolving import Meant

ALL, NOTHING = Fraction(1), Fraction(0)


def taken_minutes(line: Line) -> int | None:
    """The minutes somebody took part, as far as the line says; None where it does not."""
    return sum(part.minutes for part in line.parts) if line.parts else line.minutes


def share_earned(approval: CourseApproval, line: Line, meant: Meant) -> Fraction:
    """The share of an approval's credit that a line earns: 1 for the whole, 0 for nothing."""
    edition, taken = meant.edition, taken_minutes(line)
    if edition is None or not edition.minutes or taken is None:
        return ALL
    share = min(Fraction(taken, edition.minutes), ALL)
    if not approval.in_part:
        return share if line.parts else ALL
    if approval.least_minutes and taken < approval.least_minutes:
        return NOTHING
    if share == ALL or (not line.parts and _is_enough_there(meant)):
        return ALL
    if approval.in_part == InPart.WHOLE:
        return ALL if approval.least_minutes else NOTHING
    if approval.in_part == InPart.SUBJECTS:
        return min(_of_subjects(line, edition), share)
    return share


def _is_enough_there(meant: Meant) -> bool:
    """Whether its class says from how many minutes on somebody was there: fewer are a problem."""
    return bool(meant.course_class and meant.course_class.least_minutes)


def _of_subjects(line: Line, edition: CourseEdition) -> Fraction:
    """The shares of those subjects of an edition that were taken whole."""
    assert edition.minutes is not None  # whoever called looked
    found = NOTHING
    for share, topics in _subjects(edition):
        had = sum(part.minutes for part in line.parts if topics & set(part.topics))
        if share and had >= share * edition.minutes:
            found += share
    return found


def _subjects(edition: CourseEdition) -> Iterator[tuple[Fraction, set[str]]]:
    """Each subject with its share: the parts, and what no part covers."""
    rest = ALL
    for part in edition.parts:
        share = Fraction(part["share"])
        rest -= share
        yield share, set(part["topics"])
    yield rest, set(edition.topics)


def notes_on(line: Line, meant: Meant, approvals: Iterable[CourseApproval]) -> Sequence[Problem]:
    """What a good line is told all the same: whose credit it does not earn, or not all of it."""
    taken = taken_minutes(line)
    if taken is None or line.awards or line.role == "presenter":
        return ()
    return tuple(
        Problem(
            field="parts" if line.parts else "minutes",
            value=str(taken),
            rule=_rule(share_earned(approval, line, meant), approval),
            fix=_("If it was the whole course, correct the minutes."),
        )
        for approval in approvals
        if approval.in_part
        and approval.amount_grains is not None
        and share_earned(approval, line, meant) < ALL
    )


def _rule(share: Fraction, approval: CourseApproval) -> str:
    said = {"body": approval.body.name, "n": approval.least_minutes}
    if share:
        return _("%(body)s gives its share of the credit for this part of the course.") % said
    if approval.least_minutes:
        return _("%(body)s gives credit from %(n)d minutes on.") % said
    if approval.in_part == InPart.SUBJECTS:
        return _("%(body)s gives credit for subjects that were taken whole, and none was.") % said
    return _("%(body)s gives all of the credit or none, and this was a part.") % said
