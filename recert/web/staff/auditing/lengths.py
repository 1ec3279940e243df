"""A length of time, typed as the rulebooks write it: 30 days, 1 year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from recert.rules.reading.nodes import Text
from recert.rules.reading.problems import Wrong
from recert.rules.reading.scalars import read_length
from recert.rules.rulebook import Length
from recert.rules.writing.trees import show_length


class LengthField(forms.CharField):
    """Takes `30 days`, `3 months`, `1 year`; gives a `Length`, or None where nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: object) -> object:
        """Show a length as it is typed."""
        return show_length(value) if isinstance(value, Length) else value

    def clean(self, value: object) -> Any:
        """The length that was typed."""
        said = " ".join(str(super().clean(value)).lower().split())
        if not said:
            return None
        try:
            found = read_length(Text(said, quoted=True, line=1, column=1))
        except Wrong:
            raise forms.ValidationError(
                _("Write it as “30 days”, “3 months” or “1 year”.")
            ) from None
        if found == Length():
            raise forms.ValidationError(_("Write more than nothing, such as “30 days”."))
        if found.years > 50 or found.months > 600 or found.days > 18_000:
            raise forms.ValidationError(_("That is longer than anybody waits. Check the number."))
        return found
