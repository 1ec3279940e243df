"""The front door: what this is, for somebody who has just come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from recert.web.public.check import CheckForm
from recert.web.public.rulebooks import body_cards


def home_page(request: HttpRequest) -> HttpResponse:
    """Say what recert is; whoever is signed in goes to their own desk instead."""
    if request.user.is_authenticated:
        return redirect("member:home")
    context = {"cards": body_cards(request), "form": CheckForm()}
    return render(request, "public/home.html", context)
