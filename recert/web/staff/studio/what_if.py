"""What if: the draft tried on the whole register, with progress, and who it would concern."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.refusals import NotFound
from recert.lib.spreadsheets import harmless
from recert.people.queries import Duty
from recert.rules.amounts import Money
from recert.rules.findings import Verdict
from recert.rules.whatif import Summary, Turn
from recert.standing.models import Affected, WhatIf, WhatIfState
from recert.standing.queries import affected_by, what_ifs_of
from recert.standing.whatif import ask_what_if
from recert.standing.words import money_words
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.components.naming import short_names
from recert.web.staff.studio.desk import Bench, at, bench_of, frame

ON_A_PAGE = 50

VERDICTS = {
    Verdict.READY: lazy("ready to renew"),
    Verdict.SHORT: lazy("something missing"),
    Verdict.NEEDS_PERSON: lazy("waits for a person"),
    Verdict.SILENT: lazy("the policy does not say"),
    Verdict.CLOSED: lazy("can no longer renew"),
    Verdict.NOT_COVERED: lazy("no edition covers it"),
}
TURNS = {
    Turn.SHORT: lazy("turns short"),
    Turn.MET: lazy("turns met"),
    Turn.MORE: lazy("is short of more"),
    Turn.LESS: lazy("is short of less"),
    Turn.OTHER: lazy("stands otherwise"),
}
TONES = {Turn.SHORT: "stop", Turn.MET: "good"}


class AskForm(forms.Form):
    """As of when, and for whom."""

    as_of = day_field(lazy("As of"), lazy("Everybody is judged as they stand on this day."))
    scope = forms.ChoiceField(
        label=lazy("For whom"),
        choices=[
            ("everybody", lazy("As if the draft were in force for everybody on that day")),
            ("dates", lazy("Only for those whose dates choose the draft")),
        ],
        widget=forms.RadioSelect,
        initial="everybody",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One certification that would be answered otherwise."""

    affected: Affected
    credential: str
    verdict: str
    turned: tuple[str, ...]
    fee: str
    tone: str
    word: str


@desk_for_staff(Duty.POLICY)
def what_if(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Ask what the draft would change, and see what was asked."""
    bench = bench_of(request, draft_id)
    form = AskForm(sent(request), initial={"as_of": today(request, request.desk.body.zone)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            asked = ask_what_if(
                by=request.user,
                at=now(request),
                body_slug=request.desk.body.slug,
                draft_id=draft_id,
                as_of=form.cleaned_data["as_of"],
                for_everybody=form.cleaned_data["scope"] == "everybody",
            )
            return redirect(at(request, "draft_what_if_one", bench, asked.public_id))
    context = frame(request, bench, "draft_what_if", form=form, asked=what_ifs_of(bench.draft))
    status = 422 if form.errors else 200
    return render(request, "staff/studio/what_if.html", context, status=status)


def _found(bench: Bench, what_if_id: str) -> WhatIf:
    found = what_ifs_of(bench.draft).filter(public_id=what_if_id).first()
    if found is None:
        raise NotFound
    return found


@desk_for_staff(Duty.POLICY)
def one(request: DeskRequest, draft_id: str, what_if_id: str) -> HttpResponse:
    """How far it is, what came out, and whom it concerns."""
    bench = bench_of(request, draft_id)
    found = _found(bench, what_if_id)
    summary = Summary.from_plain(found.summary)
    page = Paginator(affected_by(found), ON_A_PAGE).get_page(request.GET.get("page"))
    names, currency = short_names(request.desk.body), request.desk.body.currency
    context = frame(
        request, bench, "draft_what_if",
        what_if=found,
        summary=summary,
        is_running=found.state in (WhatIfState.WAITING, WhatIfState.RUNNING),
        is_failed=found.state == WhatIfState.FAILED,
        is_stale=found.version_id != bench.version.pk,
        done=min(summary.judged, found.total),
        clauses=_by_clause(summary),
        verdicts=_verdicts(summary),
        fees=_fees(summary, currency),
        page=page,
        lines=[_line(each, names, currency) for each in page],
    )  # fmt: skip
    return render(request, "staff/studio/what_if_one.html", context)


def _by_clause(summary: Summary) -> list[tuple[str, str, int]]:
    """How many turn, by clause: the most first."""
    return [
        (clause, str(TURNS[Turn(turn)]), many)
        for (clause, _sep, turn), many in (
            (key.partition(" "), many) for key, many in summary.clauses.most_common()
        )
    ]


def _verdicts(summary: Summary) -> list[tuple[str, str, int]]:
    return [
        (str(VERDICTS[Verdict(before)]), str(VERDICTS[Verdict(after)]), many)
        for (before, _sep, after), many in (
            (key.partition(" "), many) for key, many in summary.verdicts.most_common()
        )
    ]


def _fees(summary: Summary, currency: str) -> dict[str, str]:
    before, after = summary.cents_before, summary.cents_after
    return {
        "before": money_words(Money(before, currency)),
        "after": money_words(Money(after, currency)),
        "change": money_words(Money(abs(after - before), currency)),
    }


def _line(affected: Affected, names: dict[str, str], currency: str) -> Line:
    difference = affected.difference
    old, new = difference["old"], difference["new"]
    before, after = VERDICTS[Verdict(old["verdict"])], VERDICTS[Verdict(new["verdict"])]
    verdict = str(after) if before == after else f"{before} → {after}"
    return Line(
        affected=affected,
        credential=names.get(affected.certification.credential, affected.certification.credential),
        verdict=verdict,
        turned=tuple(_turned(each) for each in difference["turned"]),
        fee=_fee(old["fee-cents"], new["fee-cents"], currency),
        tone=TONES.get(Turn(affected.turn), "quiet") if affected.turn else "quiet",
        word=str(TURNS[Turn(affected.turn)]) if affected.turn else "",
    )


def _turned(turned: dict[str, Any]) -> str:
    """A requirement that turned: total is short of more: 5, before 2."""
    words = f"{turned['clause'].replace('-', ' ')} {TURNS[Turn(turned['turn'])]}"
    amounts = [each["short"] if each else "0" for each in (turned["before"], turned["after"])]
    if amounts[0] == amounts[1]:
        return words
    return _("%(what)s: %(after)s missing, before %(before)s") % {
        "what": words, "before": amounts[0], "after": amounts[1],
    }  # fmt: skip


def _fee(before: int | None, after: int | None, currency: str) -> str:
    if before == after:
        return ""
    said = [
        money_words(Money(each, currency)) if each is not None else _("not said")
        for each in (before, after)
    ]
    return " → ".join(said)


# ---------------------------------------------------------------- the list to take along


@desk_for_staff(Duty.POLICY)
def as_csv(request: DeskRequest, draft_id: str, what_if_id: str) -> HttpResponse:
    """Everybody it concerns, as a table for a spreadsheet."""
    bench = bench_of(request, draft_id)
    found = _found(bench, what_if_id)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # for spreadsheets
    csv.writer(answer).writerows(_rows(found, short_names(request.desk.body)))
    answer["Content-Disposition"] = f'attachment; filename="what-if-{found.as_of}.csv"'
    return answer


def _rows(what_if: WhatIf, names: dict[str, str]) -> Iterator[list[object]]:
    yield ["name", "number", "credential", "turn", "verdict before", "verdict after", "clause",
           "clause turn", "missing before", "missing after", "fee before", "fee after"]  # fmt: skip
    for affected in affected_by(what_if).iterator(chunk_size=500):
        held, difference = affected.certification, affected.difference
        old, new = difference["old"], difference["new"]
        fees = [_plain_fee(each["fee-cents"]) for each in (old, new)]
        head = [harmless(held.person), harmless(held.number), names.get(held.credential, ""),
                affected.turn, old["verdict"], new["verdict"]]  # fmt: skip
        for turned in difference["turned"] or [None]:
            yield [*head, *_plain_turned(turned), *fees]


def _plain_turned(turned: dict[str, Any] | None) -> list[str]:
    if turned is None:
        return ["", "", "", ""]
    missing = [each["short"] if each else "0" for each in (turned["before"], turned["after"])]
    return [turned["clause"], turned["turn"], *missing]


def _plain_fee(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02}"


urlpatterns = [
    path("policy/drafts/<str:draft_id>/what-if", what_if, name="draft_what_if"),
    path("policy/drafts/<str:draft_id>/what-if/<str:what_if_id>", one, name="draft_what_if_one"),
    path(
        "policy/drafts/<str:draft_id>/what-if/<str:what_if_id>/list.csv",
        as_csv,
        name="draft_what_if_csv",
    ),
]
