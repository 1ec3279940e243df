"""The form an activity is typed into: one form, however many amounts a certificate awards.

The rows of awards are fields of the form itself (`amount_0`, `unit_0`, ...), so that one
error summary leads to every one of them, and rows come and go without a script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.numbers import whole
from recert.lib.refusals import Refusal, Refused
from recert.rules.facts import Activity, Award, Delivery, DocumentKind, Kind, Part, Topic, Unit
from recert.rules.matching import GRADES
from recert.standing.words.vocabulary import DELIVERIES, DOCUMENTS, TOPICS, UNITS, choices
from recert.transcript.entering import MOST_AWARDS, read_amount
from recert.web.components.forms import add_refusal, day_field
from recert.web.member.asking import ASKED, QUESTIONS, kind_choices
from recert.web.member.naming import Names, credential_choices

AWARD_FIELDS = ("amount", "unit", "by", "number")
NOBODY_KNOWS = ("", lazy("I do not know"))
YES_NO = (NOBODY_KNOWS, ("yes", lazy("Yes")), ("no", lazy("No")))
LIFE_SUPPORT = (DocumentKind.CPR, DocumentKind.AED, DocumentKind.FIRST_AID)
WHOLE_NUMBER = lazy("Write a whole number, such as 45.")


def whole_number(label: str | Any, most: int, **options: Any) -> forms.IntegerField:
    """An optional whole number with sentences of ours for what is not one."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        error_messages={
            "invalid": WHOLE_NUMBER,
            "min_value": lazy("Write it without a minus sign."),
            "max_value": lazy("That is more than anybody does. Check the number."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": None, "max": None}),
        **options,
    )


@dataclass(frozen=True, slots=True)
class AwardRow:
    """The bound fields of one award, and its place."""

    place: int
    amount: forms.BoundField
    unit: forms.BoundField
    by: forms.BoundField
    number: forms.BoundField


class ActivityForm(forms.Form):
    """What was done, as the certificate says it."""

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=lazy("What was it?"))
    title = forms.CharField(
        label=lazy("Title"),
        error_messages={"required": lazy("Enter the title as it stands on the certificate.")},
        help_text=lazy("As it stands on the certificate."),
    )
    provider_name = forms.CharField(
        label=lazy("Who held it?"),
        max_length=200,
        required=False,
        help_text=lazy("Whoever taught, held or published it."),
        widget=forms.TextInput(attrs={"list": "names"}),
    )
    completed = day_field(lazy("When did you complete it?"))
    started = day_field(
        lazy("When did it start?"), lazy("If it took longer than a day."), required=False
    )
    delivery = forms.ChoiceField(
        label=lazy("How did you take it?"),
        required=False,
        choices=lambda: [("", _("I do not know")), *choices(dict(DELIVERIES))],
    )
    hours = whole_number(lazy("Hours"), 99_999)
    minutes = whole_number(lazy("Minutes"), 5_999_999)
    topics = forms.MultipleChoiceField(
        label=lazy("What was it about?"),
        required=False,
        choices=lambda: choices(dict(TOPICS)),
        widget=forms.CheckboxSelectMultiple,
    )
    preparation = whole_number(
        lazy("Minutes of preparing it"), 60_000, help_text=lazy("Some bodies count them too.")
    )
    assessed = forms.ChoiceField(
        label=lazy("Was there a test at the end?"), required=False, choices=YES_NO
    )
    passed = forms.ChoiceField(label=lazy("Did you pass?"), required=False, choices=YES_NO)
    grade = forms.ChoiceField(
        label=lazy("Grade"),
        required=False,
        choices=(NOBODY_KNOWS, *((grade, grade) for grade in GRADES)),
    )
    course = forms.CharField(
        label=lazy("Course number"),
        max_length=120,
        required=False,
        help_text=lazy("The provider’s own, if the certificate has one."),
    )
    subject = forms.ChoiceField(
        label=lazy("Which certification?"),
        required=False,
        choices=lambda: [("", _("Another one")), *credential_choices()],
    )
    accredited_by = forms.MultipleChoiceField(
        label=lazy("Who accredits it?"),
        required=False,
        choices=(("ncca", lazy("NCCA")),),
        widget=forms.CheckboxSelectMultiple,
    )
    at_test_centre = forms.ChoiceField(
        label=lazy("Did you sit it at a test centre?"), required=False, choices=YES_NO
    )
    cards = forms.MultipleChoiceField(
        label=lazy("Which cards did it give?"),
        required=False,
        choices=lambda: choices({card: DOCUMENTS[card] for card in LIFE_SUPPORT}),
        widget=forms.CheckboxSelectMultiple,
    )
    card_months = whole_number(
        lazy("For how many months is the card valid?"), 120, help_text=lazy("Most are 24.")
    )
    note = forms.CharField(
        label=lazy("A note to yourself"),
        max_length=2000,
        required=False,
        help_text=lazy("Nobody else sees it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    part_topic = forms.ChoiceField(
        label=lazy("Only a part was about"),
        required=False,
        choices=lambda: [("", _("No part")), *choices(dict(TOPICS))],
    )
    part_minutes = whole_number(lazy("Minutes of that part"), 5_999_999)
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        names: Names,
        near: frozenset[Topic] = frozenset(),
        **options: Any,
    ) -> None:
        """Make the form with as many award rows as it was sent with; `near` topics go first."""
        super().__init__(data, **options)
        self.names = names
        self.near = near
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        self.places = range(rows_sent(data if data is not None else self.initial))
        for place in self.places:
            self._add_award(place)
        self._focus()
        for question in set(QUESTIONS) - set(ASKED[self.chosen_kind]):
            field = self.fields[question]
            field.widget = field.hidden_widget()

    @property
    def chosen_kind(self) -> Kind:
        """The kind chosen so far, which decides what else is asked."""
        chosen = self.data.get("kind") if self.is_bound else self.initial.get("kind")
        return Kind(chosen) if chosen in set(Kind) else Kind.COURSE

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions of this kind that stand in a field of their own, in order."""
        apart = {"hours", "minutes", "topics"}
        asked = [each for each in QUESTIONS if each in ASKED[self.chosen_kind]]
        return [self[question] for question in asked if question not in apart]

    @property
    def asks_length(self) -> bool:
        """Whether this kind has a length."""
        return "minutes" in ASKED[self.chosen_kind]

    @property
    def asks_topics(self) -> bool:
        """Whether this kind is about something."""
        return "topics" in ASKED[self.chosen_kind]

    @property
    def near_topics(self) -> list[BoundWidget]:
        """The topics to offer at once: those near, or all where none are."""
        return [each for each in self["topics"].subwidgets if not self._is_far(each)]

    @property
    def more_topics(self) -> list[BoundWidget]:
        """The other topics, to be folded away."""
        return [each for each in self["topics"].subwidgets if self._is_far(each)]

    def _is_far(self, choice: BoundWidget) -> bool:
        return bool(self.near) and Topic(str(choice.data["value"])) not in self.near

    @property
    def awards(self) -> list[AwardRow]:
        """The rows of awards, to be drawn."""
        return [
            AwardRow(place, *(self[f"{name}_{place}"] for name in AWARD_FIELDS))
            for place in self.places
        ]

    def _add_award(self, place: int) -> None:
        shown = place + 1 if len(self.places) > 1 else ""
        self.fields[f"amount_{place}"] = forms.CharField(
            label=(_("Amount %(n)s") % {"n": shown}).strip(),
            required=False,
            max_length=30,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )
        self.fields[f"unit_{place}"] = forms.ChoiceField(
            label=(_("Unit %(n)s") % {"n": shown}).strip(),
            required=False,
            choices=[("", _("Choose")), *choices(dict(UNITS))],
        )
        self.fields[f"by_{place}"] = forms.CharField(
            label=(_("Awarded by %(n)s") % {"n": shown}).strip(),
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs={"list": "names"}),
        )
        self.fields[f"number_{place}"] = forms.CharField(
            label=(_("Approval number %(n)s") % {"n": shown}).strip(), required=False, max_length=60
        )

    @property
    def has_unread_awards(self) -> bool:
        """Whether some amount cannot be read yet, so that its worth is not known."""
        return any(name in self.errors for place in self.places
                   for name in (f"amount_{place}", f"unit_{place}"))  # fmt: skip

    def _focus(self) -> None:
        """After a row has come or gone, go on where it was."""
        if "add_award" in self.initial:
            place = self.places[-1]
        elif "remove_award" in self.initial:
            place = 0
        else:
            return
        self.fields[f"amount_{place}"].widget.attrs["autofocus"] = True

    # ------------------------------------------------------------ what was typed

    def clean(self) -> dict[str, Any]:
        """Read the amounts, each with its own mending sentence."""
        self.read: list[Award] = list(self._read_awards())
        self._check_part()
        return self.cleaned_data

    def _check_part(self) -> None:
        """A part needs its own length, and the length of the whole it is a part of."""
        typed = self.cleaned_data
        if not typed.get("part_topic"):
            return
        if not typed.get("part_minutes"):
            self.add_error("part_minutes", _("Enter how long that part was."))
        elif not _length(typed.get("hours"), typed.get("minutes")):
            self.add_error("minutes", _("Enter how long all of it was, so that the part counts."))

    def _read_awards(self) -> Iterator[Award]:
        for place in self.places:
            typed = {name: self.cleaned_data.get(f"{name}_{place}") or "" for name in AWARD_FIELDS}
            if not any(typed.values()):
                continue
            try:
                amount = read_amount(typed["amount"], f"amount_{place}")
            except Refused as refused:
                self.take(refused.refusals)
                continue
            if not typed["unit"]:
                self.add_error(f"unit_{place}", _("Choose the unit the certificate names."))
                continue
            yield Award(
                amount=amount,
                unit=Unit(typed["unit"]),
                by=self.names.slug(typed["by"]),
                number=typed["number"],
            )

    def take(self, refusals: tuple[Refusal, ...] | list[Refusal]) -> None:
        """Put refusals where they belong: at their field, or at the first award's amount."""
        for refusal in refusals:
            field = refusal.field
            if field in ("amount", "awards") and self.places:
                field = "amount_0"
            if field == "parts":
                field = "part_minutes"
            add_refusal(self, replace(refusal, field=field))

    def draft(self, id: str = "", instead_of: Activity | None = None) -> Activity | None:
        """The fact typed so far; None while kind or day are missing.

        What the form does not ask of this kind keeps what `instead_of` said.
        """
        typed = self.cleaned_data
        if not typed.get("kind") or not typed.get("completed"):
            return None
        asked = set(ASKED[Kind(typed["kind"])])
        if "topics" in asked:
            asked.add("parts")
        answers = {name: value for name, value in self._answers().items() if name in asked}
        draft = Activity(
            id=id,
            title=typed.get("title") or "",
            kind=Kind(typed["kind"]),
            completed=typed["completed"],
            started=typed.get("started"),
            provider=self.names.slug(typed.get("provider_name") or ""),
            awards=tuple(self.read),
            **answers,
        )
        if instead_of is None:
            return draft
        parts = draft.parts or (instead_of.parts if len(instead_of.parts) > 1 else ())
        evidence, ordered = instead_of.evidence, instead_of.ordered
        return replace(draft, parts=parts, evidence=evidence, ordered=ordered)

    def _answers(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "delivery": Delivery(typed["delivery"]) if typed.get("delivery") else None,
            "minutes": _length(typed.get("hours"), typed.get("minutes")),
            "topics": frozenset(Topic(topic) for topic in typed.get("topics") or ()),
            "parts": self._parts(),
            "preparation": typed.get("preparation"),
            "assessed": _yes_no(typed.get("assessed")),
            "passed": _yes_no(typed.get("passed")),
            "grade": typed.get("grade") or "",
            "course": typed.get("course") or "",
            "subject": typed.get("subject") or "",
            "accredited_by": frozenset(typed.get("accredited_by") or ()),
            "at_test_centre": _yes_no(typed.get("at_test_centre")),
            "cards": frozenset(DocumentKind(card) for card in typed.get("cards") or ()),
            "card_months": typed.get("card_months"),
        }

    def _parts(self) -> tuple[Part, ...]:
        typed = self.cleaned_data
        topic, minutes = typed.get("part_topic"), typed.get("part_minutes")
        length = _length(typed.get("hours"), typed.get("minutes"))
        if not (topic and minutes and length):
            return ()
        return (Part(share=Fraction(minutes, length), topics=frozenset({Topic(topic)})),)


def _length(hours: int | None, minutes: int | None) -> int | None:
    return None if hours is None and minutes is None else (hours or 0) * 60 + (minutes or 0)


def _yes_no(answer: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(answer or "")


def rows_sent(data: Mapping[str, Any]) -> int:
    """How many award rows were sent: at least one, never more than a certificate has."""
    return max(1, min(whole(str(data.get("rows", ""))) or 1, MOST_AWARDS))
