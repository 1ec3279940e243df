"""Form fields that several pages of this desk ask for in the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.rules.rulebook import Clause, Rulebook
from recert.web.components.forms import Words, text_field

text = text_field


def reason(required: bool = True, help_text: Words = "") -> forms.CharField:
    """Why it is so decided."""
    return text(
        lazy("Reason"), help_text or lazy("The person it concerns reads it."), required=required
    )


def email(help_text: Words = "") -> forms.EmailField:
    """The address somebody signs in with."""
    return forms.EmailField(
        label=lazy("E-mail address"),
        help_text=help_text or lazy("The address they sign in with here."),
    )


def clause(label: Words, help_text: Words = "", required: bool = True) -> forms.ChoiceField:
    """A clause of an edition; `offer_clauses` says which."""
    return forms.ChoiceField(label=label, help_text=help_text, required=required)


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Give a field of a form its choices."""
    found: Any = form.fields[name]
    found.choices = list(choices)


def offer_clauses(form: forms.Form, name: str, rulebook: Rulebook | None) -> None:
    """Let a field choose among the clauses of an edition, or none where that is allowed."""
    clauses = rulebook.clauses if rulebook else ()
    none = _("Choose a clause") if form.fields[name].required else _("None in particular")
    offer(form, name, [("", none), *((each.id, clause_label(each)) for each in clauses)])


def clause_label(each: Clause) -> str:
    """A clause short enough for a list: its id and how it begins."""
    return f"{each.id.replace('-', ' ')}: {Truncator(each.says.strip()).chars(80)}"
