"""What the forms of all desks share: what was sent, a calendar day, where refusals are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as lazy

from recert.lib.refusals import Refusal, Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"

DAY_EXAMPLE = lazy("Enter a whole day, such as 2026-10-04.")


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with the form, even nothing at all; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def day_field(label: Words, help_text: Words = "", required: bool = True) -> forms.DateField:
    """A day from the browser's own calendar; without one it is typed as 2026-10-04."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": DAY_EXAMPLE, "invalid": DAY_EXAMPLE},
    )


def text_field(
    label: Words, help_text: Words = "", required: bool = True, rows: int = 4
) -> forms.CharField:
    """A few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=5000, widget=widget
    )


@contextmanager
def refusals_on(form: forms.Form) -> Iterator[None]:
    """Put what an action refuses beside the fields it is about, and go on after the block."""
    try:
        yield
    except Refused as refused:
        for refusal in refused.refusals:
            add_refusal(form, refusal)


def add_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Add a refusal to its field, or to the whole form where the form has no such field."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


@contextmanager
def refusals_said(request: HttpRequest) -> Iterator[None]:
    """Say what an action refuses on top of the page the reader goes to after the block."""
    try:
        yield
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
