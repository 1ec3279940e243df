"""Claiming at the end of a class: the page behind the square, before somebody signs in."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from recert.completions.claiming import code_named, why_not
from recert.web.clock import now
from recert.web.components.claim_words import COME_BACK, claimed_thing
from recert.web.components.guessing import count_miss, has_guessed_too_often


class CodeForm(forms.Form):
    """The code as it stands on the wall."""

    code = forms.CharField(
        label=lazy("Code"),
        help_text=lazy("Ten letters and digits, as they were shown at the end of the class."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": lazy("Type the code that was shown.")},
    )


def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code, where there is no camera."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("public:claim", form.cleaned_data["code"].strip().replace("/", ""))
    status = 422 if form.errors else 200
    return render(request, "public/claim_code.html", {"form": form}, status=status)


def claim(request: HttpRequest, code: str) -> HttpResponse:
    """What the code is for; sign in or open an account, and come back to it."""
    if request.user.is_authenticated:
        return redirect("member:claim", code)
    if has_guessed_too_often(request):
        return render(request, "public/claim_code.html", {"too_often": True}, status=429)
    found = code_named(code)
    if found is None:
        count_miss(request)
        context = {"form": CodeForm(initial={"code": code}), "wrong": code}
        return render(request, "public/claim_code.html", context, status=404)
    at = now(request)
    thing = claimed_thing(found, at)
    request.session[COME_BACK] = thing["code"]  # after signing up and proving the address, too
    back = urlencode({"next": reverse("member:claim", args=[thing["code"]])})
    context = {**thing, "why_not": why_not(found, None, at), "back": back}
    return render(request, "public/claim.html", context)
