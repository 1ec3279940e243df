"""Reports out: what is passed on to others, in their layout, and what was passed on when."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty
from recert.completions.models import OutLayout, SentReport
from recert.completions.outward import (
    COLUMNS,
    Asked,
    changed_since,
    new_for,
    pass_on,
    sent_for_staff,
    sent_reports,
    to_pass_on,
    without_number,
)
from recert.lib.refusals import NotFound
from recert.lib.spreadsheets import BOM, as_csv, harmless
from recert.lib.workbooks import Workbook
from recert.people.models import Body
from recert.people.queries import bodies
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.provider import fields
from recert.web.provider.reporting.answers import who_words

A_PAGE = 30
SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OutForm(forms.Form):
    """For whom, which completions, and how it is laid out."""

    layout = forms.ChoiceField(
        label=lazy("Layout"), choices=OutLayout.choices, initial=OutLayout.ROSTER,
        widget=forms.RadioSelect,
    )  # fmt: skip
    body = forms.ChoiceField(
        label=lazy("Credit of"),
        help_text=lazy("Only completions that carry this body’s credit, and only its numbers."),
        required=False,
    )
    course_class = forms.ChoiceField(label=lazy("Class"), required=False)
    since = day_field(lazy("Completed from"), required=False)
    until = day_field(lazy("Completed until"), required=False)
    columns = forms.MultipleChoiceField(
        label=lazy("Columns of a plain roster"), required=False,
        choices=[(name, heading) for name, (heading, _cell) in COLUMNS.items()],
        initial=list(COLUMNS),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    state = fields.line(lazy("State of the licences"), lazy("Two letters, such as FL."),
                        required=False, most=2)  # fmt: skip
    profession = fields.line(lazy("Profession"), lazy("CE Broker’s code, such as RN."),
                             required=False, most=6)  # fmt: skip
    again = forms.BooleanField(label=lazy("With what was passed on before"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, classes: list[CourseClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {body.slug: body for body in bodies()}
        self._classes = {each.public_id: each for each in classes}
        fields.offer(
            self, "body",
            [("", _("Any body"))] + [(slug, body.name) for slug, body in self._bodies.items()],
        )  # fmt: skip
        fields.offer(
            self, "course_class",
            [("", _("All classes"))] + [(key, str(each)) for key, each in self._classes.items()],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """CE Broker's layout needs to know whose licences these are."""
        typed = self.cleaned_data
        if typed.get("layout") == OutLayout.CE_BROKER:
            if not typed.get("body"):
                self.add_error("body", _("Choose the body whose licence numbers go out."))
            for name, example in (("state", "FL"), ("profession", "RN")):
                if not (typed.get(name) or "").isalpha():
                    self.add_error(name, _("Write letters, such as %(example)s.")
                                   % {"example": example})  # fmt: skip
        return typed

    def asked(self) -> Asked:
        """What was asked for."""
        typed = self.cleaned_data
        return Asked(
            layout=OutLayout(typed["layout"]),
            body=self._bodies.get(typed["body"]),
            course_class=self._classes.get(typed["course_class"]),
            since=typed["since"],
            until=typed["until"],
            columns=tuple(typed["columns"]),
            state=typed["state"].upper(),
            profession=typed["profession"].upper(),
            again=typed["again"],
        )


@desk_for_provider(ProviderDuty.REPORT)
def outward(request: ProviderRequest) -> HttpResponse:
    """Look what would go out, pass it on, and what was before."""
    provider, act = request.at_provider.provider, request.POST.get("act", "look")
    form = OutForm(
        sent(request), initial={"key": secrets.token_urlsafe(18)}, classes=_classes(request)
    )
    looked: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            if act == "pass":
                made = pass_on(
                    by=request.user,
                    at=now(request),
                    provider_slug=provider.slug,
                    asked=form.asked(),
                    key=form.cleaned_data["key"],
                )
                messages.success(request, _("Made. Download it and hand it over."))
                return redirect("provider:sent_report", provider.slug, made.public_id)
            asked = form.asked()
            missing = without_number(provider, asked)
            looked = {
                "many": to_pass_on(provider, asked).count() - len(missing),
                "missing": [who_words(row) for row in missing[:SHOWN]],
                "more_missing": max(len(missing) - SHOWN, 0),
            }
    page = Paginator(sent_reports(provider), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "provider": provider,
        "form": form,
        "looked": looked,
        "page": page,
        "new": new_for(provider),
    }
    status = 422 if form.errors else 200
    return render(request, "provider/reporting/outward.html", context, status=status)


def _classes(request: ProviderRequest) -> list[CourseClass]:
    held = CourseClass.objects.filter(
        edition__course__provider=request.at_provider.provider, starts_at__lte=now(request)
    )
    return list(held.select_related("edition").order_by("-starts_at")[:100])


@desk_for_provider(ProviderDuty.REPORT)
def one(request: ProviderRequest, public_id: str) -> HttpResponse:
    """One report out: its files, and what changed since."""
    provider = request.at_provider.provider
    found = sent_for_staff(request.user, provider.slug, public_id)
    changed = list(changed_since(found)[:SHOWN])
    context = {
        "provider": provider,
        "sent": found,
        "is_ce_broker": found.layout == OutLayout.CE_BROKER,
        "changed": [(line, who_words(line.completion)) for line in changed],
    }
    return render(request, "provider/reporting/sent.html", context)


@desk_for_provider(ProviderDuty.REPORT)
def download(request: ProviderRequest, public_id: str, kind: str) -> HttpResponse:
    """The file, the same each time."""
    found = sent_for_staff(request.user, request.at_provider.provider.slug, public_id)
    name = f"{found.provider.slug}-{found.at:%Y-%m-%d}-{found.public_id[:6]}"
    if kind == "csv":
        content = BOM + as_csv(_head(found), _rows(found))
        answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        answer = HttpResponse(_workbook(found), content_type=XLSX)
    elif kind == "json" and found.layout == OutLayout.ROSTER:
        answer = JsonResponse(_plain(found), json_dumps_params={"ensure_ascii": False})
    else:
        raise NotFound
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _head(found: SentReport) -> list[str]:
    """The headings; CE Broker's layout goes by letters, and as wide as its widest row."""
    if found.layout == OutLayout.CE_BROKER:
        widest = max((len(line.cells) for line in found.lines.all()), default=0)
        more = range(1, (widest - len(found.columns)) // 2 + 1)
        return [*found.columns, *(f"{word} {n}" for n in more for word in ("Area", "Hours"))]
    return [str(COLUMNS[name][0]) for name in found.columns]


def _rows(found: SentReport) -> Iterator[list[object]]:
    for line in found.lines.all():
        if line.cells:  # emptied where its person was forgotten
            yield [_flat(cell) for cell in line.cells]


def _flat(cell: object) -> object:
    """A cell as a spreadsheet shows it: credits in words."""
    if not isinstance(cell, list):
        return cell
    return "; ".join(
        " ".join(filter(None, (each["amount"], each["unit"], each["by"]))) for each in cell
    )


def _workbook(found: SentReport) -> bytes:
    """An Excel workbook of text cells, so that no licence number loses a zero."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Roster")[:31])
    sheet.append(_head(found))
    for row in _rows(found):
        sheet.append([harmless(each) for each in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(found: SentReport) -> dict[str, object]:
    """The documented shape: see docs/reports-out.md."""
    body: Body | None = found.body
    return {
        "format": "recert-completions-1",
        "provider": found.provider.slug,
        "report": found.public_id,
        "made_at": found.at.isoformat(),
        "body": body.slug if body else None,
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
        "completions": [
            dict(zip(found.columns, line.cells, strict=True))
            for line in found.lines.all()
            if line.cells
        ],
    }


urlpatterns = [
    path("reporting/out", outward, name="outward"),
    path("reporting/out/<str:public_id>", one, name="sent_report"),
    path("reporting/out/<str:public_id>/<str:kind>", download, name="sent_download"),
]
