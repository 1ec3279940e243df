"""One activity of an audit: its proof, taken with the phone or chosen from the vault, a note.

And which further activities belong to the answer: those declared in a total, or replacement.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.audits.actions import list_activity, note_item, unlist_activity
from recert.audits.models import WITH_HOLDER, AuditState
from recert.audits.queries import Line, Sheet, audit_for, sheet_of
from recert.lib.refusals import NotFound
from recert.transcript.actions import attach_evidence
from recert.transcript.models import Evidence
from recert.transcript.queries import evidence_of, transcript_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.components.naming import certification_name
from recert.web.member.audit_words import asked_of, said_of
from recert.web.member.audits import clause_of, open_lines, row_of
from recert.web.member.entry_words import in_short
from recert.web.member.naming import names_known
from recert.web.member.uploads import ACCEPTED, MOST_AT_ONCE, Uploads, take_uploads

A_PAGE = 25
MOST_OFFERED = 60


class NoteForm(forms.Form):
    """What the reviewer reads beside the proof."""

    note = forms.CharField(
        label=lazy("A note for the reviewer"),
        help_text=lazy("Such as why there is no certificate, or what the file shows."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@signed_in
def item(request: MemberRequest, public_id: str, item_id: str) -> HttpResponse:
    """One activity: what is asked for, what is there, adding to it."""
    audit = audit_for(request.user, public_id)
    sheet = sheet_of(audit, now(request))
    line = _line(sheet, item_id)
    is_mine = audit.state in WITH_HOLDER and line in open_lines(sheet)
    form = NoteForm(sent(request), initial={"note": line.item.note})
    if request.method == "POST":
        uploads = take_uploads(request)
        if _kept(request, form, public_id, line, uploads):
            return redirect(_next(request, public_id, item_id))
        line = _line(sheet_of(audit, now(request)), item_id)  # what was attached shows
    context = {
        "audit": audit,
        "name": certification_name(audit.certification),
        "said": said_of(audit, sheet.today),
        "row": row_of(line, sheet),
        "line": line,
        "short": in_short(line.activity, names_known()),
        "asked": asked_of(line.proof),
        "clauses": [
            view for id in (line.proof.clauses if line.proof else ())
            if (view := clause_of(sheet.rulebook, id))
        ],
        "form": form if is_mine else None,
        "vault": _offered(request, line) if is_mine else [],
        "accepted": ACCEPTED,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "member/audit_item.html", context, status=status)


def _line(sheet: Sheet, item_id: str) -> Line:
    found = next((line for line in sheet.lines if line.item.public_id == item_id), None)
    if found is None:
        raise NotFound
    return found


def _kept(
    request: MemberRequest, form: NoteForm, public_id: str, line: Line, uploads: Uploads
) -> bool:
    """Keep what was sent: good files at once, the note; say what was wrong with the others."""
    is_noted = form.is_valid()
    for mistake in uploads.mistakes:
        form.add_error(None, mistake)
    with refusals_on(form):
        for evidence in uploads.kept[:MOST_AT_ONCE]:
            attach_evidence(by=request.user, at=now(request), public_id=evidence.public_id,
                            activity_id=line.activity.public_id)  # fmt: skip
        if is_noted:
            note_item(by=request.user, at=now(request), public_id=public_id,
                      item_id=line.item.public_id, note=form.cleaned_data["note"])  # fmt: skip
    if form.errors:
        return False
    messages.success(request, _("Kept. Nothing goes to the body before you send the answer."))
    return True


def _next(request: MemberRequest, public_id: str, item_id: str) -> str:
    """The next activity without a proof, where the reader wants to go on; else the case."""
    if "go_on" in request.POST:
        sheet = sheet_of(audit_for(request.user, public_id), now(request))
        for line in open_lines(sheet):
            if not line.has_answer and line.item.public_id != item_id:
                return row_of(line, sheet).url
    return redirect("member:audit", public_id).url


def _offered(request: MemberRequest, line: Line) -> list[Evidence]:
    """Files of the vault that could prove it: those that prove nothing yet, the newest first."""
    there = {each.pk for each in line.evidence}
    free = evidence_of(request.user).filter(activities=None, documents=None)[:MOST_OFFERED]
    return [each for each in free if each.pk not in there]


# ---------------------------------------------------------------- further activities


@signed_in
def add(request: MemberRequest, public_id: str) -> HttpResponse:
    """The entries that could be added to the answer, newest first."""
    audit = audit_for(request.user, public_id)
    if audit.state not in WITH_HOLDER:
        return redirect("member:audit", public_id)
    if request.method == "POST":
        with refusals_said(request):
            listed = list_activity(by=request.user, at=now(request), public_id=public_id,
                                   activity_id=request.POST.get("activity", ""))  # fmt: skip
            messages.success(request, _("Listed. Add its proof now, or later."))
            return redirect("member:audit_item", public_id, listed.public_id)
        return redirect("member:audit_add", public_id)
    text = request.GET.get("text", "").strip()[:200]
    entries = transcript_of(request.user).filter(held_by="")
    if text:
        entries = entries.filter(title__icontains=text)
    there = set(audit.items.values_list("activity_id", flat=True))
    page = Paginator(entries.exclude(pk__in=there), A_PAGE).get_page(request.GET.get("page"))
    names = names_known()
    context: dict[str, Any] = {
        "audit": audit,
        "name": certification_name(audit.certification),
        "is_replacing": audit.state == AuditState.REPLACING,
        "page": page,
        "lines": [(each, in_short(each, names)) for each in page.object_list],
        "text": text,
    }
    return render(request, "member/audit_add.html", context)


@signed_in
@require_POST
def remove(request: MemberRequest, public_id: str, item_id: str) -> HttpResponse:
    """Take off an entry one has listed oneself."""
    with refusals_said(request):
        unlist_activity(by=request.user, at=now(request), public_id=public_id, item_id=item_id)
        messages.success(request, _("Taken off the answer. The entry itself stays."))
    return redirect("member:audit", public_id)


urlpatterns = [
    path("audits/<str:public_id>/add", add, name="audit_add"),
    path("audits/<str:public_id>/activities/<str:item_id>/", item, name="audit_item"),
    path("audits/<str:public_id>/activities/<str:item_id>/remove", remove, name="audit_remove"),
]
