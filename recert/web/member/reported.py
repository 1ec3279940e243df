"""What providers reported of oneself: who, when, what became of it, and saying it is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.course_queries import course_once_offered
from recert.completions.disputes import dispute_for, disputes_of
from recert.completions.disputing import dispute_missing, dispute_wrong, withdraw_dispute
from recert.completions.models import (
    CompletionState,
    Dispute,
    DisputeKind,
    DisputeState,
    EffectState,
)
from recert.completions.queries import (
    completion_for,
    completions_behind,
    corrections_of,
    trail_of,
)
from recert.rules import facts
from recert.transcript.models import Activity
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.components.completion_words import said_of, steps_of, until_words
from recert.web.components.forms import day_field, refusals_on, refusals_said, sent
from recert.web.member.completion_papers import certificates_behind
from recert.web.member.uploads import ACCEPTED, take_uploads

TONES = {
    DisputeState.WAITING: "warn",
    DisputeState.SETTLED: "good",
    DisputeState.DECLINED: "stop",
    DisputeState.WITHDRAWN: "quiet",
}


def report_behind(entry: Activity) -> dict[str, Any] | None:
    """Who reported an entry and what became of it since; None for one's own word."""
    if entry.reported_by == facts.Reporter.SELF:
        return None
    completion = completions_behind((entry,)).get(entry.pk)
    if completion is None:
        return None
    trail = trail_of(completion)
    corrections = list(corrections_of(trail))
    effects = [effect for each in corrections for effect in each.effects.all()]
    return {
        "completion": completion,
        "steps": steps_of(trail, corrections),
        "owed": [each for each in effects if each.state == EffectState.OWED],
        "may_say": completion.state == CompletionState.ACCEPTED,
        **certificates_behind(trail),
    }


class WrongForm(forms.Form):
    """What is wrong, and what would be right."""

    text = forms.CharField(
        label=lazy("What is wrong, and what would be right?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)


class MissingForm(forms.Form):
    """When one was there, and what else helps to find it."""

    completed = day_field(lazy("When did you complete it?"))
    text = forms.CharField(
        label=lazy("What else helps to find you?"),
        help_text=lazy("Such as the name or number you signed in with."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)


def _new_key() -> dict[str, str]:
    return {"key": get_random_string(20)}


@signed_in
def wrong(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say that what was reported is wrong; the provider answers by a day."""
    found = completion_for(request.user, public_id)
    form = WrongForm(sent(request), initial=_new_key())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            dispute = dispute_wrong(
                by=request.user,
                at=now(request),
                completion_id=public_id,
                text=form.cleaned_data["text"],
                key=form.cleaned_data["key"],
            )
            return _asked(request, dispute)
    context = {"completion": found, "said": said_of(found), "form": form}
    status = 422 if form.errors else 200
    return render(request, "member/reported_wrong.html", context, status=status)


@signed_in
def missing(request: MemberRequest, course_id: str) -> HttpResponse:
    """Say that one was there and it is not here; a certificate counts meanwhile."""
    course = course_once_offered(course_id)
    form = MissingForm(sent(request), initial=_new_key())
    if request.method == "POST" and form.is_valid():
        uploads = take_uploads(request)
        for mistake in uploads.mistakes:
            form.add_error(None, mistake)
        with refusals_on(form):
            if not uploads.mistakes:
                dispute = dispute_missing(
                    by=request.user,
                    at=now(request),
                    course=course,
                    completed=form.cleaned_data["completed"],
                    text=form.cleaned_data["text"],
                    key=form.cleaned_data["key"],
                    evidence_id=uploads.kept[0].public_id if uploads.kept else "",
                )
                return _asked(request, dispute)
    context = {"course": course, "form": form, "accepted": ACCEPTED}
    status = 422 if form.errors else 200
    return render(request, "member/reported_missing.html", context, status=status)


def _asked(request: MemberRequest, dispute: Dispute) -> HttpResponse:
    said = _("%(provider)s is asked, and has to answer.") % {"provider": dispute.provider.name}
    messages.success(request, said)
    return redirect("member:credit_dispute", dispute.public_id)


@signed_in
def disputes(request: MemberRequest) -> HttpResponse:
    """Everything one asked providers to put right."""
    on = today(request, request.user.zone)
    lines = [
        (
            each,
            TONES[DisputeState(each.state)],
            until_words(each.due_on, on)
            if each.state == DisputeState.WAITING
            else each.get_state_display(),
        )
        for each in disputes_of(request.user)
    ]
    return render(request, "member/credit_disputes.html", {"lines": lines})


@signed_in
def dispute(request: MemberRequest, public_id: str) -> HttpResponse:
    """What one said, what the provider says, and until when."""
    found = dispute_for(request.user, public_id)
    is_open = found.state == DisputeState.WAITING
    context = {
        "dispute": found,
        "tone": TONES[DisputeState(found.state)],
        "until": until_words(found.due_on, today(request, request.user.zone)) if is_open else "",
        "is_open": is_open,
        "is_missing": found.kind == DisputeKind.MISSING,
    }
    return render(request, "member/credit_dispute.html", context)


@signed_in
@require_POST
def withdrawal(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take back what one asked."""
    with refusals_said(request):
        withdraw_dispute(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("Taken back. Nobody answers it any more."))
    return redirect("member:credit_dispute", public_id)


urlpatterns = [
    path("reported/<str:public_id>/wrong", wrong, name="reported_wrong"),
    path("missing/<str:course_id>/", missing, name="reported_missing"),
    path("disputes/", disputes, name="credit_disputes"),
    path("disputes/<str:public_id>/", dispute, name="credit_dispute"),
    path("disputes/<str:public_id>/withdraw", withdrawal, name="credit_dispute_withdraw"),
]
