"""The form by which a draw is prepared: what the policy says stands, the rest is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.audits.framing import Chosen, From, chosen_in, strata_in
from recert.audits.models import Draw, Moment
from recert.audits.plans import Plan
from recert.audits.policy import Order
from recert.audits.terms import LENGTHS, Terms, from_plain
from recert.people.models import Body
from recert.rulebooks.queries import credentials_of, rulebooks_of
from recert.rules.amounts import NotAnAmount, parse, show
from recert.rules.auditing import strata_of, stratum_name
from recert.rules.cycles import subtract
from recert.rules.rulebook import Credential, Failing, Occasion, Strata, Target
from recert.rules.rulebook import Moment as Timing
from recert.rules.sampling.frame import Stratum
from recert.web.components.draw_words import FAILING, FROM, MOMENTS, WHY
from recert.web.components.forms import day_field
from recert.web.staff import fields
from recert.web.staff.auditing.lengths import LengthField

SHARE = "share-"
_SHARE = re.compile(r"(\d{1,7}(?:\.\d{1,4})?) ?(%?)")
TAKEN: dict[Target, str] = {
    Target.FAILED: "take_failed",
    Target.LATE: "take_late",
    Target.CONDITIONAL: "take_conditional",
}


class PlanForm(forms.Form):
    """Whom the draw is about, how many are drawn, and what a case goes by."""

    title = forms.CharField(
        label=lazy("Title"),
        help_text=lazy("Published, such as “Audit of renewals 2026”."),
        max_length=120,
    )
    moment = forms.ChoiceField(
        label=lazy("When people are drawn"),
        choices=[(each.value, says) for each, says in MOMENTS.items()],
        widget=forms.RadioSelect,
    )
    of = forms.ChoiceField(
        label=lazy("Who stands on the list"),
        choices=[(each.value, says) for each, says in FROM.items()],
        widget=forms.RadioSelect,
    )
    since = day_field(lazy("Cycles that end from"))
    until = day_field(lazy("Cycles that end by"))
    renewed_since = day_field(
        lazy("Approved on or after"), lazy("Whoever was approved before is left out."), False
    )
    spare_cycles = forms.IntegerField(
        label=lazy("Spare whoever was audited so many cycles ago"),
        help_text=lazy("0 spares nobody."),
        min_value=0,
        max_value=9,
        initial=0,
    )
    taken = forms.MultipleChoiceField(
        label=lazy("Audited for certain, whatever the lot says"),
        choices=[(each.value, WHY[each.value]) for each in Target],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    light = forms.CharField(
        label=lazy("Weight of those whose every credit was reported by its provider"),
        help_text=lazy("Between 0 and 1, such as 0.5 for half the chance. Empty: as everybody."),
        max_length=8,
        required=False,
    )
    answer = LengthField(label=lazy("Time to answer"), help_text=lazy("Such as 30 days."))
    working_days = forms.BooleanField(
        label=lazy("Only the body's working days count"), required=False
    )
    extend = LengthField(label=lazy("More time, at most"), required=False)
    defer = LengthField(label=lazy("Putting it off, at most"), required=False)
    stops_clock = forms.BooleanField(
        label=lazy("The clock stops while something is asked for again"), required=False
    )
    review = LengthField(label=lazy("Time to review an answer"), required=False)
    second = forms.BooleanField(label=lazy("One person reviews, another decides"), required=False)
    separate = forms.BooleanField(
        label=lazy("Whoever approved the renewal does neither"), required=False, initial=True
    )
    replace = forms.BooleanField(
        label=lazy("Credit that is not accepted may be replaced"), required=False, initial=True
    )
    replace_within = LengthField(label=lazy("Time to replace it"), required=False)
    failing = forms.ChoiceField(
        label=lazy("What failing leads to"),
        choices=[("", lazy("Decided in each case")), *((e.value, s) for e, s in FAILING.items())],
        required=False,
    )
    cure = LengthField(label=lazy("Time to put a failed audit right"), required=False)
    appeal = LengthField(label=lazy("Time to appeal"), required=False)
    waits = forms.BooleanField(
        label=lazy("An application waits until its audit is closed"), required=False
    )
    reason = fields.text(
        lazy("Reason for what the policy does not say"), lazy("Published with the draw."), False
    )

    def __init__(self, *args: Any, body: Body, order: Order | None, on: date, **more: Any) -> None:
        self.order, self.on = order, on
        self.named = _named(body, order, on)
        more["initial"] = _initial(order, on) | more.get("initial", {})
        super().__init__(*args, **more)
        self.said = order.terms if order else {}
        for name in self.said:
            del self.fields[name]
        if order is None or not order.says_how_many:
            for each in self.named:
                self.fields[SHARE + each.name] = _share_field(each)

    def shares(self) -> Iterator[BoundField]:
        """The fields that ask how many of each stratum."""
        return (self[name] for name in self.fields if name.startswith(SHARE))

    def lengths(self) -> Iterator[BoundField]:
        """The fields that ask how long, and what failing leads to."""
        return (self[name] for name in self.fields if name in (*LENGTHS, "failing"))

    def choices(self) -> Iterator[BoundField]:
        """The fields of how a case goes that are said with a tick."""
        return (self[name] for name in self.fields if name in _TICKED)

    def clean_light(self) -> Fraction | None:
        """A weight between 0 and 1."""
        said = self.cleaned_data["light"].strip()
        if not said:
            return None
        try:
            found = parse(said)
        except NotAnAmount:
            found = Fraction(0)
        if not 0 < found < 1:
            raise forms.ValidationError(_("Write more than 0 and less than 1, such as 0.5."))
        return found

    def plan(self) -> Plan:
        """The draw as it was filled in; after `is_valid`."""
        answers, order = self.cleaned_data, self.order
        return Plan(
            title=answers["title"],
            moment=Moment(answers["moment"]),
            chosen=self._chosen(),
            strata=self._strata(),
            terms=self._terms(),
            as_of=self.on,
            clause=order.ordered[0].id if order else "",
            edition=order.rulebook.edition if order else "",
            reason=answers["reason"],
        )

    def _chosen(self) -> Chosen:
        answers = self.cleaned_data
        return Chosen(
            of=From(answers["of"]),
            since=answers["since"],
            until=answers["until"],
            strata=self.order.strata if self.order else Strata.LEVEL,
            renewed_since=answers["renewed_since"],
            spare_cycles=answers["spare_cycles"],
            light=answers["light"],
            take_failed=Target.FAILED.value in answers["taken"],
            take_late=Target.LATE.value in answers["taken"],
            take_conditional=Target.CONDITIONAL.value in answers["taken"],
        )

    def _terms(self) -> Terms:
        asked = {name: self.cleaned_data[name] for name in self.fields if name in _TERMS}
        if "failing" in asked:
            asked["failing"] = Failing(asked["failing"]) if asked["failing"] else None
        return Terms(**(self.said | asked))

    def _strata(self) -> tuple[Stratum, ...]:
        if self.order and self.order.says_how_many:
            return strata_of(self.order.rulebook, self.order.ordered)
        shares = ((each, self.cleaned_data[SHARE + each.name]) for each in self.named)
        return tuple(
            Stratum(name=each.name, says=each.says, percent=share[0], number=share[1])
            for each, share in shares
            if share is not None
        )


_TERMS = frozenset(Terms.__dataclass_fields__)
_TICKED = _TERMS - {*LENGTHS, "failing"}


class ShareField(forms.CharField):
    """How many of a stratum: `10 %`, or a number; gives (percent, number), or None."""

    def clean(self, value: object) -> Any:
        """The share that was typed."""
        said = str(super().clean(value)).strip()
        if not said:
            return None
        found = _SHARE.fullmatch(said)
        if not found:
            raise forms.ValidationError(_("Write “10 %” or a number of people, such as 25."))
        number, percent = found.groups()
        if percent:
            if Fraction(number) > 100:
                raise forms.ValidationError(_("A percentage lies between 0 and 100."))
            return Fraction(number), None
        if "." in number:
            raise forms.ValidationError(_("People are whole. For a percentage write “%”."))
        return None, int(number)


def _share_field(stratum: Stratum) -> forms.Field:
    return ShareField(label=stratum.says or stratum.name, required=False, max_length=14)


def _named(body: Body, order: Order | None, on: date) -> tuple[Stratum, ...]:
    """The strata one may draw from, without their shares."""
    if order is not None:
        number = None if order.says_how_many else 0
        return strata_of(order.rulebook, order.ordered, number=number)
    return tuple(
        Stratum(
            name=stratum_name(Strata.LEVEL, each.id, level),
            says=f"{each.name}, {level}" if level else each.name,
        )
        for each in _credentials(body, on)
        for level in each.levels or ("",)
    )


def _credentials(body: Body, on: date) -> tuple[Credential, ...]:
    """What the newest edition in force certifies; where none is, whatever any ever did."""
    books = [each for each in rulebooks_of(body.slug) if each.in_force.holds(on)]
    return books[-1].credentials if books else credentials_of(body.slug)


def _initial(order: Order | None, on: date) -> dict[str, Any]:
    """What a form begins with: the clause's own choices, and the year that is over or ends."""
    found: dict[str, Any] = {
        "moment": Moment.AT_ONCE,
        "of": From.APPROVED,
        "since": date(on.year, 1, 1),
        "until": date(on.year, 12, 31),
    }
    if order is None:
        return found
    rule = order.ordered[1]
    moments = {Occasion.FILING: Moment.FILING, Occasion.PAYMENT: Moment.PAYMENT}
    if rule.per in moments:
        found |= {"moment": moments[rule.per], "of": From.WAITING}
    if rule.moment is Timing.BEFORE:
        found["of"] = From.WAITING
    if rule.look_back:
        found["renewed_since"] = subtract(on, rule.look_back)
    if rule.light is not None:
        found["light"] = show(rule.light)
    return found | {
        "spare_cycles": rule.spared_cycles or 0,
        "taken": [each.value for each in rule.taken],
    }


def as_prepared(draw: Draw) -> dict[str, Any]:
    """What the form begins with for a draw that is prepared already."""
    chosen, terms = chosen_in(draw), from_plain(draw.terms)
    found = {name: getattr(terms, name) for name in _TERMS}
    found |= {name: getattr(chosen, name) for name in ("since", "until", "renewed_since",
                                                       "spare_cycles")}  # fmt: skip
    return found | {
        "title": draw.title,
        "moment": draw.moment,
        "of": chosen.of.value,
        "reason": draw.reason,
        "failing": terms.failing.value if terms.failing else "",
        "light": "" if chosen.light is None else show(chosen.light),
        "taken": [each.value for each, name in TAKEN.items() if getattr(chosen, name)],
        **{SHARE + each.name: _shown(each) for each in strata_in(draw)},
    }


def _shown(stratum: Stratum) -> str:
    if stratum.percent is not None:
        return f"{show(stratum.percent)} %"
    return str(stratum.number)
