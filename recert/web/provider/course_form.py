"""The form a course is entered with: what is taught, to whom it belongs, who presents it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.entering import CARDS, TAUGHT, CourseDraft, Teacher
from recert.catalogue.lengths import read_share, share_words
from recert.lib.refusals import Refused
from recert.rules.facts import Delivery, DocumentKind, Kind, Part, Topic
from recert.standing.words.vocabulary import DELIVERIES, DOCUMENTS, KINDS, TOPICS, choices
from recert.web.components.forms import add_refusal, day_field
from recert.web.components.languages import languages
from recert.web.provider import fields

PARTS = 4
"""So many parts can be told apart in the form; a list may bring more, which stay."""


REQUIRED = {
    "title": lazy("Enter the title as the certificate prints it."),
    "number": lazy("Give the course a number of your own, such as ETH-2."),
}


def number_field(label: Any, help_text: Any = "", most: int = 120_000) -> forms.IntegerField:
    """An optional whole number."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=most,
        error_messages={"invalid": lazy("Write a whole number, such as 45.")},
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": None, "max": None}),
    )


class CourseForm(forms.Form):
    """One edition of a course, in nobody's categories."""

    title = fields.line(lazy("Title"), lazy("As the certificate prints it."))
    summary = fields.text(lazy("What is it?"), required=False, rows=5)
    kind = forms.ChoiceField(
        label=lazy("What sort of thing is it?"),
        choices=lambda: choices({kind: KINDS[kind] for kind in TAUGHT}),
    )
    delivery = forms.ChoiceField(
        label=lazy("How does it reach learners?"), choices=lambda: choices(dict(DELIVERIES))
    )
    since = day_field(lazy("Taught from"), lazy("The first day of this edition."))
    minutes = number_field(
        lazy("Minutes of instruction"),
        lazy("Breaks not included. Leave it empty where nobody can say."),
    )
    topics = forms.MultipleChoiceField(
        label=lazy("What is it about?"),
        choices=lambda: choices(dict(TOPICS)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    objectives = fields.text(
        lazy("What can learners do afterwards?"), lazy("One objective a line."), required=False
    )
    presenters = fields.text(
        lazy("Who presents it?"),
        lazy("One a line: the name, then the qualification after a comma."),
        required=False,
    )
    assessed = forms.BooleanField(
        label=lazy("There is an assessment at the end, and one has to pass"), required=False
    )
    pass_percent = number_field(lazy("Pass mark in per cent"), most=100)
    cards = forms.MultipleChoiceField(
        label=lazy("Which cards does it give?"),
        help_text=lazy("Of life-support training only."),
        choices=lambda: choices({card: DOCUMENTS[card] for card in CARDS}),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    card_months = number_field(lazy("For how many months is the card good?"), most=120)
    language = forms.ChoiceField(label=lazy("Language"), choices=languages)
    accessibility = fields.text(
        lazy("Accessibility"),
        lazy("Captions, step-free rooms, materials to be read aloud; whom to ask for more."),
        required=False,
    )
    evidence_note = fields.text(
        lazy("References and outline"),
        lazy("What bodies ask to see with an application. Learners do not see it."),
        required=False,
        rows=6,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in REQUIRED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence
        for place in range(PARTS):
            self.fields[f"part_topic_{place}"] = forms.ChoiceField(
                label=_("Part %(n)s is about") % {"n": place + 1},
                required=False,
                choices=[("", _("No part")), *choices(dict(TOPICS))],
            )
            self.fields[f"part_share_{place}"] = forms.CharField(
                label=_("How much of it"), required=False, max_length=20
            )

    @property
    def part_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the parts, to be drawn."""
        return [(self[f"part_topic_{n}"], self[f"part_share_{n}"]) for n in range(PARTS)]

    @property
    def has_parts(self) -> bool:
        """Whether a part is said, or said wrongly, so that the fold stands open."""
        return any(topic.value() or share.errors for topic, share in self.part_rows)

    def clean(self) -> dict[str, Any]:
        """Read the parts, each with its own mending sentence."""
        self.parts = tuple(part for part in map(self._part, range(PARTS)) if part)
        return self.cleaned_data

    def _part(self, place: int) -> Part | None:
        topic = self.cleaned_data.get(f"part_topic_{place}")
        share = self.cleaned_data.get(f"part_share_{place}") or ""
        if not topic:
            if share:
                self.add_error(f"part_topic_{place}", _("Say what this part is about."))
            return None
        try:
            found = read_share(share, self.cleaned_data.get("minutes"), f"part_share_{place}")
        except Refused as refused:
            for refusal in refused.refusals:
                add_refusal(self, refusal)
            return None
        return Part(share=found, topics=frozenset({Topic(topic)}))

    def draft(self, but: CourseDraft | None = None) -> CourseDraft:
        """The edition as it was typed; parts the form cannot tell stay as they were in `but`."""
        typed = self.cleaned_data
        return CourseDraft(
            title=typed["title"],
            kind=Kind(typed["kind"]),
            delivery=Delivery(typed["delivery"]),
            since=typed["since"],
            minutes=typed["minutes"],
            topics=frozenset(Topic(each) for each in typed["topics"]),
            parts=_merged(self.parts, but),
            summary=typed["summary"],
            objectives=tuple(_lines(typed["objectives"])),
            presenters=tuple(map(_teacher, _lines(typed["presenters"]))),
            assessed=typed["assessed"],
            pass_percent=typed["pass_percent"],
            cards=frozenset(DocumentKind(each) for each in typed["cards"]),
            card_months=typed["card_months"],
            language=typed["language"],
            accessibility=typed["accessibility"],
            evidence_note=typed["evidence_note"],
        )


class NewCourseForm(CourseForm):
    """A course nobody entered yet: its number too."""

    number = fields.line(
        lazy("Number"), lazy("Your own, such as ETH-2. Reports name the course by it."), most=60
    )

    field_order = ("number", "title")


def initial_of(draft: CourseDraft) -> dict[str, Any]:
    """What the form shows of an edition."""
    found: dict[str, Any] = {
        "title": draft.title,
        "kind": draft.kind.value,
        "delivery": draft.delivery.value,
        "since": draft.since,
        "minutes": draft.minutes,
        "topics": sorted(draft.topics),
        "summary": draft.summary,
        "objectives": "\n".join(draft.objectives),
        "presenters": "\n".join(_line_of(each) for each in draft.presenters),
        "assessed": draft.assessed,
        "pass_percent": draft.pass_percent,
        "cards": sorted(draft.cards),
        "card_months": draft.card_months,
        "language": draft.language,
        "accessibility": draft.accessibility,
        "evidence_note": draft.evidence_note,
    }
    for place, part in enumerate(_told(draft)):
        found[f"part_topic_{place}"] = min(part.topics)
        found[f"part_share_{place}"] = share_words(part.share, draft.minutes)
    return found


def _told(draft: CourseDraft) -> list[Part]:
    """The parts the form can show: one topic each, and not more of them than it has rows."""
    return [part for part in draft.parts if len(part.topics) == 1][:PARTS]


def _merged(typed: tuple[Part, ...], but: CourseDraft | None) -> tuple[Part, ...]:
    if but is None:
        return typed
    shown = _told(but)
    return (*typed, *(part for part in but.parts if part not in shown))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _teacher(line: str) -> Teacher:
    name, _comma, qualification = line.partition(",")
    return Teacher(name=name.strip(), qualification=qualification.strip())


def _line_of(teacher: Teacher) -> str:
    return f"{teacher.name}, {teacher.qualification}" if teacher.qualification else teacher.name
