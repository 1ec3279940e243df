"""The widgets we draw ourselves are letter for letter what Django's templates draw."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.forms.widgets import ChoiceWidget
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as lazy

from recert.web.components.widgets import DRAWN, QuickWidgets

CHOICES = [
    ("", "---"),
    ("a&b", "Salt & <pepper>"),
    (3, lazy("Three")),
    ("Group <one>", [("x", mark_safe("<b>bold</b>")), (None, 1234567)]),
]
ATTRIBUTES: list[dict[str, Any]] = [
    {},
    {"id": "id_x", "class": 'a "b"', "required": True, "disabled": False, "data-n": 12000},
    {"aria-describedby": mark_safe("one&amp;two"), "<odd>": "&"},
]
LISTS = (forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple)
INPUTS = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput,
          forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.SearchInput, forms.TelInput,
          forms.ColorInput, forms.CheckboxInput)  # fmt: skip


def drawn(widget: forms.Widget, value: object, attributes: dict[str, Any]) -> tuple[str, str]:
    """What we draw, and what Django draws."""
    ours, theirs = (
        widget.render("na<me", value, attributes, renderer)
        for renderer in (QuickWidgets(), DjangoTemplates())
    )
    return ours, theirs


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize("kind", LISTS)
def test_lists(kind: type[ChoiceWidget], attributes: dict[str, Any]) -> None:
    for value in (None, "a&b", 3, ["x", "a&b"], "none of them"):
        ours, theirs = drawn(kind(choices=CHOICES), value, attributes)
        assert ours == theirs
        assert "<select" in ours or "<input" in ours


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize("kind", INPUTS)
def test_inputs(kind: type[forms.Widget], attributes: dict[str, Any]) -> None:
    for value in (None, "", "<&>\"'", 12345.5, True, mark_safe("<i>")):
        ours, theirs = drawn(kind(), value, attributes)
        assert ours == theirs
        assert "<input" in ours


def test_options_one_by_one() -> None:
    for kind in LISTS:
        form = type("Asked", (forms.Form,), {"x": forms.ChoiceField(widget=kind(choices=CHOICES))})
        ours, theirs = (
            [str(option) for option in form(renderer=renderer)["x"]]
            for renderer in (QuickWidgets(), DjangoTemplates())
        )
        assert ours == theirs


def test_every_form_is_drawn_so() -> None:
    renderer = get_default_renderer()
    assert isinstance(renderer, QuickWidgets)
    for name in DRAWN:
        renderer.get_template(name)  # Django still has it under this name
