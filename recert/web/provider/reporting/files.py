"""Files: upload a roster, name its columns, see what would come of it, mend, post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.models import CompletionState, Roster, RosterState
from recert.completions.rosters import acts
from recert.completions.rosters.fields import AREAS, DAYS, WHO, Field, offered
from recert.completions.rosters.reading import as_ranges
from recert.completions.rosters.running import reports_of_roster, rows_posted
from recert.completions.rosters.trying import answers_of
from recert.lib.numbers import whole
from recert.lib.refusals import Refused
from recert.lib.spreadsheets import BOM, as_csv
from recert.lib.tables import MOST_BYTES, MOST_ROWS, unpacked
from recert.lib.written_days import DayOrder
from recert.rules.facts import Topic, Unit
from recert.standing.words.vocabulary import word
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.provider.reporting.answers import (
    SAYS,
    WOULD,
    counted,
    field_words,
    problem_words,
)
from recert.web.provider.reporting.row_form import body_choices

SHOWN = 30
ROWS_SHOWN = 200
REPORT = ProviderDuty.REPORT

STATES = {
    RosterState.MAPPING: "note",
    RosterState.TRYING: "wait",
    RosterState.CHECKED: "warn",
    RosterState.RUNNING: "wait",
    RosterState.DONE: "good",
    RosterState.STOPPED: "quiet",
}
ORDERS = (
    ("", lazy("as the days themselves tell")),
    (DayOrder.DAY_FIRST, lazy("day first: 31/12/2026")),
    (DayOrder.MONTH_FIRST, lazy("month first: 12/31/2026")),
)


class UploadForm(forms.Form):
    """A file, perhaps of one class."""

    file = forms.FileField(
        label=lazy("Your file"),
        help_text=lazy("CSV or Excel (.xlsx). CE Broker’s roster is recognised as it is."),
        allow_empty_file=True,
        error_messages={"required": lazy("Choose the file.")},
    )
    course_class = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)


@desk_for_provider(REPORT)
def rosters(request: ProviderRequest) -> HttpResponse:
    """What was uploaded so far, and a new file."""
    provider = request.at_provider.provider
    class_id = request.GET.get("class", "")
    form = UploadForm(sent(request), request.FILES or None, initial={"course_class": class_id})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_on(form):
            found = acts.upload(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                name=file.name,
                content=file.read(MOST_BYTES + 1),
                class_id=form.cleaned_data["course_class"],
            )
            return redirect("provider:roster_columns", provider.slug, found.public_id)
    rows = Roster.objects.filter(provider=provider).select_related("by")[:SHOWN]
    context = {
        "provider": provider,
        "form": form,
        "of_class": class_for_staff(request.user, provider.slug, class_id) if class_id else None,
        "lines": [(row, STATES[RosterState(row.state)], row.get_state_display()) for row in rows],
        "most_rows": f"{MOST_ROWS:,}",
        "most_mb": MOST_BYTES // 1024**2,
    }
    status = 422 if form.errors else 200
    return render(request, "provider/reporting/rosters.html", context, status=status)


@desk_for_provider(REPORT)
def columns(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Say what each column is, how days stand, and what no column says."""
    provider = request.at_provider.provider
    found = acts.roster_for_staff(request.user, provider.slug, public_id)
    if found.state not in acts.MAPPABLE:
        return redirect("provider:roster", provider.slug, public_id)
    table = unpacked(bytes(found.file.content))
    mapped, orders, defaults = found.mapped, found.orders, found.defaults
    mistakes: list[str] = []
    if request.method == "POST":
        mapped = {
            header: request.POST.get(f"column-{place}", "")
            for place, header in enumerate(table.headers)
        }
        orders = {day: said for day in DAYS if (said := request.POST.get(f"order-{day}", ""))}
        defaults = {name: request.POST.get(name, "").strip()[:60] for name in acts.DEFAULTS}
        try:
            acts.name_columns(**_act(request, public_id), mapped=mapped, orders=orders,
                              defaults=defaults)  # fmt: skip
            return redirect("provider:roster", provider.slug, public_id)
        except Refused as refused:
            mistakes = list(refused.sentences)
    context = {
        "provider": provider,
        "found": found,
        "mistakes": mistakes,
        "columns": [
            (place, header, mapped.get(header, ""), _samples(table.rows[:3], place))
            for place, header in enumerate(table.headers)
        ],
        "names": offered(),
        "days": [(day, field_words(day), orders.get(day, ""), day in found.asks) for day in DAYS],
        "orders": ORDERS,
        "bodies": body_choices(),
        "units": [(each.value, word(each)) for each in Unit],
        "defaults": defaults,
    }
    status = 422 if mistakes else 200
    return render(request, "provider/reporting/columns.html", context, status=status)


def _samples(rows: Any, place: int) -> list[str]:
    found = [row[place] if place < len(row) else "" for _n, row in rows]
    return [each[:60] for each in found if each]


@desk_for_provider(REPORT)
def one(request: ProviderRequest, public_id: str) -> HttpResponse:
    """What would come of it, what is wrong, what was mended; or how far it is, and what came."""
    provider = request.at_provider.provider
    found = acts.roster_for_staff(request.user, provider.slug, public_id)
    if found.state == RosterState.MAPPING:
        return redirect("provider:roster_columns", provider.slug, public_id)
    is_open = found.state == RosterState.CHECKED
    wrong = found.counts.get(CompletionState.PROBLEM, 0)
    context = {
        "provider": provider,
        "found": found,
        "tone": STATES[RosterState(found.state)],
        "is_open": is_open,
        "is_trying": found.state == RosterState.TRYING,
        "is_running": found.state == RosterState.RUNNING,
        "is_going": found.state in (RosterState.TRYING, RosterState.RUNNING),
        "posted": rows_posted(found) if found.state == RosterState.RUNNING else 0,
        "reports": [(each, counted(each.said, SAYS)) for each in reports_of_roster(found)],
        "would": counted(found.counts, WOULD),
        "wrong": wrong,
        "right": sum(found.counts.values()) - wrong - found.counts.get("left-out", 0),
        "before": acts.same_file_before(found) if is_open else None,
        "groups": [_group(each) for each in found.groups],
        "fixes": [(fix, field_words(fix.field)) for fix in found.fixes.all()],
        "asks": [field_words(field) for field in found.asks],
        "rows": _rows(found) if is_open and found.rows <= ROWS_SHOWN else (),
    }
    return render(request, "provider/reporting/roster.html", context)


def _group(group: dict[str, Any]) -> dict[str, Any]:
    field = group["field"]
    is_fixable = bool(group["value"]) or field not in WHO
    return {
        **group, "name": field_words(field), "choices": _choices(field), "is_fixable": is_fixable,
    }  # fmt: skip


def _choices(field: str) -> list[tuple[str, str]]:
    """What a value can become, where there are few things it can."""
    if field == Field.BODY:
        return body_choices()
    if field in AREAS:
        return [(each.value, word(each)) for each in Topic]
    if field == Field.UNIT:
        return [(each.value, word(each)) for each in Unit]
    if field == Field.PASSED:
        return [("yes", _("yes")), ("no", _("no"))]
    if field == Field.ROLE:
        return [("learner", _("learner")), ("presenter", _("presenter"))]
    return []


def _rows(found: Roster) -> list[tuple[int, str, str, object, object]]:
    """Every row of a short list: what it says, and what would become of it."""
    table = unpacked(bytes(found.file.content))
    cells = {row: ", ".join(filter(None, each))[:120] for row, each in table.rows}
    return [
        (row, cells.get(row, ""), *WOULD[state], problem_words(problems))
        for row, state, problems in answers_of(found)
    ]


@desk_for_provider(REPORT)
@require_POST
def fix(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Mend all alike rows."""
    with refusals_said(request):
        acts.fix_alike(
            **_act(request, public_id),
            field=request.POST.get("field", "")[:30],
            value=request.POST.get("value", ""),
            becomes=request.POST.get("becomes", ""),
            leaves_out="leave-out" in request.POST,
        )
        messages.success(request, _("Applied to all alike rows, and tried again."))
    return redirect("provider:roster", request.at_provider.provider.slug, public_id)


@desk_for_provider(REPORT)
@require_POST
def unfix(request: ProviderRequest, public_id: str, fix_id: str) -> HttpResponse:
    """Take a fix back."""
    with refusals_said(request):
        acts.undo_fix(**_act(request, public_id), fix_id=whole(fix_id) or 0)
    return redirect("provider:roster", request.at_provider.provider.slug, public_id)


@desk_for_provider(REPORT)
@require_POST
def start(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Post all rows, or those chosen."""
    ticked = [number for each in request.POST.getlist("row") if (number := whole(each))]
    with refusals_said(request):
        if "picks" in request.POST and not ticked:
            raise Refused(_("Choose at least one row."))
        roster = acts.start(
            **_act(request, public_id),
            only_whole="only-whole" in request.POST,
            chosen=as_ranges(ticked) or request.POST.get("chosen", ""),
        )
        acts.post_if_few(roster, at=now(request))
    return redirect("provider:roster", request.at_provider.provider.slug, public_id)


@desk_for_provider(REPORT)
@require_POST
def stop(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Stop it; what was posted stays."""
    acts.stop(**_act(request, public_id))
    return redirect("provider:roster", request.at_provider.provider.slug, public_id)


@desk_for_provider(REPORT)
def problems(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Every problem with its row, field, value, rule and how to mend it: a file."""
    found = acts.roster_for_staff(request.user, request.at_provider.provider.slug, public_id)
    headings = {field: header for header, field in found.mapped.items()}
    head = (_("Row"), _("Column"), _("Value"), _("What is wrong"), _("How to mend it"))
    rows = (
        (str(row), headings.get(each.field) or field_words(each.field), each.value, each.rule,
         each.fix)
        for row, _state, told in answers_of(found)
        for each in told
    )  # fmt: skip
    content = BOM + as_csv(head, rows)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{found.provider.slug}-problems.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _act(request: ProviderRequest, public_id: str) -> dict[str, Any]:
    return {
        "by": request.user,
        "at": now(request),
        "provider_slug": request.at_provider.provider.slug,
        "public_id": public_id,
    }


urlpatterns = [
    path("reporting/files", rosters, name="rosters"),
    path("reporting/files/<str:public_id>", one, name="roster"),
    path("reporting/files/<str:public_id>/columns", columns, name="roster_columns"),
    path("reporting/files/<str:public_id>/fix", fix, name="roster_fix"),
    path("reporting/files/<str:public_id>/fixes/<str:fix_id>/undo", unfix, name="roster_unfix"),
    path("reporting/files/<str:public_id>/start", start, name="roster_start"),
    path("reporting/files/<str:public_id>/stop", stop, name="roster_stop"),
    path("reporting/files/<str:public_id>/problems", problems, name="roster_problems"),
]
