"""Leave: asking a body to be excused for a while, or for more time, with reason and proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.credentials.queries import certification_for
from recert.lib.refusals import Refusal
from recert.renewals.actions.leaving import ask_leave, withdraw_leave
from recert.renewals.leaves import LeaveOffer, leave_offers, leaves_of, takes_beyond_policy
from recert.renewals.models import Ground, LeaveState
from recert.standing.queries import held_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import add_refusal, day_field, refusals_on, refusals_said, sent
from recert.web.components.leave_offers import offer_views
from recert.web.components.naming import certification_name, rulebook_url
from recert.web.member.uploads import ACCEPTED, Uploads, take_uploads

TONES = {
    LeaveState.ASKED: "wait",
    LeaveState.TO_PAY: "ask",
    LeaveState.GRANTED: "good",
    LeaveState.DENIED: "stop",
    LeaveState.WITHDRAWN: "quiet",
}


BEYOND = "beyond-policy:"
"""In place of a clause, which has no such name: what the policy says nothing of."""


class LeaveForm(forms.Form):
    """By which clause, why, for which days, and in a few words."""

    clause = forms.ChoiceField(label=lazy("What do you ask for?"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=lazy("Why do you ask?"), choices=Ground.choices, widget=forms.RadioSelect
    )
    since = day_field(
        lazy("From"), lazy("Empty where the policy says how long it is."), required=False
    )
    until = day_field(lazy("To"), lazy("You can ask again if it takes longer."), required=False)
    text = forms.CharField(
        label=lazy("What should the body know?"),
        help_text=lazy("Only the officers of the body read it. Say no more than they need."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": lazy("Say in a few words why you ask.")},
    )

    def offer(self, offers: Sequence[LeaveOffer], *, beyond: bool) -> None:
        """Let people choose among what the policy gives today, and what only the body may."""
        choices = [
            (each.clause.id, Truncator(each.clause.says.strip()).chars(160))
            for each in offers
            if each.is_open
        ]
        if not choices:
            del self.fields["clause"]
            return
        if beyond:
            choices.append((BEYOND, _("Something the policy says nothing of")))
        field: Any = self.fields["clause"]
        field.choices = choices
        field.initial = choices[0][0]


@signed_in
def leave(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask, and read what was asked before and what became of it."""
    own = certification_for(request.user, public_id)
    held = held_of(own, now(request))
    offers, beyond = leave_offers(held), takes_beyond_policy(own.body)
    form, uploads = LeaveForm(sent(request)), Uploads((), ())
    form.offer(offers, beyond=beyond)
    if request.method == "POST":
        uploads = take_uploads(request)
        if form.is_valid() and _asked(request, public_id, form, uploads):
            messages.success(request, _("Sent. You are told when the body has decided."))
            return redirect("member:leave", public_id)
    asked = list(leaves_of(request.user).filter(certification=own).prefetch_related("evidence"))
    context = {
        "own": own,
        "name": certification_name(own),
        "form": form,
        "kept": uploads.kept,
        "mistakes": uploads.mistakes,
        "accepted": ACCEPTED,
        "asked": [(each, TONES[LeaveState(each.state)]) for each in asked],
        "waits": any(each.state in (LeaveState.ASKED, LeaveState.TO_PAY) for each in asked),
        "offers": offer_views(held.rulebook, offers, rulebook_url(held.rulebook)),
        "beyond": beyond,
        "may_ask": beyond or any(each.is_open for each in offers),
    }
    status = 422 if form.errors else 200
    return render(request, "member/leave.html", context, status=status)


def _asked(request: MemberRequest, public_id: str, form: LeaveForm, uploads: Uploads) -> bool:
    if uploads.mistakes:
        for mistake in uploads.mistakes:
            add_refusal(form, Refusal(mistake))
        return False
    answers = form.cleaned_data
    with refusals_on(form):
        ask_leave(
            by=request.user,
            at=now(request),
            certification_id=public_id,
            ground=answers["ground"],
            clause="" if answers.get("clause") == BEYOND else answers.get("clause", ""),
            since=answers["since"],
            until=answers["until"],
            text=answers["text"],
            evidence_ids=[each.public_id for each in uploads.kept],
        )
        return True
    return False


@signed_in
@require_POST
def withdraw(request: MemberRequest, public_id: str, leave_id: str) -> HttpResponse:
    """Take a request back before it is decided."""
    with refusals_said(request):
        withdraw_leave(by=request.user, at=now(request), public_id=leave_id)
        messages.success(request, _("Taken back."))
    return redirect("member:leave", public_id)


urlpatterns = [
    path("certifications/<str:public_id>/leave", leave, name="leave"),
    path(
        "certifications/<str:public_id>/leave/<str:leave_id>/withdraw",
        withdraw,
        name="leave_withdraw",
    ),
]
