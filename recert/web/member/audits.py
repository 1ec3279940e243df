"""Audits of one's own: what is asked by when, what is there, the answer, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.audits.actions import MAY_ASK, send_answer, withdraw_ask, write_message
from recert.audits.days import today_at
from recert.audits.models import WITH_HOLDER, AskKind, Audit, AuditState, Candidate, DrawState
from recert.audits.queries import Line, Sheet, audit_for, audits_of, lots_of, sheet_of
from recert.lib.public_ids import new_public_id
from recert.renewals.queries import documents_in
from recert.rules.rulebook import Rulebook
from recert.standing.words import need_name
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.clauses import ClauseView, clause_view
from recert.web.components.forms import refusals_said, sent
from recert.web.components.naming import certification_name, certification_names
from recert.web.member.audit_words import (
    ENDED,
    TONES,
    follows,
    is_open_to,
    line_says,
    replacement_says,
    said_of,
    why_of,
)
from recert.web.member.renewal_words import zone_words
from recert.web.papers.audit_pack import pack_of, pack_response

LONGEST_MESSAGE = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """One activity of the list: where it leads, how it stands, what the body says of it."""

    line: Line
    url: str
    tone: str
    word: str
    why: str
    clause: ClauseView | None
    is_own: bool  # listed by the holder, so that it can be taken off again


class MessageForm(forms.Form):
    """A message to the body."""

    text = forms.CharField(
        label=lazy("Your message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": lazy("Write something first.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)


@signed_in
def audits(request: MemberRequest) -> HttpResponse:
    """Every case, open ones first, and every draw one stood in, drawn or not."""
    found = list(audits_of(request.user))
    lots = list(lots_of(request.user))
    held = [*(each.certification for each in found), *(each.certification for each in lots)]
    names = certification_names(held)
    lines = [
        (each, names[each.certification.public_id], said_of(each, today_of(request, each)),
         TONES[AuditState(each.state)])
        for each in found
    ]  # fmt: skip
    coming = [(lot, names[lot.certification.public_id]) for lot in lots if is_coming(lot)]
    context = {
        "coming": coming,
        "open": [line for line in lines if not line[0].is_closed],
        "closed": [line for line in lines if line[0].is_closed],
        "lots": [(each, names[each.certification.public_id], outcome(each)) for each in lots],
    }
    return render(request, "member/audits.html", context)


def outcome(lot: Candidate) -> tuple[str, str]:
    """Whether a line of a list was drawn, as tone and word."""
    if lot.draw.state == DrawState.CANCELLED:
        return "quiet", _("The draw was cancelled")
    if lot.is_drawn:
        return "note", _("You were drawn")
    if lot.draw.state == DrawState.FROZEN:
        return "wait", _("Not drawn yet")
    if lot.spared:
        return "quiet", _("You were left out")
    return "quiet", _("You were not drawn")


def is_coming(lot: Candidate) -> bool:
    """Whether somebody was drawn whose letter is still on its way."""
    is_off = lot.draw.state == DrawState.CANCELLED
    return lot.is_drawn and not is_off and not hasattr(lot, "audit")


def today_of(request: MemberRequest, audit: Audit) -> date:
    """Which day it is for the body that audits."""
    return today_at(audit.certification.body, now(request))


@signed_in
def audit(request: MemberRequest, public_id: str) -> HttpResponse:
    """One case on one page; writing to the body."""
    found = audit_for(request.user, public_id)
    form = MessageForm(sent(request), initial={"key": new_public_id()})
    if request.method == "POST" and form.is_valid():
        with refusals_said(request):
            write_message(by=request.user, at=now(request), public_id=public_id,
                          text=form.cleaned_data["text"], key=form.cleaned_data["key"])  # fmt: skip
            messages.success(request, _("Sent. The answer comes here and by e-mail."))
        return redirect(reverse("member:audit", args=[public_id]) + "#messages")
    status = 422 if form.errors else 200
    return render(request, "member/audit.html", _context(request, found, form), status=status)


def _context(request: MemberRequest, found: Audit, form: MessageForm) -> dict[str, Any]:
    sheet = sheet_of(found, now(request))
    state, is_mine = AuditState(found.state), found.state in WITH_HOLDER
    book, certification = sheet.rulebook, found.certification
    rows = [row_of(line, sheet) for line in sheet.first]
    lacking = [line for line in open_lines(sheet) if is_open_to(line, found)]
    return {
        "audit": found,
        "sheet": sheet,
        "name": certification_name(certification),
        "body": certification.body,
        "said": said_of(found, sheet.today),
        "state_word": found.get_state_display(),
        "tone": TONES[state],
        "is_mine": is_mine,
        "is_replacing": state == AuditState.REPLACING,
        "has_ended": state in ENDED,
        "rows": rows,
        "replacements": [row_of(line, sheet) for line in sheet.replacements],
        "left": len(lacking),
        "begin_url": row_of(lacking[0], sheet).url if lacking else "",
        "replacement": replacement_says(sheet),
        "declared": [
            (_title_of(book, each.clause), each) for each in sheet.declared if not each.agrees
        ],
        "clause": clause_of(book, found.clause),
        "follows": follows(found, sheet.today),
        "asks": sheet.asks,
        "thread": [(each, _when(each.at, certification.body.zone)) for each in sheet.messages],
        "may_ask": any(state in states for states in MAY_ASK.values()),
        "form": form if found.may_be_cured or not found.is_closed else None,
        "zone": zone_words(certification.body.zone),
        "draw": found.candidate.draw,
    }


def _when(at: datetime, zone: str) -> str:
    """A moment where the body is; a template would put it in the record's own zone."""
    return date_format(at.astimezone(ZoneInfo(zone)), "j F Y, H:i")


def open_lines(sheet: Sheet) -> tuple[Line, ...]:
    """The activities the holder's next act is about."""
    is_replacing = sheet.audit.state == AuditState.REPLACING
    return sheet.replacements if is_replacing else sheet.first


def row_of(line: Line, sheet: Sheet) -> Row:
    """An activity as a line of the list."""
    tone, word = line_says(line, sheet.audit, sheet.standing.unit)
    why = why_of(line, sheet.audit)
    return Row(
        line=line,
        url=reverse("member:audit_item", args=[sheet.audit.public_id, line.item.public_id]),
        tone=tone,
        word=word,
        why=why,
        clause=clause_of(sheet.rulebook, line.item.clause) if why else None,
        is_own=(line.item.is_added or line.item.is_replacement) and not line.item.judged,
    )


def clause_of(book: Rulebook | None, clause: str) -> ClauseView | None:
    """A clause by its id, where the edition has it."""
    if book is None or clause not in {each.id for each in book.clauses}:
        return None
    return clause_view(book, book.clause(clause))


def _title_of(book: Rulebook | None, clause: str) -> str:
    known = book is not None and clause in {each.id for each in book.clauses}
    return (need_name(book, clause) if book and known else "") or _("credits in all")


# ---------------------------------------------------------------- sending


@signed_in
def send(request: MemberRequest, public_id: str) -> HttpResponse:
    """Look at the answer once more, and send it."""
    found = audit_for(request.user, public_id)
    if request.method == "POST":
        with refusals_said(request):
            send_answer(by=request.user, at=now(request), public_id=public_id)
            messages.success(request, _("Sent. You are told as soon as the body has decided."))
        return redirect("member:audit", public_id)
    if found.state not in WITH_HOLDER:
        return redirect("member:audit", public_id)
    sheet = sheet_of(found, now(request))
    context = {
        "audit": found,
        "name": certification_name(found.certification),
        "body": found.certification.body,
        "said": said_of(found, sheet.today),
        "rows": [row_of(line, sheet) for line in open_lines(sheet)],
        "left": sum(is_open_to(line, found) for line in open_lines(sheet)),
        "replacement": replacement_says(sheet),
    }
    return render(request, "member/audit_send.html", context)


@signed_in
@require_POST
def take_back_ask(request: MemberRequest, public_id: str, ask: str) -> HttpResponse:
    """Take back what one asked for."""
    withdraw_ask(by=request.user, at=now(request), public_id=public_id, ask_id=ask)
    messages.success(request, _("Taken back."))
    return redirect("member:audit", public_id)


@signed_in
def pack(request: MemberRequest, public_id: str) -> HttpResponse:
    """The answer with all its proof in one file, as a reviewer can take it."""
    found = audit_for(request.user, public_id)
    sheet = sheet_of(found, now(request))
    whole = pack_of(
        found.certification,
        sheet.standing,
        sheet.rulebook,
        [line.activity for line in sheet.lines],
        documents_in(found.renewal) if found.renewal else (),
    )
    return pack_response(whole, now(request))


def kinds_open(audit: Audit) -> list[AskKind]:
    """What may be asked for as the case stands."""
    return [kind for kind, states in MAY_ASK.items() if AuditState(audit.state) in states]


urlpatterns = [
    path("audits/", audits, name="audits"),
    path("audits/<str:public_id>/", audit, name="audit"),
    path("audits/<str:public_id>/send", send, name="audit_send"),
    path("audits/<str:public_id>/pack.zip", pack, name="audit_pack"),
    path("audits/<str:public_id>/asks/<str:ask>/withdraw", take_back_ask,
         name="audit_ask_withdraw"),
]  # fmt: skip
