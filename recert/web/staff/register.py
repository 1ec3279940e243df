"""The register: everybody this body knows to hold something, with the status today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.credentials.models import Certification, Register
from recert.people.queries import Duty
from recert.register.finding import Asked, Order, find
from recert.rulebooks.queries import credentials_of
from recert.rules.findings import Standing
from recert.standing.queries import standings_of_many
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.naming import short_names
from recert.web.staff.fields import offer

REGISTER: dict[Register, tuple[str, Promise]] = {
    Register.SELF_DECLARED: ("ask", lazy("To confirm")),
    Register.CONFIRMED: ("good", lazy("Confirmed")),
    Register.REJECTED: ("quiet", lazy("Not known here")),
}
"""Tone and word, as staff see them."""


ENDS = (
    ("", lazy("Any day")),
    ("next-30", lazy("in the next 30 days")),
    ("next-90", lazy("in the next 90 days")),
    ("ahead", lazy("today or later")),
    ("last-90", lazy("in the last 90 days")),
    ("past", lazy("before today")),
)
ORDERS = (
    (Order.NAME, lazy("Name")),
    (Order.ENDS_FIRST, lazy("Last day, soonest first")),
    (Order.ENDS_LAST, lazy("Last day, latest first")),
    (Order.NUMBER, lazy("Number")),
)


class SearchForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(label=lazy("Name, number or e-mail"), required=False, max_length=100)
    credential = forms.ChoiceField(label=lazy("Certification"), required=False)
    level = forms.ChoiceField(label=lazy("Level"), required=False)
    register = forms.ChoiceField(
        label=lazy("In the register"),
        required=False,
        choices=[
            ("", lazy("All of them")),
            *((key.value, word) for key, (_tone, word) in REGISTER.items()),
        ],
    )
    ends = forms.ChoiceField(label=lazy("Last day"), required=False, choices=ENDS)
    order = forms.ChoiceField(label=lazy("Sorted by"), required=False, choices=ORDERS)


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
    form = search_form(request, names)
    turn = {side: request.GET.get(side, "")[:24] for side in ("after", "before")}
    found = find(body, asked_by(form, today(request, body.zone)), **turn)
    rows = [row.certification for row in found.rows if row.certification is not None]
    context = {
        "body": body,
        "form": form,
        "found": found,
        "lines": register_lines(rows, names, now(request)),
        "first": rows[0].public_id if rows else "",
        "last": rows[-1].public_id if rows else "",
        "is_filtered": any(value for name, value in _chosen(form).items() if name != "order"),
        "may_register": Duty.REGISTER in request.desk.duties,
    }
    return render(request, "staff/register.html", context)


def search_form(request: DeskRequest, names: dict[str, str]) -> SearchForm:
    """What is looked for, as the address says it."""
    form = SearchForm(request.GET or None)
    offer(form, "credential", [("", _("All of them")), *names.items()])
    levels = dict.fromkeys(
        level for each in credentials_of(request.desk.body.slug) for level in each.levels
    )
    if levels:
        words = [(each, each.replace("-", " ").capitalize()) for each in levels]
        offer(form, "level", [("", _("All of them")), *words])
    else:
        del form.fields["level"]
    return form


def _chosen(form: SearchForm) -> dict[str, str]:
    """What was rightly chosen; a choice that is none narrows nothing."""
    form.is_valid()
    return getattr(form, "cleaned_data", {})


def asked_by(form: SearchForm, on: date) -> Asked:
    """The same as the register is asked."""
    chosen = _chosen(form)
    begin, end = _days(chosen.get("ends", ""), on)
    return Asked(
        words=chosen.get("q", ""),
        credential=chosen.get("credential", ""),
        level=chosen.get("level", ""),
        register=chosen.get("register", ""),
        ends_from=begin,
        ends_to=end,
        order=Order(chosen.get("order") or (Order.ENDS_FIRST if begin or end else Order.NAME)),
    )


def _days(ends: str, on: date) -> tuple[date | None, date | None]:
    """The first and the last of the days meant."""
    match ends.split("-"):
        case ["next", days]:
            return on, on + timedelta(days=int(days))
        case ["last", days]:
            return on - timedelta(days=int(days)), on - timedelta(days=1)
        case ["ahead"]:
            return on, None
        case ["past"]:
            return None, on - timedelta(days=1)
    return None, None


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
