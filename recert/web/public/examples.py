"""Worked examples: the cases a rulebook is tested by, told to the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.rules.amounts import Money
from recert.rules.cases import UNSAID, Basis, Case, Expected, Way
from recert.rules.facts import Activity
from recert.rules.findings import Verdict
from recert.rules.reading import read_cases
from recert.rules.rulebook import Rulebook
from recert.standing.words import amount_words, money_words, name_of_credential, status_words
from recert.standing.words.vocabulary import word
from recert.web.components.leave_facts import MAY
from recert.web.components.lists import Row
from recert.web.components.words import day, day_range

VERDICTS: dict[Verdict, Promise] = {
    Verdict.READY: lazy("Ready to renew"),
    Verdict.SHORT: lazy("Something is missing"),
    Verdict.NEEDS_PERSON: lazy("Somebody at the body has to judge"),
    Verdict.SILENT: lazy("The policy does not say"),
    Verdict.CLOSED: lazy("Can no longer be renewed by an application"),
    Verdict.NOT_COVERED: lazy("No edition covers this day"),
}
BASES: dict[Basis, tuple[str, Promise]] = {
    Basis.STATED: ("good", lazy("The source gives this answer")),
    Basis.DERIVED: ("note", lazy("Follows from the rule")),
    Basis.OPEN: ("ask", lazy("The policy does not say")),
}
WAYS: dict[Way, Promise] = {
    Way.OPEN: lazy("open"),
    Way.REFUSED: lazy("not open"),
    Way.TAKEN: lazy("taken"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """One thing the person in the example did, and what it came to."""

    title: str
    how: str
    counted: str


@dataclass(frozen=True, slots=True)
class Example:
    """A person, a day and the answer."""

    title: str
    tone: str
    basis: str
    who: str
    on: date
    done: tuple[Done, ...]
    rows: tuple[Row, ...]


@lru_cache(maxsize=1024)
def _cases(sha256: str, text: str, body: str) -> tuple[Case, ...]:
    """Read once for each edition; its checksum keeps the key short in a traceback."""
    return read_cases(text, name=sha256, body=body)[0]


def examples(rulebook: Rulebook, cases_text: str) -> tuple[Example, ...]:
    """The worked examples of an edition; none when it was published without cases."""
    if not cases_text.strip():
        return ()
    cases = _cases(rulebook.sha256, cases_text, rulebook.body)
    return tuple(_example(rulebook, case) for case in cases)


def _example(rulebook: Rulebook, case: Case) -> Example:
    holding = case.person.holding(case.of)
    tone, basis = BASES[case.basis]
    return Example(
        title=case.case,
        tone=tone,
        basis=str(basis),
        who=_("%(credential)s, certified %(day)s")
        % {
            "credential": name_of_credential(rulebook, holding.credential),
            "day": day(holding.certified),
        },
        on=case.as_of.date() if isinstance(case.as_of, datetime) else case.as_of,
        done=tuple(_done(rulebook, each, case.expect) for each in case.person.activities),
        rows=tuple(
            Row(label=label, value=value) for label, value in _answer(rulebook, case.expect)
        ),
    )


def _done(rulebook: Rulebook, activity: Activity, expect: Expected) -> Done:
    came = expect.activities.get(activity.id)
    counted = came.counted if came else None
    awards = [f"{amount_words(each.amount, word(each.unit))}" for each in activity.awards]
    minutes = [_("%(n)s minutes") % {"n": activity.minutes}] if activity.minutes else []
    return Done(
        title=activity.title,
        how=", ".join([word(activity.kind), day(activity.completed), *awards, *minutes]),
        counted="" if counted is None else amount_words(counted, rulebook.unit.name),
    )


def _answer(rulebook: Rulebook, expect: Expected) -> Iterator[tuple[str, object]]:
    unit = rulebook.unit.name
    if expect.verdict:
        yield _("Answer"), VERDICTS[expect.verdict]
    if expect.status:
        yield _("Status"), status_words(expect.status)
    if expect.cycle:
        yield _("Cycle"), day_range(expect.cycle.start, expect.cycle.end)
    if expect.counted is not None:
        yield _("Counts"), amount_words(expect.counted, unit)
    for clause, amount in expect.required.items():
        yield _("Needed (%(what)s)") % {"what": _named(clause)}, amount_words(amount, unit)
    for clause, amount in expect.short.items():
        yield _("Short (%(what)s)") % {"what": _named(clause)}, amount_words(amount, unit)
    if expect.fee:
        yield _("Fee that day"), _fee(expect.fee.today, rulebook.currency)
    if expect.stage:
        yield _("Stage"), _named(expect.stage)
    if expect.next_end:
        yield _("Next last day"), day(expect.next_end)
    for clause, way in expect.routes.items():
        yield _("Way (%(what)s)") % {"what": _named(clause)}, WAYS[way]
    for clause, may in expect.leave.items():
        yield _("Asking for %(what)s") % {"what": _named(clause)}, MAY[may]


def _named(clause: str) -> str:
    return clause.replace("-", " ")


def _fee(today: str, currency: str) -> str:
    if today == UNSAID:
        return _("The policy does not say")
    units, _point, cents = today.partition(".")
    return money_words(Money(int(units) * 100 + int(cents or 0), currency))
