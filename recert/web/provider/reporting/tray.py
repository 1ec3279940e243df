"""The tray: who was not found yet, and what needs attention, mended without typing it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty
from recert.completions.lines import Problem
from recert.completions.models import Completion, CompletionState
from recert.completions.queries import tray_of
from recert.completions.rosters.fields import WHO
from recert.completions.typing_anew import mend_alike
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_said
from recert.web.components.lists import Task
from recert.web.provider.reporting.answers import field_words, row_words

A_PAGE = 50
ALIKE_SHOWN = 20
LOOKED_AT = 1000
S = CompletionState


@desk_for_provider(ProviderDuty.REPORT)
def tray(request: ProviderRequest) -> HttpResponse:
    """What waits, the oldest first, and alike problems together."""
    provider = request.at_provider.provider
    waiting = tray_of(provider)
    which = request.GET.get("which", "")
    if which in (S.UNMATCHED, S.PROBLEM):
        waiting = waiting.filter(state=which)
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    counts = dict(tray_of(provider).order_by().values_list("state").annotate(many=Count("pk")))
    context = {
        "provider": provider,
        "page": page,
        "rows": [row_words(row) for row in page],
        "which": which,
        "not_found": counts.get(S.UNMATCHED, 0),
        "wrong": counts.get(S.PROBLEM, 0),
        "groups": _alike(list(waiting[:LOOKED_AT])),
    }
    return render(request, "provider/reporting/tray.html", context)


def _alike(rows: list[Completion]) -> list[tuple[Problem, str, int]]:
    """The problems that several rows have alike, the commonest first."""
    many = Counter(
        (each["field"], each["value"], each["rule"], each["fix"])
        for row in rows
        for each in row.problems
        if each["field"] not in WHO or each["value"]
    )
    return [
        (Problem(field=field, value=value, rule=rule, fix=fix), field_words(field), count)
        for (field, value, rule, fix), count in many.most_common(ALIKE_SHOWN)
        if count > 1
    ]


@desk_for_provider(ProviderDuty.REPORT)
@require_POST
def mend(request: ProviderRequest) -> HttpResponse:
    """Mend one value in all alike rows."""
    slug = request.at_provider.provider.slug
    with refusals_said(request):
        done = mend_alike(
            by=request.user,
            at=now(request),
            provider_slug=slug,
            field=request.POST.get("field", "")[:30],
            value=request.POST.get("value", ""),
            becomes=request.POST.get("becomes", "")[:1000],
        )
        if done.mended:
            said = ngettext("%(n)s row was mended.", "%(n)s rows were mended.", done.mended)
            messages.success(request, said % {"n": done.mended})
        if done.left:
            said = ngettext(
                "%(n)s row still needs attention.", "%(n)s rows still need attention.", done.left
            )
            messages.warning(request, said % {"n": done.left})
        if not (done.mended or done.left):
            messages.info(request, _("No row in the tray says that any more."))
    return redirect("provider:tray", slug)


def waiting_in_tray(provider: Provider, at: datetime) -> Iterator[Task]:  # noqa: ARG001 - a pile
    """One task for all that needs attention; who was not found yet may come by themselves."""
    counts = dict(tray_of(provider).order_by().values_list("state").annotate(many=Count("pk")))
    wrong, missing = counts.get(S.PROBLEM, 0), counts.get(S.UNMATCHED, 0)
    if wrong:
        said = ngettext("%(n)s row needs attention", "%(n)s rows need attention", wrong)
        yield Task(
            title=_("Completions in the tray"),
            state=said % {"n": wrong},
            tone="stop",
            url=reverse("provider:tray", args=[provider.slug]) + "?which=problem",
        )
    if missing:
        said = ngettext("%(n)s not found yet", "%(n)s not found yet", missing)
        yield Task(
            title=_("Learners in the tray"),
            state=said % {"n": missing},
            tone="warn",
            url=reverse("provider:tray", args=[provider.slug]) + "?which=unmatched",
            hint=_("They are looked for again by themselves; a slip in a number is yours to mend."),
        )


urlpatterns = [
    path("reporting/tray", tray, name="tray"),
    path("reporting/tray/mend", mend, name="tray_mend"),
]
