"""How the body decides: how long it takes, and what is found wanting."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.renewals.models import State
from recert.reporting.queries.practice import promise_of
from recert.reporting.queries.work import (
    Clauses,
    Durations,
    days_to_decide,
    decided_petitions,
    refused_for,
    returned_for,
)
from recert.rulebooks.queries import rulebooks_of
from recert.rules.rulebook import Rulebook
from recert.web.components.plots import Plot, Series
from recert.web.staff.reports.asking import Asked
from recert.web.staff.reports.report import Report, clause_words

LONGEST_SHOWN = 10
STEPS = ((0, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, 60), (61, None))
"""Days from and to: fine where bodies mean to be, coarse beyond."""


def decisions(asked: Asked) -> Report:
    """What was decided in the period, how quickly, and what for."""
    taken = days_to_decide(asked.body, *asked.moments, asked.part)
    both = Durations(tuple(sorted(day for each in taken.values() for day in each.days)))
    petitions = decided_petitions(asked.body, *asked.moments)
    promised = promise_of(asked.body)
    return Report(
        says=" ".join(
            (
                _said(_("Applications"), both, promised.applications),
                _said(_("Petitions"), petitions, promised.petitions),
            )
        ),
        plots=[_times(taken, petitions), *_reasons(asked)],
        how=(
            _("Days are calendar days in the body's zone, from the day an application was first "
              "sent to the day it was decided, without the days it lay with the applicant."),
            _("Of the days in order, half are no more than the median and nine of ten no more "
              "than the second number. Both are days that did occur, not reckoned in between."),
            _("A reason is counted each time it is named; one application may be sent back for "
              "several."),
        ),
    )  # fmt: skip


def _said(what: str, found: Durations, promised: int | None) -> str:
    """The two numbers of a kind of decision, and whether they keep what is promised."""
    if not found.days:
        return _("%(what)s: none was decided.") % {"what": what}
    said = _("%(what)s: half within %(median)s, nine of ten within %(ninety)s.") % {
        "what": what,
        "median": _days(found.share(50) or 0),
        "ninety": _days(found.share(90) or 0),
    }
    if promised is None:
        return said
    kept = _("%(kept)s of %(all)s within the %(days)s promised.") % {
        "kept": f"{found.within(promised):,}",
        "all": f"{len(found.days):,}",
        "days": _days(promised),
    }
    return f"{said} {kept}"


def _days(many: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", many) % {"n": f"{many:,}"}


def _times(taken: dict[str, Durations], petitions: Durations) -> Plot:
    kinds = (
        (_("Approved"), taken[State.APPROVED]),
        (_("Refused"), taken[State.REFUSED]),
        (_("Petitions"), petitions),
    )
    return Plot(
        name="time-to-decision",
        title=_("Time to decision"),
        says=_("How many were decided within how many days."),
        labels=[f"{low}–{high}" if high else f"{low}+" for low, high in STEPS],
        label_name=_("Days"),
        is_stacked=True,
        series=[
            Series(
                name=name,
                values=[
                    sum(1 for day in found.days if low <= day and (high is None or day <= high))
                    for low, high in STEPS
                ],
            )
            for name, found in kinds
        ],
    )


def _reasons(asked: Asked) -> list[Plot]:
    books = rulebooks_of(asked.body.slug)
    return [
        _clauses("returned-for", _("What applications were sent back for"),
                 returned_for(asked.body, *asked.moments, asked.part), books),
        _clauses("refused-for", _("What applications were refused for"),
                 refused_for(asked.body, *asked.moments, asked.part), books),
    ]  # fmt: skip


def _clauses(name: str, title: str, found: Clauses, books: tuple[Rulebook, ...]) -> Plot:
    shown, rest = found[:LONGEST_SHOWN], found[LONGEST_SHOWN:]
    labels = [clause_words(books, clause) for clause, _many in shown]
    values = [many for _clause, many in shown]
    if rest:
        labels.append(_("All others"))
        values.append(sum(many for _clause, many in rest))
    return Plot(
        name=name,
        title=title,
        says=_("By the clause that was named, the commonest first."),
        labels=labels,
        label_name=_("Clause"),
        lies=True,
        series=[Series(name=_("How often"), values=values)],
    )
