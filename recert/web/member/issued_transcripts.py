"""Transcripts to hand to anybody: make one, see those that stand, take one back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.lib.public_ids import new_public_id
from recert.transcript.actions import issue_transcript, withdraw_transcript
from recert.transcript.queries import issued_transcripts_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.papers.transcript import address_of, shown

A_PAGE = 25


class PeriodForm(forms.Form):
    """Which time it is to speak of; left empty, all of it."""

    since = day_field(lazy("From"), required=False)
    until = day_field(lazy("Until"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)


@signed_in
def issued(request: MemberRequest) -> HttpResponse:
    """Those handed out so far; a new one."""
    form = PeriodForm(sent(request), initial={"key": new_public_id()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            issue_transcript(by=request.user, at=now(request), **form.cleaned_data)
            messages.success(request, _("Made. It is the first in the list."))
            return redirect("member:issued_transcripts")
    rows = issued_transcripts_of(request.user).select_related("person")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [(each, shown(each), address_of(each)) for each in page.object_list],
    }
    status = 422 if form.errors else 200
    return render(request, "member/issued_transcripts.html", context, status=status)


@signed_in
@require_POST
def withdraw(request: MemberRequest, code: str) -> HttpResponse:
    """Take one back: who has the code sees nothing any more."""
    withdraw_transcript(by=request.user, at=now(request), code=code)
    messages.success(request, _("Taken back. Its code shows nothing any more."))
    return redirect("member:issued_transcripts")


urlpatterns = [
    path("activities/transcripts/", issued, name="issued_transcripts"),
    path("activities/transcripts/<str:code>/withdraw", withdraw, name="issued_withdraw"),
]
