"""Renewing by examination: whether the policy allows it, and telling the body you passed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.credentials.models import Certification
from recert.credentials.queries import certification_for
from recert.lib.refusals import NotFound
from recert.rules.facts import Activity, Kind
from recert.rules.rulebook import Route
from recert.standing.queries import Held, held_of
from recert.standing.words import route_sentence
from recert.transcript.actions import attach_evidence, log_activity, open_petition
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.clauses import ClauseView, clause_view
from recert.web.components.forms import refusals_on, sent
from recert.web.components.naming import certification_name, rulebook_url
from recert.web.member.uploads import FIELD, Uploads, take_uploads

YES_NO = (("yes", lazy("Yes")), ("no", lazy("No")))


class PassedForm(forms.Form):
    """The examination passed: which, when, where."""

    subject = forms.ChoiceField(label=lazy("Which examination?"), widget=forms.RadioSelect)
    completed = forms.DateField(
        label=lazy("The day you passed"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    at_test_centre = forms.ChoiceField(
        label=lazy("Did you sit it at a test centre?"), choices=YES_NO, widget=forms.RadioSelect
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(
        self, *args: object, subjects: Sequence[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own form
        subject = self.fields["subject"]
        assert isinstance(subject, forms.ChoiceField)
        subject.choices = list(subjects)


@signed_in
def examination(request: MemberRequest, public_id: str) -> HttpResponse:
    """What the policy says about renewing by examination, and the form to report a pass."""
    own = certification_for(request.user, public_id)
    held = held_of(own, now(request))
    if held.rulebook is None or not held.standing.examinations:
        raise NotFound
    routes = _routes(held)
    is_open = any(finding.open for finding in held.standing.examinations)
    form = PassedForm(
        sent(request),
        subjects=_subjects(held, routes),
        initial={"key": secrets.token_urlsafe(18), "subject": _default_subject(held, routes)},
    )
    uploads = Uploads((), ())
    if request.method == "POST" and is_open:
        uploads = take_uploads(request)
        if form.is_valid() and not uploads.mistakes and _report(request, own, form, uploads):
            _thank(request, routes)
            return redirect("member:certification", public_id)
    context = {
        "held": held,
        "own": own,
        "name": certification_name(own),
        "ways": [
            (finding, route_sentence(finding, held.rulebook), _clause(held, finding.clause))
            for finding in held.standing.examinations
        ],
        "is_open": is_open,
        "form": form,
        "uploads": uploads,
        "field": FIELD,
        "needs_application": any(rule.application for rule in routes),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "member/certification_examination.html", context, status=status)


def _routes(held: Held) -> list[Route]:
    """The rules of the ways that are open."""
    assert held.rulebook is not None  # the page has looked
    rules = (
        held.rulebook.clause(each.clause).rule for each in held.standing.examinations if each.open
    )
    return [rule for rule in rules if isinstance(rule, Route)]


def _subjects(held: Held, routes: Sequence[Route]) -> list[tuple[str, str]]:
    """The examinations that renew; a certification's own where the policy names none."""
    found = {subject for rule in routes for subject in rule.subjects}
    if any(not rule.subjects for rule in routes):
        found.add(_own_subject(held))
    return [(each, each.replace(":", " ").upper()) for each in sorted(found)]


def _default_subject(held: Held, routes: Sequence[Route]) -> str:
    offered = [subject for subject, _label in _subjects(held, routes)]
    return offered[0] if len(offered) == 1 else ""


def _own_subject(held: Held) -> str:
    return f"{held.certification.body.slug}:{held.certification.credential}"


def _clause(held: Held, clause: str) -> ClauseView:
    assert held.rulebook is not None  # the page has looked
    url = rulebook_url(held.rulebook)
    anchor = f"{url}#{clause}" if url else ""
    return clause_view(held.rulebook, held.rulebook.clause(clause), anchor)


def _report(request: MemberRequest, own: Certification, form: PassedForm, uploads: Uploads) -> bool:
    """Log the examination with its proof and ask the body to record it; all or nothing."""
    answers = form.cleaned_data
    with refusals_on(form):
        with transaction.atomic():
            row = log_activity(
                by=request.user,
                at=now(request),
                person=request.user,
                activity=Activity(
                    id="",
                    title=_("Examination: %(name)s") % {"name": certification_name(own)},
                    kind=Kind.EXAMINATION,
                    completed=answers["completed"],
                    provider=own.body.slug,
                    passed=True,
                    subject=answers["subject"],
                    at_test_centre=answers["at_test_centre"] == "yes",
                ),
                provider_name=own.body.name,
                key=answers["key"],
            )
            for proof in uploads.kept:
                attach_evidence(
                    by=request.user,
                    at=now(request),
                    public_id=proof.public_id,
                    activity_id=row.public_id,
                )
            if not row.petitions.exists():
                open_petition(
                    by=request.user,
                    at=now(request),
                    activity_id=row.public_id,
                    certification_id=own.public_id,
                    question=_("I passed this examination. Please record it and renew me by it."),
                )
        return True
    return False


def _thank(request: MemberRequest, routes: Sequence[Route]) -> None:
    if any(rule.application for rule in routes):
        says = _("Logged. Now begin your renewal: the examination stands for the credits.")
    else:
        says = _("Reported. The body looks at your proof and records it; there is no application "
                 "to file.")  # fmt: skip
    messages.success(request, says)


urlpatterns = [
    path("certifications/<str:public_id>/examination", examination, name="examination"),
]
