"""Tags that put a component on a page. The package's docstring lists them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, Form
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from recert.rules.findings import Status
from recert.standing.words import status_words
from recert.web.components.lists import Row, Task
from recert.web.components.words import STATUS_TONES

register = template.Library()

GROUPS = (RadioSelect, CheckboxSelectMultiple)
"""Widgets that are several inputs under one question."""


@register.simple_block_tag
def answer(content: str, tone: str) -> SafeString:
    """The sentence a page begins with; its first paragraph is set large."""
    return render_to_string("components/answer.html", {"content": content, "tone": tone})


@register.simple_block_tag
def panel(content: str, tone: str, title: str = "") -> SafeString:
    """Something to notice."""
    context = {"content": content, "tone": tone, "title": title}
    return render_to_string("components/panel.html", context)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """What stands where there is nothing yet: it says what to do first."""
    return render_to_string("components/empty.html", {"content": content, "title": title})


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, str]:
    """A tone's shape."""
    return {"name": name}


@register.inclusion_tag("components/tag.html")
def tag(tone: str, word: str) -> dict[str, str]:
    """A word with a shape and a colour."""
    return {"tone": tone, "word": word}


@register.inclusion_tag("components/tag.html")
def status(value: str) -> dict[str, str]:
    """What a certification is today. Grace is shown as not active."""
    found = Status(value)
    return {"tone": STATUS_TONES[found], "word": status_words(found)}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*labels_and_urls: str) -> dict[str, object]:
    """The way here: label, address, label, address, ..., and this page's label."""
    pairs = zip(labels_and_urls[0:-1:2], labels_and_urls[1::2], strict=True)
    return {"steps": tuple(pairs), "here": labels_and_urls[-1]}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Task]) -> dict[str, object]:
    """Things to do with how each stands."""
    return {"tasks": tasks}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Row]) -> dict[str, object]:
    """Labels and what they are."""
    return {"rows": rows}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Form) -> dict[str, object]:
    """Every mistake of a form at the top of the page, each leading to its field."""
    fields = [(each, _first_input(each), error) for each in form for error in each.errors]
    return {"general": form.non_field_errors(), "fields": fields}


def _first_input(bound: BoundField) -> str:
    """The id of what to type into; a group has none of its own, so its first choice."""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, GROUPS) else str(bound.auto_id)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any]) -> dict[str, object]:
    """Where in a long list we are, and the way on and back."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, short: bool = False) -> dict[str, object]:
    """One form field with its label, hint and mistakes, tied together for readers."""
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)  # the label says it, and stays while typing
    is_group = isinstance(widget, GROUPS)
    described = _described_by(bound)
    attributes: dict[str, Any] = {}
    if described and not is_group:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attributes),
        "described": described,
        "is_group": is_group,
        "is_checkbox": isinstance(widget, CheckboxInput),
        "short": short,
    }


def _described_by(bound: BoundField) -> str:
    hint = [f"{bound.auto_id}-hint"] if bound.help_text else []
    error = [f"{bound.auto_id}-error"] if bound.errors else []
    return " ".join(hint + error)


@register.filter
def as_question(label: str) -> str:
    """A label before a sentence: one that ends a sentence itself needs no colon."""
    text = str(label)
    return text if text.endswith(("?", ".", ":")) else f"{text}:"
