"""One's complaint, for somebody without an account: the page behind the link in our letter."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.appeals.actions import take_back_by_link, write_by_link
from recert.appeals.links import matter_with
from recert.lib.public_ids import new_public_id
from recert.web.clock import now
from recert.web.components.appeal_words import how_far
from recert.web.components.forms import refusals_on, refusals_said
from recert.web.public.limits import is_too_often

MOST_MESSAGES = 20


class MessageForm(forms.Form):
    """A message to the body."""

    text = forms.CharField(
        label=lazy("Your message"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": lazy("Write something first.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)


def complaint_page(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, what was written, and writing again while it is open."""
    matter = matter_with(token)
    is_sent = request.method == "POST" and request.POST.get("act") != "take-back"
    if request.method == "POST" and not is_sent:
        with refusals_said(request):
            take_back_by_link(at=now(request), token=token)
            messages.success(request, _("Taken back."))
        return redirect("public:complaint", token)
    form = MessageForm(request.POST if is_sent else None, initial={"key": new_public_id()})
    if is_sent and form.is_valid() and _written(request, token, form):
        messages.success(request, _("Sent. The answer comes by e-mail."))
        return redirect("public:complaint", token)
    tone, word = how_far(matter)
    context = {
        "matter": matter,
        "body": matter.body,
        "tone": tone,
        "word": word,
        "thread": list(matter.messages.all()),
        "form": form if matter.is_open else None,
        "token": token,
    }
    status = 422 if form.errors else 200
    return render(request, "public/complaint.html", context, status=status)


def _written(request: HttpRequest, token: str, form: MessageForm) -> bool:
    if is_too_often(request, "complaint", MOST_MESSAGES):
        form.add_error(None, lazy("You have written a good deal just now. Wait ten minutes."))
        return False
    with refusals_on(form):
        write_by_link(at=now(request), token=token, **form.cleaned_data)
        return True
    return False
