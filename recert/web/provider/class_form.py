"""The form a class is planned with; a series is planned by saying how often it comes again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.course_queries import bodies_with_a_desk
from recert.catalogue.entering import ClassDraft
from recert.catalogue.models import Provider
from recert.catalogue.timing import repeated
from recert.lib.refusals import Refused
from recert.payments.queries import terms_of
from recert.people.models import Body
from recert.web.components.countries import countries
from recert.web.components.entering_money import read_cents
from recert.web.components.forms import add_refusal
from recert.web.components.zones import zones
from recert.web.provider import fields
from recert.web.provider.course_form import number_field

EVERY = (
    ("", lazy("It is held once")),
    ("1", lazy("Every week")),
    ("2", lazy("Every two weeks")),
    ("4", lazy("Every four weeks")),
)


def _wall(label: Any, help_text: Any = "") -> forms.CharField:
    """A day and a time as the clock on the wall shows them, from the browser's own calendar."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "datetime-local", "autocomplete": "off"}),
    )


def _price(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class ClassForm(forms.Form):
    """When, where, for how many, at what price."""

    starts = _wall(lazy("Begins"), lazy("Leave it empty where it can be taken at any time."))
    ends = _wall(lazy("Ends"))
    zone = forms.ChoiceField(
        label=lazy("Time zone"), help_text=lazy("In which these times are meant.")
    )
    number = fields.line(lazy("Your own number"), required=False, most=60)
    place = fields.line(lazy("Place"), lazy("Building and room, or empty online."), required=False)
    city = fields.line(lazy("City"), required=False, most=100)
    region = fields.line(lazy("State or province"), lazy("Its code, such as TX."), required=False,
                         most=10)  # fmt: skip
    country = forms.ChoiceField(label=lazy("Country"), required=False)
    link = forms.URLField(
        label=lazy("Address on the web"),
        help_text=lazy("Where it is described, or bought."),
        required=False,
        assume_scheme="https",
    )
    joining = fields.text(
        lazy("How to join"), lazy("Seen by those who are enrolled only."), required=False, rows=3
    )
    seats = number_field(lazy("Seats"), lazy("Empty: as many as come."), most=100_000)
    least_minutes = number_field(
        lazy("Minutes one has to be there"), lazy("For any credit. Empty: all of it.")
    )
    price = _price(lazy("Price"), lazy("Empty: free."))
    currency = fields.line(lazy("Currency"), lazy("Three letters, such as USD."), required=False,
                           most=3)  # fmt: skip
    tax_free = forms.BooleanField(label=lazy("No tax is on this class"), required=False)
    enrol_until = _wall(lazy("Enrolment ends"), lazy("Empty: when it begins."))
    refund_days = number_field(
        lazy("Full refund until so many days before"), lazy("Empty: no refund is promised."),
        most=366,
    )  # fmt: skip
    refund_words = fields.text(
        lazy("Refunds in your words"), lazy("Read before paying."), required=False, rows=3
    )
    is_listed = forms.BooleanField(label=lazy("Show it in the public catalogue"), required=False)

    def __init__(
        self, *args: Any, provider: Provider, priced: Iterable[Body] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields.offer(self, "zone", zones())
        fields.offer(self, "country", [("", _("Online, or not said")), *countries()])
        self.members = list(dict.fromkeys([*bodies_with_a_desk(), *priced]))
        if provider.seller is not None:
            del self.fields["currency"]  # the till's own
        if provider.seller is None or not terms_of(provider.seller).tax_name:
            del self.fields["tax_free"]
        for body in self.members:
            self.fields[f"member_{body.slug}"] = _price(
                _("Price for members of %(body)s") % {"body": body.name}
            )

    @property
    def member_prices(self) -> list[forms.BoundField]:
        """The member prices by body, to be drawn."""
        return [self[f"member_{body.slug}"] for body in self.members]

    @property
    def has_member_prices(self) -> bool:
        """Whether one is said, so that the fold stands open."""
        return any(each.value() or each.errors for each in self.member_prices)

    def clean(self) -> dict[str, Any]:
        """Read times and prices, each with its own mending sentence."""
        typed = self.cleaned_data
        for name in ("starts", "ends", "enrol_until"):
            typed[name] = self._read_wall(name, typed.get(name) or "")
        for name in ("price", *(f"member_{body.slug}" for body in self.members)):
            typed[name] = self._read_cents(name, typed.get(name) or "")
        return typed

    def _read_wall(self, name: str, text: str) -> datetime | None:
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.tzinfo is not None or len(text) < len("2026-10-04T18:00"):
            self.add_error(name, _("Write day and time, such as 2026-10-04 18:00."))
            return None
        return found

    def _read_cents(self, name: str, text: str) -> int | None:
        if not text.strip():
            return None
        try:
            return read_cents(text, name)
        except Refused as refused:
            for refusal in refused.refusals:
                add_refusal(self, refusal)
            return None

    def draft(self) -> ClassDraft:
        """The class as it was typed."""
        typed = self.cleaned_data
        return ClassDraft(
            zone=typed["zone"],
            starts=typed["starts"],
            ends=typed["ends"],
            number=typed["number"],
            place=typed["place"],
            city=typed["city"],
            region=typed["region"].upper(),
            country=typed["country"],
            link=typed["link"],
            joining=typed["joining"],
            seats=typed["seats"],
            cents=typed["price"] or 0,
            currency=typed.get("currency", "").upper(),
            tax_free=typed.get("tax_free", False),
            member_cents=self._member_cents(self.members),
            enrol_until=typed["enrol_until"],
            refund_days=typed["refund_days"],
            refund_words=typed["refund_words"],
            least_minutes=typed["least_minutes"],
            is_listed=typed["is_listed"],
        )

    def _member_cents(self, members: list[Body]) -> tuple[tuple[str, int], ...]:
        typed = [(body.slug, self.cleaned_data[f"member_{body.slug}"]) for body in members]
        return tuple((slug, cents) for slug, cents in typed if cents is not None)


class NewClassForm(ClassForm):
    """A class nobody planned yet: once, or again and again."""

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    every = forms.ChoiceField(label=lazy("How often?"), choices=EVERY, required=False)
    times = number_field(lazy("How many times in all?"), most=60)
    also_on = fields.text(
        lazy("Or on these days too"), lazy("One a line, such as 2026-10-04."), required=False
    )

    def further_days(self) -> tuple[date, ...]:
        """The other days of the series; adds an error where one cannot be read."""
        typed, found = self.cleaned_data, []
        for line in (typed.get("also_on") or "").split():
            try:
                found.append(date.fromisoformat(line))
            except ValueError:
                self.add_error("also_on", _("Write each day as 2026-10-04."))
                break
        starts = typed.get("starts")
        if typed.get("every") and starts:
            if (typed.get("times") or 0) < 2:
                self.add_error("times", _("Say how many times it is held in all."))
            else:
                found += repeated(starts.date(), int(typed["every"]), typed["times"])
        return tuple(sorted(set(found)))


def initial_of(draft: ClassDraft) -> dict[str, Any]:
    """What the form shows of a class."""
    prices = {f"member_{slug}": _shown(cents) for slug, cents in draft.member_cents}
    return {
        "zone": draft.zone,
        "starts": _told(draft.starts),
        "ends": _told(draft.ends),
        "enrol_until": _told(draft.enrol_until),
        "number": draft.number,
        "place": draft.place,
        "city": draft.city,
        "region": draft.region,
        "country": draft.country,
        "link": draft.link,
        "joining": draft.joining,
        "seats": draft.seats,
        "price": _shown(draft.cents) if draft.cents else "",
        "currency": draft.currency,
        "tax_free": draft.tax_free,
        "refund_days": draft.refund_days,
        "refund_words": draft.refund_words,
        "least_minutes": draft.least_minutes,
        "is_listed": draft.is_listed,
        **prices,
    }


def _told(wall: datetime | None) -> str:
    return wall.strftime("%Y-%m-%dT%H:%M") if wall else ""


def _shown(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
