"""One case on one page: what is asked and there, what was found, what is said, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.audits.actions import (
    bar_to,
    may_determine,
    may_impose,
    may_review,
    open_audit_evidence,
    open_audit_pack,
)
from recert.audits.models import WITH_BODY, WITH_HOLDER, AskState, Audit, AuditState
from recert.audits.queries import Line, Sheet, audit_for_staff, sheet_of
from recert.audits.standing import as_found
from recert.journal.queries import lines_about
from recert.lib.public_ids import new_public_id
from recert.people.queries import Duty
from recert.renewals.queries import documents_in
from recert.rules.amounts import show
from recert.rules.facts import DocumentKind, Facts
from recert.rules.findings import State as Met
from recert.standing.gathering import facts_of
from recert.standing.words import amount_words, requirement_name
from recert.standing.words.vocabulary import word
from recert.transcript.models import Document
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.clauses import clause_views
from recert.web.components.draw_words import FAILING, WHY, Worded
from recert.web.components.forms import refusals_said
from recert.web.components.going import going_rows
from recert.web.components.naming import rulebook_url, short_name
from recert.web.components.proofs import proof_words
from recert.web.papers.audit_pack import pack_of, pack_response
from recert.web.private_files import private_file
from recert.web.staff.auditing.case_acts import act_on
from recert.web.staff.auditing.case_forms import ask_forms, forms_for
from recert.web.staff.auditing.words import CASES, JUDGED, OUTCOMES
from recert.web.staff.entries import Entry, entry_of
from recert.web.staff.telling import story


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One activity of the case on the page."""

    line: Line
    entry: Entry
    asked: str
    claimed: str
    kept: str
    judged: Worded
    is_to_judge: bool


@desk_for_staff(Duty.REVIEW)
def case_page(request: DeskRequest, public_id: str) -> HttpResponse:
    """The whole of a case."""
    body = request.desk.body
    audit = audit_for_staff(request.user, body.slug, public_id)
    facts = facts_of(audit.certification.person)
    sheet = sheet_of(audit, now(request), facts)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    data = request.POST if act else None
    able = may_review(audit) if _may_assign(request, audit) else ()
    offered = forms_for(sheet, request.user, able, new_public_id(), data, act)
    asked = ask_forms(sheet, data, act)
    if request.method == "POST":
        form = next((f for _ask, f in asked if f.is_bound), None) or offered.get(act)
        if form is not None and form.is_valid() and act_on(request, audit, act, form):
            return redirect("staff:audit", body.slug, public_id)
    return _page(request, sheet, facts, offered, asked)


def _page(
    request: DeskRequest,
    sheet: Sheet,
    facts: Facts,
    offered: dict[str, forms.Form],
    asked: list[Any],
) -> HttpResponse:
    body, audit = request.desk.body, sheet.audit
    book = sheet.rulebook
    clauses = clause_views(book, rulebook_url(book)) if book else {}
    bar = bar_to(request.user, audit)
    has_declared = audit.conflicts.filter(reviewer=request.user, has_conflict=False).exists()
    wrong = next((f for f in (*offered.values(), *(f for _a, f in asked)) if f.errors), None)
    state = AuditState(audit.state)
    outcomes = may_determine(request.user, audit) if has_declared and not bar else ()
    context = {
        "body": body,
        "audit": audit,
        "sheet": sheet,
        "holder": audit.certification.person,
        "name": short_name(audit.certification),
        "state": CASES[state],
        "why": WHY.get(audit.candidate.why, ""),
        "bar": bar,
        "has_declared": has_declared,
        "first": [_row(line, sheet) for line in sheet.first],
        "replacements": [_row(line, sheet) for line in sheet.replacements],
        "papers": _papers(audit),
        "owed": _amount(sheet, show(sheet.owed)) if audit.owed_grains else "",
        "declared": [
            (
                clauses[each.clause].says if each.clause in clauses else each.clause,
                each.declared,
                show(each.itemised),
                each.agrees,
            )
            for each in sheet.declared
        ],
        "needs": _needs(sheet, facts, now(request)),
        "terms": going_rows(sheet.terms),
        "forms": offered,
        "asks": asked,
        "decided_asks": [each for each in sheet.asks if each.state != AskState.ASKED],
        "wrong": wrong,
        "may": _may(request, sheet, bar, has_declared, bool(outcomes)),
        "recommended": OUTCOMES.get(AuditState(audit.recommended_outcome))
        if audit.recommended_outcome
        else "",
        "clause": clauses.get(audit.clause),
        "consequence": _consequence(audit),
        "conflicts": list(audit.conflicts.select_related("reviewer"))
        if Duty.DRAW in request.desk.duties
        else [],
        "may_draw": Duty.DRAW in request.desk.duties,
        "story": story(body, lines_about(audit.subject)),
    }
    context["tone"], context["says"] = _answer(sheet, bar, has_declared)
    status = 422 if wrong else 200
    return render(request, "staff/auditing/audit.html", context, status=status)


def _papers(audit: Audit) -> list[tuple[str, Document]]:
    """The cards and other documents of the application under audit, each with its name."""
    found = documents_in(audit.renewal) if audit.renewal else ()
    return [(word(DocumentKind(each.kind)), each) for each in found]


def _needs(sheet: Sheet, facts: Facts, at: datetime) -> list[tuple[str, str, str, bool]]:
    """The credit the cycle asks for, how much counts by what was found, and if that is short."""
    is_judged = any(line.item.judged for line in sheet.lines)
    if sheet.rulebook is None or (sheet.audit.is_closed and not is_judged):
        return []
    is_ours = sheet.audit.state in WITH_BODY
    standing = as_found(sheet.audit, at, facts) if is_ours else sheet.standing
    return [
        (
            requirement_name(each, sheet.rulebook),
            show(each.counted),
            show(each.need),
            each.state is Met.SHORT,
        )
        for each in standing.requirements
        if each.kind != "gate"
    ]


def _row(line: Line, sheet: Sheet) -> ItemRow:
    item = line.item
    return ItemRow(
        line=line,
        entry=entry_of(line.activity, line.finding, sheet.rulebook),
        asked=proof_words(line.proof),
        claimed=show(line.claimed),
        kept=show(line.kept),
        judged=JUDGED[item.judged],
        is_to_judge=sheet.audit.state in WITH_BODY
        and item.is_replacement == (sheet.audit.state == AuditState.REPLACED),
    )


def _amount(sheet: Sheet, shown: str) -> str:
    return amount_words(sheet.owed, sheet.rulebook.unit.name) if sheet.rulebook else shown


def _may(
    request: DeskRequest, sheet: Sheet, bar: str, has_declared: bool, can_end: bool
) -> dict[str, bool]:
    """Which acts the page offers this reader."""
    audit = sheet.audit
    state = AuditState(audit.state)
    free = not bar and not audit.is_closed
    own = audit.certification.person_id == request.user.pk
    officer = Duty.REGISTER in request.desk.duties and not own
    reviews = free and has_declared
    return {
        "declare": not own and not has_declared and not bar and not audit.is_closed,
        "conflict": has_declared and not own and not audit.is_closed,
        "write": not bar and (not audit.is_closed or audit.may_be_cured),
        "judge": reviews and state in WITH_BODY,
        "return": reviews and state in (AuditState.ANSWERED, AuditState.REPLACED),
        "time": free
        and state in WITH_HOLDER
        and not any(each.state == AskState.ASKED for each in sheet.asks),
        "recommend": reviews and state is AuditState.ANSWERED,
        "determine": can_end,
        "assign": _may_assign(request, audit),
        "impose": officer and may_impose(request.user, audit),
        "cure": officer and state is AuditState.FAILED and audit.cured_at is None,
        "reopen": request_may_reopen(request, own)
        and audit.determined_at is not None
        and state in (AuditState.PASSED, AuditState.FAILED, AuditState.REPLACING),
    }


def _may_assign(request: DeskRequest, audit: Audit) -> bool:
    """Officers say who takes up an open case that is not their own."""
    own = audit.certification.person_id == request.user.pk
    return Duty.DRAW in request.desk.duties and not own and not audit.is_closed


def request_may_reopen(request: DeskRequest, own: bool) -> bool:
    """Opening again is for officers, and not of their own."""
    return Duty.DRAW in request.desk.duties and not own


def _consequence(audit: Audit) -> Promise | str:
    known = {each.value: says for each, says in FAILING.items()}
    return known.get(audit.consequence, lazy("Nothing") if audit.consequence else "")


def _answer(sheet: Sheet, bar: str, has_declared: bool) -> tuple[str, str]:
    """The first sentence of the page, and its tone."""
    audit = sheet.audit
    if bar and not audit.is_closed:
        return "stop", bar
    if any(each.state == AskState.ASKED for each in sheet.asks) and not audit.is_closed:
        return "note", _("The holder asks for something. Decide it.")
    if audit.overdue_at is not None:
        return "warn", _("No answer came by the day. A person decides what follows.")
    match AuditState(audit.state):
        case AuditState.NOTIFIED | AuditState.RETURNED | AuditState.REPLACING if (
            audit.stopped_on is not None and audit.due is None
        ):
            return "wait", _("With the holder: the clock is stopped until it is sent again.")
        case AuditState.NOTIFIED | AuditState.RETURNED | AuditState.DEFERRED:
            return "wait", _("With the holder. Nothing is to be done before the answer comes.")
        case AuditState.REPLACING:
            return "wait", _("Decided: replacement credit is due.")
        case AuditState.ANSWERED | AuditState.REPLACED if not has_declared:
            return "note", _("The answer is here. Declare whether you have a conflict of interest.")
        case AuditState.ANSWERED:
            return "note", _("The answer is here. Judge each activity.")
        case AuditState.RECOMMENDED:
            return "note", _("Reviewed. It is to be decided by somebody else than the reviewer.")
        case AuditState.REPLACED:
            return "note", _("Replacement credit is here. Judge it.")
        case AuditState.PASSED:
            return "good", _("Passed.")
        case AuditState.FAILED:
            return "stop", _("Not passed.")
        case AuditState.EXEMPTED:
            return "quiet", _("Exempted.")
    return "quiet", _("Closed with its draw.")


@desk_for_staff(Duty.REVIEW)
def evidence(request: DeskRequest, public_id: str, evidence_id: str) -> HttpResponse:
    """A file of the case; the journal notes who opened it."""
    body = request.desk.body
    with refusals_said(request):
        found = open_audit_evidence(
            by=request.user,
            at=now(request),
            body_slug=body.slug,
            public_id=public_id,
            evidence_id=evidence_id,
        )
        return private_file(found)
    return redirect("staff:audit", body.slug, public_id)


@desk_for_staff(Duty.REVIEW)
def pack(request: DeskRequest, public_id: str) -> HttpResponse:
    """The whole answer in one download; the journal notes who took it."""
    body, at = request.desk.body, now(request)
    with refusals_said(request):
        audit = open_audit_pack(by=request.user, at=at, body_slug=body.slug, public_id=public_id)
        sheet = sheet_of(audit, at)
        activities = [line.activity for line in sheet.lines]
        papers = documents_in(audit.renewal) if audit.renewal else ()
        found = pack_of(audit.certification, sheet.standing, sheet.rulebook, activities, papers)
        return pack_response(found, at)
    return redirect("staff:audit", body.slug, public_id)


urlpatterns = [
    path("audits/<str:public_id>", case_page, name="audit"),
    path("audits/<str:public_id>/proof/<str:evidence_id>", evidence, name="audit_proof"),
    path("audits/<str:public_id>/pack.zip", pack, name="audit_pack"),
]
