"""What every seller says of itself on bills, and of the tax on places in classes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.payments.actions import TaxSaid
from recert.payments.models import Terms
from recert.payments.taxes import rate_words
from recert.rules.amounts import NotAnAmount, parse
from recert.web.components.forms import text_field

ADDED = (
    ("", lazy("The price contains it")),
    ("added", lazy("It comes on top of the price")),
)


class SellerForm(forms.Form):
    """Who sells, where, with which tax."""

    seller = forms.CharField(
        label=lazy("Who sells, as it stands on invoices"),
        help_text=lazy("Leave it empty for the name you have here."),
        max_length=200,
        required=False,
    )
    address = text_field(lazy("Address on invoices"), required=False, rows=3)
    tax_number = forms.CharField(label=lazy("Tax number"), max_length=60, required=False)
    tax_name = forms.CharField(
        label=lazy("Tax on places in classes"),
        help_text=lazy("As it stands on the bill, such as VAT. Empty: no tax."),
        max_length=40,
        required=False,
    )
    tax_rate = forms.CharField(
        label=lazy("Its rate in per cent"),
        help_text=lazy("Such as 8.875."),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    tax_added = forms.ChoiceField(label=lazy("How prices are meant"), choices=ADDED, required=False)
    foot = text_field(lazy("At the foot of every invoice"), required=False, rows=2)

    def clean_tax_rate(self) -> int:
        """The rate in thousandths of a percent."""
        text = self.cleaned_data["tax_rate"].strip()
        try:
            found = parse(text) * 1000 if text else parse("0")
        except NotAnAmount:
            found = None
        if found is None or found.denominator != 1:
            raise forms.ValidationError(
                _("Write the rate as digits with a point, such as 8.875: at most three after it.")
            )
        return found.numerator

    def said(self) -> dict[str, Any]:
        """What was typed, as `set_terms` is told it."""
        typed = dict(self.cleaned_data)
        tax = TaxSaid(typed.pop("tax_name"), typed.pop("tax_rate"), bool(typed.pop("tax_added")))
        return {**typed, "tax": tax}


def initial_of(terms: Terms) -> dict[str, object]:
    """What the form shows of what is said already."""
    return {
        **{name: getattr(terms, name) for name in ("seller", "address", "tax_number", "tax_name")},
        "tax_rate": rate_words(terms) if terms.tax_thousandths else "",
        "tax_added": "added" if terms.tax_added else "",
        "foot": terms.foot,
    }
