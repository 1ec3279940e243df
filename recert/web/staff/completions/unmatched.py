"""Numbers of this body that providers named and nobody was found for."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.completions.matching import match, waiting_for, waiting_for_staff
from recert.completions.models import Completion
from recert.credentials.models import Certification, Register
from recert.credentials.queries import register_of
from recert.people.models import Body
from recert.people.queries import Duty, words_in
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.completion_words import said_of
from recert.web.components.forms import refusals_on, sent
from recert.web.components.naming import short_names
from recert.web.staff import fields

ON_A_PAGE = 50
MOST_FOUND = 20


class MatchForm(forms.Form):
    """Which of those found is meant."""

    certification = forms.ChoiceField(label=lazy("Who is meant?"), widget=forms.RadioSelect)


@desk_for_staff(Duty.REGISTER)
def unmatched(request: DeskRequest) -> HttpResponse:
    """Everything that waits for a number of this body, the oldest first."""
    body = request.desk.body
    page = Paginator(waiting_for(body), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/completions/unmatched.html", {"body": body, "page": page})


@desk_for_staff(Duty.REGISTER)
def unmatched_one(request: DeskRequest, public_id: str) -> HttpResponse:
    """How a provider named somebody; looking in the register; saying who is meant."""
    body = request.desk.body
    found = waiting_for_staff(request.user, body.slug, public_id)
    words = request.GET.get("q", found.named.get("name", ""))[:100].strip()
    held = _looked_for(body, words)
    names = short_names(body)
    form = MatchForm(sent(request))
    choices = [
        (each.public_id, _label(each, names.get(each.credential, each.credential))) for each in held
    ]
    fields.offer(form, "certification", choices)
    if request.method == "POST" and form.is_valid() and _matched(request, found, form):
        return redirect("staff:unmatched", body.slug)
    context = {
        "body": body,
        "completion": found,
        "said": said_of(found),
        "asked": words,
        "form": form if held else None,
        "errors": form,
    }
    status = 422 if form.errors else 200
    return render(request, "staff/completions/unmatched_one.html", context, status=status)


def _looked_for(body: Body, words: str) -> list[Certification]:
    if not words:
        return []
    rows = register_of(body).exclude(register=Register.REJECTED)
    return list(rows.filter(words_in(words, "person", "number"))[:MOST_FOUND])


def _label(held: Certification, name: str) -> str:
    return f"{held.person}, {name} {held.number}".strip()


def _matched(request: DeskRequest, found: Completion, form: MatchForm) -> bool:
    with refusals_on(form):
        matched = match(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            completion_id=found.public_id,
            certification_id=form.cleaned_data["certification"],
        )
        said = _("%(name)s has the credit, and is told.") % {"name": matched.person}
        messages.success(request, said)
        return True
    return False


urlpatterns = [
    path("not-found/", unmatched, name="unmatched"),
    path("not-found/<str:public_id>/", unmatched_one, name="unmatched_one"),
]
