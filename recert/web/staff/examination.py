"""Recording a passed examination, where passing renews without an application."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.credentials.models import Certification
from recert.credentials.queries import certification_for_staff
from recert.lib.refusals import NotFound
from recert.people.queries import Duty
from recert.renewals.actions import record_examination
from recert.rules.facts import Kind
from recert.rules.rulebook import Route
from recert.standing.queries import Held, held_of
from recert.standing.words import route_sentence
from recert.transcript.models import Petition
from recert.transcript.queries import petition_for_staff
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.clauses import ClauseView, clause_views
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.components.naming import rulebook_url, short_name
from recert.web.staff import fields


class ExaminationForm(forms.Form):
    """Which examination was passed, when and where; until when it renews, if nobody says."""

    title = forms.CharField(label=lazy("Examination"), max_length=200)
    passed_on = day_field(lazy("Passed on"))
    at_test_centre = forms.BooleanField(label=lazy("It was sat at a test centre"), required=False)
    next_end = day_field(
        lazy("New last day"),
        lazy("Only where the policy does not say from which day the new term runs."),
        required=False,
    )
    reason = fields.reason(
        required=False, help_text=lazy("Needed with a last day you enter. The holder reads it.")
    )


@desk_for_staff(Duty.REGISTER)
def examination(request: DeskRequest, public_id: str) -> HttpResponse:
    """Record that somebody passed, and what it does by the policy.

    Where the holder has reported it by a petition, the form begins with what they wrote.
    """
    body = request.desk.body
    found = certification_for_staff(request.user, body.slug, public_id, Duty.REGISTER)
    asked = _petition(request, found)
    form = ExaminationForm(sent(request), initial=_initial(found, asked))
    if request.method == "POST" and form.is_valid():
        subject = asked.activity.subject if asked else ""
        if _recorded(request, found, form, subject):
            if asked:
                return redirect("staff:petition", body.slug, asked.public_id)
            return redirect("staff:certificant", body.slug, public_id)
    context = {
        "body": body,
        "certification": found,
        "person": found.person,
        "name": short_name(found),
        "form": form,
        "routes": _routes(held_of(found, now(request))),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/examination.html", context, status=status)


def _petition(request: DeskRequest, found: Certification) -> Petition | None:
    """The petition by which the holder reported it, if the reader comes from there."""
    asked = request.GET.get("petition")
    if not asked:
        return None
    petition = petition_for_staff(request.user, request.desk.body.slug, asked, Duty.REGISTER)
    if petition.certification_id != found.pk or petition.activity.kind != Kind.EXAMINATION:
        raise NotFound
    return petition


def _initial(found: Certification, asked: Petition | None) -> dict[str, object]:
    if asked is None:
        return {"title": _("%(name)s examination") % {"name": short_name(found)}}
    return {
        "title": asked.activity.title,
        "passed_on": asked.activity.completed,
        "at_test_centre": asked.activity.at_test_centre,
    }


def _recorded(
    request: DeskRequest, found: Certification, form: ExaminationForm, subject: str
) -> bool:
    answers = form.cleaned_data
    with refusals_on(form):
        term = record_examination(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            public_id=found.public_id,
            passed_on=answers["passed_on"],
            title=answers["title"],
            subject=subject,
            at_test_centre=answers["at_test_centre"],
            next_end=answers["next_end"],
            reason=answers["reason"],
        )
        renewed, to_apply = (
            _("Recorded, and renewed."),
            _("Recorded. The holder still has to apply."),
        )
        messages.success(request, renewed if term else to_apply)
        return True
    return False


def _routes(held: Held) -> list[tuple[str, ClauseView]]:
    """The ways by examination that the policy knows for this holder, open or closed."""
    if held.rulebook is None:
        return []
    clauses = clause_views(held.rulebook, rulebook_url(held.rulebook))
    return [
        (route_sentence(each, held.rulebook), clauses[each.clause])
        for each in held.standing.routes
        if isinstance(held.rulebook.clause(each.clause).rule, Route) and each.by == "examination"
    ]


urlpatterns = [
    path("register/<str:public_id>/examination", examination, name="examination"),
]
