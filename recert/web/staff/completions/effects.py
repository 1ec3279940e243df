"""Corrections that touch a renewal: what it rested on, what it would be worth, the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.completions.effects import CHOICES, decide_effect, effect_for_staff, effects_on
from recert.completions.models import Effect, EffectState
from recert.completions.queries import trail_of
from recert.journal.queries import lines_about
from recert.lib.refusals import Refused
from recert.people.impartiality import bar_to
from recert.people.queries import Duty
from recert.renewals.queries import edition_sent_under
from recert.rules.amounts import from_grains, to_grains
from recert.rules.findings import Verdict
from recert.standing.words import amount_words
from recert.transcript.entering import read_amount
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.completion_words import Said, said_of
from recert.web.components.forms import refusals_on, sent
from recert.web.components.naming import short_name
from recert.web.staff import fields
from recert.web.staff.telling import story

ON_A_PAGE = 50

SAYS = {
    EffectState.STANDS: lazy("The renewal stands as it is"),
    EffectState.OWED: lazy("It stands, and what it lacked is owed in the present cycle"),
    EffectState.AUDITED: lazy("It stands, and is noted for an audit; none is opened by this"),
    EffectState.REOPENED: lazy("It is open again: the last day is as before the renewal"),
}
TONES = {EffectState.OPEN: "warn", EffectState.STANDS: "good"}

WOULD = {
    Verdict.READY: lazy("it would still have been complete"),
    Verdict.SHORT: lazy("it would have been short"),
    Verdict.NEEDS_PERSON: lazy("somebody would have had to judge it"),
}


class EffectForm(forms.Form):
    """What becomes of it, by what, and why."""

    choice = forms.ChoiceField(
        label=lazy("What becomes of it?"),
        choices=[(each.value, SAYS[each]) for each in CHOICES],
        widget=forms.RadioSelect,
    )
    owed = forms.CharField(
        label=lazy("Owed"),
        help_text=lazy("In your credits, where something is owed: such as 7.5."),
        required=False,
        max_length=20,
    )
    clause = fields.clause(lazy("Clause"), lazy("What the answer rests on."), required=False)
    reason = fields.reason()

    def clean_owed(self) -> int | None:
        """The amount in grains, if one is written."""
        text = str(self.cleaned_data["owed"])
        try:
            return to_grains(read_amount(text, "owed")) if text.strip() else None
        except Refused as refused:
            raise forms.ValidationError(refused.sentences[0]) from None


@desk_for_staff(Duty.REVIEW)
def effects(request: DeskRequest) -> HttpResponse:
    """The questions that wait, the oldest first; or all there were."""
    body = request.desk.body
    shows_all = request.GET.get("show") == "all"
    rows = effects_on(body)
    open_ones = rows.filter(state=EffectState.OPEN)
    page = Paginator(
        rows.exclude(state=EffectState.OPEN).order_by("-decided_at", "-id")
        if shows_all
        else open_ones,
        ON_A_PAGE,
    ).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "page": page,
        "lines": [(each, TONES.get(EffectState(each.state), "note")) for each in page],
        "shows_all": shows_all,
        "many": open_ones.count(),
        "may_recall": Duty.POLICY in request.desk.duties,
    }
    return render(request, "staff/completions/effects.html", context)


@desk_for_staff(Duty.REVIEW)
def effect(request: DeskRequest, public_id: str) -> HttpResponse:
    """What was said and is said now, what the renewal would be worth, and the answer."""
    body = request.desk.body
    found = effect_for_staff(request.user, body.slug, public_id)
    form = EffectForm(sent(request))
    renewal = found.renewal
    if renewal is None:  # of an entry alone nothing can be owed or opened again
        alone = (EffectState.STANDS, EffectState.AUDITED)
        fields.offer(form, "choice", [(each.value, str(SAYS[each])) for each in alone])
    fields.offer_clauses(form, "clause", edition_sent_under(renewal) if renewal else None)
    if request.method == "POST" and form.is_valid() and _decided(request, found, form):
        return redirect("staff:effect", body.slug, public_id)
    context = {"body": body, "form": form, **_context(request, found)}
    return render(
        request, "staff/completions/effect.html", context, status=422 if form.errors else 200
    )


def _decided(request: DeskRequest, found: Effect, form: EffectForm) -> bool:
    asked = form.cleaned_data
    with refusals_on(form):
        decide_effect(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            public_id=found.public_id,
            choice=EffectState(asked["choice"]),
            reason=asked["reason"],
            clause=asked["clause"],
            owed_grains=asked["owed"],
        )
        messages.success(request, _("Decided. The holder is told and may appeal."))
        return True
    return False


def _context(request: DeskRequest, found: Effect) -> dict[str, Any]:
    correction, body = found.correction, request.desk.body
    person = found.certification.person
    rulebook = edition_sent_under(found.renewal) if found.renewal else None
    unit = rulebook.unit.name if rulebook else ""
    instead = correction.instead
    changes: list[tuple[Said, Said | None]] = [
        (said_of(correction.completion), said_of(instead) if instead else None)
    ]
    return {
        "effect": found,
        "person": person,
        "name": short_name(found.certification),
        "correction": correction,
        "changes": changes,
        "trail": trail_of(correction.completion),
        "was": amount_words(from_grains(found.was_grains), unit),
        "now": amount_words(from_grains(found.now_grains), unit),
        "short": amount_words(from_grains(found.short_grains), unit) if found.short_grains else "",
        "would": WOULD.get(Verdict(found.would)) if found.would else "",
        "is_open": found.state == EffectState.OPEN,
        "takes_amount": found.renewal is not None,
        "tone": TONES.get(EffectState(found.state), "note"),
        "bar": _bar(request, found),
        "owed": amount_words(from_grains(found.owed_grains), unit) if found.owed_grains else "",
        "story": story(body, lines_about(found.subject)),
    }


def _bar(request: DeskRequest, found: Effect) -> str:
    """Why the reader may not decide it; empty when they may."""
    person = found.certification.person
    if person.pk == request.user.pk:
        return _("Ask a colleague: nobody decides a matter of their own.")
    return bar_to(request.user, person=person, subject=found.subject)


urlpatterns = [
    path("corrections/", effects, name="effects"),
    path("corrections/<str:public_id>/", effect, name="effect"),
]
