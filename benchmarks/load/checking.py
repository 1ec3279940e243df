"""Hold the ledger against the database: a process of its own, in Django.

Every act that somebody was told is done is there once, with its line in the journal; what was
refused is not there; what got no answer is there at most once; nothing else is there; and what
must always be true of the record is true.
"""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from benchmarks.load.ledger import Act, Heard, acts_in
from recert.audits.models import Audit, AuditItem, AuditState
from recert.credentials.models import Certification, Term
from recert.journal.models import Line
from recert.payments.models import Invoice, InvoiceState, Payment
from recert.people.models import Person
from recert.renewals.models import OPEN, Renewal, ReturnItem, State
from recert.transcript.models import Activity

ANSWERED = (
    AuditState.ANSWERED, AuditState.RECOMMENDED, AuditState.PASSED, AuditState.FAILED,
    AuditState.REPLACING, AuditState.REPLACED, AuditState.RETURNED,
)  # fmt: skip
SENT = (State.SUBMITTED, State.RETURNED, State.APPROVED, State.REFUSED)

LINES = {
    "begun": "renewals.begun",
    "sent": "renewals.submitted",
    "approved": "renewals.approved",
    "returned": "renewals.returned",
    "paid": "payments.received",
    "noted": "audits.noted",
    "answered": "audits.answered",
    "judged": "audits.item-judged",
    "determined": "audits.determined",
}
"""The line of the journal that each kind of act writes, once; for entries see `_logged`."""

WORDS: dict[str, tuple[str, QuerySet[Any], str]] = {
    "logged": ("title", Activity.objects.filter(title__startswith="Load "), "title"),
    "approved": ("reason", Renewal.objects.filter(reason__startswith="All of it "), "reason"),
    "returned": ("note", ReturnItem.objects.filter(note__startswith="Send page two,"), "note"),
    "paid": ("reference", Payment.objects.filter(reference__startswith="Wire "), "reference"),
    "noted": ("note", AuditItem.objects.filter(note__startswith="Note "), "note"),
}
"""What somebody wrote that nobody else wrote: its name in the ledger, and where it is kept."""


def problems_in(acts: Iterable[Act]) -> Iterator[str]:
    """Whatever is not as it was told, and whatever can never be.

    What somebody was told is done is there once; what was refused is not there; where no answer
    came it is there at most once; and nothing else is there.
    """
    by_kind: dict[str, list[Act]] = {kind: [] for kind in ("logged", *LINES)}
    for act in acts:
        by_kind.setdefault(act.what, []).append(act)
    who = _workers(act.who for some in by_kind.values() for act in some)
    for kind, some in by_kind.items():
        if kind not in LINES | WORDS:
            yield f"nobody looks at what was {kind}"
        if kind in LINES:
            yield from _in_journal(kind, some, who)
        if kind in WORDS:
            yield from _in_words(kind, some)
        if kind in STANDS:
            maybe = (Heard.DONE, Heard.NOTHING) if kind == "judged" else (Heard.DONE,)
            yield from STANDS[kind]([act for act in some if act.heard in maybe])
    yield from _always()


def _workers(emails: Iterable[str]) -> dict[str, str]:
    """Whoever worked, and all who could have, by public id."""
    found = Q(email__in=set(emails)) | Q(email__startswith="staff") | Q(email__startswith="member")
    return dict(Person.objects.filter(found).values_list("public_id", "email"))


def _in_journal(kind: str, acts: list[Act], who: dict[str, str]) -> Iterator[str]:
    """Each act has its line; and no line of this kind is there of which nobody was told."""
    told, unsure, there = (Counter[tuple[str, str]]() for _ in range(3))
    for act in acts:
        count = {Heard.DONE: told, Heard.NOTHING: unsure}.get(Heard(act.heard))
        if count is not None:
            count[_about(kind, act.key), act.who] += 1
    lines = Line.objects.filter(code=LINES[kind], actor_id__in=who)
    for subject, actor, detail in lines.values_list("subject", "actor_id", "detail"):
        about = detail.get("item") or subject.partition(":")[2]
        there[_about(kind, about), who[actor]] += 1
    for each in sorted(told.keys() | unsure.keys() | there.keys()):
        if not told[each] <= there[each] <= told[each] + unsure[each]:
            yield (
                f"{kind} {' by '.join(each)}: told {told[each]} times, no answer "
                f"{unsure[each]} times, {there[each]} lines in the journal"
            )


def _about(kind: str, key: str) -> str:
    """Where only the answer tells what was made, whoever got none is counted over all."""
    return "" if kind == "begun" else key


def _in_words(kind: str, acts: list[Act]) -> Iterator[str]:
    name, rows, column = WORDS[kind]
    there = Counter(rows.values_list(column, flat=True))
    heard = {act.more[name]: Heard(act.heard) for act in acts}
    for words in sorted(heard.keys() | there.keys()):
        many, said = there[words], heard.get(words)
        most = 1 if said in (Heard.DONE, Heard.NOTHING) else 0
        if said is Heard.DONE and many == 0:
            yield f"lost: {words}"
        elif many > most:
            yield f"{words} is there {many} times, and what was heard of it: {said or 'no word'}"


# ---------------------------------------------------------------- what stands afterwards


def _logged(acts: list[Act]) -> Iterator[str]:
    """The entry that was shown has its title, its proof where one was sent, and its line."""
    rows = {
        row.public_id: row
        for row in Activity.objects.filter(title__startswith="Load ").annotate(
            proofs=Count("evidence")
        )
    }
    for act in acts:
        row = rows.get(act.key)
        if row is None or row.title != act.more["title"]:
            yield f"{act.more['title']} is not what {act.key} is"
        elif row.proofs != (1 if act.more["proof"] else 0):
            yield f"{row.title} has {row.proofs} proofs"
    found = Line.objects.filter(code="transcript.logged").values_list("subject", flat=True)
    lines = Counter(found)
    for key, row in rows.items():
        if lines[f"activity:{key}"] != 1:
            yield f"{row.title} has {lines[f'activity:{key}']} lines in the journal"


def _sent(acts: list[Act]) -> Iterator[str]:
    states = dict(Renewal.objects.values_list("public_id", "state"))
    for act in acts:
        if states.get(act.key) not in SENT:
            yield f"lost: application {act.key}, which is {states.get(act.key)}"


def _approved(acts: list[Act]) -> Iterator[str]:
    """It is theirs, with their reason; the cycle is closed once."""
    rows = {
        row.public_id: row
        for row in Renewal.objects.filter(state=State.APPROVED).select_related("decided_by")
    }
    terms = Counter(Term.objects.values_list("renewal_id", flat=True))
    for act in acts:
        row = rows.get(act.key)
        by = row.decided_by.email if row is not None and row.decided_by is not None else "nobody"
        if row is None or (by, row.reason) != (act.who, act.more["reason"]):
            yield f"lost: approval of {act.key} by {act.who}; it stands under {by}"
    for key in rows:
        if terms[key] != 1:
            yield f"approval of {key}: {terms[key]} terms"


def _noted(acts: list[Act]) -> Iterator[str]:
    found = AuditItem.objects.annotate(proofs=Count("activity__evidence"))
    rows = {row.public_id: row for row in found}
    for act in acts:
        row = rows.get(act.key)
        if row is None or (row.note, row.proofs) != (act.more["note"], 1):
            yield f"{act.more['note']} is not what {act.key} says, or its proof is not there once"


def _answered(acts: list[Act]) -> Iterator[str]:
    states = dict(Audit.objects.values_list("public_id", "state"))
    for act in acts:
        if states.get(act.key) not in ANSWERED:
            yield f"lost: answer {act.key}, which is {states.get(act.key)}"


def _judged(acts: list[Act]) -> Iterator[str]:
    """The judgement that stands is one of those that somebody was told of, or got no answer to."""
    rows = dict(AuditItem.objects.values_list("public_id", "reason"))
    tried: dict[str, list[str]] = defaultdict(list)
    for act in acts:
        tried[act.key].append(act.more["reason"])
    for item in {act.key for act in acts if act.heard == Heard.DONE}:
        if rows.get(item) not in tried[item]:
            yield f"lost: a judgement about {item}, of which stands: {rows.get(item)}"


def _determined(acts: list[Act]) -> Iterator[str]:
    rows = dict(Audit.objects.values_list("public_id", "determined_by__email"))
    for act in acts:
        if rows.get(act.key) != act.who:
            yield f"lost: decision about {act.key} by {act.who}"


STANDS: dict[str, Callable[[list[Act]], Iterator[str]]] = {
    "logged": _logged,
    "sent": _sent,
    "approved": _approved,
    "noted": _noted,
    "answered": _answered,
    "judged": _judged,
    "determined": _determined,
}


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
