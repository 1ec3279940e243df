"""Importing a list: upload it, name its columns, see what would happen, mend, let it run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from recert.lib.numbers import whole
from recert.lib.refusals import Refused
from recert.lib.tables import MOST_BYTES, MOST_ROWS
from recert.lib.written_days import DayOrder
from recert.people.queries import Duty
from recert.register.importing import acts
from recert.register.importing.columns import DAYS_OF, NAMES, OF
from recert.register.importing.keeping import table_of
from recert.register.models import Brings, Import, ImportState
from recert.rulebooks.queries import credentials_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.staff.exporting import csv_answer
from recert.web.staff.importing import words
from recert.web.staff.importing.fixing import groups_of

MOST_LISTED = 50
MOST_FIXES = 200
ORDERS = (
    ("", lazy("as the days themselves tell")),
    (DayOrder.DAY_FIRST, lazy("day first: 31/12/2026")),
    (DayOrder.MONTH_FIRST, lazy("month first: 12/31/2026")),
)


class UploadForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=lazy("Your list"),
        help_text=lazy(
            "CSV or Excel (.xlsx), with headings in its first row; or a whole register as it was "
            "taken along."
        ),
        allow_empty_file=True,
        error_messages={"required": lazy("Choose the file.")},
    )
    brings = forms.ChoiceField(
        label=lazy("What it lists"),
        choices=Brings.choices,
        initial=Brings.REGISTER,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Say what your file lists.")},
    )


@desk_for_staff(Duty.REGISTER)
def imports(request: DeskRequest) -> HttpResponse:
    """What was imported so far, and a new file."""
    body = request.desk.body
    form = UploadForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_on(form):
            found = acts.upload(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                name=file.name,
                content=file.read(MOST_BYTES + 1),
                brings=Brings(form.cleaned_data["brings"]),
            )
            return redirect("staff:import_columns", body.slug, found.public_id)
    rows = Import.objects.filter(body=body).select_related("by")[:MOST_LISTED]
    context = {
        "body": body,
        "form": form,
        "lines": [(row, *words.STATES[ImportState(row.state)]) for row in rows],
        "most_rows": f"{MOST_ROWS:,}",
        "most_mb": MOST_BYTES // 1024**2,
    }
    status = 422 if form.errors else 200
    return render(request, "staff/importing/imports.html", context, status=status)


@desk_for_staff(Duty.REGISTER)
def columns(request: DeskRequest, public_id: str) -> HttpResponse:
    """Say what each column is, and in which order ambiguous days are written."""
    found = acts.import_for_staff(request.user, request.desk.body.slug, public_id)
    if found.state not in acts.MAPPABLE:  # being tried, or under way
        return redirect("staff:import_one", found.body.slug, public_id)
    table = table_of(found)
    days = DAYS_OF[Brings(found.brings)]
    mapped, mistakes = found.mapped, []
    orders = found.orders
    if request.method == "POST":
        mapped = {
            header: request.POST.get(f"column-{place}", "")
            for place, header in enumerate(table.headers)
        }
        orders = {day: said for day in days if (said := request.POST.get(f"order-{day}", ""))}
        try:
            acts.name_columns(**_act(request, public_id), mapped=mapped, orders=orders)
            return redirect("staff:import_one", found.body.slug, public_id)
        except Refused as refused:
            mistakes = list(refused.sentences)
    samples = [[row[place] if place < len(row) else "" for _n, row in table.rows[:3]]
               for place in range(len(table.headers))]  # fmt: skip
    context = {
        "body": request.desk.body,
        "found": found,
        "mistakes": mistakes,
        "columns": [
            (place, header, mapped.get(header, ""), [each for each in samples[place] if each])
            for place, header in enumerate(table.headers)
        ],
        "names": [(column, NAMES[column]) for column in OF[Brings(found.brings)]],
        "days": [(day, NAMES[day], orders.get(day, ""), day in found.asks) for day in days],
        "orders": ORDERS,
    }
    status = 422 if mistakes else 200
    return render(request, "staff/importing/columns.html", context, status=status)


@desk_for_staff(Duty.REGISTER)
def one(request: DeskRequest, public_id: str) -> HttpResponse:
    """What would happen, what is wrong, what was mended; or how far it is."""
    found = acts.import_for_staff(request.user, request.desk.body.slug, public_id)
    if found.state == ImportState.MAPPING:
        return redirect("staff:import_columns", found.body.slug, public_id)
    counts = found.counts
    good = counts.get("new", 0) + counts.get("changed", 0)
    wrong = counts.get("bad", 0) + counts.get("conflict", 0)
    fixes = found.fixes.filter(undone_at=None).select_related("by")[:MOST_FIXES]
    did = found.did or {}
    context = {
        "body": request.desk.body,
        "found": found,
        "good": good,
        "wrong": wrong,
        "tried": words.counted(counts),
        "did": words.counted(did),
        "done": sum(did.values()),
        "is_tried_again": found.tried_rows < found.rows,
        "groups": groups_of(found.groups, found.mapped, credentials_of(found.body.slug)),
        "fixes": [(fix, words.column_name(fix.column)) for fix in fixes],
        "asks": [words.column_name(column) for column in found.asks],
        "state": words.STATES[ImportState(found.state)],
        "is_open": found.state == ImportState.CHECKED,
        "is_running": found.state == ImportState.RUNNING,
        "is_going": found.state in (ImportState.TRYING, ImportState.RUNNING),
        "may_invite": found.state in acts.ENDED and not found.invited_at
        and found.entered.exists(),
    }  # fmt: skip
    return render(request, "staff/importing/one.html", context)


@desk_for_staff(Duty.REGISTER)
@require_POST
def fix(request: DeskRequest, public_id: str) -> HttpResponse:
    """Mend all alike rows."""
    with refusals_said(request):
        acts.fix_alike(
            **_act(request, public_id),
            column=request.POST.get("column", "")[:20],
            value=request.POST.get("value", ""),
            becomes=request.POST.get("becomes", ""),
            leaves_out="leave-out" in request.POST,
        )
        messages.success(request, _("Applied to all alike rows. They are tried again."))
    return redirect("staff:import_one", request.desk.body.slug, public_id)


@desk_for_staff(Duty.REGISTER)
@require_POST
def unfix(request: DeskRequest, public_id: str, fix_id: str) -> HttpResponse:
    """Take a fix back."""
    with refusals_said(request):
        acts.undo_fix(**_act(request, public_id), fix_id=whole(fix_id) or 0)
        messages.success(request, _("Taken back. Those rows are tried again."))
    return redirect("staff:import_one", request.desk.body.slug, public_id)


@desk_for_staff(Duty.REGISTER)
@require_POST
def start(request: DeskRequest, public_id: str) -> HttpResponse:
    """Let it run."""
    with refusals_said(request):
        acts.start(**_act(request, public_id), only_whole="only-whole" in request.POST)
    return redirect("staff:import_one", request.desk.body.slug, public_id)


@desk_for_staff(Duty.REGISTER)
@require_POST
def stop(request: DeskRequest, public_id: str) -> HttpResponse:
    """Stop it; what was entered stays."""
    acts.stop(**_act(request, public_id))
    return redirect("staff:import_one", request.desk.body.slug, public_id)


@desk_for_staff(Duty.REGISTER)
@require_POST
def invite(request: DeskRequest, public_id: str) -> HttpResponse:
    """Write to those it brought."""
    with refusals_said(request):
        claim_at = settings.SITE_URL + reverse("account_reset_password")
        many = acts.invite_entered(**_act(request, public_id), claim_at=claim_at)
        sentence = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", many)
        messages.success(request, sentence % {"n": f"{many:,}"})
    return redirect("staff:import_one", request.desk.body.slug, public_id)


@desk_for_staff(Duty.REGISTER)
def problems(request: DeskRequest, public_id: str) -> HttpResponse:
    """Every problem with its row, column, value, what is wrong and how to mend it: a file."""
    found = acts.import_for_staff(request.user, request.desk.body.slug, public_id)
    headings = {column: header for header, column in found.mapped.items()}
    head = (_("Row"), _("Column"), _("Value"), _("What is wrong"), _("How to mend it"))
    rows = (
        (
            str(each.row),
            headings.get(each.column) or words.column_name(each.column),
            each.value,
            words.says(each.rule, each.detail),
            words.mend(each.rule),
        )
        for each in found.problems.iterator()
    )
    return csv_answer(f"{found.body.slug}-problems.csv", head, rows)


def _act(request: DeskRequest, public_id: str) -> dict[str, Any]:
    return {
        "by": request.user,
        "at": now(request),
        "body_slug": request.desk.body.slug,
        "public_id": public_id,
    }


urlpatterns = [
    path("import", imports, name="imports"),
    path("import/<str:public_id>", one, name="import_one"),
    path("import/<str:public_id>/columns", columns, name="import_columns"),
    path("import/<str:public_id>/fix", fix, name="import_fix"),
    path("import/<str:public_id>/fixes/<str:fix_id>/undo", unfix, name="import_unfix"),
    path("import/<str:public_id>/start", start, name="import_start"),
    path("import/<str:public_id>/stop", stop, name="import_stop"),
    path("import/<str:public_id>/invite", invite, name="import_invite"),
    path("import/<str:public_id>/problems", problems, name="import_problems"),
]
