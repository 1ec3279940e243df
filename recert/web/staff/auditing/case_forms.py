"""The forms on the page of a case: one for each act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.audits.actions import NOTHING, may_determine
from recert.audits.models import AskKind, AskState, AuditState
from recert.audits.queries import Sheet
from recert.people.models import Person
from recert.rules.amounts import show
from recert.web.components.draw_words import FAILING
from recert.web.components.forms import day_field
from recert.web.staff import fields
from recert.web.staff.auditing.words import OUTCOMES


class DeclareForm(forms.Form):
    """Whether there is a conflict of interest."""

    act = forms.CharField(widget=forms.HiddenInput, initial="declare")
    conflict = forms.ChoiceField(
        label=lazy("Do you have a conflict of interest?"),
        help_text=lazy(
            "You are related, work together, taught or were taught, or stand to gain or lose."
        ),
        choices=[("no", lazy("No, I can judge this fairly")), ("yes", lazy("Yes"))],
        widget=forms.RadioSelect,
    )
    says = fields.text(
        lazy("If so, what it is"), lazy("Only your body's officers read it."), False, rows=2
    )


class MessageForm(forms.Form):
    """A message to the holder."""

    act = forms.CharField(widget=forms.HiddenInput, initial="message")
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    text = fields.text(lazy("Message"), lazy("The holder is told by e-mail."), rows=3)


class ReturnForm(forms.Form):
    """What is missing beside what was marked, and by when."""

    act = forms.CharField(widget=forms.HiddenInput, initial="return")
    note = fields.text(
        lazy("What is missing"), lazy("Beside what you marked as asked for again."), False, rows=2
    )
    due = day_field(lazy("By"), required=False)


class AssignForm(forms.Form):
    """Who takes the case up."""

    act = forms.CharField(widget=forms.HiddenInput, initial="assign")
    to = forms.ChoiceField(
        label=lazy("Who reviews it?"),
        help_text=lazy("Only those who have no part in the matter."),
        error_messages={"required": lazy("Choose somebody.")},
    )


class TimeForm(forms.Form):
    """More time that nobody asked for."""

    act = forms.CharField(widget=forms.HiddenInput, initial="time")
    until = day_field(lazy("Until"))
    reason = fields.reason()


class OutcomeForm(forms.Form):
    """How it ends, or should."""

    act = forms.CharField(widget=forms.HiddenInput, initial="determine")
    outcome = forms.ChoiceField(label=lazy("Outcome"), widget=forms.RadioSelect)
    owed = forms.CharField(
        label=lazy("Replacement credit due"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    due = day_field(lazy("Replacement due by"), required=False)
    clause = fields.clause(lazy("Clause"), required=False)
    reason = fields.reason(required=False)


class ImposeForm(forms.Form):
    """What a failed audit leads to."""

    act = forms.CharField(widget=forms.HiddenInput, initial="impose")
    failing = forms.ChoiceField(
        label=lazy("What follows"),
        choices=[*((e.value, s) for e, s in FAILING.items()), (NOTHING, lazy("Nothing"))],
        widget=forms.RadioSelect,
    )
    clause = fields.clause(lazy("Clause"), required=False)
    until = day_field(lazy("Until"), lazy("Empty: until it is ended."), False)
    reason = fields.reason()


class CureForm(forms.Form):
    """How it was put right."""

    act = forms.CharField(widget=forms.HiddenInput, initial="cure")
    reason = fields.reason()


class ReopenForm(forms.Form):
    """Why the case is opened again."""

    act = forms.CharField(widget=forms.HiddenInput, initial="reopen")
    reason = fields.reason()


class AskForm(forms.Form):
    """The answer to one thing asked for."""

    act = forms.CharField(widget=forms.HiddenInput, initial="ask")
    ask = forms.CharField(widget=forms.HiddenInput, max_length=24)
    grant = forms.ChoiceField(
        label=lazy("Decision"),
        choices=[("yes", lazy("Grant it")), ("no", lazy("Do not grant it"))],
        widget=forms.RadioSelect,
    )
    until = day_field(lazy("Until"), required=False)
    answer = fields.reason()


FORMS: dict[str, type[forms.Form]] = {
    "declare": DeclareForm,
    "message": MessageForm,
    "return": ReturnForm,
    "assign": AssignForm,
    "time": TimeForm,
    "recommend": OutcomeForm,
    "determine": OutcomeForm,
    "impose": ImposeForm,
    "cure": CureForm,
    "reopen": ReopenForm,
}


def forms_for(
    sheet: Sheet, reader: Person, able: Iterable[Person], key: str, sent: Any, act: str
) -> dict[str, forms.Form]:
    """Every form of the page; what was sent stays in the one it was sent with.

    `able`: who can be asked to take the case up.
    """
    made = {
        name: form(
            sent if name == act else None,
            initial=_initial(sheet, name, key),
            auto_id=f"id_{name}_%s",  # two of them ask for an outcome, and most for a reason
        )
        for name, form in FORMS.items()
    }
    outcomes = may_determine(reader, sheet.audit)
    for name in ("recommend", "determine"):
        choices = outcomes if name == "determine" else tuple(OUTCOMES)
        fields.offer(made[name], "outcome", [(each.value, str(OUTCOMES[each])) for each in choices])
        fields.offer_clauses(made[name], "clause", sheet.rulebook)
        if AuditState.REPLACING not in choices:
            del made[name].fields["owed"], made[name].fields["due"]
        elif sheet.terms.replace_within is not None:
            del made[name].fields["due"]
    for name in ("owed", "due", "clause"):
        made["recommend"].fields.pop(name, None)
    nobody = [("", _("Choose somebody"))]
    fields.offer(made["assign"], "to", nobody + [(each.public_id, str(each)) for each in able])
    fields.offer_clauses(made["impose"], "clause", sheet.rulebook)
    if sheet.terms.stops_clock:
        made["return"].fields["due"].help_text = _(
            "Empty: the days to answer begin anew, as the policy counts them."
        )
    return made


def ask_forms(sheet: Sheet, sent: Any, act: str) -> list[tuple[Any, AskForm]]:
    """A form for each thing asked for that is not decided yet."""
    found = []
    for ask in sheet.asks:
        if ask.state != AskState.ASKED:
            continue
        is_sent = act == "ask" and sent is not None and sent.get("ask") == ask.public_id
        form = AskForm(
            sent if is_sent else None,
            initial={"ask": ask.public_id, "until": ask.until},
            auto_id=f"id_{ask.public_id}_%s",
        )
        if ask.kind == AskKind.EXEMPTION:
            del form.fields["until"]
        found.append((ask, form))
    return found


def _initial(sheet: Sheet, name: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {"act": name}
    if name == "message":
        found["key"] = key
    if name == "assign" and sheet.audit.reviewer is not None:
        found["to"] = sheet.audit.reviewer.public_id
    if name == "determine":
        audit = sheet.audit
        lost = sum(
            (line.claimed - line.kept for line in sheet.first if line.item.judged),
            start=sheet.owed * 0,
        )
        found |= {
            "outcome": audit.recommended_outcome,
            "reason": audit.recommendation,
            "owed": show(lost) if lost > 0 else "",
        }
    if name == "impose" and sheet.terms.failing:
        found["failing"] = sheet.terms.failing.value
    return found
