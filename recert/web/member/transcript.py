"""The transcript: everything done, what it counts for everywhere, to filter and take along."""

from __future__ import annotations

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.standing.queries import standings_of
from recert.standing.words.vocabulary import KINDS, choices
from recert.transcript.queries import evidence_of, transcript_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.member.entry_words import ORIGINS, in_short, origin_word
from recert.web.member.naming import names_known
from recert.web.member.transcript_csv import COLUMNS, as_csv
from recert.web.member.transcript_rows import (
    SORTS,
    Column,
    Line,
    Wanted,
    chosen,
    columns_of,
    lines_of,
    totals,
    years_of,
)

A_PAGE = 25


class WantedForm(forms.Form):
    """The filter. An answer nobody offered is no answer."""

    text = forms.CharField(
        label=lazy("Search"), required=False, max_length=200, widget=forms.SearchInput
    )
    certification = forms.ChoiceField(label=lazy("In the cycle of"), required=False)
    year = forms.ChoiceField(label=lazy("Year"), required=False)
    kind = forms.ChoiceField(label=lazy("Kind"), required=False)
    origin = forms.ChoiceField(
        label=lazy("Reported by"), required=False, choices=(("", lazy("Anybody")), *ORIGINS.items())
    )
    proof = forms.ChoiceField(
        label=lazy("Proof"),
        required=False,
        choices=(("", lazy("With or without")), ("yes", lazy("With")), ("no", lazy("Without"))),
    )
    counted = forms.ChoiceField(
        label=lazy("Counts"),
        required=False,
        choices=(
            ("", lazy("Or not")),
            ("yes", lazy("In full")),
            ("part", lazy("In part")),
            ("no", lazy("Not at all")),
        ),
    )
    sort = forms.ChoiceField(label=lazy("Order"), required=False, choices=tuple(SORTS.items()))

    def offer(self, columns: tuple[Column, ...], years: list[int]) -> None:
        """Offer the certifications held and the years there are."""
        held = [(column.id, column.letters) for column in columns]
        self._choices("certification", [("", _("Any certification")), *held])
        self._choices("year", [("", _("Any year")), *((str(year), str(year)) for year in years)])
        self._choices("kind", [("", _("Any kind")), *choices(dict(KINDS))])

    def _choices(self, name: str, offered: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    @property
    def wanted(self) -> Wanted:
        """What is wanted, without what makes no sense."""
        self.is_valid()
        return Wanted(**self.cleaned_data)


@signed_in
def transcript(request: MemberRequest) -> HttpResponse:
    """Every entry, newest first, with its worth under every certification."""
    form, columns, every, lines = _asked(request)
    wanted = form.wanted
    shown = [each for each in columns if wanted.certification in ("", each.id)]
    page, names = _page(request, lines), names_known()
    context = {
        "form": form,
        "is_filtered": wanted.is_narrow,
        "columns": shown,
        "page": page,
        "lines": [
            (
                line.entry,
                in_short(line.entry, names),
                origin_word(line.entry.reported_by),
                _narrowed(line, wanted.certification).cells,
            )
            for line in page.object_list
        ],
        "totals": totals([_narrowed(line, wanted.certification) for line in lines], shown),
        "found": len(lines),
        "every": len(every),
        "meanings": [(name, meaning) for name, meaning, _read in COLUMNS],
        "unfiled": _unfiled(request),
        "query": request.GET.urlencode(),
        "today": today(request, request.user.zone),
    }
    return render(request, "member/transcript.html", context)


def _asked(
    request: MemberRequest,
) -> tuple[WantedForm, tuple[Column, ...], list[Line], list[Line]]:
    """The filter, the columns, every line, and the lines wanted."""
    entries = list(transcript_of(request.user))
    columns = columns_of(standings_of(request.user, now(request)))
    form = WantedForm(request.GET)
    form.offer(columns, years_of(entries))
    every = lines_of(entries, columns)
    return form, columns, every, chosen(every, form.wanted)


def _narrowed(line: Line, certification: str) -> Line:
    """The line with only the cells that are shown."""
    if not certification:
        return line
    return Line(line.entry, tuple(c for c in line.cells if c.column.id == certification))


def _page(request: MemberRequest, lines: list[Line]) -> Page[Line]:
    """A page of them, or all for who wants to print."""
    per_page = max(1, len(lines)) if "all" in request.GET else A_PAGE
    return Paginator(lines, per_page).get_page(request.GET.get("page"))


def _unfiled(request: MemberRequest) -> int:
    """How many files wait in the inbox."""
    return evidence_of(request.user).filter(activities=None, documents=None).count()


@signed_in
def export(request: MemberRequest) -> HttpResponse:
    """The lines wanted, as a table for a spreadsheet."""
    _form, columns, _every, lines = _asked(request)
    table = "\ufeff" + as_csv(lines, columns)  # the mark tells spreadsheets that it is UTF-8
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    day = today(request, request.user.zone).isoformat()
    response["Content-Disposition"] = f'attachment; filename="transcript-{day}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("activities/", transcript, name="activities"),
    path("activities/transcript.csv", export, name="activities_csv"),
]
