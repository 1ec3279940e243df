"""The forms by which a body answers a provider's application, suspends it, or ends it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.actions import Granting
from recert.catalogue.approval_queries import approval_terms_of
from recert.catalogue.course_queries import units_of
from recert.catalogue.models import ProviderApproval
from recert.people.models import Body
from recert.rulebooks.queries import all_rulebooks, rulebooks_of
from recert.rules.amounts import show
from recert.rules.facts import Award, Unit
from recert.rules.planning.offers import approvals
from recert.standing.words.vocabulary import DELIVERIES, TOPICS, UNITS, choices
from recert.transcript.entering import read_amount
from recert.web.components.forms import day_field
from recert.web.staff import fields
from recert.web.staff.catalogue.approve_form import in_part, least_minutes


def _amount(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(
        label=label, help_text=help_text, max_length=12, required=False, widget=widget
    )


class GrantForm(forms.Form):
    """What the body lets the provider do."""

    act = forms.CharField(widget=forms.HiddenInput, initial="approve")
    since = day_field(lazy("Approved from"))
    until = day_field(lazy("To"), lazy("The last day. Leave it empty for no end."), required=False)
    number = forms.CharField(
        label=lazy("Your number for it"),
        help_text=lazy("Printed on certificates."),
        max_length=60,
        required=False,
    )
    topics = forms.MultipleChoiceField(
        label=lazy("For which topics"),
        help_text=lazy("None: for all."),
        choices=lambda: choices(dict(TOPICS)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    deliveries = forms.MultipleChoiceField(
        label=lazy("For which ways of teaching"),
        help_text=lazy("None: for all."),
        choices=lambda: choices(dict(DELIVERIES)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    unit = forms.ChoiceField(label=lazy("Credit in"), required=False)
    an_hour = _amount(
        lazy("An hour of its courses earns"),
        lazy("Fill it in if its courses need no approval of their own; else leave it empty."),
    )
    most = _amount(lazy("One course earns at most"), lazy("Leave it empty for no limit."))
    in_part = in_part()
    least_minutes = least_minutes()
    report_days = forms.IntegerField(
        label=lazy("Days to report completions within"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    conditions = fields.text(lazy("Conditions"), required=False)
    reason = fields.text(lazy("A word to the provider"), required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.offer(self, "unit", [(each, str(UNITS[Unit(each)])) for each in units_of(body.slug)])

    def granting(self) -> Granting:
        """What was filled in; refuses an amount that is none."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "act"}
        for name in ("an_hour", "most"):
            asked[name] = read_amount(asked[name], name) if asked[name].strip() else None
        return Granting(**asked)


class ReturnForm(forms.Form):
    """What is missing."""

    act = forms.CharField(widget=forms.HiddenInput, initial="return")
    reason = fields.text(
        lazy("What is missing, and how to send it"), lazy("The provider reads it.")
    )


class RefuseForm(forms.Form):
    """Why not."""

    act = forms.CharField(widget=forms.HiddenInput, initial="refuse")
    reason = fields.reason(help_text=lazy("The provider reads it."))


class ApartForm(forms.Form):
    """Why somebody stands back."""

    act = forms.CharField(widget=forms.HiddenInput, initial="apart")
    says = fields.text(lazy("What is it?"), lazy("Only you and officers read it."))


class SuspendForm(forms.Form):
    """On which days it does not speak, and why."""

    act = forms.CharField(widget=forms.HiddenInput, initial="suspend")
    since = day_field(lazy("From"), lazy("Today at the earliest."))
    until = day_field(
        lazy("To"), lazy("The last day. Leave it empty until you lift it."), required=False
    )
    reason = fields.reason(help_text=lazy("The provider reads it."))


class LiftForm(forms.Form):
    """Why it speaks again."""

    act = forms.CharField(widget=forms.HiddenInput, initial="lift")
    reason = fields.reason(help_text=lazy("The provider reads it."))


class EndForm(forms.Form):
    """Its last day, and why."""

    act = forms.CharField(widget=forms.HiddenInput, initial="end")
    last_day = day_field(lazy("Last day"), lazy("Today at the earliest."))
    reason = fields.reason(help_text=lazy("The provider reads it."))


def suggested(body: Body, today: date, approval: ProviderApproval | None) -> dict[str, Any]:
    """What the grant form begins with: the body's own terms and what was asked for."""
    terms = approval_terms_of(body)
    since = _after_last(approval, today)
    found: dict[str, Any] = {
        "since": since,
        "until": since + relativedelta(years=terms.years) - timedelta(days=1)
        if terms.years
        else None,
        "report_days": terms.report_days,
    }
    if approval is not None:
        found |= {"topics": approval.topics, "deliveries": approval.deliveries}
        if approval.follows is not None:
            found["number"] = approval.follows.number
    return found


def _after_last(approval: ProviderApproval | None, today: date) -> date:
    """A renewal follows on the day after the one before, where that is still to come."""
    last = approval.follows.until if approval is not None and approval.follows else None
    return last + timedelta(days=1) if last is not None and last >= today else today


def hour_by_policy(body: Body) -> str:
    """What the body's own rulebook says an hour earns, to compare with; empty: nothing."""
    books, found = all_rulebooks(), None
    for book in rulebooks_of(body.slug)[-1:]:
        own = (award for award in approvals(book, books) if award.by == body.slug)
        found = next(own, None)
    return _said(found) if found else ""


def _said(award: Award) -> str:
    return f"{show(award.amount)} {UNITS[award.unit]}"
