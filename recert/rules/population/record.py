"""Record: what people did, each activity with its worth, and which of it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from recert.rules.cycles import subtract
from recert.rules.population.deeds import Awards
from recert.rules.population.repeats import Courses, fallen
from recert.rules.population.rows import number_of
from recert.rules.population.sheets import (
    UNKNOWN_DAY,
    Codes,
    Days,
    Flags,
    Ints,
    Many,
    Unreadable,
)
from recert.rules.population.spells import Boundaries, Cycles
from recert.rules.population.worth import Service, Table, Worths, exceeds, is_service, worth
from recert.rules.rulebook import Once, Rulebook, Window

Owners = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Earning:
    """From when through when each person's activities count."""

    day: date  # on which all are judged
    certified: Days
    since: Days
    until: Days


@dataclass(frozen=True)
class Record:
    """The activities of some people: whose, when, what each is worth, and whether it counts."""

    many: Many
    owners: Owners
    codes: Codes
    table: Table
    started: Days  # or completed, where nobody knows
    completed: Days
    worths: Worths
    admitted: Flags
    review: Flags  # a person must look at it
    unsettled: Flags  # by person: only the whole law can tell what counts

    @property
    def provisional(self) -> Flags:
        """What counts until a person has looked at it."""
        return self.admitted & self.review

    def eras(self, cycles: Cycles, boundaries: Boundaries) -> Ints:
        """The era of each activity; service that goes on belongs to the cycle's last."""
        found = np.zeros(len(self.codes), np.int64)
        if not boundaries.shape[1]:
            return found
        day = self.completed
        service = is_service(self.table)
        if service.any():
            clipped = np.minimum(day, cycles.end[self.owners])
            day = np.where(service[self.codes], clipped, day)
        for boundary in boundaries.T:
            found += day >= boundary[self.owners]
        return found


def unrecorded(deeds: Many) -> None:
    """Raise `Unreadable` where an activity has no kind or no day."""
    days = deeds.sheet.days("completed")
    missing = np.flatnonzero(days == UNKNOWN_DAY)
    field = "activities.completed"
    if not len(missing) and deeds.sheet.length:
        kinds = deeds.sheet.columns.get("kind")
        empty = np.ones(len(days), np.bool_)
        if kinds is not None:
            empty = kinds.is_null().to_numpy(zero_copy_only=False)
        missing, field = np.flatnonzero(empty), "activities.kind"
    if len(missing):
        row = int(np.searchsorted(deeds.offsets, missing[0], side="right")) - 1
        raise Unreadable(field, "is empty, and everything done has a kind and a day", row)


def record_of(
    rulebook: Rulebook,
    deeds: Many,
    awards: Awards,
    doings: tuple[Codes, Table],
    cycles: Cycles,
    earning: Earning,
) -> Record:
    """What the people did, before what is done twice is left out."""
    sheet, owners = deeds.sheet, deeds.owners()
    codes, table = doings
    completed, started = sheet.days("completed"), sheet.days("started")
    started = np.where(started == UNKNOWN_DAY, completed, started)
    service = Service(cycles.credit_since, np.minimum(earning.until, cycles.credit_until), owners)
    worths = worth(codes, table, sheet, awards, (started, completed), service)
    until, day = earning.until[owners], completed
    if is_service(table).any():
        running = is_service(table)[codes] & (started <= until)
        day = np.where(running, np.minimum(completed, until), completed)
    inside = (day >= earning.since[owners]) & (day <= until)
    found = Record(
        many=deeds,
        owners=owners,
        codes=codes,
        table=table,
        started=started,
        completed=completed,
        worths=worths,
        admitted=table.admitted[codes],
        review=table.review[codes],
        unsettled=deeds.any_of((awards.many > 2) | exceeds(sheet, awards)),
    )
    inside &= ~_narrowed(found, rulebook, earning, cycles)
    return replace(found, admitted=found.admitted & inside, review=found.review & inside)


def _narrowed(record: Record, rulebook: Rulebook, earning: Earning, cycles: Cycles) -> Flags:
    """What a window of the policy leaves out."""
    out = np.zeros(len(record.codes), np.bool_)
    for place, (_, window) in enumerate(rulebook.of_kind(Window)):
        late = np.zeros(len(out), np.bool_)
        if window.started_after_certification:
            late |= record.started < earning.certified[record.owners]
        if window.within is not None:
            day = np.int32(number_of(subtract(earning.day, window.within)))
            late |= record.completed < day
        if window.late_counts is False:
            late |= record.completed > cycles.credit_until[record.owners]
        out |= late & record.table.windows[record.codes, place]
    return out


def without_repeats(record: Record, rulebook: Rulebook, courses: Courses) -> Record:
    """Leave out what counts only once, or so often, and was done again."""
    admitted, unsettled = record.admitted, record.unsettled
    for place, (clause, rule) in enumerate(rulebook.of_kind(Once)):
        if clause.silent:
            continue
        spoken = record.table.once[record.codes, place]
        looks_back = rule.ever or rule.within is not None
        chosen = np.flatnonzero(spoken if looks_back else admitted & spoken)
        which = courses.of(record.many.sheet)[chosen] if rule.same_course else None
        out, whose = fallen(
            rule, chosen, record.owners, record.worths.value, record.started, record.completed,
            which,
        )  # fmt: skip
        admitted, unsettled = admitted.copy(), unsettled.copy()
        if looks_back:
            unsettled[record.owners[out]] = True
            continue
        admitted[out], unsettled[whose] = False, True
    review = record.review & (admitted | ~record.admitted)
    return replace(record, admitted=admitted, review=review, unsettled=unsettled)
