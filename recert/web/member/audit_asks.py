"""Asking the body about an audit: more time, a later audit, or none this time."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.audits.actions import ask_for
from recert.audits.days import today_at
from recert.audits.models import AskKind, Audit
from recert.audits.queries import audit_for
from recert.audits.terms import from_plain, last_day
from recert.rules.rulebook import Length
from recert.standing.words import day_words
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.components.naming import certification_name
from recert.web.member.audit_words import said_of
from recert.web.member.audits import kinds_open


class AskForm(forms.Form):
    """What is asked for, until when, and why."""

    kind = forms.ChoiceField(
        label=lazy("What do you need?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose what you need.")},
    )
    until = day_field(
        lazy("Until which day?"), lazy("Not needed where you ask not to be audited."), False
    )
    reason = forms.CharField(
        label=lazy("Why?"),
        help_text=lazy("Only the body’s reviewers read it."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": lazy("Say why, so that the body can decide.")},
    )

    def offer(self, audit: Audit) -> None:
        """Offer what may be asked for now, with the most the policy lets the body grant."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, _label(audit, kind)) for kind in kinds_open(audit)]


def _label(audit: Audit, kind: AskKind) -> str:
    terms = from_plain(audit.terms)
    most: Length | None = None
    if kind is AskKind.EXTENSION:
        most = terms.extend
    if kind is AskKind.DEFERRAL:
        most = terms.defer
    latest = last_day(audit.first_due, most)
    if latest is None:
        return str(kind.label)
    words = {"what": kind.label, "day": day_words(latest)}
    return _("%(what)s (until %(day)s at the latest)") % words


@signed_in
def ask(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask, with the reason; the body answers with one."""
    audit = audit_for(request.user, public_id)
    if request.method == "GET" and not kinds_open(audit):
        return redirect("member:audit", public_id)
    form = AskForm(sent(request))
    form.offer(audit)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        with refusals_on(form):
            ask_for(by=request.user, at=now(request), public_id=public_id,
                    kind=AskKind(answers["kind"]), reason=answers["reason"],
                    until=answers["until"])  # fmt: skip
            messages.success(request, _("Asked. Nothing is held against you meanwhile."))
            return redirect("member:audit", public_id)
    context = {
        "audit": audit,
        "name": certification_name(audit.certification),
        "body": audit.certification.body,
        "said": said_of(audit, today_at(audit.certification.body, now(request))),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "member/audit_ask.html", context, status=status)


urlpatterns = [path("audits/<str:public_id>/ask", ask, name="audit_ask")]
