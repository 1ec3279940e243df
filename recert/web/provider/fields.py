"""Form fields that several pages of this desk ask for in the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from recert.web.components.forms import Words, text_field

text = text_field


def line(
    label: Words, help_text: Words = "", required: bool = True, most: int = 200, **attrs: str
) -> forms.CharField:
    """One line of words."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most, widget=widget
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of a form its choices."""
    found: Any = form.fields[name]
    found.choices = list(choices)
