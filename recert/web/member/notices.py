"""Notices: what you were told, and which of it comes by e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.notices.actions import set_preference
from recert.notices.kinds import KINDS, LETTERS, REMIND_BEFORE
from recert.notices.models import Preference, Rhythm
from recert.notices.queries import notices_of, preferences_of
from recert.people.queries import roles_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent

REMINDERS = ("renewal-due", "card-expiring")
"""The kinds that come before a day, so that one may say how long before."""

WAITING = "work-waiting"

LONGEST = 12
"""Reminders before one day; more would be noise."""

A_PAGE = 25


class SettingsForm(forms.Form):
    """Which optional kinds come by e-mail, and how many days before a last day."""

    emailed = forms.MultipleChoiceField(
        label=lazy("E-mail me when"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.code, kind.says) for kind in KINDS.values() if kind.optional],
    )
    rhythm = forms.ChoiceField(
        label=lazy("When work waits at a body I work for, tell me"),
        required=False,
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
    )
    days = forms.CharField(
        label=lazy("Remind me so many days before"),
        required=False,
        max_length=80,
        help_text=lazy("Days with commas between them. Leave it empty for ours: %(days)s.")
        % {"days": ", ".join(str(day) for day in REMIND_BEFORE)},
    )

    def clean_days(self) -> tuple[int, ...]:
        """Whole days; anything else is named in the refusal."""
        words = [word.strip() for word in self.cleaned_data["days"].split(",") if word.strip()]
        wrong = [word for word in words if not (word.isascii() and word.isdigit())]
        if wrong:
            raise forms.ValidationError(
                _("“%(word)s” is not a number of days. Write, for example, 90, 30, 7.")
                % {"word": wrong[0]}
            )
        if len(words) > LONGEST:
            raise forms.ValidationError(_("Write at most %(n)s days.") % {"n": LONGEST})
        return tuple(int(word) for word in words)


@signed_in
def notices(request: MemberRequest) -> HttpResponse:
    """What you were told, newest first."""
    page = Paginator(notices_of(request.user.public_id), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "member/notices.html", {"page": page})


@signed_in
def notice_settings(request: MemberRequest) -> HttpResponse:
    """Choose what comes by e-mail. What needs you to act always does."""
    person_id = request.user.public_id
    chosen = preferences_of(person_id)
    form = SettingsForm(sent(request), initial=_initial(chosen))
    if request.method == "POST":
        form = SettingsForm(request.POST)  # an empty form is a choice too
        if form.is_valid():
            with refusals_on(form):
                _choose(request, form.cleaned_data)
                messages.success(request, _("Your choice is kept."))
                return redirect("member:notices")
    always = [KINDS[code].says for code in LETTERS if not KINDS[code].optional]
    context = {
        "form": form,
        "always": always,
        "email": request.user.email,
        "works_somewhere": bool(roles_of(request.user)),
    }
    status = 422 if form.errors else 200
    return render(request, "member/notices_settings.html", context, status=status)


def _initial(chosen: dict[str, Preference]) -> dict[str, object]:
    emailed = [code for code, each in chosen.items() if KINDS[code].optional and each.email]
    days = chosen[REMINDERS[0]].days
    return {
        "emailed": emailed,
        "days": ", ".join(str(day) for day in days),
        "rhythm": chosen[WAITING].rhythm,
    }


def _choose(request: MemberRequest, typed: dict[str, Any]) -> None:
    """Keep every choice, or none."""
    with transaction.atomic():
        for code, kind in KINDS.items():
            if kind.optional:
                set_preference(
                    person_id=request.user.public_id,
                    kind=code,
                    email=code in typed["emailed"],
                    days=typed["days"] if code in REMINDERS else (),
                    rhythm=(typed["rhythm"] if code == WAITING else "") or Rhythm.AT_ONCE,
                    at=now(request),
                )


urlpatterns = [
    path("notices/", notices, name="notices"),
    path("notices/settings", notice_settings, name="notice_settings"),
]
