"""From draft to policy: the day, the date that decides, the checks, the second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.lib.days import local_day
from recert.people.queries import Duty
from recert.rulebooks.actions import propose_draft, publish_draft, return_draft, set_dates
from recert.rulebooks.actions.approving import hindrances_to
from recert.rulebooks.models import DraftState, DroppedCase
from recert.rulebooks.queries import rulebooks_of, second_person_needed, writers_of
from recert.rulebooks.succession import predecessors
from recert.rules.rulebook import Chooser, Rulebook
from recert.standing.models import WhatIfState
from recert.standing.queries import what_ifs_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, refusals_said
from recert.web.components.lists import Task
from recert.web.components.words import day
from recert.web.staff import fields
from recert.web.staff.studio.desk import Bench, at, bench_of, frame, seen_in

CHOOSERS = (
    (Chooser.FILING, lazy("The day of filing"), lazy(
        "Whoever renews on that day or later goes by it, also for a cycle that is running: a "
        "renewal filed the day before still goes by the old edition, one filed that morning by "
        "the new."
    )),
    (Chooser.CYCLE_END, lazy("The last day of the cycle"), lazy(
        "Cycles that end on that day or later go by it from today on: whoever’s cycle ends the day "
        "before renews by the old edition, even if late; whoever’s ends a day later plans by "
        "the new."
    )),
    (Chooser.CYCLE_START, lazy("The first day of the cycle"), lazy(
        "Only cycles that begin on that day or later go by it: a cycle that is running is finished "
        "by the old edition, however long it still takes."
    )),
)  # fmt: skip
"""The date that chooses the edition, with an example that shows what follows from it."""


class DatesForm(forms.Form):
    """From which day, and which date decides."""

    since = day_field(lazy("In force from"), lazy("The first day, in the body’s time zone."))
    chosen_by = forms.ChoiceField(
        label=lazy("Which date decides"),
        choices=[(each.value, format_lazy("{}. {}", word, says)) for each, word, says in CHOOSERS],
        widget=forms.RadioSelect,
    )


class ReturnForm(forms.Form):
    """What should be changed."""

    reason = fields.text(lazy("What should be changed"), lazy("Whoever wrote it reads this."))


@desk_for_staff(Duty.POLICY)
def publish(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Everything that stands between a draft and its being policy."""
    bench = bench_of(request, draft_id)
    act = request.POST.get("do", "") if request.method == "POST" else ""
    dates = DatesForm(request.POST if act == "dates" else None, initial=_initial(bench))
    back = ReturnForm(request.POST if act == "return" else None)
    if act == "dates" and dates.is_valid() and _dated(request, bench, dates):
        return redirect(at(request, "draft_publish", bench))
    if act == "return" and back.is_valid() and _returned(request, bench, back):
        return redirect(at(request, "draft", bench))
    if act in ("propose", "publish"):
        _acted(request, bench, act)
        return redirect(at(request, "draft_publish", bench))
    context = {**frame(request, bench, "draft_publish", dates=dates, back=back),
               **_standing(request, bench)}  # fmt: skip
    form = dates if dates.errors else back
    status = 422 if form.errors else 200
    return render(request, "staff/studio/publish.html", {**context, "form": form}, status=status)


def _initial(bench: Bench) -> dict[str, object]:
    rulebook = bench.read.rulebook
    if rulebook is None:
        return {}
    return {"since": rulebook.in_force.since, "chosen_by": rulebook.chosen_by.value}


def _dated(request: DeskRequest, bench: Bench, form: DatesForm) -> bool:
    with refusals_on(form):
        set_dates(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            draft_id=bench.draft.public_id,
            seen=seen_in(request),
            since=form.cleaned_data["since"],
            chosen_by=Chooser(form.cleaned_data["chosen_by"]),
        )
        messages.success(request, _("Saved."))
        return True
    return False


def _returned(request: DeskRequest, bench: Bench, form: ReturnForm) -> bool:
    with refusals_on(form):
        return_draft(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            draft_id=bench.draft.public_id,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Given back to whoever wrote it."))
        return True
    return False


def _acted(request: DeskRequest, bench: Bench, act: str) -> None:
    do = publish_draft if act == "publish" else propose_draft
    with refusals_said(request):
        do(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            draft_id=bench.draft.public_id,
            seen=seen_in(request),
        )
        said = {
            "publish": _("Published. Your colleagues are told."),
            "propose": _("Your colleagues are asked to approve it."),
        }
        messages.success(request, said[act])


def _standing(request: DeskRequest, bench: Bench) -> dict[str, object]:
    """How each thing stands that must be so before publishing."""
    body, is_open = request.desk.body, bench.is_open
    on = local_day(now(request), body.zone)
    hindrances = hindrances_to(bench.version, on) if is_open else []
    needs_second = second_person_needed(body)
    may_approve = request.user.pk not in writers_of(bench.draft) | {bench.draft.proposed_by_id}
    is_proposed = bench.draft.state == DraftState.PROPOSED
    return {
        "hindrances": hindrances,
        "checks": list(_checks(request, bench, {each.field for each in hindrances})),
        "dropped": DroppedCase.objects.filter(draft=bench.draft).select_related("by"),
        "needs_second": needs_second,
        "is_proposed": is_proposed,
        "may_approve": may_approve,
        "may_publish": is_open and not hindrances
        and (not needs_second or (is_proposed and may_approve)),
        "may_propose": is_open and not hindrances and needs_second and not is_proposed,
        "ends": _ends(bench.read.rulebook) if is_open else [],
    }  # fmt: skip


def _checks(request: DeskRequest, bench: Bench, wrong: set[str]) -> Iterator[Task]:
    def task(title: str, field: str, page: str, hint: str = "") -> Task:
        good = field not in wrong
        word = _("All well") if good else _("To mend")
        tone = "good" if good else "stop"
        return Task(title=title, state=word, tone=tone, url=at(request, page, bench), hint=hint)

    yield task(_("It can be read"), "text", "draft_file")
    yield task(_("Its name is new"), "head", "draft_head", bench.name)
    yield task(_("Its first day is still to come, or today"), "dates", "draft_publish")
    many = len(bench.read.cases)
    words = ngettext("%(n)s case", "%(n)s cases", many) % {"n": many}
    yield task(_("Every case comes out as expected"), "cases", "draft_cases", words)
    yield _tried(request, bench)


def _tried(request: DeskRequest, bench: Bench) -> Task:
    """Whether it was tried on the register: wise, and nobody is made to."""
    done = what_ifs_of(bench.draft).filter(version=bench.version, state=WhatIfState.DONE).exists()
    return Task(
        title=_("It was tried on the register as it stands"),
        state=_("Done") if done else _("Not yet"),
        tone="good" if done else "quiet",
        url=at(request, "draft_what_if", bench),
        hint=_("You may publish without it."),
    )


def _ends(rulebook: Rulebook | None) -> list[tuple[str, str]]:
    """The editions that would end, each with its last day."""
    if rulebook is None or rulebook.in_force.since is None:
        return []
    last = rulebook.in_force.since - timedelta(days=1)
    books = predecessors(rulebooks_of(rulebook.body), rulebook)
    return [(book.edition, day(last)) for book in books]


urlpatterns = [path("policy/drafts/<str:draft_id>/publish", publish, name="draft_publish")]
