"""Bringing a list of courses: looked at first, mended where it stands, then entered."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.catalogue.actions import Bringing, Outcome, bring_courses
from recert.catalogue.queries import ProviderDuty
from recert.lib.spreadsheets import as_csv
from recert.lib.tables import Table, read_table
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent

MOST_LETTERS = 1_000_000
SHOWN = 200

SAYS = {
    Outcome.NEW: ("good", lazy("New")),
    Outcome.SAME: ("quiet", lazy("Is there already")),
    Outcome.MENDED: ("note", lazy("Puts an edition right")),
    Outcome.ANEW: ("note", lazy("A new edition")),
    Outcome.WRONG: ("stop", lazy("Needs attention")),
}


class ListForm(forms.Form):
    """A file, or what it said, to be mended here."""

    file = forms.FileField(
        label=lazy("The file"),
        help_text=lazy("CSV, or Excel as .xlsx. The first row holds the headings."),
        required=False,
    )
    text = forms.CharField(
        label=lazy("The list as text"),
        help_text=lazy("Mend it here, then look again."),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "wrap": "off"}),
    )


@desk_for_provider(ProviderDuty.COURSES)
def bring(request: ProviderRequest) -> HttpResponse:
    """Look what a list would come to; enter it once it says what it should."""
    provider, act = request.at_provider.provider, request.POST.get("act", "look")
    form = ListForm(sent(request), request.FILES or None)
    brought = None
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            table = _table(form)
            brought = bring_courses(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                headers=table.headers,
                rows=table.rows,
                look=act == "look",
                good_only=act == "good",
            )
            if brought.is_entered:
                messages.success(request, _entered(brought))
                return redirect("provider:courses", provider.slug)
            form = ListForm(initial={"text": _as_text(table)})
    context = {
        "provider": provider,
        "form": form,
        "brought": brought,
        "lines": _lines(brought) if brought else (),
        "wrong": brought.count(Outcome.WRONG) if brought else 0,
        "good": len(brought.rows) - brought.count(Outcome.WRONG) if brought else 0,
        "shown": SHOWN,
    }
    status = 422 if form.errors or (act != "look" and brought) else 200
    return render(request, "provider/course_list.html", context, status=status)


def _table(form: ListForm) -> Table:
    upload = form.cleaned_data.get("file")
    if upload is not None:
        return read_table(upload.read(), upload.name)
    return read_table(form.cleaned_data["text"].encode(), _("The list"))


def _as_text(table: Table) -> str:
    return as_csv(table.headers, [cells for _row, cells in table.rows])


def _lines(brought: Bringing) -> list[tuple[object, str, object]]:
    """The rows to be shown, those that need attention first."""
    ordered = sorted(brought.rows, key=lambda each: (each.outcome is not Outcome.WRONG, each.row))
    return [(each, *SAYS[each.outcome]) for each in ordered[:SHOWN]]


def _entered(brought: Bringing) -> str:
    new = brought.count(Outcome.NEW)
    changed = brought.count(Outcome.MENDED) + brought.count(Outcome.ANEW)
    said = ngettext("%(n)s course is new", "%(n)s courses are new", new) % {"n": new}
    return _("%(said)s, %(changed)s changed, %(same)s were there.") % {
        "said": said,
        "changed": changed,
        "same": brought.count(Outcome.SAME),
    }


urlpatterns = [path("courses/list", bring, name="course_list")]
