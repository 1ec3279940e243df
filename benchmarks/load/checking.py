"""Hold the ledger against the database: a process of its own, in Django.

Every act that somebody was told is done is there once, with its line in the journal; nothing is
there twice that was done once; and what must always be true of the record is true.
"""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import django

django.setup()

from django.db.models import Count, Max, Min, Sum

from benchmarks.load.ledger import Act, acts_in
from recert.audits.models import Audit, AuditItem, AuditState
from recert.credentials.models import Certification, Term
from recert.journal.models import Line
from recert.payments.models import Invoice, InvoiceState, Payment
from recert.people.models import Person
from recert.renewals.models import OPEN, Renewal, ReturnItem, State
from recert.transcript.models import Activity

SENT = (State.SUBMITTED, State.RETURNED, State.APPROVED, State.REFUSED)
ANSWERED = (
    AuditState.ANSWERED, AuditState.RECOMMENDED, AuditState.PASSED, AuditState.FAILED,
    AuditState.REPLACING, AuditState.REPLACED, AuditState.RETURNED,
)  # fmt: skip


def problems_in(acts: Iterable[Act]) -> Iterator[str]:
    """Whatever is not as it was told, and whatever can never be.

    Where a form was sent about the same thing and no answer came, nobody can say what to find.
    """
    by_kind: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        by_kind[act.what].append(act)
    unsure = {part for act in by_kind.pop("unanswered", []) for part in act.key.split("/")}
    for kind, some in by_kind.items():
        by_kind[kind] = [act for act in some if act.key not in unsure]
    for kind, check in CHECKS.items():
        yield from check(by_kind.pop(kind, []))
    for kind in by_kind:
        yield f"nobody looks at what was {kind}"
    yield from _always()


# ---------------------------------------------------------------- each kind of act


def _logged(acts: list[Act]) -> Iterator[str]:
    """The entry is there with its title, its proof where one was sent, and its line."""
    rows = {
        row.public_id: row
        for row in Activity.objects.filter(title__startswith="Load ").annotate(
            proofs=Count("evidence")
        )
    }
    lines = _lines("transcript.logged")
    for act in acts:
        row = rows.get(act.key)
        if row is None or row.title != act.more["title"]:
            yield f"lost: {act.more['title']}"
        elif row.proofs != (1 if act.more["proof"] else 0):
            yield f"{row.title} has {row.proofs} proofs"
        if lines[f"activity:{act.key}"] != 1:
            yield f"{act.more['title']}: {lines[f'activity:{act.key}']} lines in the journal"
    for title, many in Counter(row.title for row in rows.values()).items():
        if many > 1:
            yield f"{title} was logged {many} times"


def _sent(acts: list[Act]) -> Iterator[str]:
    states = dict(Renewal.objects.values_list("public_id", "state"))
    lines = _lines("renewals.submitted")
    for act in acts:
        if states.get(act.key) not in SENT:
            yield f"lost: application {act.key}, which is {states.get(act.key)}"
        if lines[f"renewal:{act.key}"] != 1:
            yield f"application {act.key}: sent {lines[f'renewal:{act.key}']} times"


def _approved(acts: list[Act]) -> Iterator[str]:
    """Approved once; the cycle is closed once. Who came second is told the same."""
    rows = {
        row.public_id: row
        for row in Renewal.objects.filter(state=State.APPROVED).select_related("decided_by")
    }
    lines, terms = (
        _lines("renewals.approved"),
        Counter(Term.objects.values_list("renewal_id", flat=True)),
    )
    for act in acts:
        row = rows.get(act.key)
        if row is None or row.decided_by is None:
            yield f"lost: approval of {act.key} by {act.who}"
        many = lines[f"renewal:{act.key}"]
        if many != 1 or terms[act.key] != 1:
            yield f"approval of {act.key}: {many} lines, {terms[act.key]} terms"
    if len(rows) != sum(lines.values()):
        yield f"{len(rows)} applications are approved, {sum(lines.values())} lines say so"


def _returned(acts: list[Act]) -> Iterator[str]:
    notes = Counter(ReturnItem.objects.values_list("renewal__public_id", "note"))
    lines = _lines("renewals.returned")
    for act in acts:
        many = notes[act.key, act.more["note"]]
        if many != 1:
            yield f"return of {act.key}: {act.more['note']} stands there {many} times"
        if lines[f"renewal:{act.key}"] < 1:
            yield f"return of {act.key} is not in the journal"


def _paid(acts: list[Act]) -> Iterator[str]:
    there = Counter(Payment.objects.values_list("invoice__public_id", "reference"))
    lines = _lines("payments.received")
    for act in acts:
        if there[act.key, act.more["reference"]] != 1:
            yield f"payment {act.more['reference']}: {there[act.key, act.more['reference']]} times"
        if lines[f"invoice:{act.key}"] < 1:
            yield f"payment {act.more['reference']} is not in the journal"
    if Payment.objects.count() != sum(lines.values()):
        yield f"{Payment.objects.count()} payments, {sum(lines.values())} lines of them"


def _noted(acts: list[Act]) -> Iterator[str]:
    notes = dict(AuditItem.objects.values_list("public_id", "note"))
    proofs = dict(
        AuditItem.objects.annotate(many=Count("activity__evidence")).values_list(
            "public_id", "many"
        )
    )
    last = {act.key: act for act in acts}
    for act in last.values():
        if notes.get(act.key) != act.more["note"]:
            yield f"lost: {act.more['note']}"
        if not proofs.get(act.key):
            yield f"lost: the proof of {act.key}"


def _answered(acts: list[Act]) -> Iterator[str]:
    states = dict(Audit.objects.values_list("public_id", "state"))
    lines = _lines("audits.answered")
    for act in acts:
        if states.get(act.key) not in ANSWERED or lines[f"audit:{act.key}"] != 1:
            yield f"answer {act.key}: {states.get(act.key)}, {lines[f'audit:{act.key}']} lines"


def _judged(acts: list[Act]) -> Iterator[str]:
    """The last judgement stands, and it is somebody's who was told so."""
    rows = dict(AuditItem.objects.values_list("public_id", "reason"))
    lines: Counter[str] = Counter()
    for detail in Line.objects.filter(code="audits.item-judged").values_list("detail", flat=True):
        lines[detail["item"]] += 1
    told: dict[str, list[str]] = defaultdict(list)
    for act in acts:
        told[act.key].append(act.more["reason"])
    for item, reasons in told.items():
        if rows.get(item) not in reasons:
            yield f"lost: a judgement about {item}"
        if lines[item] != len(reasons):
            yield f"{item} was judged {len(reasons)} times, {lines[item]} lines say so"


def _determined(acts: list[Act]) -> Iterator[str]:
    rows = dict(Audit.objects.values_list("public_id", "determined_by__email"))
    lines = _lines("audits.determined")
    for act in acts:
        if rows.get(act.key) != act.who or lines[f"audit:{act.key}"] != 1:
            yield f"decision about {act.key} by {act.who}: {lines[f'audit:{act.key}']} lines"


CHECKS: dict[str, Callable[[list[Act]], Iterator[str]]] = {
    "logged": _logged,
    "sent": _sent,
    "approved": _approved,
    "returned": _returned,
    "paid": _paid,
    "noted": _noted,
    "answered": _answered,
    "judged": _judged,
    "determined": _determined,
}


def _lines(code: str) -> Counter[str]:
    """How many lines of the journal say this, by subject."""
    return Counter(Line.objects.filter(code=code).values_list("subject", flat=True))


# ---------------------------------------------------------------- what is always true


def _always() -> Iterator[str]:
    yield from _bills()
    for body, many, first, last in (
        Invoice.objects.values_list("body__slug")
        .annotate(many=Count("number", distinct=True), first=Min("number"), last=Max("number"))
        .order_by()
    ):
        if (first, last) != (1, many):
            yield f"{many} bills of {body} are numbered from {first} to {last}"
    for certification, many in (
        Renewal.objects.filter(state__in=OPEN)
        .values_list("certification")
        .annotate(many=Count("id"))
        .filter(many__gt=1)
        .order_by()
    ):
        yield f"certification {certification} has {many} open applications"
    for certification, expires, last in Certification.objects.annotate(
        last=Max("terms__next_end")
    ).values_list("public_id", "expires", "last"):
        if last is not None and expires != last:
            yield f"certification {certification} ends on {expires}, its last renewal says {last}"
    actors = set(Line.objects.exclude(actor_id="").values_list("actor_id", flat=True))
    strangers = actors - set(Person.objects.values_list("public_id", flat=True))
    yield from (f"the journal names nobody: {each}" for each in sorted(strangers))


def _bills() -> Iterator[str]:
    """What is paid was paid to the cent; what is open was not."""
    rows = Invoice.objects.annotate(came=Sum("payments__cents", default=0))
    for number, state, total, came in rows.values_list("number", "state", "total_cents", "came"):
        if state == InvoiceState.PAID and came != total:
            yield f"bill {number} over {total} is paid with {came}"
        if state == InvoiceState.OPEN and not 0 <= came < total:
            yield f"bill {number} over {total} is open with {came}"


def main(path: Path) -> int:
    """Print every problem; 1 where there is one."""
    found = list(problems_in(acts_in(path)))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
