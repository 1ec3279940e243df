"""The class list: who had a place and who came besides, posted row by row.

Every button sends the whole list, so that nothing typed is lost and no script is needed: fill
the names in, add rows, mark everybody present, post. What needs attention stays in the form;
all else is posted.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.checking import check_numbers
from recert.completions.deadlines import due_of
from recert.completions.enrolled import enrolled_in, reported_in
from recert.completions.lines import Line, Named, Problem
from recert.completions.models import ReportWay
from recert.completions.receiving import Received, receive
from recert.completions.rosters.saying import Context, context_of, line_said
from recert.completions.rosters.trying import problems_by_row
from recert.lib.days import local_day
from recert.people.models import Person
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.class_words import class_view
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.provider import fields
from recert.web.provider.reporting.answers import problem_words
from recert.web.provider.reporting.home import due_words
from recert.web.provider.reporting.row_form import (
    MOST_ROWS,
    RowForm,
    RowFormSet,
    body_choices,
    line_of_form,
)

BLANK_ROWS, MORE_ROWS = 5, 5
ROWS = "rows"


class ListForm(forms.Form):
    """What holds for every row."""

    body = forms.ChoiceField(label=lazy("Numbers are those of"), required=False)
    completed = day_field(
        lazy("Completed on"), lazy("Empty: the last day of the class."), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.offer(self, "body", [("", _("Choose a body")), *body_choices()])

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by field."""
        if not self.is_bound:
            return {}
        day = self.cleaned_data.get("completed")
        return {"completed": day.isoformat() if day else ""}


@dataclass(slots=True)
class Place:
    """One of the enrolled, as a line of the list."""

    person: Person
    name: str  # as the provider may read it
    is_reported: bool
    is_present: bool
    minutes: str
    problems: tuple[object, ...] = ()


@dataclass(slots=True)
class ClassList:
    """The page as it was sent, or as it is opened."""

    course_class: CourseClass
    form: ListForm
    rows: Any  # a RowFormSet
    places: list[Place]
    notes: dict[int, tuple[str, str]] = field(default_factory=dict)  # of typed rows, by place
    received: Received | None = None

    @property
    def typed(self) -> list[tuple[RowForm, tuple[str, str] | None]]:
        """The typed rows, each with what is said of it."""
        return [(form, self.notes.get(n)) for n, form in enumerate(self.rows)]


@desk_for_provider(ProviderDuty.REPORT)
def class_list(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Report a class: everybody present, or some, and whoever is typed besides."""
    provider, at = request.at_provider.provider, now(request)
    row = class_for_staff(request.user, provider.slug, public_id, ProviderDuty.REPORT)
    page = _page(request, row)
    act, status = request.POST.get("act", "post"), 200
    if request.method == "POST" and act in ("fill", "post") and page.form.is_valid():
        with refusals_on(page.form):
            if act == "fill":
                _fill(request, page)
            else:
                _post(request, page)
                if page.received is not None and not _needs_attention(page):
                    _say(request, page.received)
                    assert page.received.report is not None  # it was not only tried
                    return redirect("provider:report", provider.slug,
                                    page.received.report.public_id)  # fmt: skip
                status = 422
    due = due_of(provider, row)
    context = {
        "provider": provider,
        "row": row,
        "view": class_view(row, at),
        "list": page,
        "due": due_words(due, local_day(at, row.zone)) if due else None,
        "posted": len(page.received.answers) if page.received else 0,
        "left": _needs_attention(page),
    }
    status = 422 if page.form.errors else status
    return render(request, "provider/reporting/class_list.html", context, status=status)


def _page(request: ProviderRequest, row: CourseClass) -> ClassList:
    data = sent(request)
    act = request.POST.get("act", "")
    if data is not None:
        data = _grown(data, MORE_ROWS if act == "add" else 0)
        rows = RowFormSet(data, prefix=ROWS)
    else:
        rows = RowFormSet(initial=[{}] * BLANK_ROWS, prefix=ROWS)
    reported = reported_in(row)
    places = [
        Place(
            person=each.person,
            name=each.shown,
            is_reported=each.person_id in reported,
            is_present=each.person.public_id in request.POST.getlist("present")
            or (act == "all" and each.person_id not in reported),
            minutes=request.POST.get(f"minutes-{each.person.public_id}", "")[:7],
        )
        for each in enrolled_in(row)
    ]
    initial = {"key": secrets.token_urlsafe(18), "body": _usual_body(row)}
    return ClassList(row, ListForm(data, initial=initial), rows, places)


def _usual_body(row: CourseClass) -> str:
    """The body that approved the course; the first, where several did."""
    approval = row.edition.approvals.filter(state="approved").select_related("body").first()
    return approval.body.slug if approval else ""


def _grown(data: QueryDict, more: int) -> QueryDict:
    """The same with so many rows more, never more than there may be."""
    found = data.copy()
    total = found.get(f"{ROWS}-TOTAL_FORMS", "")
    many = int(total) if total.isascii() and total.isdigit() and len(total) < 5 else 0
    found[f"{ROWS}-TOTAL_FORMS"] = str(min(many + more, MOST_ROWS))
    found[f"{ROWS}-INITIAL_FORMS"] = "0"
    return found


# ---------------------------------------------------------------- fill


def _fill(request: ProviderRequest, page: ClassList) -> None:
    """Put names beside the numbers that agree with their second fact."""
    context = _context(request, page)
    asked = {
        n: line_of_form(1, form, context).named
        for n, form in enumerate(page.rows)
        if not form.is_blank
    }
    able = {n: named for n, named in asked.items() if named.number and _has_second(named)}
    checked = check_numbers(
        at=now(request),
        provider=request.at_provider.provider,
        named=[replace(named, person="") for named in able.values()],
    )
    data = page.rows.data.copy()
    for n, each in zip(able, checked, strict=True):
        if each.agrees:
            data[f"{ROWS}-{n}-name"] = each.name
            page.notes[n] = ("good", _("Both facts agree"))
        else:
            page.notes[n] = ("warn", _("Not found yet. Check it, or post it: it waits in the tray"))
    for n in asked.keys() - able.keys():
        page.notes[n] = ("note", _("A number and a second fact fill the name in"))
    page.rows = RowFormSet(data, prefix=ROWS)


def _has_second(named: Named) -> bool:
    return bool(named.born or named.email)


def _context(request: ProviderRequest, page: ClassList) -> Context:
    body = page.form.cleaned_data.get("body", "")
    return context_of(request.at_provider.provider, page.course_class, {"body": body})


# ---------------------------------------------------------------- post


def _post(request: ProviderRequest, page: ClassList) -> None:
    """Post what is right, keep the rest in the form with what is wrong with it."""
    context = _context(request, page)
    more = page.form.words
    present = [place for place in page.places if place.is_present]
    typed = [(n, form) for n, form in enumerate(page.rows) if not form.is_blank]
    lines = [_of_place(n, place, context, more) for n, place in enumerate(present, 1)]
    lines += [
        line_of_form(n, form, context, **more)
        for n, (_place, form) in enumerate(typed, len(present) + 1)
    ]
    if not lines:
        page.form.add_error(None, _("Mark who was present, or type somebody."))
        return
    wrong = problems_by_row(
        lines,
        provider=request.at_provider.provider,
        by=request.user,
        at=now(request),
        course_class=page.course_class,
    )
    good = [line for line in lines if line.row not in wrong]
    if good:
        page.received = _receive(request, page, good)
    _keep_wrong(page, present, typed, wrong)


def _of_place(row: int, place: Place, context: Context, more: dict[str, str]) -> Line:
    said = line_said(row, {**more, "minutes": place.minutes}, context)
    return replace(said, named=Named(person=place.person.public_id, name=place.name))


def _receive(request: ProviderRequest, page: ClassList, lines: list[Line]) -> Received:
    return receive(
        by=request.user,
        at=now(request),
        provider=request.at_provider.provider,
        way=ReportWay.DESK,
        key=f"desk:{page.course_class.public_id}:{page.form.cleaned_data['key']}",
        lines=lines,
        course_class=page.course_class,
    )


def _keep_wrong(
    page: ClassList,
    present: list[Place],
    typed: list[tuple[int, RowForm]],
    wrong: dict[int, tuple[Problem, ...]],
) -> None:
    """Leave in the form only what was not posted; it is sent again under a new key."""
    for n, place in enumerate(present, 1):
        place.problems = problem_words(wrong.get(n, ()))
        place.is_present = n in wrong
        place.is_reported = n not in wrong
    left = [
        (form, wrong[n]) for n, (_place, form) in enumerate(typed, len(present) + 1) if n in wrong
    ]
    data = QueryDict(mutable=True)
    data[f"{ROWS}-TOTAL_FORMS"] = str(max(len(left), BLANK_ROWS))
    data[f"{ROWS}-INITIAL_FORMS"] = "0"
    for n, (form, _problems) in enumerate(left):
        for name, value in form.words().items():
            data[f"{ROWS}-{n}-{name}"] = value
    page.rows = RowFormSet(data, prefix=ROWS)
    for n, (_form, problems) in enumerate(left):
        kept = page.rows.forms[n]
        kept.full_clean()
        kept.tell(problems)
    if page.received is not None:
        again = {**page.form.cleaned_data, "key": secrets.token_urlsafe(18)}
        page.form = ListForm(again)
        page.form.full_clean()


def _needs_attention(page: ClassList) -> int:
    """How many rows were not posted."""
    of_places = sum(1 for place in page.places if place.problems)
    return of_places + sum(1 for form in page.rows if form.is_bound and form.errors)


def _say(request: ProviderRequest, received: Received) -> None:
    many = len(received.answers)
    said = ngettext("%(n)s row was answered.", "%(n)s rows were answered.", many)
    messages.success(request, said % {"n": many})


urlpatterns = [path("classes/<str:public_id>/report", class_list, name="class_list")]
