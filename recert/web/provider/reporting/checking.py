"""Check numbers in advance: yes or no for each number with its second fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.queries import ProviderDuty
from recert.completions.checking import MOST_AT_ONCE, Checked, check_numbers
from recert.completions.lines import Named
from recert.completions.rosters.fields import guess
from recert.completions.rosters.saying import context_of, line_said
from recert.lib.refusals import Refused
from recert.lib.tables import read_table
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent
from recert.web.provider import fields
from recert.web.provider.reporting.row_form import body_choices

MOST_BYTES = 1024 * 1024
MOST_LETTERS = 50_000


class CheckForm(forms.Form):
    """Numbers with a second fact, pasted or in a file."""

    body = forms.ChoiceField(label=lazy("Numbers are those of"), required=False)
    text = forms.CharField(
        label=lazy("Numbers, one a line"),
        help_text=lazy(
            "Each with the month and day of birth or the e-mail address: 104233, 03-14."
        ),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=lazy("Or a file"),
        help_text=lazy("CSV or Excel (.xlsx), with headings in its first row."),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        fields.offer(self, "body", [("", _("Choose a body")), *body_choices()])


@desk_for_provider(ProviderDuty.REPORT)
def check(request: ProviderRequest) -> HttpResponse:
    """Say of each whether both facts agree, with the name where they do."""
    provider = request.at_provider.provider
    form = CheckForm(sent(request), request.FILES or None)
    lines: list[tuple[Named, Checked]] = []
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            named = _asked(request, form)
            lines = list(
                zip(
                    named,
                    check_numbers(at=now(request), provider=provider, named=named),
                    strict=True,
                )
            )
    context = {
        "provider": provider,
        "form": form,
        "lines": lines,
        "agreeing": sum(1 for _named, each in lines if each.agrees),
        "most": MOST_AT_ONCE,
    }
    status = 422 if form.errors else 200
    return render(request, "provider/reporting/check.html", context, status=status)


def _asked(request: ProviderRequest, form: CheckForm) -> list[Named]:
    """Whom the form asks about; refused where it asks about nobody."""
    context = context_of(request.at_provider.provider, defaults={"body": form.cleaned_data["body"]})
    upload = form.cleaned_data["file"]
    words = (
        _of_file(upload.read(MOST_BYTES), upload.name)
        if upload
        else _pasted(form.cleaned_data["text"])
    )
    named = [line_said(1, each, context).named for each in words]
    named = [each for each in named if each.number]
    if not named:
        raise Refused(_("Write at least one number with a second fact."), "text")
    if not all(each.body for each in named):
        raise Refused(_("Say whose numbers these are."), "body")
    return named


def _pasted(text: str) -> Iterator[dict[str, str]]:
    for line in text.splitlines():
        number, *more = [part.strip() for part in re.split(r"[,;\t]|\s+(?=\S+@|\d\d-\d\d$)", line)]
        second = next((part for part in more if part), "")
        yield {"number": number, ("email" if "@" in second else "born"): second}


def _of_file(content: bytes, name: str) -> Iterator[dict[str, str]]:
    table = read_table(content, name)
    mapped = guess(table.headers, {})
    places = {mapped[header]: place for place, header in enumerate(table.headers)}
    if "number" not in places:
        raise Refused(_("No heading says which column holds the numbers."), "file")
    for _row, cells in table.rows:
        yield {
            field: cells[place]
            for field, place in places.items()
            if field in ("body", "number", "born", "email") and place < len(cells)
        }


urlpatterns = [path("reporting/check", check, name="check_numbers")]
