"""One completion at its provider's desk: what was said, what became of it, and how to mend it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.queries import ProviderDuty
from recert.completions.correcting import OPEN_TO_MENDING, correct, drop_correction, void
from recert.completions.lines import Problem
from recert.completions.models import Completion, CompletionState, Correction, CorrectionState
from recert.completions.queries import completion_for_staff, corrections_of, whole_trail_of
from recert.completions.typing_anew import line_anew, words_of
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.completion_words import said_of, steps_of
from recert.web.components.forms import refusals_on, sent
from recert.web.provider import fields
from recert.web.provider.reporting.answers import SAYS, problem_words, who_words
from recert.web.provider.reporting.row_form import body_choices

S = CompletionState
VOIDING = "id_void_%s"  # two forms of the page ask for a reason


class MendForm(forms.Form):
    """What a completion says, to be typed anew where it is wrong."""

    body = forms.ChoiceField(label=lazy("Number of"), required=False)
    number = fields.line(lazy("Number"), required=False, most=60)
    born = fields.line(lazy("Month and day of birth"), lazy("Such as 03-14."), required=False,
                       most=10)  # fmt: skip
    email = fields.line(lazy("E-mail address"), required=False, most=254)
    name = fields.line(lazy("Name"), required=False)
    course = fields.line(lazy("Your number of the course"), required=False, most=60)
    completed = fields.line(lazy("Completed on"), lazy("Such as 2026-03-14."), required=False,
                            most=30)  # fmt: skip
    minutes = fields.line(lazy("Minutes there"), required=False, most=7, inputmode="numeric")
    passed = forms.ChoiceField(
        label=lazy("Was there, or passed"),
        required=False,
        choices=(("", lazy("Not said")), ("yes", lazy("Yes")), ("no", lazy("No"))),
    )
    role = forms.ChoiceField(
        label=lazy("Role"),
        required=False,
        choices=(("learner", lazy("Learner")), ("presenter", lazy("Presenter"))),
    )
    reason = fields.text(lazy("Why is it corrected?"), lazy("Whoever it is about reads it."),
                         required=False, rows=3)  # fmt: skip

    def __init__(self, *args: Any, of: Completion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.offer(self, "body", [("", _("No number")), *body_choices()])
        if of.state != S.ACCEPTED:
            del self.fields["reason"]  # nobody has it yet who should read why
        if of.course_class is not None:
            course: Any = self.fields["course"]
            course.help_text = _("Empty: as the class says.")

    def words(self, before: dict[str, str]) -> dict[str, str]:
        """Everything that was said, with what was typed anew."""
        typed = {name: self.cleaned_data[name] for name in self.fields if name != "reason"}
        gone = {"first_name", "last_name"} if typed["name"] else set()
        kept = {key: value for key, value in before.items() if key not in gone}
        if typed["course"]:
            kept.pop("their_course", None)
        return {**kept, **typed}


class VoidForm(forms.Form):
    """Why it did not happen."""

    reason = fields.text(
        lazy("Why is it voided?"), lazy("Whoever it is about reads it."), required=False, rows=3
    )


@desk_for_provider(ProviderDuty.REPORT)
def completion(request: ProviderRequest, public_id: str) -> HttpResponse:
    """What was said and what became of it; typed anew, it is tried again."""
    provider = request.at_provider.provider
    found = completion_for_staff(request.user, provider.slug, public_id)
    words = words_of(found)
    form = MendForm(sent(request), initial=words, of=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            new = correct(
                by=request.user,
                at=now(request),
                completion=found,
                line=line_anew(found, form.words(words)),
                reason=form.cleaned_data.get("reason", ""),
            )
            messages.success(request, _became(new))
            return redirect("provider:completion", provider.slug, new.public_id)
    return _shown(request, found, form, VoidForm(auto_id=VOIDING))


def _became(new: Completion) -> str:
    if new.state == S.HELD:
        return _("A renewal rests on it: the body is asked first. Nothing has changed yet.")
    return str(SAYS[new.state][1])


def _shown(
    request: ProviderRequest, found: Completion, form: MendForm, voiding: VoidForm
) -> HttpResponse:
    trail = whole_trail_of(found)
    corrections = list(corrections_of(trail))
    waiting = next((each for each in corrections if each.state == CorrectionState.WAITING), None)
    tone, says = SAYS[found.state]
    context = {
        "provider": request.at_provider.provider,
        "completion": found,
        "who": who_words(found),
        "tone": tone,
        "says": says,
        "said": said_of(found),
        "problems": problem_words(Problem(**each) for each in found.problems),
        "steps": steps_of(trail, corrections),
        "waiting": waiting,
        "form": form,
        "voiding": voiding,
        "may_mend": found.state in OPEN_TO_MENDING
        and found.superseded_by is None
        and waiting is None,
        "is_accepted": found.state == S.ACCEPTED,
    }
    status = 422 if form.errors or voiding.errors else 200
    return render(request, "provider/reporting/completion.html", context, status=status)


@desk_for_provider(ProviderDuty.REPORT)
@require_POST
def void_one(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Say that it did not happen."""
    provider = request.at_provider.provider
    found = completion_for_staff(request.user, provider.slug, public_id)
    voiding = VoidForm(request.POST, auto_id=VOIDING)
    if voiding.is_valid():
        with refusals_on(voiding):
            done = void(
                by=request.user,
                at=now(request),
                completion=found,
                reason=voiding.cleaned_data["reason"],
            )
            is_waiting = done.state == CorrectionState.WAITING
            messages.success(
                request,
                _("A renewal rests on it: the body is asked first. Nothing has changed yet.")
                if is_waiting
                else _("Voided."),
            )
            return redirect("provider:completion", provider.slug, public_id)
    return _shown(request, found, MendForm(initial=words_of(found), of=found), voiding)


@desk_for_provider(ProviderDuty.REPORT)
@require_POST
def drop(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Take back a correction that waits for a body."""
    provider = request.at_provider.provider
    found = completion_for_staff(request.user, provider.slug, public_id)
    waiting = Correction.objects.filter(
        completion__in=whole_trail_of(found), state=CorrectionState.WAITING
    ).first()
    if waiting is not None:
        drop_correction(by=request.user, at=now(request), correction=waiting)
        messages.success(request, _("Taken back. What stood stands."))
        return redirect("provider:completion", provider.slug, waiting.completion.public_id)
    return redirect("provider:completion", provider.slug, public_id)


urlpatterns = [
    path("reporting/completions/<str:public_id>/", completion, name="completion"),
    path("reporting/completions/<str:public_id>/void", void_one, name="completion_void"),
    path("reporting/completions/<str:public_id>/drop", drop, name="completion_drop"),
]
