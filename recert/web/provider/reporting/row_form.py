"""The form of one row: what is typed of one person, as words a roster could hold."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy as lazy

from recert.completions.lines import Line, Problem
from recert.completions.rosters.saying import Context, line_said
from recert.people.queries import bodies
from recert.web.components.forms import Words

MOST_ROWS = 500


def _typed(label: Words, most: int = 200, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=False, max_length=most, widget=widget)


class RowForm(forms.Form):
    """Who was there, by number and a second fact, or by e-mail address."""

    number = _typed(lazy("Number"), 60)
    born = _typed(lazy("Birthday, as 03-14"), 10, placeholder="03-14")
    email = _typed(lazy("or e-mail address"), 254, inputmode="email")
    name = _typed(lazy("Name"))
    minutes = _typed(lazy("Minutes"), 7, inputmode="numeric")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.words().values())

    def words(self) -> dict[str, str]:
        """What was typed, by field."""
        if not self.is_bound:
            return {}
        self.full_clean()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong beside the field it is about."""
        for each in problems:
            name = each.field if each.field in self.fields else None
            self.add_error(name, f"{each.rule} {each.fix}")


RowFormSet = formset_factory(RowForm, extra=0, max_num=MOST_ROWS,
                             absolute_max=MOST_ROWS)  # fmt: skip


def line_of_form(row: int, form: RowForm, context: Context, **more: str) -> Line:
    """What one row says."""
    return line_said(row, {**form.words(), **more}, context)


def body_choices() -> list[tuple[str, str]]:
    """The bodies there are, by name."""
    return [(slug, name) for slug, name in bodies().values_list("slug", "name")]
