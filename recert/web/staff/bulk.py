"""Bulk acts: one decision or letter for many, shown before it is done and undone as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.lib.public_ids import new_public_id
from recert.people.queries import Duty
from recert.register.bulk import (
    ENDS,
    Choice,
    advance_bulk_act,
    ask_bulk_act,
    bulk_act_for_staff,
    bulk_acts_of,
    confirm_bulk_act,
    counts_of,
    discard_bulk_act,
    lines_of,
    undo_bulk_act,
    why_counts_of,
)
from recert.register.models import BulkAct, BulkKind, BulkState, LineState
from recert.rulebooks.queries import credentials_of
from recert.rules.findings import Status
from recert.standing.words import status_words
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, refusals_said, sent
from recert.web.components.naming import short_names
from recert.web.staff import fields
from recert.web.staff.bulk_words import STATES, WHY, choice_words
from recert.web.staff.telling import RULINGS

ON_A_PAGE = 50
DOES: dict[BulkKind, Promise] = {
    BulkKind.EXTEND: lazy("Move the last day to the one you give"),
    BulkKind.HOLD: lazy("Put on hold, such as for unpaid bills"),
    BulkKind.SUSPEND: lazy("Suspend"),
    BulkKind.END: lazy("End a decision they all have"),
    BulkKind.LETTER: lazy("Send a letter and change nothing"),
}
STATUSES = (
    Status.ACTIVE,
    Status.CONDITIONAL,
    Status.GRACE,
    Status.LATE,
    Status.REINSTATABLE,
    Status.LAPSED,
    Status.INACTIVE,
    Status.ON_HOLD,
    Status.SUSPENDED,
)


class BulkForm(forms.Form):
    """What is to be done, to whom, and why."""

    kind = forms.ChoiceField(
        label=lazy("What is to be done?"),
        choices=[(kind.value, says) for kind, says in DOES.items()],
        widget=forms.RadioSelect,
    )
    until = day_field(
        lazy("Until"),
        lazy("The new last day, or the last day of a hold or a suspension."),
        required=False,
    )
    ends = forms.ChoiceField(
        label=lazy("Decision to end"),
        required=False,
        choices=[("", lazy("None")), *((kind.value, RULINGS[kind]) for kind in ENDS)],
    )
    subject = forms.CharField(label=lazy("Subject of the letter"), required=False, max_length=150)
    reason = fields.text(
        lazy("Reason, or the text of the letter"), lazy("Everybody concerned reads it.")
    )
    credential = forms.ChoiceField(label=lazy("Certification"), required=False)
    level = forms.ChoiceField(label=lazy("Level"), required=False)
    expires_since = day_field(lazy("Last day from"), required=False)
    expires_until = day_field(lazy("Last day to"), required=False)
    statuses = forms.MultipleChoiceField(
        label=lazy("Status today"),
        help_text=lazy("None chosen: whatever it is."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unpaid_days = forms.IntegerField(
        label=lazy("A bill unpaid for so many days"), required=False, min_value=0, max_value=9999
    )
    once = forms.BooleanField(
        label=lazy("Only whoever has no extension already"), required=False, initial=True
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, slug: str, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.offer(self, "credential", [("", _("All of them")), *names.items()])
        levels = dict.fromkeys(level for each in credentials_of(slug) for level in each.levels)
        if levels:
            words = [(each, each.replace("-", " ").capitalize()) for each in levels]
            fields.offer(self, "level", [("", _("Every level")), *words])
        else:
            del self.fields["level"]
        fields.offer(self, "statuses", [(each.value, status_words(each)) for each in STATUSES])

    def choice(self) -> Choice:
        """Who is meant, as it was filled in."""
        answers = self.cleaned_data
        return Choice(
            credential=answers["credential"],
            level=answers.get("level", ""),
            expires_since=answers["expires_since"],
            expires_until=answers["expires_until"],
            statuses=tuple(answers["statuses"]),
            unpaid_days=answers["unpaid_days"],
            once=answers["once"] and answers["kind"] == BulkKind.EXTEND,
            ends=answers["ends"] if answers["kind"] == BulkKind.END else "",
        )


@desk_for_staff(Duty.REGISTER)
def acts(request: DeskRequest) -> HttpResponse:
    """Everything that was done to many, or waits to be confirmed."""
    body = request.desk.body
    page = Paginator(bulk_acts_of(body), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [(each, *STATES[BulkState(each.state)]) for each in page]
    return render(request, "staff/bulk.html", {"body": body, "page": page, "lines": lines})


@desk_for_staff(Duty.REGISTER)
def new(request: DeskRequest) -> HttpResponse:
    """Say what is to be done and to whom; the next page shows whom it would concern."""
    body = request.desk.body
    names = short_names(body)
    form = BulkForm(sent(request), slug=body.slug, names=names, initial={"key": new_public_id()})
    if request.method == "POST" and form.is_valid():
        answers, at = form.cleaned_data, now(request)
        with refusals_on(form):
            act = ask_bulk_act(
                by=request.user,
                at=at,
                body_slug=body.slug,
                kind=answers["kind"],
                choice=form.choice(),
                reason=answers["reason"],
                subject=answers["subject"],
                until=answers["until"] if answers["kind"] in WITH_A_DAY else None,
                key=answers["key"],
            )
            advance_bulk_act(act, at=at)  # of a small register this is the whole list
            advance_bulk_act(act, at=at)
            return redirect("staff:bulk_act", body.slug, act.public_id)
    status = 422 if form.errors else 200
    return render(request, "staff/bulk_new.html", {"body": body, "form": form}, status=status)


WITH_A_DAY = (BulkKind.EXTEND, BulkKind.HOLD, BulkKind.SUSPEND)


@desk_for_staff(Duty.REGISTER)
def act(request: DeskRequest, public_id: str) -> HttpResponse:
    """One act: whom it concerns, from before to after, who is left out and why."""
    body = request.desk.body
    found = bulk_act_for_staff(request.user, body.slug, public_id)
    names, counts = short_names(body), counts_of(found)
    chosen = request.GET.get("only", "")
    rows = lines_of(found).filter(state=chosen) if chosen in LineState.values else lines_of(found)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    tone, word = STATES[BulkState(found.state)]
    context = {
        "body": body,
        "act": found,
        "tone": tone,
        "word": word,
        "choice": choice_words(found, names),
        "counts": counts,
        "many": counts[LineState.CHOSEN],
        "all": sum(counts.values()),
        "whys": [(WHY[why], many) for why, many in why_counts_of(found).items()],
        "is_running": found.state in (BulkState.FREEZING, BulkState.RUNNING, BulkState.UNDOING),
        "can_undo": found.kind != BulkKind.LETTER
        and found.state in (BulkState.RUNNING, BulkState.DONE),
        "finished": counts[LineState.DONE] + counts[LineState.SKIPPED] + counts[LineState.UNDONE],
        "page": page,
        "lines": [
            (
                line,
                names.get(line.certification.credential, line.certification.credential),
                WHY.get(line.why, ""),
                LineState(line.state).label,
            )
            for line in page
        ],
        "only": chosen,
        "filters": [(each.value, each.label, counts[each]) for each in LineState if counts[each]],
    }
    return render(request, "staff/bulk_act.html", context)


def _moving(request: DeskRequest, public_id: str, move: Any, says: str) -> HttpResponse:
    body, at = request.desk.body, now(request)
    with refusals_said(request):
        found: BulkAct = move(by=request.user, at=at, body_slug=body.slug, public_id=public_id)
        advance_bulk_act(found, at=at)
        advance_bulk_act(found, at=at)
        messages.success(request, says)
    return redirect("staff:bulk_act", body.slug, public_id)


@desk_for_staff(Duty.REGISTER)
@require_POST
def confirm(request: DeskRequest, public_id: str) -> HttpResponse:
    """Have it done, as it was shown."""
    return _moving(request, public_id, confirm_bulk_act, _("Confirmed. Everybody on it is told."))


@desk_for_staff(Duty.REGISTER)
@require_POST
def undo(request: DeskRequest, public_id: str) -> HttpResponse:
    """Take all of it back."""
    return _moving(request, public_id, undo_bulk_act, _("It is taken back. Everybody is told."))


@desk_for_staff(Duty.REGISTER)
@require_POST
def discard(request: DeskRequest, public_id: str) -> HttpResponse:
    """Drop what was only shown."""
    return _moving(request, public_id, discard_bulk_act, _("Discarded. Nothing was done."))


urlpatterns = [
    path("bulk", acts, name="bulk"),
    path("bulk/new", new, name="bulk_new"),
    path("bulk/<str:public_id>", act, name="bulk_act"),
    path("bulk/<str:public_id>/confirm", confirm, name="bulk_confirm"),
    path("bulk/<str:public_id>/undo", undo, name="bulk_undo"),
    path("bulk/<str:public_id>/discard", discard, name="bulk_discard"),
]
