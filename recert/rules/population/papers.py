"""Papers: gates judged for many people at once: documents, things affirmed, things done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from recert.rules.cycles import subtract
from recert.rules.facts import Document, DocumentKind, Skills
from recert.rules.findings import State
from recert.rules.gating import days_of, gap_in, judged_alone, skilled
from recert.rules.matching import Matter
from recert.rules.population.coding import Combined
from recert.rules.population.holders import People
from recert.rules.population.rows import day_of, number_of
from recert.rules.population.sheets import (
    UNKNOWN_DAY,
    Codes,
    Days,
    Flags,
    Ints,
    Many,
    Unreadable,
    Vocabulary,
)
from recert.rules.population.spells import Cycles
from recert.rules.rulebook import Current, Gate

UNMET, ASKS, MET = range(3)
"""How a gate stands, from worst to best."""

_STATES = {State.SHORT: UNMET, State.NEEDS_PERSON: ASKS, State.MET: MET}

Stands = npt.NDArray[np.int8]


class Papers:
    """The documents and affirmations of some people."""

    def __init__(self, people: People, words: Vocabulary) -> None:
        self.people, self.words = people, words
        self.documents = people.sheet.many("documents")
        sheet = self.documents.sheet
        self.kinds = sheet.codes("kind", words["document"])
        self.skills = sheet.codes("skills", words["skills"])
        self.issued, self.expires = sheet.days("issued"), sheet.days("expires")
        missing = np.flatnonzero((self.kinds == 0) | (self.issued == UNKNOWN_DAY))
        if len(missing):
            row = int(np.searchsorted(self.documents.offsets, missing[0], side="right")) - 1
            raise Unreadable("documents", "one has no kind or no day of issue", row)

    def stands(self, gate: Gate, matter: Matter, days: tuple[Days, Days]) -> Stands:
        """How everybody stands at a gate of documents; `days`, those it must be held on."""
        worst = np.full(self.people.sheet.length, MET, np.int8)
        for kind in gate.documents:
            of_kind = self.kinds == self.words["document"].number(str(kind))
            if gate.current is Current.THROUGHOUT:
                held = self._throughout(of_kind, gate, days)
            else:
                held = self._at_filing(of_kind, gate, matter)
            worst = np.minimum(worst, held)
        return worst

    def _at_filing(self, of_kind: Flags, gate: Gate, matter: Matter) -> Stands:
        """The best document of the kind, each sort of them looked at once by the law."""
        places = np.flatnonzero(of_kind)
        found = np.zeros(len(of_kind), np.int8)
        if len(places):
            codes, samples = self._sorts(places, gate, matter)
            stands = [
                _STATES[judged_alone(self._sample(int(at)), gate, matter)[0]] for at in samples
            ]
            found[places] = np.array(stands, np.int8)[codes]
        met = self.documents.any_of(of_kind & (found == MET))
        asks = self.documents.any_of(of_kind & (found == ASKS))
        return np.where(met, MET, np.where(asks, ASKS, UNMET)).astype(np.int8)

    def _sorts(self, places: Ints, gate: Gate, matter: Matter) -> tuple[Codes, Ints]:
        """Documents told apart by the days the gate looks at; and one of each sort."""
        day = matter.as_of
        issued = [number_of(day) + 1]
        if gate.issued_within is not None:
            issued.append(number_of(subtract(day, gate.issued_within)))
        lasts = [number_of(day), number_of(day + timedelta(days=gate.days_beyond))]
        known = (self.expires[places] != UNKNOWN_DAY).astype(np.int32)
        columns = [self.skills[places], known]
        columns += [(self.issued[places] >= each).astype(np.int32) for each in issued]
        columns += [(self.expires[places] >= each).astype(np.int32) for each in lasts]
        codes = Combined(len(columns)).codes(columns)
        samples = np.zeros(int(codes.max()) + 1, np.int64)
        samples[codes] = places
        return codes, samples

    def _sample(self, at: int) -> Document:
        skills, expires = self.words["skills"].all[self.skills[at]], int(self.expires[at])
        return Document(
            id="sample",
            kind=DocumentKind(self.words["document"].all[self.kinds[at]]),
            issued=day_of(int(self.issued[at])),
            expires=None if expires == UNKNOWN_DAY else day_of(expires),
            skills=Skills(skills) if skills else None,
        )

    def _throughout(self, of_kind: Flags, gate: Gate, days: tuple[Days, Days]) -> Stands:
        """Held on every day: by one document, or by several that join."""
        since, until = days
        owners = self.documents.owners()
        skilled = np.array([self._has_skills(code, gate) for code in self._skill_codes()])
        fit = of_kind & skilled[self.skills] if len(of_kind) else of_kind
        lasts = (self.expires == UNKNOWN_DAY) | (self.expires >= until[owners])
        alone = fit & (self.issued <= since[owners]) & lasts
        held = self.documents.any_of(of_kind)
        met = held & ((since > until) | self.documents.any_of(alone))
        several = held & ~met & (self.documents.count_of(fit) > 1)
        for row in np.flatnonzero(several).tolist():
            first, last = self.documents.offsets[row : row + 2].tolist()
            documents = [self._sample(at) for at in range(first, last) if fit[at]]
            met[row] = gap_in(documents, day_of(int(since[row])), day_of(int(until[row]))) is None
        return np.where(met, MET, UNMET).astype(np.int8)

    def _skill_codes(self) -> range:
        return range(len(self.words["skills"].all))

    def _has_skills(self, code: int, gate: Gate) -> bool:
        word = self.words["skills"].all[code]
        sample = Document(id="", kind=DocumentKind.CPR, issued=day_of(0),
                          skills=Skills(word) if word else None)  # fmt: skip
        return skilled(sample, gate) is not State.SHORT

    def attested(self, to: str, since: Days, until: int) -> Flags:
        """Who has affirmed it, for the certification of their row, on one of the days."""
        many = self.people.sheet.many("attestations")
        sheet = many.sheet
        if not sheet.length:
            return np.zeros(self.people.sheet.length, np.bool_)
        owners, on = many.owners(), sheet.days("on")
        own = self.people.batch.column("holding").take(owners)
        same = pc.equal(sheet.columns["holding"], own).fill_null(False)
        wanted = sheet.codes("to", self.words["to"]) == self.words["to"].number(to)
        here = wanted & same.to_numpy(zero_copy_only=False)
        return many.any_of(here & (on >= since[owners]) & (on <= until))


def done(
    gate: Gate,
    deeds: Many,
    flags: Flags,
    completed: Days,
    sample: Matter,
    cycles: Cycles,
) -> Flags:
    """Who has done often enough what a gate asks for; `flags`, the activities it is about."""
    periods, places = cycles.occurring()
    spans = [days_of(gate, replace(sample, cycle=each.cycle)) for each in periods]
    since = np.array([number_of(each[0]) for each in spans], np.int32)[places]
    until = np.array([number_of(each[1]) for each in spans], np.int32)[places]
    owners = deeds.owners()
    here = flags & (completed >= since[owners]) & (completed <= until[owners])
    return deeds.count_of(here) >= gate.times


__all__ = ["ASKS", "MET", "UNMET", "Papers", "done"]
