"""The form a course is approved with: how much, of what, from when to when."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.actions import Approving
from recert.catalogue.approval_queries import approval_terms_of
from recert.catalogue.course_queries import units_of
from recert.catalogue.models import CourseApproval, InPart
from recert.lib.refusals import Refused
from recert.people.models import Body
from recert.rulebooks.queries import rulebooks_of
from recert.rules.amounts import from_grains, show
from recert.rules.facts import Unit
from recert.rules.rulebook import Category
from recert.standing.words.vocabulary import word
from recert.transcript.entering import read_amount
from recert.web.components.forms import add_refusal, day_field
from recert.web.staff import fields

ONE_DAY = relativedelta(days=1)


def in_part() -> forms.ChoiceField:
    """What whoever took a part of a course only has."""
    return forms.ChoiceField(
        label=lazy("Who took a part of it only"),
        required=False,
        choices=[("", lazy("Not said: the provider answers for it")), *InPart.choices],
    )


def least_minutes() -> forms.IntegerField:
    """From how many minutes on there is credit at all."""
    return forms.IntegerField(
        label=lazy("From so many minutes on"),
        help_text=lazy("Who was there for less has nothing. Empty: no such limit."),
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class CreditForm(forms.Form):
    """How much of which unit, in which days, under which number, as what."""

    amount = forms.CharField(
        label=lazy("For how much"),
        max_length=12,
        error_messages={"required": lazy("Say how much completing it earns, such as 2 or 0.2.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=lazy("Unit"))
    number = forms.CharField(
        label=lazy("Approval number"),
        help_text=lazy("Printed on certificates."),
        max_length=60,
        required=False,
    )
    since = day_field(lazy("For completions from"))
    until = day_field(lazy("Through"), lazy("Empty: without end."), required=False)
    in_part = in_part()
    least_minutes = least_minutes()
    categories = forms.MultipleChoiceField(
        label=lazy("As what"),
        help_text=lazy(
            "Beside what the policy makes of its topics. Where the topics themselves are wrong, "
            "send the course back."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = fields.text(
        lazy("Conditions"), lazy("What the provider has to keep to."), required=False, rows=3
    )

    def offer(self, body: Body) -> None:
        """Offer the body's own units and categories."""
        units = [(unit, str(word(Unit(unit)))) for unit in units_of(body.slug)]
        fields.offer(self, "unit", units)
        named = {
            clause.id: clause.id.replace("-", " ").capitalize()
            for book in rulebooks_of(body.slug)[-1:]
            for clause, _rule in book.of_kind(Category)
        }
        if named:
            fields.offer(self, "categories", list(named.items()))
        else:
            del self.fields["categories"]

    def clean_amount(self) -> str:
        """Read the amount, with its own mending sentence."""
        text = str(self.cleaned_data["amount"])
        self.read: Fraction | None = None
        try:
            self.read = read_amount(text, "amount")
        except Refused as refused:
            for refusal in refused.refusals:
                add_refusal(self, refusal)
        return text

    def approving(self, reason: str = "") -> Approving:
        """What was typed."""
        typed = self.cleaned_data
        assert self.read is not None  # the form is valid
        return Approving(
            amount=self.read,
            unit=typed["unit"],
            since=typed["since"],
            until=typed["until"],
            number=typed["number"],
            categories=tuple(typed.get("categories", ())),
            in_part=typed["in_part"],
            least_minutes=typed["least_minutes"],
            conditions=typed["conditions"],
            reason=reason or typed.get("reason", ""),
        )


class ApproveForm(CreditForm):
    """A provider's application, approved."""

    reason = fields.text(
        lazy("What the provider should know"), lazy("Sent with the approval."), required=False,
        rows=3,
    )  # fmt: skip

    def __init__(self, *args: Any, approval: CourseApproval, on: date, **kwargs: Any) -> None:
        years = approval_terms_of(approval.body).years
        asked = approval.asked_grains
        initial = {
            "amount": "" if asked is None else show(from_grains(asked)),
            "unit": approval.unit,
            "since": on,
            "until": on + relativedelta(years=years) - ONE_DAY if years else None,
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.approval = approval
        self.offer(approval.body)

    def so_far(self) -> tuple[Fraction | None, str]:
        """The amount and unit that were typed last, else those asked for or approved."""
        found = self.approval
        if self.is_bound:
            return getattr(self, "read", None), self.data.get("unit", "")
        grains = found.asked_grains if found.amount_grains is None else found.amount_grains
        return (None if grains is None else from_grains(grains)), found.unit
