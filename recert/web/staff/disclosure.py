"""What the public can check of each credential: said by those who keep the policy."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.people.queries import Duty
from recert.rulebooks.queries import credentials_of
from recert.verification.actions import disclose
from recert.verification.models import Shown
from recert.verification.queries import disclosures_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import sent


class DisclosureForm(forms.Form):
    """One choice a credential."""

    def offer(self, slug: str) -> None:
        """Offer every credential of a body, with what holds of it today."""
        known = disclosures_of(slug)
        for each in credentials_of(slug):
            self.fields[each.id] = forms.ChoiceField(
                label=each.name,
                choices=Shown.choices,
                initial=known.get(each.id, Shown.ASKED),
                widget=forms.RadioSelect,
            )


@desk_for_staff(Duty.POLICY)
def disclosure(request: DeskRequest) -> HttpResponse:
    """Say of each credential whom the public check tells."""
    body = request.desk.body
    form = DisclosureForm(sent(request))
    form.offer(body.slug)
    if request.method == "POST" and form.is_valid():
        for credential, shown in form.cleaned_data.items():
            disclose(by=request.user, at=now(request), body_slug=body.slug,
                     credential=credential, shown=shown)  # fmt: skip
        messages.success(request, _("Kept. The public check goes by it from now on."))
        return redirect("staff:policy", body.slug)
    context = {"body": body, "form": form}
    return render(request, "staff/disclosure.html", context, status=422 if form.errors else 200)


urlpatterns = [path("policy/disclosure", disclosure, name="disclosure")]
