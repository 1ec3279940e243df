"""The register: everybody this body knows to hold something, with the status today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.credentials.models import Certification, Register
from recert.credentials.queries import register_of
from recert.people.models import Body
from recert.people.queries import Duty
from recert.rules.findings import Standing
from recert.standing.queries import standings_of_many
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.naming import short_names
from recert.web.staff.fields import offer

ON_A_PAGE = 50

REGISTER: dict[Register, tuple[str, Promise]] = {
    Register.SELF_DECLARED: ("ask", lazy("To confirm")),
    Register.CONFIRMED: ("good", lazy("Confirmed")),
    Register.REJECTED: ("quiet", lazy("Not known here")),
}
"""Tone and word, as staff see them."""


class SearchForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(label=lazy("Name, number or e-mail"), required=False, max_length=100)
    credential = forms.ChoiceField(label=lazy("Certification"), required=False)
    register = forms.ChoiceField(
        label=lazy("In the register"),
        required=False,
        choices=[
            ("", lazy("All of them")),
            *((key.value, word) for key, (_tone, word) in REGISTER.items()),
        ],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One certification in the list."""

    certification: Certification
    name: str
    standing: Standing | None  # None: not known here, so nothing is said of it
    tone: str
    word: str
    ends: date | None


@desk_for_staff(Duty.REVIEW)
def register(request: DeskRequest) -> HttpResponse:
    """Search the register; each line with its status today."""
    body, names = request.desk.body, short_names(request.desk.body)
    form = SearchForm(request.GET or None)
    offer(form, "credential", [("", _("All of them")), *names.items()])
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(_found(body, chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "form": form,
        "page": page,
        "lines": register_lines(page, names, now(request)),
        "is_filtered": any(chosen.values()),
        "may_register": Duty.REGISTER in request.desk.duties,
    }
    return render(request, "staff/register.html", context)


def _found(body: Body, chosen: dict[str, str]) -> QuerySet[Certification]:
    rows = register_of(body)
    asked = chosen.get("q", "").strip()
    if asked:
        rows = rows.filter(
            Q(person__name__icontains=asked)
            | Q(person__email__icontains=asked)
            | Q(number__icontains=asked)
        )
    if chosen.get("credential"):
        rows = rows.filter(credential=chosen["credential"])
    if chosen.get("register"):
        rows = rows.filter(register=chosen["register"])
    return rows


def register_lines(
    rows: Iterable[Certification], names: dict[str, str], at: datetime
) -> list[Line]:
    """Certifications with their status today; as many queries for fifty as for one."""
    rows = list(rows)
    standings = {held.certification.pk: held.standing for held in standings_of_many(rows, at)}
    return [_line(row, names, standings.get(row.pk)) for row in rows]


def _line(row: Certification, names: dict[str, str], standing: Standing | None) -> Line:
    tone, word = REGISTER[Register(row.register)]
    cycle = standing.cycle if standing else None
    return Line(
        certification=row,
        name=names.get(row.credential, row.credential),
        standing=standing,
        tone=tone,
        word=str(word),
        ends=cycle.end if cycle else row.expires,
    )


urlpatterns = [path("register", register, name="register")]
