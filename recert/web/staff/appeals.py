"""Appeals and complaints at the desk: what waits, who decides it, deciding it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.appeals.actions import assign, decide, declare_conflict, promise, write_from_desk
from recert.appeals.actions.handling import LONGEST_PROMISE
from recert.appeals.models import OPEN, OUTCOMES, Matter, State
from recert.appeals.queries import matter_for_staff, matters_for_staff, may_decide, practice_of
from recert.journal.queries import lines_about
from recert.lib.public_ids import new_public_id
from recert.people.models import Person
from recert.people.queries import Duty, names_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.appeal_words import how_far
from recert.web.components.forms import Words, refusals_on, sent
from recert.web.staff import fields
from recert.web.staff.telling import story

ON_A_PAGE = 50


class AssignForm(forms.Form):
    """Who decides."""

    act = forms.CharField(widget=forms.HiddenInput, initial="assign")
    to = forms.ChoiceField(
        label=lazy("Who decides it?"),
        help_text=lazy("Only those who took no part in the decision and declared no conflict."),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose somebody.")},
    )


class MessageForm(forms.Form):
    """A message to whoever sent it."""

    act = forms.CharField(widget=forms.HiddenInput, initial="message")
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)
    text = fields.text(lazy("Your message"), lazy("It goes to them by e-mail."))


class ConflictForm(forms.Form):
    """Why one cannot decide it."""

    act = forms.CharField(widget=forms.HiddenInput, initial="conflict")
    says = fields.text(lazy("What is the conflict?"), lazy("Only you and officers read it."))


class DecideForm(forms.Form):
    """How it ends and why."""

    act = forms.CharField(widget=forms.HiddenInput, initial="decide")
    outcome = forms.ChoiceField(
        label=lazy("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose one of the outcomes offered.")},
    )
    reason = fields.text(lazy("Why?"), lazy("It goes to whoever sent this."), rows=6)


def _days(label: Words, help_text: Words) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=1, max_value=LONGEST_PROMISE
    )


class PracticeForm(forms.Form):
    """What the body says in public of appeals and complaints."""

    answer_days = _days(
        lazy("In how many days do you answer?"), lazy("Calendar days; empty: you do not say.")
    )
    appeal_days = _days(
        lazy("How many days after a decision may one appeal?"),
        lazy("Where a clause of the policy gives a day, that one goes. Empty: no last day."),
    )
    who_decides = fields.text(
        lazy("Who decides?"), lazy("Such as two members of the board."), False
    )
    how_to_reach = fields.text(
        lazy("How else can one reach you?"), lazy("A postal address, a telephone."), False
    )


@desk_for_staff(Duty.REVIEW)
def appeals(request: DeskRequest) -> HttpResponse:
    """What waits, oldest first; or what was decided."""
    body = request.desk.body
    is_closed = request.GET.get("show") == "closed"
    rows = matters_for_staff(request.user, body.slug)
    rows = (
        rows.exclude(state__in=OPEN).order_by("-closed_at", "-id")
        if is_closed
        else rows.filter(state__in=OPEN)
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "page": page,
        "lines": [(each, *how_far(each)) for each in page],
        "is_closed": is_closed,
        "today": today(request, body.zone),
        "may_promise": Duty.POLICY in request.desk.duties,
    }
    return render(request, "staff/appeals.html", context)


@desk_for_staff(Duty.REVIEW)
def appeal(request: DeskRequest, public_id: str) -> HttpResponse:
    """One of them whole: read it, say who decides, write, decide."""
    body = request.desk.body
    found = matter_for_staff(request.user, body.slug, public_id)
    able = may_decide(found) if found.is_open else ()
    act = request.POST.get("act", "") if request.method == "POST" else ""
    offered = _forms(request, found, able, act)
    form = offered.get(act)
    if form is not None and form.is_valid() and _acted(request, public_id, act, form):
        return redirect(*_next(request, body.slug, public_id))
    wrong = next((each for each in offered.values() if each.errors), None)
    tone, word = how_far(found)
    context = {
        "body": body,
        "matter": found,
        "tone": tone,
        "word": word,
        "forms": offered,
        "wrong": wrong,
        "able": able,
        "deciders": sorted(names_of(found.deciders).values()),
        "thread": list(found.messages.select_related("by")),
        "story": story(body, lines_about(found.subject)),
        "today": today(request, body.zone),
    }
    return render(request, "staff/appeal.html", context, status=422 if wrong else 200)


def _forms(
    request: DeskRequest, found: Matter, able: tuple[Person, ...], act: str
) -> dict[str, forms.Form]:
    """The acts open to this reader, each with its form."""
    if not found.is_open:
        return {}
    kinds: dict[str, type[forms.Form]] = {"message": MessageForm}
    if Duty.DRAW in request.desk.duties:
        kinds["assign"] = AssignForm
    if request.user in able:
        kinds["conflict"] = ConflictForm
    if found.state == State.ASSIGNED and found.assigned_to == request.user in able:
        kinds["decide"] = DecideForm
    made = {
        name: kind(
            sent(request) if name == act else None,
            initial={"key": new_public_id()},
            auto_id=f"id_{name}_%s",
        )
        for name, kind in kinds.items()
    }
    _offer(made.get("assign"), "to", [(each.public_id, str(each)) for each in able])
    _offer(made.get("decide"), "outcome", [(o.value, o.label) for o in OUTCOMES[found.kind]])
    return made


def _offer(form: forms.Form | None, name: str, choices: list[tuple[str, Any]]) -> None:
    if form is not None:
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


ACTS: dict[str, Callable[..., object]] = {
    "assign": assign,
    "message": write_from_desk,
    "conflict": declare_conflict,
    "decide": decide,
}
SAID: dict[str, Promise] = {
    "assign": lazy("Assigned. They are told."),
    "message": lazy("Sent."),
    "conflict": lazy("Kept. An officer chooses somebody else."),
    "decide": lazy("Decided. Whoever sent it is told."),
}


def _acted(request: DeskRequest, public_id: str, act: str, form: forms.Form) -> bool:
    given = {name: value for name, value in form.cleaned_data.items() if name != "act"}
    with refusals_on(form):
        ACTS[act](
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            public_id=public_id,
            **given,
        )
        messages.success(request, str(SAID[act]))
        return True
    return False


def _next(request: DeskRequest, slug: str, public_id: str) -> tuple[str, ...]:
    """Back to it, or to the list once it is not the reader's to see any more."""
    if matters_for_staff(request.user, slug).filter(public_id=public_id).exists():
        return "staff:appeal", slug, public_id
    return "staff:appeals", slug


@desk_for_staff(Duty.POLICY)
def practice(request: DeskRequest) -> HttpResponse:
    """Say in public how the body deals with appeals and complaints."""
    body = request.desk.body
    known = practice_of(body)
    initial = {name: getattr(known, name) for name in PracticeForm.base_fields}
    form = PracticeForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            promise(by=request.user, at=now(request), body_slug=body.slug, **form.cleaned_data)
            messages.success(request, _("Kept. It stands on your public page."))
            return redirect("staff:appeals", body.slug)
    context = {"body": body, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/appeals_practice.html", context, status=status)


urlpatterns = [
    path("appeals", appeals, name="appeals"),
    path("appeals/practice", practice, name="appeals_practice"),
    path("appeals/<str:public_id>", appeal, name="appeal"),
]
