"""Appeals and complaints of one's own: sending one, what became of it, writing to the body."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.appeals.actions import appeal, take_back, write_message
from recert.appeals.decisions import decision_for
from recert.appeals.queries import matter_for, matters_of, open_appeal_about, practice_of
from recert.lib.days import local_day
from recert.lib.public_ids import new_public_id
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.appeal_words import how_far
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.components.naming import certification_name


class AppealForm(forms.Form):
    """What is wrong with a decision."""

    text = forms.CharField(
        label=lazy("What is wrong, and what should be done?"),
        help_text=lazy("Say which point you mean, and add what was not seen."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": lazy("Say what is wrong, and what you think should be done.")},
    )


class MessageForm(forms.Form):
    """A message to the body."""

    text = forms.CharField(
        label=lazy("Your message"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": lazy("Write something first.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)


@signed_in
def appeals(request: MemberRequest) -> HttpResponse:
    """Everything one appealed or complained of, newest first."""
    lines = [(each, *how_far(each)) for each in matters_of(request.user)]
    return render(request, "member/appeals.html", {"lines": lines})


@signed_in
def appeal_new(request: MemberRequest, kind: str, public_id: str) -> HttpResponse:
    """Appeal against one decision: what it says, by which day, what is wrong with it."""
    found = decision_for(request.user, kind, public_id)
    body = found.certification.body
    there = open_appeal_about(request.user, found.subject)
    if there is not None:
        return redirect("member:appeal", there.public_id)
    form = AppealForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            matter = appeal(by=request.user, at=now(request), kind=kind, public_id=public_id,
                            text=form.cleaned_data["text"])  # fmt: skip
            messages.success(request, _("Sent. The receipt comes by e-mail."))
            return redirect("member:appeal", matter.public_id)
    context = {
        "form": form,
        "decision": found,
        "body": body,
        "name": certification_name(found.certification),
        "practice": practice_of(body),
        "is_late": found.appeal_by is not None
        and local_day(now(request), body.zone) > found.appeal_by,
    }
    status = 422 if form.errors else 200
    return render(request, "member/appeal_new.html", context, status=status)


@signed_in
def appeal_one(request: MemberRequest, public_id: str) -> HttpResponse:
    """One of one's own: how far it is, how it was decided; writing to the body."""
    found = matter_for(request.user, public_id)
    form = MessageForm(sent(request), initial={"key": new_public_id()})
    if request.method == "POST" and form.is_valid():
        with refusals_said(request):
            write_message(by=request.user, at=now(request), public_id=public_id,
                          **form.cleaned_data)  # fmt: skip
            messages.success(request, _("Sent. The answer comes here and by e-mail."))
        return redirect(reverse("member:appeal", args=[public_id]) + "#messages")
    tone, word = how_far(found)
    context = {
        "matter": found,
        "body": found.body,
        "tone": tone,
        "word": word,
        "thread": list(found.messages.all()),
        "form": form if found.is_open else None,
    }
    status = 422 if form.errors else 200
    return render(request, "member/appeal.html", context, status=status)


@signed_in
@require_POST
def appeal_take_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take it back before it is decided."""
    with refusals_said(request):
        take_back(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("Taken back."))
    return redirect("member:appeal", public_id)


urlpatterns = [
    path("appeals/", appeals, name="appeals"),
    path("appeals/<str:public_id>", appeal_one, name="appeal"),
    path("appeals/<str:public_id>/take-back", appeal_take_back, name="appeal_take_back"),
    path("appeals/against/<slug:kind>/<str:public_id>", appeal_new, name="appeal_new"),
]
