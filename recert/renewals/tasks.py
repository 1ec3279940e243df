"""Tasks: what is left to do before an application can be sent, as a list with states.

Apart from `queries` because actions ask the same list before they act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from recert.lib.days import local_day
from recert.payments.models import Agreement, Invoice, InvoiceState
from recert.payments.queries import (
    agreement_about,
    invoices_about,
    open_cents,
    paid_and_unsettled,
    paid_cents,
    received_cents,
)
from recert.renewals.models import OPEN, Renewal, Route, State
from recert.renewals.queries import filed_with, rulebook_behind, standing_as_filed
from recert.rules.amounts import ZERO, NotAnAmount, parse
from recert.rules.facts import Facts
from recert.rules.findings import RequirementFinding, Standing, Verdict
from recert.rules.findings import State as Met
from recert.rules.pricing import is_for_all
from recert.rules.rulebook import Gate, Rulebook


class Do(StrEnum):
    """What there is to do."""

    CONFIRM = "confirm"  # the body: that it knows the holder
    CHECK = "check"  # the credits
    DOCUMENTS = "documents"
    ATTEST = "attest"
    PAY = "pay"
    SUBMIT = "submit"


class Is(StrEnum):
    """How far a task is."""

    DONE = "done"
    TO_DO = "to-do"
    WAITING = "waiting"  # for somebody else, or for an earlier task
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True)
class Task:
    """One task, how far it is, and the clauses it is about."""

    do: Do
    state: Is
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """What an application costs, what was paid or announced, and what is left.

    One fee for all the certifications held is paid once: the bills of the other applications
    it is for are `shared`, and what came for them is counted in.
    """

    due_cents: int | None  # None: the policy does not say, the body must
    paid_cents: int
    announced_cents: int
    invoices: tuple[Invoice, ...]
    promised_cents: int = 0  # in parts agreed on, not due yet
    shared: tuple[Invoice, ...] = ()

    @property
    def bills(self) -> tuple[Invoice, ...]:
        """Every bill that asks for this fee, those of the other applications it is for last."""
        return (*self.invoices, *self.shared)

    @property
    def open_cents(self) -> int:
        """What is neither paid, announced nor due later; 0 while nobody can say."""
        due = self.due_cents or 0
        return max(due - self.paid_cents - self.announced_cents - self.promised_cents, 0)


@dataclass(frozen=True, slots=True)
class Tasks:
    """The list, with the standing and the edition it was made from."""

    tasks: tuple[Task, ...]
    standing: Standing
    rulebook: Rulebook | None
    money: Money
    by_totals: frozenset[str] = frozenset()  # needs that only the declared totals meet

    @property
    def unmet(self) -> tuple[str, ...]:
        """The requirements that neither the record nor a declared total meets, by clause."""
        return _unmet(self.standing, self.by_totals)

    @property
    def takes_totals(self) -> bool:
        """Whether declared totals are enough to file, as the policy has it."""
        return takes_totals(self.standing, self.rulebook)

    def task(self, do: Do) -> Task:
        """The task of this name; every list has each of them."""
        return next(task for task in self.tasks if task.do is do)

    @property
    def attests(self) -> tuple[tuple[str, str], ...]:
        """What is to be affirmed: the clause and the word for it."""
        return tuple(
            (finding.clause, gate.attests)
            for finding, gate in _gates(self.standing, self.rulebook)
            if gate.attests
        )


def tasks_of(renewal: Renewal, at: datetime, facts: Facts | None = None) -> Tasks:
    """What is left to do for an application; `facts` spare gathering them again."""
    standing = standing_as_filed(renewal, at, facts)
    rulebook = rulebook_behind(renewal, standing)
    money = money_of(renewal, standing, at, rulebook)
    by_totals = _by_totals(renewal, standing, rulebook)
    before = (
        _confirm(renewal),
        _check(renewal, standing, by_totals),
        _gate_task(Do.DOCUMENTS, standing, rulebook),
        _gate_task(Do.ATTEST, standing, rulebook),
        _pay(money),
    )
    return Tasks((*before, _submit(renewal, before)), standing, rulebook, money, by_totals)


def money_of(
    renewal: Renewal, standing: Standing, at: datetime, rulebook: Rulebook | None
) -> Money:
    """What an application costs under its standing, and what came for it.

    Who pays in parts owes what was agreed, each part on its day.
    """
    together = paid_together(renewal, standing, rulebook)
    others = [each.subject for each in together if each.state in (*OPEN, State.APPROVED)]
    ended = [each.subject for each in together if each.subject not in others]
    left = tuple(paid_and_unsettled(*ended)) if ended else ()
    bills = (*invoices_about(renewal.subject, *others), *left)
    agreement = agreement_about(renewal.subject)
    today = local_day(at, renewal.certification.body.zone)
    later = {each.pk for each in bills if each.due_on is not None and each.due_on > today}
    return Money(
        due_cents=_due(renewal, standing, agreement),
        paid_cents=paid_cents(renewal.subject, *others) + sum(map(received_cents, left)),
        announced_cents=sum(
            open_cents(each)
            for each in bills
            if each.pk not in later
            and each.state == InvoiceState.OPEN
            and each.announced_at is not None
        ),
        invoices=tuple(each for each in bills if each.subject == renewal.subject),
        promised_cents=sum(open_cents(each) for each in bills if each.pk in later),
        shared=tuple(each for each in bills if each.subject != renewal.subject),
    )


def paid_together(
    renewal: Renewal, standing: Standing, rulebook: Rulebook | None
) -> tuple[Renewal, ...]:
    """The other applications that the same fee is for; a fee set by hand is for one.

    Those that ended are among them: what was paid in one counts while another stands.
    """
    step = standing.fee_today
    if rulebook is None or step is None or renewal.fee_cents is not None:
        return ()
    return filed_with(renewal) if is_for_all(rulebook, step) else ()


def _due(renewal: Renewal, standing: Standing, agreement: Agreement | None) -> int | None:
    if agreement is not None:
        return agreement.total_cents
    if renewal.fee_cents is not None:
        return renewal.fee_cents
    if standing.fee_today is None or standing.fee_today.total is None:
        return None
    return standing.fee_today.total.cents


def fee_by_policy(renewal: Renewal, at: datetime) -> int | None:
    """What the policy itself says that an application costs, whatever the body set since."""
    step = standing_as_filed(renewal, at).fee_today
    return step.total.cents if step is not None and step.total is not None else None


def _confirm(renewal: Renewal) -> Task:
    """What the register does not know can be applied for, but not be approved."""
    is_confirmed = renewal.certification.is_confirmed
    return Task(Do.CONFIRM, Is.NOT_NEEDED if is_confirmed else Is.WAITING)


def takes_totals(standing: Standing, rulebook: Rulebook | None) -> bool:
    """Whether declared totals are enough to file: activities are then listed in an audit."""
    return any(gate.totals for _finding, gate in _gates(standing, rulebook))


def _by_totals(renewal: Renewal, standing: Standing, rulebook: Rulebook | None) -> frozenset[str]:
    """The needs short by the record that a declared total meets, where totals are enough."""
    if not takes_totals(standing, rulebook):
        return frozenset()
    return frozenset(
        each.clause
        for each in standing.requirements
        if each.kind == "need"
        and each.state is Met.SHORT
        and _declared(renewal, each.clause) >= each.need
    )


def _declared(renewal: Renewal, clause: str) -> Fraction:
    try:
        return parse(renewal.declared.get(clause, "0"))
    except NotAnAmount:  # an old application's own words
        return ZERO


def _unmet(standing: Standing, by_totals: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        each.clause
        for each in standing.requirements
        if each.state is Met.SHORT and each.clause not in by_totals
    )


def _check(renewal: Renewal, standing: Standing, by_totals: frozenset[str]) -> Task:
    gates = {each.clause for each in standing.requirements if each.kind == "gate"}
    short = tuple(each for each in _unmet(standing, by_totals) if each not in gates)
    closed = standing.verdict in (Verdict.CLOSED, Verdict.NOT_COVERED)
    by_examination = renewal.route == Route.EXAMINATION and any(
        route.taken for route in standing.examinations
    )
    if by_examination and not short:
        return Task(Do.CHECK, Is.NOT_NEEDED)
    return Task(Do.CHECK, Is.TO_DO if short or closed else Is.DONE, short)


def _gate_task(do: Do, standing: Standing, rulebook: Rulebook | None) -> Task:
    wanted = {
        finding.clause
        for finding, gate in _gates(standing, rulebook)
        if bool(gate.attests) == (do is Do.ATTEST) and not gate.asks
    }
    found = [each for each in standing.requirements if each.clause in wanted]
    left = tuple(each.clause for each in found if _is_left(each))
    if not found:
        return Task(do, Is.NOT_NEEDED)
    return Task(do, Is.TO_DO if left else Is.DONE, left)


def _is_left(finding: RequirementFinding) -> bool:
    return finding.state in (Met.SHORT, Met.LATER)


def _gates(standing: Standing, rulebook: Rulebook | None) -> list[tuple[RequirementFinding, Gate]]:
    """The gates a standing speaks of, each with its rule."""
    if rulebook is None:
        return []
    rules = {clause.id: rule for clause, rule in rulebook.of_kind(Gate)}
    return [(each, rules[each.clause]) for each in standing.requirements if each.clause in rules]


def _pay(money: Money) -> Task:
    if money.due_cents is None:
        return Task(Do.PAY, Is.WAITING)
    if money.due_cents == 0:
        return Task(Do.PAY, Is.NOT_NEEDED)
    return Task(Do.PAY, Is.TO_DO if money.open_cents else Is.DONE)


def _submit(renewal: Renewal, before: tuple[Task, ...]) -> Task:
    if renewal.state not in (State.DRAFT, State.RETURNED):
        return Task(Do.SUBMIT, Is.DONE)
    left = any(task.state is Is.TO_DO for task in before)
    return Task(Do.SUBMIT, Is.WAITING if left else Is.TO_DO)
