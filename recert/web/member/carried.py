"""Carried in: what passed on from the cycle before, shown, told by the holder, taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.credentials.actions import declare_carried, withdraw_carried
from recert.credentials.models import Carried
from recert.credentials.queries import carried_of, certification_for
from recert.lib.refusals import Refused
from recert.rules.amounts import from_grains
from recert.rules.carrying import carries
from recert.rules.findings import ActivityFinding, Code
from recert.rules.rulebook import EVERYTHING, Carry, Category, Rulebook
from recert.standing.queries import Held, held_of
from recert.standing.words import amount_words, capital, id_words, join, reason_sentence
from recert.transcript.entering import read_amount
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.clauses import ClauseView
from recert.web.components.forms import add_refusal, day_field, refusals_on, sent
from recert.web.components.naming import certification_name


class CarriedForm(forms.Form):
    """How much passed on, when it was earned, and of which kind."""

    amount = forms.CharField(
        label=lazy("How much passed on?"),
        max_length=30,
        error_messages={"required": lazy("Write how much passed on, such as 14.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    earned = day_field(
        lazy("When was it earned?"), lazy("The last day of it, if you know."), required=False
    )
    category = forms.ChoiceField(label=lazy("What kind of credit was it?"), required=False)

    def __init__(self, data: QueryDict | None, rulebook: Rulebook) -> None:
        """Offer the kinds that the rulebook knows."""
        super().__init__(data, auto_id="carried-%s")
        kinds = [clause.id for clause, _rule in rulebook.of_kind(Category)]
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [
            ("", _("I do not know")),
            *((id, capital(id_words(id))) for id in kinds),
        ]

    def clean_amount(self) -> Fraction:
        """Read the amount, with a mending sentence of its own."""
        try:
            return read_amount(self.cleaned_data["amount"], "amount")
        except Refused as refused:
            for refusal in refused.refusals[1:]:
                add_refusal(self, refusal)
            raise forms.ValidationError(refused.refusals[0].sentence) from None


@dataclass(frozen=True, slots=True)
class Brought:
    """Credit that came in: what it came to, what it cannot serve, and the rule."""

    finding: ActivityFinding
    sentences: tuple[str, ...]
    clause: ClauseView | None


@dataclass(frozen=True, slots=True)
class CarriedIn:
    """All there is to show and to do about what came into a cycle."""

    brought: tuple[Brought, ...]
    owed: tuple[str, ...]
    declared: tuple[tuple[Carried, str], ...]
    form: CarriedForm | None  # None where nothing can pass on, or the body recorded it


def carried_in(
    held: Held,
    done: Collection[str],
    clauses: Mapping[str, ClauseView],
    data: QueryDict | None = None,
) -> CarriedIn:
    """What came into the open cycle; `done` are the ids of activities, which it is not."""
    assert held.rulebook is not None  # the caller looked
    assert held.standing.cycle is not None
    rulebook, cycle = held.rulebook, held.standing.cycle
    rows = [row for row in carried_of(held.certification) if cycle.start <= row.into <= cycle.end]
    recorded = any(row.renewal_id for row in rows)
    may_tell = carries(rulebook) and not cycle.first and not recorded
    return CarriedIn(
        brought=tuple(
            _brought(each, rulebook, clauses)
            for each in held.standing.activities
            if each.activity not in done
        ),
        owed=tuple(_amount(row, rulebook) for row in rows if row.owed),
        declared=tuple((row, _amount(row, rulebook)) for row in rows if not row.renewal_id),
        form=CarriedForm(data, rulebook) if may_tell else None,
    )


def _amount(row: Carried, rulebook: Rulebook) -> str:
    return amount_words(from_grains(row.amount_grains), rulebook.unit.name)


def _brought(
    finding: ActivityFinding, rulebook: Rulebook, clauses: Mapping[str, ClauseView]
) -> Brought:
    kinds = {EVERYTHING, *finding.categories}
    rules = [(clause, rule) for clause, rule in rulebook.of_kind(Carry) if kinds & set(rule.of)]
    barred = dict.fromkeys(need for _clause, rule in rules for need in rule.barred)
    said = [
        reason_sentence(each, rulebook)
        for each in finding.reasons
        if each.code is not Code.CARRIED_IN
    ]
    if finding.categories:
        names = join(id_words(each) for each in finding.categories)
        said.insert(0, _("It stands as %(kinds)s.") % {"kinds": names})
    if barred:
        names = join(id_words(each) for each in barred)
        said.append(_("It cannot serve %(needs)s.") % {"needs": names})
    clause = next((clauses.get(clause.id) for clause, _rule in rules), None)
    return Brought(finding, tuple(dict.fromkeys(said)), clause)


@signed_in
def declare(request: MemberRequest, public_id: str) -> HttpResponse:
    """The holder tells what passed on from the last cycle."""
    own = certification_for(request.user, public_id)
    held = held_of(own, now(request))
    if held.rulebook is None or held.standing.cycle is None or held.standing.cycle.first:
        return redirect("member:certification", public_id)
    form = CarriedForm(sent(request), held.rulebook)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with refusals_on(form):
            declare_carried(
                by=request.user,
                at=now(request),
                public_id=public_id,
                into=held.standing.cycle.start,
                amount=typed["amount"],
                earned=typed["earned"],
                categories=[typed["category"]] if typed["category"] else [],
            )
            messages.success(request, _("Saved. It counts in this cycle now."))
            return redirect("member:certification", public_id)
    context = {"form": form, "own": own, "name": certification_name(own)}
    status = 422 if form.errors else 200
    return render(request, "member/certification_carried.html", context, status=status)


@signed_in
@require_POST
def take_back(request: MemberRequest, public_id: str, entry: str) -> HttpResponse:
    """Take back what the holder told."""
    withdraw_carried(by=request.user, at=now(request), public_id=public_id, entry_id=entry)
    messages.success(request, _("Taken back."))
    return redirect("member:certification", public_id)


urlpatterns = [
    path("certifications/<str:public_id>/carried", declare, name="certification_carried"),
    path(
        "certifications/<str:public_id>/carried/<str:entry>/take-back",
        take_back,
        name="certification_carried_back",
    ),
]
