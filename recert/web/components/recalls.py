"""Recalls on a page: the form that drafts one, and what one says and would do in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.models import Course
from recert.completions.models import Recall, RecalledState, RecallRule, RecallState
from recert.completions.recalled import Preview
from recert.completions.recalling import WITH_DAY, RecallDraft
from recert.rulebooks.queries import all_rulebooks
from recert.standing.words import day_words
from recert.web.components.forms import day_field
from recert.web.components.lists import Row
from recert.web.components.naming import name_in

TONES = {
    RecallState.DRAFT: "note",
    RecallState.RUNNING: "warn",
    RecallState.DONE: "stop",
    RecallState.UNDOING: "warn",
    RecallState.UNDONE: "quiet",
}

FAR = {
    RecalledState.WAITING: lazy("waiting"),
    RecalledState.TOLD: lazy("told; their credit stands"),
    RecalledState.COUNTS_UNTIL: lazy("told; it counts until the day"),
    RecalledState.TAKEN: lazy("credit taken"),
    RecalledState.ASKED: lazy("a body decides about a renewal first"),
    RecalledState.UNDONE: lazy("as before"),
}


class RecallForm(forms.Form):
    """Which course, completed in which days, by which rule, and why."""

    course = forms.ChoiceField(label=lazy("Course"))
    edition = forms.IntegerField(
        label=lazy("Edition"), help_text=lazy("Its number; leave it empty for all."),
        required=False, min_value=1, max_value=9999,
    )  # fmt: skip
    since = day_field(lazy("Completed from"))
    until = day_field(lazy("Completed until"))
    rule = forms.ChoiceField(
        label=lazy("How is everybody affected treated?"),
        choices=RecallRule.choices,
        widget=forms.RadioSelect,
    )
    day = day_field(
        lazy("The day the rule speaks of"), lazy("For the two rules with a day."), required=False
    )
    clause = forms.CharField(
        label=lazy("Clause"), help_text=lazy("What it rests on, if anything."), required=False,
        max_length=80,
    )  # fmt: skip
    reason = forms.CharField(
        label=lazy("Reason"),
        help_text=lazy("Everybody affected reads it."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, courses: Iterable[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["course"]
        field.choices = [
            ("", _("Choose a course")),
            *((each.public_id, f"{each.title} ({each.number})") for each in courses),
        ]

    def draft(self) -> RecallDraft:
        """What was asked for; after `is_valid`."""
        asked = self.cleaned_data
        return RecallDraft(
            course_id=asked["course"],
            edition_number=asked["edition"],
            since=asked["since"],
            until=asked["until"],
            rule=RecallRule(asked["rule"]),
            day=asked["day"],
            clause=asked["clause"],
            reason=asked["reason"],
        )


def recall_rows(recall: Recall) -> tuple[Row, ...]:
    """What a recall says."""
    who = recall.body.name if recall.body else recall.provider.name
    days = _days(recall.since, recall.until)
    found = [
        Row(label=_("Declared by"), value=who),
        Row(label=_("Course"), value=f"{recall.course.title} ({recall.course.number})"),
        Row(label=_("Completed"), value=days),
        Row(label=_("Rule"), value=recall.get_rule_display()),
    ]
    if recall.edition_number is not None:
        found.insert(2, Row(label=_("Edition"), value=recall.edition_number))
    if recall.rule in WITH_DAY and recall.day is not None:
        found.append(Row(label=_("Day"), value=day_words(recall.day)))
    if recall.clause:
        found.append(Row(label=_("Clause"), value=recall.clause))
    return (*found, Row(label=_("Reason"), value=recall.reason))


def _days(since: date, until: date) -> str:
    return _("%(since)s to %(until)s") % {"since": day_words(since), "until": day_words(until)}


def preview_rows(preview: Preview) -> tuple[Row, ...]:
    """Whom it would affect, counted."""
    return (
        Row(label=_("People affected"), value=preview.people),
        Row(label=_("Completions that lose credit"), value=preview.loses),
        Row(label=_("Approved renewals that used it"), value=preview.renewals),
    )


def held_rows(preview: Preview) -> tuple[tuple[str, str, int], ...]:
    """How many of them hold what: the body, the credential's name, the number."""
    books = all_rulebooks()
    return tuple(
        (body, name_in(books.get(slug, ()), credential), many)
        for slug, body, credential, many in preview.by_credential
    )


def far_rows(counts: dict[str, int]) -> tuple[Row, ...]:
    """How far it is: how many people are in each state."""
    return tuple(
        Row(label=str(FAR[state]).capitalize(), value=counts[state.value])
        for state in RecalledState
        if counts.get(state.value)
    )
