"""What one may ask of the catalogue, as it stands in the address."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.searching import Asked
from recert.people.models import Body
from recert.rulebooks.queries import bodies_with_rulebooks
from recert.rules.facts import Delivery, Topic
from recert.standing.words import capital
from recert.standing.words.vocabulary import word
from recert.web.components.countries import countries
from recert.web.components.forms import day_field
from recert.web.components.languages import languages

ANY = ("", lazy("Any"))
FILLS, TITLE, PRICE = "fills", "title", "price"
ORDERS = (
    (FILLS, lazy("What fills most of what is missing")),
    (TITLE, lazy("By title")),
    (PRICE, lazy("What costs least")),
)


class CatalogueForm(forms.Form):
    """Nothing has to be said; what cannot be read is told beside its field."""

    q = forms.CharField(
        label=lazy("What is it called, about, or who teaches it?"), max_length=200, required=False
    )
    topic = forms.ChoiceField(label=lazy("About"), required=False)
    delivery = forms.ChoiceField(label=lazy("How"), required=False)
    body = forms.ChoiceField(label=lazy("Approved by"), required=False)
    since = day_field(lazy("From"), required=False)
    until = day_field(lazy("To"), required=False)
    place = forms.CharField(label=lazy("City or region"), max_length=100, required=False)
    country = forms.ChoiceField(label=lazy("Country"), required=False)
    price = forms.DecimalField(
        label=lazy("Price up to"), min_value=0, max_digits=9, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(label=lazy("Currency"), required=False)
    language = forms.ChoiceField(label=lazy("Language"), required=False)
    on_demand = forms.BooleanField(label=lazy("Only what can be taken at any time"), required=False)
    order = forms.ChoiceField(
        label=lazy("First"),
        choices=ORDERS,
        required=False,
    )
    provider = forms.SlugField(widget=forms.HiddenInput, required=False)
    course = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    fills = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    like = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, data: QueryDict) -> None:
        """Offer the bodies and currencies there are."""
        super().__init__(data)
        bodies = [(each.slug, each.name) for each in bodies_with_rulebooks()]
        money = sorted(set(Body.objects.values_list("currency", flat=True)))
        topics = sorted((each.value, capital(word(each))) for each in Topic)
        self._offer("topic", sorted(topics, key=lambda each: each[1]))
        self._offer("delivery", [(each.value, capital(word(each))) for each in Delivery])
        self._offer("body", bodies)
        self._offer("country", countries())
        self._offer("language", languages())
        self._offer("currency", [(each, each) for each in money])

    def orders_by_no_filling(self) -> None:
        """Offer no order that takes knowing what is missing."""
        field = self.fields["order"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [each for each in ORDERS if each[0] != FILLS]

    def _offer(self, name: str, choices: object) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *choices]  # type: ignore[misc]

    @property
    def asked(self) -> Asked:
        """What is looked for; a field that cannot be read asks for nothing."""
        self.is_valid()
        said = self.cleaned_data
        price: Decimal | None = said.get("price")
        return Asked(
            words=said.get("q", ""),
            topic=said.get("topic", ""),
            delivery=said.get("delivery", ""),
            language=said.get("language", ""),
            provider=said.get("provider", ""),
            body=said.get("body", ""),
            course=said.get("course", ""),
            since=said.get("since"),
            until=said.get("until"),
            on_demand=bool(said.get("on_demand")),
            place=said.get("place", ""),
            country=said.get("country", ""),
            most_cents=None if price is None else int(price * 100),
            currency=said.get("currency", ""),
        )

    @property
    def is_narrow(self) -> bool:
        """Whether more than words was said, so that the filters stand open."""
        names = ("q", "order", "provider", "course", "fills", "like")
        return bool(self.errors) or any(
            self.cleaned_data.get(name) for name in self.fields if name not in names
        )


def form_of(request: HttpRequest) -> CatalogueForm:
    """The form as the address fills it in."""
    form = CatalogueForm(request.GET)
    form.is_valid()
    return form
