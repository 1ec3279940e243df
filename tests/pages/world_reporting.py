"""What the pages of reporting need in the world, beside `tests.teaching`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from recert.catalogue.models import CourseClass
from recert.completions.models import Completion, Report, Roster, SentReport
from recert.completions.outward import Asked, pass_on
from recert.completions.rosters import acts
from recert.people.models import Person
from tests.cast import NOW, person
from tests.completions.rostering import HEAD, brought, desk, enrol, named
from tests.completions.scene import line, send
from tests.completions.scene import sent as reported
from tests.teaching import Teaching, held_on


@dataclass(frozen=True, slots=True)
class Reporting:
    """A class was held; one who was there is reported, one waits; a file is tried."""

    teaching: Teaching
    held: CourseClass
    learner: Person
    report: Report
    accepted: Completion
    waiting: Completion  # in the tray, with a problem
    tried: Roster
    mapping: Roster
    sent: SentReport


def set_reporting(teaching: Teaching) -> Reporting:
    """Let Movement Lab report Lia, and somebody by a course it does not have."""
    held = held_on(teaching.edition, datetime(2026, 11, 14, 15, 0, tzinfo=UTC))
    learner = person("Lia Moss")
    enrol(held, learner)
    accepted = _reported(teaching, learner, "world")
    waiting = reported(teaching, line(course="ML-0"), key="world-wrong")
    file = f"{HEAD}\nLia Moss,,,{learner.email},ML-101,11/13/2026,Y\nNo One,1,,,ML-0,11/13/2026,Y\n"
    return Reporting(
        teaching=teaching,
        held=held,
        learner=learner,
        report=accepted.report,
        accepted=accepted,
        waiting=waiting,
        tried=named(teaching, brought(teaching, file)),
        mapping=brought(teaching, file),
        sent=_passed_on(teaching, "world"),
    )


def _reported(teaching: Teaching, learner: Person, key: str, day: int = 0) -> Completion:
    completed = line().completed
    assert completed is not None  # it has a day of its own
    said = line(
        named=type(line().named)(email=learner.email), completed=completed - timedelta(days=day)
    )
    return reported(teaching, said, key=key)


def _passed_on(teaching: Teaching, key: str) -> SentReport:
    return pass_on(**desk(teaching), asked=Asked(again=True), key=key)


def grow_reporting(found: Reporting, number: int) -> None:
    """One more place, class, report, row in the tray, file and report out."""
    teaching = found.teaching
    learner = person(f"Attendee{number} Moss")
    enrol(found.held, learner)
    more = held_on(teaching.edition, datetime(2026, 11, 13, 15, 0, tzinfo=UTC))
    enrol(more, learner)
    _reported(teaching, found.learner, f"more-{number}", day=number + 3)
    first = found.report
    Completion.objects.create(
        report=first, provider=teaching.lab, row=number + 10, state="problem", reported_at=NOW,
        problems=[{"field": "course", "value": "ML-0", "rule": "None.", "fix": "Mend it."}],
        named={"name": f"Row {number}"},
    )  # fmt: skip
    send(teaching, line(row=1, course=f"ML-0{number}"), key=f"wrong-{number}")
    brought(teaching, f"{HEAD}\nA,1,,,ML-0{number},11/13/2026,Y\n")
    acts.fix_alike(
        **desk(teaching), public_id=found.tried.public_id, field="course",
        value=f"ML-{number}", becomes="ML-101",
    )  # fmt: skip
    _passed_on(teaching, f"more-{number}")
