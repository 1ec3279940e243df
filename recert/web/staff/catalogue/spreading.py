"""Approving for everybody the course that somebody's petition was about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.approval_queries import approval_terms_of
from recert.catalogue.entering import CourseDraft
from recert.lib.refusals import NotFound
from recert.people.queries import Duty
from recert.rules.amounts import from_grains, show
from recert.rules.facts import Delivery, Topic
from recert.standing.words.vocabulary import DELIVERIES, TOPICS, choices
from recert.transcript.models import Petition
from recert.transcript.queries import petition_for_staff
from recert.transcript.spreading import (
    approve_for_everybody,
    course_in,
    may_be_for_everybody,
    providers_meant,
    spread_of,
)
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent
from recert.web.staff import fields
from recert.web.staff.catalogue.approve_form import CreditForm

SOMEBODY_ELSE = "-"


class SpreadForm(CreditForm):
    """Whose course it is, and what everybody has of it."""

    provider = forms.ChoiceField(label=lazy("Whose course is it?"), widget=forms.RadioSelect)
    provider_name = forms.CharField(
        label=lazy("The provider’s name"),
        help_text=lazy("As its certificates print it. Nobody has to run it here yet."),
        max_length=200,
        required=False,
    )
    course = forms.CharField(
        label=lazy("Course number"),
        help_text=lazy("The provider’s own; make one up where it has none."),
        max_length=60,
        error_messages={"required": lazy("Give the course a number, such as ETH-2.")},
    )
    title = forms.CharField(label=lazy("Title"), max_length=200)
    delivery = forms.ChoiceField(
        label=lazy("How does it reach learners?"), choices=lambda: choices(dict(DELIVERIES))
    )
    minutes = forms.IntegerField(
        label=lazy("Minutes of instruction"),
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": None}),
    )
    topics = forms.MultipleChoiceField(
        label=lazy("What is it about?"),
        choices=lambda: choices(dict(TOPICS)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose what it is about.")},
    )

    def __init__(self, *args: Any, petition: Petition, draft: CourseDraft, **kwargs: Any) -> None:
        known = list(providers_meant(petition.activity))
        body = petition.certification.body
        years = approval_terms_of(body).years
        amount = petition.amount_grains
        kwargs["initial"] = {
            "provider": known[0].slug if known else SOMEBODY_ELSE,
            "provider_name": petition.activity.provider_name,
            "course": petition.activity.course.rpartition(":")[2],
            "title": draft.title,
            "delivery": draft.delivery.value,
            "minutes": draft.minutes,
            "topics": sorted(draft.topics),
            "amount": "" if amount is None else show(from_grains(amount)),
            "since": draft.since,
            "until": draft.since + relativedelta(years=years, days=-1) if years else None,
            "categories": petition.categories,
        }
        super().__init__(*args, **kwargs)
        offered = [(each.slug, each.name) for each in known]
        fields.offer(self, "provider", [*offered, (SOMEBODY_ELSE, _("One who is not here yet"))])
        self.offer(body)
        self.said = draft

    def draft(self) -> CourseDraft:
        """The course as staff put it; what they were not asked stays as the entry says."""
        typed = self.cleaned_data
        return replace(
            self.said,
            title=typed["title"],
            delivery=Delivery(typed["delivery"]),
            minutes=typed["minutes"],
            topics=frozenset(Topic(each) for each in typed["topics"]),
        )


@desk_for_staff(Duty.REVIEW)
def spread(request: DeskRequest, public_id: str) -> HttpResponse:
    """Approve the course of an accepted petition for everybody who takes it."""
    body = request.desk.body
    found = petition_for_staff(request.user, body.slug, public_id)
    there = spread_of(found)
    if there is not None:
        return redirect("staff:course_approval", body.slug, there.public_id)
    if not may_be_for_everybody(found):
        raise NotFound
    draft = course_in(found.activity, found.activity.completed)
    form = SpreadForm(sent(request), petition=found, draft=draft)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["provider"]
        with refusals_on(form):
            row = approve_for_everybody(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                public_id=public_id,
                provider="" if chosen == SOMEBODY_ELSE else chosen,
                provider_name=form.cleaned_data["provider_name"],
                number=form.cleaned_data["course"],
                draft=form.draft(),
                approving=form.approving(),
            )
            messages.success(request, _("Approved for everybody who completes it in these days."))
            return redirect("staff:course_approval", body.slug, row.public_id)
    context = {"body": body, "petition": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/catalogue/spread.html", context, status=status)


urlpatterns = [path("petitions/<str:public_id>/everybody", spread, name="petition_spread")]
