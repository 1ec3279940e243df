"""Signed elsewhere: a completion from another installation, handed in by whoever it names."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.completions.models import Completion, CompletionState
from recert.completions.signed import Brought, bring_signed
from recert.lib.jws import MOST_LETTERS
from recert.lib.refusals import Refusal
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import add_refusal, refusals_on

S = CompletionState


class SignedForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=lazy("The signed file"),
        help_text=lazy("As it was given to you; its name ends in .jws."),
    )


@signed_in
def signed(request: MemberRequest) -> HttpResponse:
    """Hand a signed completion in; what it says stands in the transcript at once."""
    is_sent = request.method == "POST"
    form = SignedForm(request.POST, request.FILES) if is_sent else SignedForm()
    if is_sent and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_LETTERS + 1)
        with refusals_on(form):
            brought = bring_signed(
                by=request.user, at=now(request), token=content.decode("ascii", "replace")
            )
            answer = _answered(request, brought, form)
            if answer is not None:
                return answer
    status = 422 if form.errors else 200
    return render(request, "member/signed.html", {"form": form}, status=status)


def _answered(request: MemberRequest, brought: Brought, form: forms.Form) -> HttpResponse | None:
    """Where to go now; None where the file brought nothing, and the form says why."""
    kept = Completion.objects.select_related("activity", "same_as__activity").get(
        public_id=brought.answer.completion
    )
    standing = kept.same_as if kept.state == S.DUPLICATE else kept
    if standing is not None and standing.activity is not None:
        messages.success(request, _("It is in your transcript, and counts from now on."))
        return redirect("member:activity", standing.activity.public_id)
    rules = " ".join(problem.rule for problem in brought.answer.problems)
    said = {"provider": brought.source.provider.name, "rules": rules}
    add_refusal(form, Refusal(_("%(provider)s has to look at it first. %(rules)s") % said, "file"))
    return None


urlpatterns = [path("activities/signed", signed, name="signed")]
