"""About you: what a rulebook must know of a person and no activity or document tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.credentials.actions import answer
from recert.credentials.queries import BORN, answers_of, certification_for, questions_of
from recert.rules.findings import Code, Standing
from recert.rules.rulebook import Asked, Rulebook, conditions_of
from recert.standing.queries import Held, held_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import sent
from recert.web.components.naming import certification_name
from recert.web.components.questions import answer_words, question_words


class AboutForm(forms.Form):
    """One question after another, each a few answers to choose from."""

    def __init__(
        self, data: QueryDict | None, asked: Mapping[str, Asked], known: Mapping[str, str]
    ) -> None:
        """Ask what is in `asked`, starting from the answers `known`."""
        super().__init__(data, auto_id="about-%s")
        for name, question in asked.items():
            self.fields[name] = forms.ChoiceField(
                label=question_words(name, question),
                required=False,
                choices=list(_choices(name, question)),
                initial=known.get(name, question.assumed),
                widget=forms.RadioSelect,
                help_text=_("Only this is asked, never your whole date of birth.")
                if name in BORN
                else "",
            )


def _choices(name: str, question: Asked) -> Iterator[tuple[str, str]]:
    for each in question.answers:
        yield each, answer_words(name, each)
    if not question.assumed:
        yield "", _("I do not know yet")


@dataclass(frozen=True, slots=True)
class About:
    """The questions of one certification; `open` while one that matters has no answer."""

    form: AboutForm
    open: bool


def open_questions(standing: Standing) -> tuple[str, ...]:
    """What a standing turns on and nobody has answered: the cycle first."""
    reasons = standing.cycle.reasons if standing.cycle else ()
    lacking = [each.about["fact"] for each in reasons if each.code is Code.NEEDS_FACT]
    return (*lacking, *standing.questions)


def about(held: Held, data: QueryDict | None = None) -> About | None:
    """What to ask the holder, and what can be changed; None where nothing is asked."""
    own = held.certification
    asked = questions_of(own.body.slug)
    known = answers_of(own.person, own.body.slug)
    waiting = open_questions(held.standing)
    assumed = _assumed(held.rulebook, own.credential) if held.rulebook else ()
    names = [each for each in (*waiting, *known, *assumed) if each in asked]
    if not names:
        return None
    form = AboutForm(data, {name: asked[name] for name in dict.fromkeys(names)}, known)
    return About(form, open=bool(waiting))


def _assumed(rulebook: Rulebook, credential: str) -> Iterator[str]:
    """Questions with an answer taken for granted, which clauses of this credential turn on."""
    turned_on = {
        name
        for clause in rulebook.clauses
        for who in conditions_of(clause)
        if not who.credentials or credential in who.credentials
        for name in who.attributes
    }
    return (name for name, each in rulebook.asks.items() if each.assumed and name in turned_on)


@signed_in
def about_you(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask, or save what was answered; the questions alone are the first page after adding."""
    own = certification_for(request.user, public_id)
    held = held_of(own, now(request))
    asking = about(held, sent(request))
    if asking is None:
        return redirect("member:certification", public_id)
    if request.method == "POST" and asking.form.is_valid():
        with transaction.atomic():
            for name, value in asking.form.cleaned_data.items():
                answer(
                    by=request.user,
                    at=now(request),
                    body_slug=own.body.slug,
                    name=name,
                    value=value,
                )
        messages.success(request, _("Saved. This is where you stand."))
        return redirect("member:certification", public_id)
    context = {"about": asking, "own": own, "name": certification_name(own)}
    status = 422 if asking.form.errors else 200
    return render(request, "member/certification_about.html", context, status=status)


urlpatterns = [
    path("certifications/<str:public_id>/about", about_you, name="certification_about"),
]
