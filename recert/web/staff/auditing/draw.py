"""One draw, step by step: what is public and what is not, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.audits.actions import (
    cancel_draw,
    close_rolling,
    draw,
    freeze,
    name_source,
    start_rolling,
)
from recert.audits.framing import Preview, chosen_in, preview_of, strata_in
from recert.audits.models import Candidate, Draw, DrawState, Moment
from recert.audits.queries import draw_for_staff, draws_of, progress_of, source_of
from recert.audits.terms import from_plain
from recert.journal.queries import lines_about
from recert.people.queries import Duty
from recert.rules.amounts import show
from recert.rules.sampling.frame import Stratum
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.draw_words import FROM, MOMENTS, WHY, draw_state, taken_words
from recert.web.components.forms import refusals_on, refusals_said
from recert.web.components.going import going_rows
from recert.web.staff import fields
from recert.web.staff.telling import story

ON_A_PAGE = 100
SHOW: tuple[tuple[str, Promise], ...] = (
    ("drawn", lazy("Drawn")),
    ("taken", lazy("Taken for certain")),
    ("spared", lazy("Left out")),
    ("all", lazy("Everybody")),
)


class SourceForm(forms.Form):
    """Where the chance comes from."""

    act = forms.CharField(widget=forms.HiddenInput, initial="source")
    secret = forms.BooleanField(
        label=lazy("Let a secret be made; its commitment is published now"),
        required=False,
        initial=True,
    )
    what = forms.CharField(
        label=lazy("Public randomness: what it is"),
        help_text=lazy("Such as “the state lottery's draw of Saturday, 5 December”."),
        max_length=200,
        required=False,
    )
    when = forms.DateTimeField(
        label=lazy("When it is known"),
        help_text=lazy("In your body's own time."),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    how = fields.text(
        lazy("How it is written down"),
        lazy("Exactly, such as “the six numbers in rising order”."),
        required=False,
        rows=2,
    )


class DrawForm(forms.Form):
    """The outcome, once it is known."""

    act = forms.CharField(widget=forms.HiddenInput, initial="draw")
    said = forms.CharField(
        label=lazy("The outcome, as it was stated"), max_length=300, required=False
    )


class CancelForm(forms.Form):
    """Why the draw is given up."""

    act = forms.CharField(widget=forms.HiddenInput, initial="cancel")
    reason = fields.reason(help_text=lazy("Published beside the draw."))


class CloseForm(forms.Form):
    """Which draw takes over."""

    act = forms.CharField(widget=forms.HiddenInput, initial="close")
    follower = forms.ChoiceField(
        label=lazy("The draw that takes over in the same moment"), required=False
    )


FORMS: dict[str, type[forms.Form]] = {
    "source": SourceForm,
    "draw": DrawForm,
    "cancel": CancelForm,
    "close": CloseForm,
}


@dataclass(frozen=True, slots=True)
class StratumRow:
    """One part of the list: how many, of them for certain and left out, and how many drawn."""

    name: str
    share: str
    size: int
    taken: str
    spared: str


@desk_for_staff(Duty.DRAW)
def draw_page(request: DeskRequest, public_id: str) -> HttpResponse:
    """A draw with its steps."""
    body = request.desk.body
    found = draw_for_staff(request.user, body.slug, public_id)
    offered = _forms(request, found)
    if request.method == "POST":
        act = request.POST.get("act", "")
        form = offered.get(act)
        if (form is None or form.is_valid()) and _acted(request, found, act, form):
            return redirect("staff:draw", body.slug, public_id)
    return _page(request, found, offered)


def _forms(request: DeskRequest, found: Draw) -> dict[str, forms.Form]:
    act = request.POST.get("act", "") if request.method == "POST" else ""
    made = {
        name: form(request.POST if name == act else None, auto_id=f"id_{name}_%s")
        for name, form in FORMS.items()
    }
    if found.moment != Moment.AT_ONCE:
        for name in ("what", "when", "how"):
            del made["source"].fields[name]
    others = draws_of(found.body).filter(state=DrawState.PREPARED, named_at__isnull=False)
    others = others.exclude(moment=Moment.AT_ONCE)
    none = [("", _("None: applications sent from now on are not drawn"))]
    fields.offer(made["close"], "follower", none + [(d.public_id, d.title) for d in others])
    return made


def _acted(request: DeskRequest, found: Draw, act: str, form: forms.Form | None) -> bool:
    """Do one step; says whether the reader is to be sent on."""
    on: dict[str, Any] = {
        "by": request.user,
        "at": now(request),
        "body_slug": request.desk.body.slug,
        "draw_id": found.public_id,
    }
    if form is None:
        steps: dict[str, Callable[..., object]] = {"freeze": freeze, "start": start_rolling}
        with refusals_said(request):
            if act in steps:
                steps[act](**on)
                messages.success(request, _("Done, and published."))
        return True
    answers = form.cleaned_data
    with refusals_on(form):
        match act:
            case "source":
                name_source(
                    **on,
                    secret=answers["secret"],
                    what=answers.get("what", ""),
                    when=answers.get("when"),
                    how=answers.get("how", ""),
                )
                messages.success(request, _("Announced. Anybody can look it up from now on."))
            case "draw":
                draw(**on, said=answers["said"])
                messages.success(
                    request, _("Drawn. The record is published; the letters go out next.")
                )
            case "cancel":
                cancel_draw(**on, reason=answers["reason"])
                messages.success(request, _("Cancelled."))
            case _:
                close_rolling(**on, follower_id=answers["follower"])
                messages.success(request, _("Closed. The secret and the record are published."))
        return True
    return False


def _page(request: DeskRequest, found: Draw, offered: dict[str, forms.Form]) -> HttpResponse:
    body, state = request.desk.body, DrawState(found.state)
    wrong = next((form for form in offered.values() if form.errors), None)
    preview = (
        preview_of(found)
        if state is DrawState.PREPARED and found.moment == Moment.AT_ONCE
        else None
    )
    chosen = chosen_in(found)
    source = source_of(found)
    context = {
        "body": body,
        "draw": found,
        "state": draw_state(found),
        "is_rolling": found.moment != Moment.AT_ONCE,
        "moment": MOMENTS[Moment(found.moment)],
        "chosen": chosen,
        "from": FROM[chosen.of],
        "taken": taken_words(chosen),
        "light": show(chosen.light) if chosen.light else "",
        "terms": going_rows(from_plain(found.terms)),
        "source": source,
        "is_due": source is None or now(request) >= source.when,
        "strata": _rows(found, preview),
        "listed": len(preview.lines) if preview else 0,
        "open": sum(not line.spared for line in preview.lines) if preview else 0,
        "progress": progress_of(found),
        "forms": offered,
        "wrong": wrong,
        "story": story(body, lines_about(found.subject)),
    }
    status = 422 if wrong else 200
    return render(request, "staff/auditing/draw.html", context, status=status)


def _rows(found: Draw, preview: Preview | None) -> list[StratumRow]:
    return [
        StratumRow(
            name=each.says or each.name,
            share=_share(each),
            size=preview.size.get(each.name, 0) if preview else 0,
            taken=_reasons(preview.taken.get(each.name, {})) if preview else "",
            spared=_reasons(preview.spared.get(each.name, {})) if preview else "",
        )
        for each in strata_in(found)
    ]


def _share(stratum: Stratum) -> str:
    return f"{show(stratum.percent)} %" if stratum.percent is not None else str(stratum.number)


def _reasons(counted: Any) -> str:
    return ", ".join(f"{many:,} {WHY[word]}" for word, many in sorted(counted.items()))


# ---------------------------------------------------------------- who stands on the list


@desk_for_staff(Duty.DRAW)
def people(request: DeskRequest, public_id: str) -> HttpResponse:
    """Who stands on a frozen list, with chance and reason; names are for officers only."""
    body = request.desk.body
    found = draw_for_staff(request.user, body.slug, public_id)
    show_ = request.GET.get("show", "drawn")
    if show_ not in dict(SHOW):
        show_ = "drawn"
    page = Paginator(_listed(found, show_), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "draw": found,
        "page": page,
        "lines": [(each, WHY.get(each.why or each.taken or each.spared, "")) for each in page],
        "tabs": [(key, label, key == show_) for key, label in SHOW],
        "show": show_,
    }
    return render(request, "staff/auditing/draw_people.html", context)


def _listed(found: Draw, show_: str) -> QuerySet[Candidate]:
    rows = found.candidates.select_related("certification__person", "audit").order_by(
        "stratum", "identifier"
    )
    match show_:
        case "drawn":
            return rows.filter(is_drawn=True)
        case "taken":
            return rows.exclude(taken="")
        case "spared":
            return rows.exclude(spared="")
    return rows


urlpatterns = [
    path("audits/draws/<str:public_id>", draw_page, name="draw"),
    path("audits/draws/<str:public_id>/people", people, name="draw_people"),
]
